/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "store/store-test.h"

static void
test_add (StoreTest *test, gconstpointer data)
{
  g_autoptr (KpSite) site = kp_site_new ("xn--bcher-kva.example", 8443, "own-server");
  g_autoptr (GPtrArray) sites = NULL;
  g_autoptr (GError) error = NULL;
  KpSite *loaded;

  kp_site_set_customer (site, 0, "Bücher & Söhne");
  kp_site_set_target (site, "target.example.net");
  kp_site_set_proxied (site, TRUE);
  kp_site_set_note (site, "Ask Ada'); DROP TABLE site; --\nSecond line");
  g_assert_true (store_test_add (test->store, &error, site, NULL));
  g_assert_no_error (error);
  g_assert_cmpint (kp_site_get_id (site), >, 0);
  g_assert_cmpint (kp_site_get_customer_id (site), >, 0);
  store_test_reopen (test);

  sites = store_test_load (test->store, 0);
  g_assert_cmpuint (sites->len, ==, 1);
  loaded = g_ptr_array_index (sites, 0);
  g_assert_cmpint (kp_site_get_id (loaded), ==, kp_site_get_id (site));
  g_assert_cmpstr (kp_site_get_host (loaded), ==, "xn--bcher-kva.example");
  g_assert_cmpuint (kp_site_get_port (loaded), ==, 8443);
  g_assert_cmpstr (kp_site_get_provider (loaded), ==, "own-server");
  g_assert_cmpstr (kp_site_get_customer (loaded), ==, "Bücher & Söhne");
  g_assert_cmpint (kp_site_get_customer_id (loaded), ==, kp_site_get_customer_id (site));
  g_assert_cmpstr (kp_site_get_target (loaded), ==, "target.example.net");
  g_assert_true (kp_site_get_proxied (loaded));
  g_assert_cmpstr (kp_site_get_note (loaded), ==, kp_site_get_note (site));
  g_assert_true (
      kp_summary_equal (kp_site_get_summary (loaded), kp_site_get_summary (site)));
}

/* One that is there already, or twice in the batch, and none of the batch is added. */
static void
test_exists (StoreTest *test, gconstpointer data)
{
  g_autoptr (KpSite) one = store_test_make_site ("one.example.com", 443);
  g_autoptr (KpSite) again = store_test_make_site ("one.example.com", 443);
  g_autoptr (KpSite) port = store_test_make_site ("one.example.com", 8443);
  g_autoptr (KpSite) two = store_test_make_site ("two.example.com", 443);
  g_autofree char *list = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (store_test_add (test->store, &error, two, one, again, NULL));
  g_assert_error (error, KP_STORE_ERROR, KP_STORE_ERROR_EXISTS);
  g_assert_nonnull (strstr (error->message, "one.example.com"));
  g_clear_error (&error);
  g_assert_cmpint (kp_site_get_id (two), ==, 0);
  g_assert_true (store_test_add (test->store, &error, one, port, NULL));
  g_assert_false (store_test_add (test->store, &error, two, port, NULL));
  g_assert_error (error, KP_STORE_ERROR, KP_STORE_ERROR_EXISTS);
  g_assert_nonnull (strstr (error->message, "one.example.com:8443"));

  list = store_test_list (test->store, 0);
  g_assert_cmpstr (list, ==, "one.example.com one.example.com:8443");
}

/* What is changed after the call is not written. */
static void
test_read_at_once (StoreTest *test, gconstpointer data)
{
  g_autoptr (GPtrArray) sites = g_ptr_array_new ();
  g_autoptr (KpSite) site = store_test_make_site ("one.example.com", 443);
  g_autoptr (GPtrArray) loaded = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kp_site_set_note (site, "before");
  g_ptr_array_add (sites, site);
  kp_store_add_sites_async (test->store, sites, NULL, store_test_take, &result);
  kp_site_set_note (site, "after");
  g_ptr_array_set_size (sites, 0);
  g_assert_true (
      kp_store_add_sites_finish (test->store, store_test_wait (&result), &error));
  loaded = store_test_load (test->store, 0);
  g_assert_cmpstr (kp_site_get_note (g_ptr_array_index (loaded, 0)), ==, "before");
}

static char *
describe_journal (KpStore *store, gint64 id)
{
  g_autoptr (GPtrArray) events = store_test_load_journal (store, id, 100);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < events->len; i++)
    {
      const KpJournalEvent *event = g_ptr_array_index (events, i);
      g_autofree char *told = kp_journal_event_format (event);

      g_string_append_printf (text, "%s%s", i > 0 ? " | " : "", event->kind);
      if (strcmp (event->kind, "edited") == 0)
        g_string_append_printf (text, " (%s)", told);
    }
  return g_string_free (text, FALSE);
}

static void
test_update (StoreTest *test, gconstpointer data)
{
  gint64 id = store_test_add_host (test->store, "one.example.com");
  g_autoptr (GPtrArray) sites = store_test_load (test->store, 0);
  KpSite *site = g_ptr_array_index (sites, 0);
  g_autofree char *journal = NULL;
  g_autoptr (GError) error = NULL;

  kp_site_set_target (site, "new.example.net");
  kp_site_set_customer (site, 0, "Acme");
  g_assert_true (store_test_update (test->store, site, &error));
  g_assert_cmpint (kp_site_get_customer_id (site), >, 0);
  /* Nothing differs: nothing is noted. */
  g_assert_true (store_test_update (test->store, site, &error));
  kp_site_set_customer (site, 0, NULL);
  kp_site_set_proxied (site, TRUE);
  kp_site_set_note (site, "Hello");
  g_assert_true (store_test_update (test->store, site, &error));
  g_assert_no_error (error);

  journal = describe_journal (test->store, id);
  g_assert_cmpstr (journal, ==,
                   "edited (Customer: Acme → –; Note changed; Marked as behind a proxy) | "
                   "edited (Customer: – → Acme; Target: – → new.example.net) | added");
}

static void
test_update_keeps_summary (StoreTest *test, gconstpointer data)
{
  gint64 id = store_test_add_host (test->store, "one.example.com");
  g_autoptr (GPtrArray) before = store_test_load (test->store, 0);
  g_autoptr (GPtrArray) after = NULL;
  KpCheckRecord *record =
      store_test_record (id, store_test_observe ("one.example.com", NOW, "192.0.2.1"));
  g_autoptr (GError) error = NULL;

  record->summary.lock = KP_LOCK_LOCKED;
  g_assert_true (store_test_save (test->store, &error, record, NULL));
  kp_site_set_note (g_ptr_array_index (before, 0), "Edited meanwhile");
  g_assert_true (store_test_update (test->store, g_ptr_array_index (before, 0), &error));
  after = store_test_load (test->store, 0);
  g_assert_cmpint (kp_site_get_summary (g_ptr_array_index (after, 0))->lock, ==,
                   KP_LOCK_LOCKED);
}

static void
test_update_absent (StoreTest *test, gconstpointer data)
{
  gint64 id = store_test_add_host (test->store, "one.example.com");
  g_autoptr (GPtrArray) sites = store_test_load (test->store, 0);
  g_autoptr (GError) error = NULL;

  g_assert_true (store_test_remove (test->store, id, &error));
  g_assert_false (store_test_update (test->store, g_ptr_array_index (sites, 0), &error));
  g_assert_error (error, KP_STORE_ERROR, KP_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (store_test_remove (test->store, id, &error));
  g_assert_error (error, KP_STORE_ERROR, KP_STORE_ERROR_NOT_FOUND);
}

static void
test_retire (StoreTest *test, gconstpointer data)
{
  gint64 id = store_test_add_host (test->store, "one.example.com");
  g_autoptr (GPtrArray) sites = store_test_load (test->store, 0);
  g_autofree char *retired = NULL;
  g_autofree char *restored = NULL;
  g_autofree char *journal = NULL;
  g_autoptr (GError) error = NULL;

  kp_site_set_retired_at (g_ptr_array_index (sites, 0), NOW);
  g_assert_true (store_test_update (test->store, g_ptr_array_index (sites, 0), &error));
  retired = store_test_list (test->store, 0);
  g_assert_cmpstr (retired, ==, "");
  g_assert_true (store_test_restore (test->store, id, &error));
  restored = store_test_list (test->store, 0);
  g_assert_cmpstr (restored, ==, "one.example.com");
  journal = describe_journal (test->store, id);
  g_assert_cmpstr (journal, ==, "restored | edited (Retired) | added");
}

static void
test_restore (StoreTest *test, gconstpointer data)
{
  gint64 id = store_test_add_host (test->store, "one.example.com");
  g_autofree char *removed = NULL;
  g_autofree char *list = NULL;
  g_autoptr (GError) error = NULL;
  gint64 other;

  g_assert_true (store_test_remove (test->store, id, &error));
  removed = store_test_list (test->store, 0);
  g_assert_cmpstr (removed, ==, "");

  /* The same address, added meanwhile, is in the way until it goes. */
  other = store_test_add_host (test->store, "one.example.com");
  g_assert_cmpint (other, !=, id);
  g_assert_false (store_test_restore (test->store, id, &error));
  g_assert_error (error, KP_STORE_ERROR, KP_STORE_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_true (store_test_remove (test->store, other, &error));
  g_assert_true (store_test_restore (test->store, id, &error));
  /* In use already: nothing to do, and no error. */
  g_assert_true (store_test_restore (test->store, id, &error));
  g_assert_no_error (error);
  list = store_test_list (test->store, 0);
  g_assert_cmpstr (list, ==, "one.example.com");
  g_assert_false (store_test_restore (test->store, 4711, &error));
  g_assert_error (error, KP_STORE_ERROR, KP_STORE_ERROR_NOT_FOUND);
}

/* Every member of a summary comes back, whatever its value. */
static void
test_summary (StoreTest *test, gconstpointer data)
{
  gint64 id = store_test_add_host (test->store, "one.example.com");
  KpCheckRecord *record =
      store_test_record (id, store_test_observe ("one.example.com", NOW, "192.0.2.1"));
  g_autoptr (GPtrArray) sites = NULL;
  g_autoptr (GError) error = NULL;
  KpSummary expected;

  kp_summary_init (&expected);
  expected = (KpSummary){
    .checked_at = NOW,
    .lock = KP_LOCK_PENDING,
    .status = KP_STATUS_WAITING_CUSTOMER,
    .status_at = NOW - 1,
    .last_lock = KP_LOCK_UNLOCKED,
    .last_lock_at = NOW - 2,
    .last_locked_at = NOW - 3,
    .next = { KP_TURN_CUSTOMER, KP_ACTION_CHANGE_DNS, NOW - 4, NOW - 5, TRUE },
    .until = NOW + 6,
    .not_before = NOW - 7,
    .not_after = NOW + 8,
    .renew_by = NOW + 9,
    .expiring = TRUE,
    .main_finding = g_intern_static_string ("dns.a-record"),
    .cause = g_strdup ("dns.a-record ns.example.net"),
    .findings = g_strdup ("dns.a-record tls.expiring"),
    .attention = G_MAXUINT64 - 10,
    .holds_until = NOW + 11,
    .judged_by = G_MAXINT64 - 12,
  };
  kp_summary_copy (&record->summary, &expected);
  g_assert_true (store_test_save (test->store, &error, record, NULL));
  sites = store_test_load (test->store, 0);
  g_assert_true (kp_summary_equal (&expected, kp_site_get_summary (sites->pdata[0])));
  g_assert_true (kp_site_get_summary (sites->pdata[0])->main_finding
                 == expected.main_finding);
  kp_summary_clear (&expected);
}

/* The most urgent first, ties by name, a few through the index as all through the sort. */
static void
test_attention (StoreTest *test, gconstpointer data)
{
  static const struct
  {
    const char *host;
    guint64 attention;
  } rows[] = {
    { "d.example.com", G_MAXUINT64 },
    { "c.example.com", G_GUINT64_CONSTANT (1) << 63 },
    { "b.example.com", (G_GUINT64_CONSTANT (1) << 63) - 1 },
    { "z.example.com", 5 },
    { "a.example.com", 5 },
    { "y.example.com", 0 },
  };
  static const char all[] = "y.example.com a.example.com z.example.com b.example.com "
                            "c.example.com d.example.com";
  g_autofree char *list = NULL;
  g_autofree char *first = NULL;
  g_autofree char *three = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gint64 id = store_test_add_host (test->store, rows[i].host);
      KpCheckRecord *record =
          store_test_record (id, store_test_observe (rows[i].host, NOW, "192.0.2.1"));

      record->summary.attention = rows[i].attention;
      g_assert_true (store_test_save (test->store, &error, record, NULL));
    }
  list = store_test_list (test->store, 0);
  g_assert_cmpstr (list, ==, all);
  first = store_test_list (test->store, 100);
  g_assert_cmpstr (first, ==, all);
  three = store_test_list (test->store, 3);
  g_assert_cmpstr (three, ==, "y.example.com a.example.com z.example.com");
}

static void
test_by_id (StoreTest *test, gconstpointer data)
{
  gint64 one = store_test_add_host (test->store, "one.example.com");
  gint64 two = store_test_add_host (test->store, "two.example.com");
  const gint64 ids[] = { two, 4711, one, two };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) sites = NULL;
  g_autoptr (GError) error = NULL;

  store_test_remove (test->store, one, &error);
  kp_store_load_sites_by_id_async (test->store, ids, G_N_ELEMENTS (ids), NULL,
                                   store_test_take, &result);
  sites = kp_store_load_sites_by_id_finish (test->store, store_test_wait (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sites->len, ==, 1);
  g_assert_cmpstr (kp_site_get_host (sites->pdata[0]), ==, "two.example.com");
}

static void
test_cancelled (StoreTest *test, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GPtrArray) sites = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *list = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (sites, store_test_make_site ("one.example.com", 443));
  g_cancellable_cancel (cancellable);
  kp_store_add_sites_async (test->store, sites, cancellable, store_test_take, &result);
  g_assert_false (
      kp_store_add_sites_finish (test->store, store_test_wait (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  list = store_test_list (test->store, 0);
  g_assert_cmpstr (list, ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                \
  g_test_add ("/sites/" name, StoreTest, NULL, store_test_set_up, function,                \
              store_test_tear_down)
  ADD ("add", test_add);
  ADD ("exists", test_exists);
  ADD ("read-at-once", test_read_at_once);
  ADD ("update", test_update);
  ADD ("update-keeps-summary", test_update_keeps_summary);
  ADD ("update-absent", test_update_absent);
  ADD ("retire", test_retire);
  ADD ("restore", test_restore);
  ADD ("summary", test_summary);
  ADD ("attention", test_attention);
  ADD ("by-id", test_by_id);
  ADD ("cancelled", test_cancelled);
  return g_test_run ();
}
