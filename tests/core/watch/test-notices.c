/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/watch/notices.h"

#include "core/store/store-requests.h"
#include "core/watch/notice-facts.h"

#include "store/store-test.h"

#define DAY (24 * 3600)

typedef struct
{
  StoreTest store;
  KpSettings *settings;
  KpPortfolio *portfolio;
  KpCatalogue *catalogue;
  KpMonitor *monitor;
  KpOutbox *outbox;
  KpNotifier *notifier;
  KpNotices *notices;
  GString *heard;
  const char *wanted;
} Fixture;

static KpChecker *
make_checker_cb (gpointer data, GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "Nobody is asked.");
  return NULL;
}

static void
find_route (GTask *task, const char *provider, const char *channel, gpointer data)
{
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "Nobody is reached.");
}

static void
start (Fixture *fixture)
{
  fixture->notices = kp_notices_new (fixture->portfolio, fixture->store.store,
                                     fixture->settings, fixture->outbox, fixture->monitor,
                                     fixture->store.clock, fixture->notifier);
  kp_notices_start (fixture->notices);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  store_test_set_up (&fixture->store, NULL);
  fixture->settings = kp_settings_new (fixture->store.store);
  fixture->portfolio = kp_portfolio_new (fixture->store.store);
  fixture->catalogue = kp_catalogue_new (NULL);
  fixture->monitor =
      kp_monitor_new (fixture->portfolio, fixture->store.store, fixture->settings,
                      fixture->catalogue, fixture->store.clock, make_checker_cb, NULL);
  fixture->outbox =
      kp_outbox_new (fixture->store.store, fixture->store.clock, find_route, NULL);
  fixture->notifier = kp_memory_notifier_new ();
  fixture->heard = g_string_new (NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  kp_notices_stop (fixture->notices);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (fixture->notices);
  g_object_unref (fixture->notifier);
  g_object_unref (fixture->outbox);
  g_object_unref (fixture->monitor);
  g_object_unref (fixture->catalogue);
  g_object_unref (fixture->portfolio);
  g_object_unref (fixture->settings);
  g_string_free (fixture->heard, TRUE);
  store_test_tear_down (&fixture->store, NULL);
}

static KpSite *
add_site (Fixture *fixture, const char *host)
{
  g_autoptr (GAsyncResult) result = NULL;
  KpSite *site;

  store_test_add_host (fixture->store.store, host);
  kp_portfolio_load_async (fixture->portfolio, 0, NULL, store_test_take, &result);
  g_assert_true (
      kp_portfolio_load_finish (fixture->portfolio, store_test_wait (&result), NULL));
  site = kp_portfolio_find (fixture->portfolio, host, 0, NULL);
  g_assert_nonnull (site);
  return site;
}

static void
judge (KpSite *site, KpLock lock, gint64 since, gint64 checked_at)
{
  KpSummary summary = { .checked_at = checked_at,
                        .lock = lock,
                        .status = lock == KP_LOCK_UNLOCKED ? KP_STATUS_NO_LONGER_SECURE
                                                           : KP_STATUS_LOCKED,
                        .status_at = since,
                        .last_locked_at = NOW - DAY };

  if (lock == KP_LOCK_UNLOCKED)
    {
      summary.main_finding = g_intern_string ("tls.expired");
      summary.cause = (char *) "tls.expired";
    }
  kp_site_set_summary (site, &summary);
}

static gboolean
was_heard (gpointer data)
{
  Fixture *fixture = data;
  g_autofree char *more =
      kp_memory_notifier_describe (KP_MEMORY_NOTIFIER (fixture->notifier));

  g_string_append (fixture->heard, more);
  return g_str_equal (fixture->heard->str, fixture->wanted);
}

/* Waits until the desktop was told just that. */
static void
expect (Fixture *fixture, const char *wanted)
{
  g_signal_emit_by_name (fixture->monitor, "finished");
  fixture->wanted = wanted;
  if (!store_test_wait_for (was_heard, fixture))
    g_error ("wanted “%s”, heard “%s”", wanted, fixture->heard->str);
  g_string_truncate (fixture->heard, 0);
}

static gboolean
is_kept (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GHashTable) values = NULL;
  const char *kept;

  kp_store_load_settings_async (fixture->store.store, NULL, store_test_take, &result);
  values =
      kp_store_load_settings_finish (fixture->store.store, store_test_wait (&result), NULL);
  kept = g_hash_table_lookup (values, "notices");
  return kept != NULL && strstr (kept, "\"kind\":2") != NULL;
}

/* A wrong result is news once it was asked again; sites with one cause are one notice; what
 * was told is known in the next run, and withdrawn there when it is over. */
static void
test_wrong (Fixture *fixture, gconstpointer data)
{
  KpSite *one = add_site (fixture, "a.kite.example");
  KpSite *two = add_site (fixture, "b.kite.example");
  KpSite *three = add_site (fixture, "c.kite.example");

  judge (one, KP_LOCK_UNLOCKED, NOW, NOW + 120);
  judge (two, KP_LOCK_LOCKED, 0, NOW);
  judge (three, KP_LOCK_UNLOCKED, NOW - 720, NOW);
  start (fixture);
  expect (fixture, "+cause-tls.expired: c.kite.example is no longer secure\n");

  judge (one, KP_LOCK_UNLOCKED, NOW, NOW + 720);
  expect (fixture, "+cause-tls.expired: 2 sites are no longer secure\n");

  /* It ends, and begins anew. */
  kp_notices_stop (fixture->notices);
  g_object_unref (fixture->notices);
  start (fixture);
  judge (one, KP_LOCK_LOCKED, 0, NOW + 900);
  judge (three, KP_LOCK_LOCKED, 0, NOW + 900);
  expect (fixture, "-cause-tls.expired\n");
}

/* What was waited for is told, but not in quiet hours; then it is told when they are over,
 * unless it is so no more. */
static void
test_waited_for (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) sites = g_ptr_array_new ();
  g_autoptr (GPtrArray) other = g_ptr_array_new ();
  g_autoptr (GDateTime) local = g_date_time_new_from_unix_local (NOW);
  g_autofree char *from = NULL, *to = NULL, *wanted = NULL;
  KpSite *one = add_site (fixture, "a.kite.example");
  KpSite *two = add_site (fixture, "b.kite.example");

  judge (one, KP_LOCK_LOCKED, 0, NOW);
  judge (two, KP_LOCK_LOCKED, 0, NOW);
  from = g_strdup_printf ("%d", (g_date_time_get_hour (local) + 23) % 24 + 1);
  to = g_strdup_printf ("%d", (g_date_time_get_hour (local) + 1) % 24 + 1);
  g_assert_true (kp_settings_override (fixture->settings, "quiet-from", from, NULL));
  g_assert_true (kp_settings_override (fixture->settings, "quiet-to", to, NULL));
  g_assert_true (kp_settings_override (fixture->settings, "quiet-hours", "yes", NULL));
  start (fixture);
  g_ptr_array_add (sites, one);
  g_ptr_array_add (other, two);
  g_signal_emit_by_name (fixture->portfolio, "secured", sites);
  g_signal_emit_by_name (fixture->portfolio, "renewed", other);
  g_assert_true (store_test_wait_for (is_kept, fixture));
  expect (fixture, "");

  judge (two, KP_LOCK_UNLOCKED, NOW, NOW);
  g_assert_true (kp_settings_override (fixture->settings, "quiet-hours", "no", NULL));
  wanted = g_strdup_printf ("+secured-%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT
                            ": a.kite.example is locked\n",
                            kp_site_get_id (one), NOW);
  expect (fixture, wanted);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpRequest) request = kp_request_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *wanted = NULL;

  g_object_set (request, "site", "cp.kite.example", "provider", "own-server", "channel",
                "rt", "reference", "KP-AAAA-3467", "subject", "Certificate", "state",
                KP_REQUEST_REFUSED, NULL);
  kp_store_add_request_async (fixture->store.store, request, NULL, store_test_take,
                              &result);
  g_assert_true (
      kp_store_add_request_finish (fixture->store.store, store_test_wait (&result), NULL));
  start (fixture);
  wanted = g_strdup_printf ("+refused-%" G_GINT64_FORMAT
                            ": The request about cp.kite.example was refused\n",
                            kp_request_get_id (request));
  expect (fixture, wanted);
}

/* A reply is told with what its job waits for. */
static void
test_reply (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GListStore) requests = g_list_store_new (KP_TYPE_REQUEST);
  g_autoptr (GPtrArray) topics =
      g_ptr_array_new_with_free_func ((GDestroyNotify) kp_topic_free);
  g_autoptr (GHashTable) csrs = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (KpRequest) request = kp_request_new ();
  KpSite *site = add_site (fixture, "a.kite.example");
  KpJob *job = kp_job_new (kp_site_get_id (site), KP_JOB_RENEW, NOW);

  start (fixture);
  g_object_set (request, "site", "a.kite.example", "site-id", kp_site_get_id (site),
                "state", KP_REQUEST_SENT, NULL);
  g_list_store_append (requests, request);
  job->step = KP_JOB_STEP_WAIT_PROVIDER;
  for (guint i = 0; i < 3; i++)
    {
      /* Nothing new, then what nothing waits for, then what the renewal does. */
      g_object_set (request, "unseen", (gint64) (i > 0 ? 2 : 0), NULL);
      kp_site_set_job (site, i > 1 ? job : NULL);
      kp_notice_facts_add_requests (G_LIST_MODEL (requests), fixture->portfolio, csrs,
                                    topics);
    }
  kp_job_free (job);
  g_assert_cmpuint (topics->len, ==, 2);
  for (guint i = 0; i < topics->len; i++)
    {
      const KpTopic *topic = g_ptr_array_index (topics, i);

      g_assert_cmpint (topic->kind, ==, KP_TOPIC_REPLY);
      g_assert_cmpuint (topic->count, ==, 2);
      g_assert_cmpstr (topic->notice->title, ==,
                       "The provider has answered about a.kite.example");
      g_assert_cmpint (strstr (topic->notice->body, "signing request") != NULL, ==, i == 1);
    }
}

/* A request of the renewal of @site that has been sent, with a job that waits for it. */
static KpRequest *
ask_for_csr (Fixture *fixture, KpSite *site)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) saved = NULL;
  g_autoptr (GError) error = NULL;
  KpRequest *request = kp_request_new ();
  KpJob *job = kp_job_new (kp_site_get_id (site), KP_JOB_RENEW, NOW);

  job->step = KP_JOB_STEP_WAIT_PROVIDER;
  kp_store_save_job_async (fixture->store.store, job, NULL, NULL, NULL, NULL, NULL,
                           store_test_take, &saved);
  kp_job_free (job);
  job = kp_store_save_job_finish (fixture->store.store, store_test_wait (&saved), &error);
  g_assert_no_error (error);
  kp_job_free (job);
  g_object_set (request, "site", kp_site_get_host (site), "site-id", kp_site_get_id (site),
                "provider", "own-server", "channel", "rt", "reference", "KP-AAAA-3467",
                "subject", "Certificate", "state", KP_REQUEST_SENT, NULL);
  kp_store_add_request_async (fixture->store.store, request, NULL, store_test_take,
                              &result);
  kp_store_add_request_finish (fixture->store.store, store_test_wait (&result), &error);
  g_assert_no_error (error);
  return request;
}

static void
answer (Fixture *fixture, KpRequest *request, const char *id, const char *text)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (messages, kp_message_new (id, NOW, "staff", TRUE, text));
  kp_store_add_messages_async (fixture->store.store, request, messages, NULL,
                               store_test_take, &result);
  kp_store_add_messages_finish (fixture->store.store, store_test_wait (&result), NULL,
                                &error);
  g_assert_no_error (error);
}

/* What the name in it is, is not looked at before the user is. */
static const char csr_pem[] =
    "-----BEGIN CERTIFICATE REQUEST-----\n"
    "MIHUMHsCAQAwGTEXMBUGA1UEAwwOY3AuZXhhbXBsZS5jb20wWTATBgcqhkjOPQIB\n"
    "BggqhkjOPQMBBwNCAASskuhJ9SvbK46XasUcy95CjrYetdMfn2Hqgn/C9puHiVk4\n"
    "PNfno9P8f2M0h64gpU2CGaSPaqpC0RBCxnUah5esoAAwCgYIKoZIzj0EAwIDSQAw\n"
    "RgIhAOhOYLpWMjXyNu4qxZjb2DO0CFzeRhgf3OHkF6oEXdmzAiEAhTYLAzQKhcJl\n"
    "0HXg6E+Wq8BQVmrUYpWjIJVb9hzBV48=\n"
    "-----END CERTIFICATE REQUEST-----\n";

/* The first reply only says that it is under way, the next brings what is waited for. */
static void
test_csr (Fixture *fixture, gconstpointer data)
{
  KpSite *site = add_site (fixture, "my.globe.example");
  g_autoptr (KpRequest) request = ask_for_csr (fixture, site);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *reply = g_strconcat ("Hello,\n\nhere it is:\n\n", csr_pem, NULL);

  answer (fixture, request, "1", "We are at it.");
  start (fixture);
  first = g_strdup_printf ("+reply-%" G_GINT64_FORMAT
                           ": The provider has answered about my.globe.example\n",
                           kp_request_get_id (request));
  expect (fixture, first);
  answer (fixture, request, "2", reply);
  second = g_strdup_printf ("+reply-%" G_GINT64_FORMAT
                            ": The signing request for my.globe.example has arrived\n",
                            kp_request_get_id (request));
  expect (fixture, second);
}

#define ADD(path, func)                                                                    \
  g_test_add ("/notices/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("wrong", test_wrong);
  ADD ("waited-for", test_waited_for);
  ADD ("refused", test_refused);
  ADD ("reply", test_reply);
  ADD ("csr", test_csr);
  return g_test_run ();
}
