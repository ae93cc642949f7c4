/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/job/job-keeper.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "core/job/job-request.h"
#include "core/job/retirement.h"
#include "core/store/store-renewals.h"
#include "core/store/store-requests.h"
#include "core/store/store-retirement.h"
#include "store/store-test.h"

#define TARGET "pl-10.admin.emailsrvr.com"

typedef struct
{
  StoreTest store;
  KpCatalogue *catalogue;
  KpJobKeeper *keeper;
  KpSite *site;
} Test;

static KpSite *
load (KpStore *store)
{
  g_autoptr (GPtrArray) sites = store_test_load (store, 0);

  g_assert_cmpuint (sites->len, ==, 1);
  return g_object_ref (sites->pdata[0]);
}

static void
set_up (Test *test, gconstpointer data)
{
  store_test_set_up (&test->store, NULL);
  store_test_add_host (test->store.store, "cp.kite.example");
  test->catalogue = kp_catalogue_new (NULL);
  test->keeper = kp_job_keeper_new (test->store.store, test->catalogue, test->store.clock);
  test->site = load (test->store.store);
  kp_site_set_provider (test->site, "cloud-office");
}

static void
tear_down (Test *test, gconstpointer data)
{
  g_clear_object (&test->site);
  g_clear_object (&test->keeper);
  g_clear_object (&test->catalogue);
  store_test_tear_down (&test->store, NULL);
}

static KpJob *
finish (Test *test, GAsyncResult **slot, GError **error)
{
  GAsyncResult *result = store_test_wait (slot);

  return kp_job_keeper_finish (test->keeper, result, error);
}

static KpJob *
begin (Test *test, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_job_keeper_secure_async (test->keeper, test->site, NULL, store_test_take, &result);
  return finish (test, &result, error);
}

static KpJob *
next (Test *test, const KpJobInput *input, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_job_keeper_next_async (test->keeper, test->site, input, NULL, store_test_take,
                            &result);
  return finish (test, &result, error);
}

static KpJob *
verb (Test *test, KpJobVerb what, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_job_keeper_do_async (test->keeper, test->site, what, NULL, store_test_take, &result);
  return finish (test, &result, error);
}

/* As the portfolio does: the site shows what is in the store. */
static void
show (Test *test, KpJob *job)
{
  kp_site_set_job (test->site, job);
  kp_job_free (job);
}

/* The whole way, and after each step as if the program had been killed. */
static void
test_whole (Test *test, gconstpointer data)
{
  const KpJobInput steps[] = {
    { .name_allowed = TRUE },
    { .subject = "{}" },
    { .confirmed = TRUE },
    { .handed_over = TRUE, .target = TARGET },
    { .finished = TRUE, .told = KP_TOLD_COPIED },
  };
  g_autoptr (GPtrArray) journal = NULL;
  g_autoptr (GError) error = NULL;

  show (test, begin (test, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr (KpSite) stored = NULL;
      KpJob *job = next (test, &steps[i], &error);

      g_assert_no_error (error);
      show (test, job);
      stored = load (test->store.store);
      g_assert_true (kp_job_equal (kp_site_get_job (stored), kp_site_get_job (test->site)));
    }
  {
    g_autoptr (KpSite) stored = load (test->store.store);

    g_assert_cmpint (kp_site_get_job (stored)->step, ==, KP_JOB_STEP_DNS);
    g_assert_cmpstr (kp_site_get_target (stored), ==, TARGET);
  }
  journal = store_test_load_journal (test->store.store, kp_site_get_id (test->site), 20);
  /* Added, begun, confirmed, handed over, told. */
  g_assert_cmpuint (journal->len, ==, 5);
}

/* One who does not know that somebody was quicker changes nothing. */
static void
test_conflict (Test *test, gconstpointer data)
{
  const KpJobInput name = { .name_allowed = TRUE };
  g_autoptr (KpJob) first = NULL;
  g_autoptr (KpSite) stored = NULL;
  g_autoptr (GError) error = NULL;

  show (test, begin (test, &error));
  first = next (test, &name, &error);
  g_assert_no_error (error);
  /* The site still shows the job before that. */
  g_assert_null (verb (test, KP_JOB_VERB_ABANDON, &error));
  g_assert_error (error, KP_STORE_ERROR, KP_STORE_ERROR_CONFLICT);
  stored = load (test->store.store);
  g_assert_true (kp_job_equal (first, kp_site_get_job (stored)));
}

static void
test_nothing_under_way (Test *test, gconstpointer data)
{
  const KpJobInput nothing = { FALSE };
  g_autoptr (GError) error = NULL;

  g_assert_null (next (test, &nothing, &error));
  g_assert_error (error, KP_JOB_ERROR, KP_JOB_ERROR_NOT_NOW);
  g_clear_error (&error);
  show (test, begin (test, &error));
  g_assert_no_error (error);
  g_assert_null (begin (test, &error));
  g_assert_error (error, KP_STORE_ERROR, KP_STORE_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_null (next (test, &nothing, &error));
  g_assert_error (error, KP_JOB_ERROR, KP_JOB_ERROR_MISSING);
}

/* What is abandoned is over, and another job may begin. */
static void
test_abandon (Test *test, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpSite) stored = NULL;
  KpJob *job;

  show (test, begin (test, &error));
  job = verb (test, KP_JOB_VERB_ABANDON, &error);
  g_assert_no_error (error);
  g_assert_cmpint (job->ending, ==, KP_JOB_ABANDONED);
  kp_job_free (job);
  stored = load (test->store.store);
  g_assert_null (kp_site_get_job (stored));
  kp_site_set_job (test->site, NULL);
  show (test, begin (test, &error));
  g_assert_no_error (error);
}

static gboolean
is_form (gpointer data)
{
  Test *test = data;
  KpJobFacts facts;

  kp_job_keeper_fill_facts (test->keeper, test->site, &facts);
  return kp_job_facts_is_form (&facts);
}

static gboolean
is_request (gpointer data)
{
  return !is_form (data);
}

/* The channel by which a provider is connected decides what is waited for, from the moment
 * on in which it is connected otherwise. */
static void
test_channel (Test *test, gconstpointer data)
{
  g_autoptr (KpConnection) connection = kp_connection_new ("cloud-office", "rt");
  g_autoptr (GAsyncResult) saved = NULL;
  g_autoptr (GAsyncResult) removed = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (is_form (test));
  kp_store_save_connection_async (test->store.store, connection, NULL, store_test_take,
                                  &saved);
  g_assert_true (kp_store_save_connection_finish (test->store.store,
                                                  store_test_wait (&saved), &error));
  g_assert_true (store_test_wait_for (is_request, test));
  kp_store_remove_connection_async (test->store.store, "cloud-office", NULL,
                                    store_test_take, &removed);
  g_assert_true (kp_store_remove_connection_finish (test->store.store,
                                                    store_test_wait (&removed), &error));
  g_assert_true (store_test_wait_for (is_form, test));
}

static KpRequest *
compose (Test *test)
{
  g_autoptr (KpSubject) subject = kp_subject_new ("Kite");
  g_autoptr (GError) error = NULL;
  KpJobFacts facts;
  KpRequest *request;

  kp_subject_set_field (subject, KP_SUBJECT_ORGANIZATION, "Kite Ltd");
  kp_job_keeper_fill_facts (test->keeper, test->site, &facts);
  facts.channel = "rt";
  {
    g_autofree char *json = kp_subject_to_json (subject);
    g_autoptr (KpJob) job = kp_job_copy (kp_site_get_job (test->site));

    g_free (job->subject);
    job->subject = g_strdup (json);
    request = kp_job_compose_request (job, &facts, "Ada", NULL, &error);
  }
  g_assert_no_error (error);
  return request;
}

static guint
count_requests (Test *test, KpRequestState *state)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) requests = NULL;
  g_autoptr (GError) error = NULL;

  kp_store_load_requests_async (test->store.store, NULL, store_test_take, &result);
  requests =
      kp_store_load_requests_finish (test->store.store, store_test_wait (&result), &error);
  g_assert_no_error (error);
  if (requests->len > 0)
    *state = kp_request_get_state (requests->pdata[0]);
  return requests->len;
}

/* The request is written with the step that it hands over, or not at all. */
static void
test_request (Test *test, gconstpointer data)
{
  const KpJobInput ready = { .name_allowed = TRUE, .subject = "{}", .confirmed = TRUE };
  KpJobInput send = { FALSE };
  g_autoptr (KpRequest) request = NULL;
  g_autoptr (KpJob) stale = NULL;
  g_autoptr (GError) error = NULL;
  KpRequestState state = KP_REQUEST_DRAFT;

  show (test, begin (test, &error));
  show (test, next (test, &ready, &error));
  g_assert_no_error (error);
  stale = kp_job_copy (kp_site_get_job (test->site));
  request = compose (test);
  send.request = request;
  send.target = TARGET;
  show (test, next (test, &send, &error));
  g_assert_no_error (error);
  g_assert_cmpint (kp_site_get_job (test->site)->step, >, KP_JOB_STEP_HAND_OVER);
  g_assert_cmpuint (count_requests (test, &state), ==, 1);
  g_assert_cmpint (state, ==, KP_REQUEST_QUEUED);

  /* Again from what was seen before: neither the step nor a second request. */
  kp_site_set_job (test->site, stale);
  g_clear_object (&request);
  request = compose (test);
  send.request = request;
  g_assert_null (next (test, &send, &error));
  g_assert_error (error, KP_STORE_ERROR, KP_STORE_ERROR_CONFLICT);
  g_assert_cmpuint (count_requests (test, &state), ==, 1);
}

/* The disk is full when the request is handed over: neither it nor the step is there. With
 * room again both are. */
static void
test_disk_full (Test *test, gconstpointer data)
{
  const KpJobInput ready = { .name_allowed = TRUE, .subject = "{}", .confirmed = TRUE };
  g_autofree char *much = g_strnfill (4 * 1024 * 1024, 'x');
  g_autoptr (GBytes) content = g_bytes_new (much, strlen (much));
  g_autoptr (GPtrArray) files = kp_attachment_list_new ();
  KpJobInput send = { FALSE };
  g_autoptr (KpRequest) request = NULL;
  g_autoptr (KpSite) stored = NULL;
  g_autoptr (GError) error = NULL;
  KpRequestState state = KP_REQUEST_DRAFT;
  struct rlimit before, limit;

  show (test, begin (test, NULL));
  show (test, next (test, &ready, NULL));
  request = compose (test);
  g_ptr_array_add (files, kp_attachment_new ("large", NULL, content));
  g_object_set (request, "attachments", files, NULL);
  send.request = request;
  send.target = TARGET;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  limit = before;
  limit.rlim_cur = 1024 * 1024;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  g_assert_null (next (test, &send, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_nonnull (error);
  g_assert_cmpuint (count_requests (test, &state), ==, 0);
  stored = load (test->store.store);
  g_assert_cmpint (kp_site_get_job (stored)->step, ==, KP_JOB_STEP_HAND_OVER);

  g_clear_error (&error);
  show (test, next (test, &send, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_requests (test, &state), ==, 1);
}

/* What nobody has sent yet is not sent for a job that is given up. */
static void
test_take_back (Test *test, gconstpointer data)
{
  const KpJobInput ready = { .name_allowed = TRUE, .subject = "{}", .confirmed = TRUE };
  KpJobInput send = { FALSE };
  g_autoptr (KpRequest) request = NULL;
  g_autoptr (KpSite) stored = NULL;
  g_autoptr (GError) error = NULL;
  KpRequestState state = KP_REQUEST_DRAFT;
  KpJob *job;

  show (test, begin (test, &error));
  show (test, next (test, &ready, &error));
  request = compose (test);
  send.request = request;
  send.target = TARGET;
  show (test, next (test, &send, &error));
  g_assert_no_error (error);
  count_requests (test, &state);
  g_assert_cmpint (state, ==, KP_REQUEST_QUEUED);
  job = verb (test, KP_JOB_VERB_ABANDON, &error);
  g_assert_no_error (error);
  kp_job_free (job);
  g_assert_cmpuint (count_requests (test, &state), ==, 1);
  g_assert_cmpint (state, ==, KP_REQUEST_CANCELLED);
}

static gboolean
retire (Test *test, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_job_keeper_retire_async (test->keeper, test->site, NULL, NULL, store_test_take,
                              &result);
  return kp_job_keeper_retire_finish (test->keeper, store_test_wait (&result), error);
}

/* Out of use with its job; the history stays, and it can be taken back. */
static void
test_retire (Test *test, gconstpointer data)
{
  g_autoptr (GPtrArray) sites = NULL;
  g_autoptr (GPtrArray) retired = NULL;
  g_autoptr (GPtrArray) jobs = NULL;
  g_autoptr (GAsyncResult) loaded = NULL;
  g_autoptr (GAsyncResult) listed = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = kp_site_get_id (test->site);

  show (test, begin (test, &error));
  g_assert_true (retire (test, &error));
  g_assert_no_error (error);
  sites = store_test_load (test->store.store, 0);
  g_assert_cmpuint (sites->len, ==, 0);
  kp_store_load_retired_async (test->store.store, NULL, store_test_take, &loaded);
  retired =
      kp_store_load_retired_finish (test->store.store, store_test_wait (&loaded), &error);
  g_assert_cmpuint (retired->len, ==, 1);
  g_assert_cmpint (kp_site_get_retired_at (retired->pdata[0]), >, 0);
  kp_store_load_jobs_async (test->store.store, id, NULL, store_test_take, &listed);
  jobs = kp_store_load_jobs_finish (test->store.store, store_test_wait (&listed), &error);
  g_assert_cmpint (((KpJob *) jobs->pdata[0])->ending, ==, KP_JOB_RETIRED);

  g_assert_false (retire (test, &error));
  g_assert_error (error, KP_STORE_ERROR, KP_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (store_test_restore (test->store.store, id, &error));
  g_clear_pointer (&sites, g_ptr_array_unref);
  sites = store_test_load (test->store.store, 0);
  g_assert_cmpuint (sites->len, ==, 1);
  g_assert_null (kp_site_get_job (sites->pdata[0]));
}

/* The states of all requests, by their subjects: "Certificate: 3". */
static char *
describe_requests (Test *test)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) requests = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  kp_store_load_requests_async (test->store.store, NULL, store_test_take, &result);
  requests =
      kp_store_load_requests_finish (test->store.store, store_test_wait (&result), NULL);
  for (guint i = 0; i < requests->len; i++)
    g_string_append_printf (
        text, "%s %s\n",
        kp_request_get_job_id (requests->pdata[i]) != 0 ? "job" : "removal",
        kp_request_state_to_string (kp_request_get_state (requests->pdata[i])));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
undo_retirement (Test *test, gboolean *left)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean done;

  kp_store_undo_retirement_async (test->store.store, kp_site_get_id (test->site), NULL,
                                  store_test_take, &result);
  done = kp_store_undo_retirement_finish (test->store.store, store_test_wait (&result),
                                          left, &error);
  g_assert_no_error (error);
  return done;
}

static void
retire_asking (Test *test)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KpRequest) removal = NULL;
  g_autoptr (GError) error = NULL;
  KpJobFacts facts;

  kp_job_keeper_fill_facts (test->keeper, test->site, &facts);
  removal = kp_retirement_compose_request (&facts, NULL, NULL, &error);
  g_assert_no_error (error);
  kp_job_keeper_retire_async (test->keeper, test->site, removal, NULL, store_test_take,
                              &result);
  g_assert_true (
      kp_job_keeper_retire_finish (test->keeper, store_test_wait (&result), &error));
}

/* All that was ended with the site goes on, and what was to end it is taken back. */
static void
test_undo_retirement (Test *test, gconstpointer data)
{
  const KpJobInput ready = { .name_allowed = TRUE, .subject = "{}", .confirmed = TRUE };
  KpJobInput send = { FALSE };
  g_autoptr (KpRequest) request = NULL;
  g_autoptr (KpSite) stored = NULL;
  g_autoptr (GPtrArray) journal = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *retired = NULL;
  g_autofree char *undone = NULL;
  gboolean left = TRUE;

  show (test, begin (test, &error));
  show (test, next (test, &ready, &error));
  request = compose (test);
  send.request = request;
  send.target = TARGET;
  show (test, next (test, &send, &error));
  g_assert_no_error (error);
  retire_asking (test);
  retired = describe_requests (test);
  g_assert_cmpstr (retired, ==, "removal queued\njob cancelled\n");
  g_assert_true (undo_retirement (test, &left));
  g_assert_false (left);
  undone = describe_requests (test);
  g_assert_cmpstr (undone, ==, "removal cancelled\njob queued\n");
  stored = load (test->store.store);
  g_assert_nonnull (kp_site_get_job (stored));
  g_assert_cmpint (kp_site_get_job (stored)->step, ==, kp_site_get_job (test->site)->step);
  journal = store_test_load_journal (test->store.store, kp_site_get_id (test->site), 2);
  g_assert_cmpstr (((KpJournalEvent *) journal->pdata[0])->kind, ==, "restored");
  /* What is undone can't be undone again. */
  g_assert_true (undo_retirement (test, &left));
  g_assert_cmpstr (undone, ==, "removal cancelled\njob queued\n");
}

/* A reminder is kept with the job, which stays where it is. */
static void
test_remind (Test *test, gconstpointer data)
{
  const KpJobInput ready = { .name_allowed = TRUE,
                             .subject = "{}",
                             .confirmed = TRUE,
                             .handed_over = TRUE,
                             .target = TARGET,
                             .finished = TRUE };
  const KpJobInput reminded = { .reminded = TRUE };
  g_autoptr (GError) error = NULL;

  show (test, begin (test, &error));
  g_assert_null (next (test, &reminded, &error));
  g_assert_error (error, KP_JOB_ERROR, KP_JOB_ERROR_NOT_NOW);
  g_clear_error (&error);
  show (test, next (test, &ready, &error));
  g_assert_no_error (error);
  show (test, next (test, &reminded, &error));
  g_assert_no_error (error);
  g_assert_cmpint (kp_site_get_job (test->site)->step, ==, KP_JOB_STEP_DNS);
  g_assert_cmpuint (kp_site_get_job (test->site)->n_reminded, ==, 1);
  g_assert_cmpint (kp_site_get_job (test->site)->reminded_at, >, 0);
}

static KpRenewal *
load_renewal (Test *test)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KpRenewal *renewal;

  kp_store_load_renewal_async (test->store.store, kp_site_get_job (test->site)->id, NULL,
                               store_test_take, &result);
  renewal =
      kp_store_load_renewal_finish (test->store.store, store_test_wait (&result), &error);
  g_assert_no_error (error);
  return renewal;
}

/* A renewal keeps what it gathers with each step, and starting over forgets it. */
static void
test_renew (Test *test, gconstpointer data)
{
  g_autoptr (GBytes) der = g_bytes_new_static ("DER", 3);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  const KpGivenCsr csr = { der, "c0", "aa", none };
  const KpGivenBundle bundle = { "PEM", "b0", "aa", 2000000000, none };
  const KpJobInput order = { .csr = &csr, .ordered = TRUE, .ca = "Example CA" };
  const KpJobInput submit = { .bundle = &bundle };
  const KpJobInput done = { .handed_over = TRUE, .ticket = "12" };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KpRenewal) whole = NULL;
  g_autoptr (KpRenewal) nothing = NULL;
  g_autoptr (GPtrArray) journal = NULL;
  g_autoptr (GError) error = NULL;

  kp_site_set_provider (test->site, "own-server");
  kp_job_keeper_renew_async (test->keeper, test->site, NULL, store_test_take, &result);
  show (test, finish (test, &result, &error));
  g_assert_no_error (error);
  show (test, next (test, &order, &error));
  show (test, next (test, &submit, &error));
  show (test, next (test, &done, &error));
  g_assert_no_error (error);
  g_assert_cmpint (kp_site_get_job (test->site)->step, ==, KP_JOB_STEP_INSTALL);
  whole = load_renewal (test);
  g_assert_cmpstr (whole->csr_spki_sha256, ==, "aa");
  g_assert_cmpstr (whole->ca, ==, "Example CA");
  g_assert_cmpstr (whole->bundle, ==, "PEM");
  journal = store_test_load_journal (test->store.store, kp_site_get_id (test->site), 20);
  /* Added, begun, ordered, taken, handed over. */
  g_assert_cmpuint (journal->len, ==, 5);
  show (test, verb (test, KP_JOB_VERB_START_OVER, &error));
  g_assert_no_error (error);
  nothing = load_renewal (test);
  g_assert_true (kp_renewal_is_empty (nothing));
}

/* The user's word for all providers; without one the provider's own counts. */
static void
test_language (Test *test, gconstpointer data)
{
  g_autoptr (KpSettings) settings = kp_settings_new (NULL);
  g_autoptr (GError) error = NULL;
  KpJobFacts facts;

  kp_job_keeper_fill_facts (test->keeper, test->site, &facts);
  g_assert_null (facts.language);
  kp_job_keeper_set_settings (test->keeper, settings);
  kp_job_keeper_fill_facts (test->keeper, test->site, &facts);
  g_assert_null (facts.language);
  kp_settings_override (settings, "letter-language", "de", &error);
  g_assert_no_error (error);
  kp_job_keeper_fill_facts (test->keeper, test->site, &facts);
  g_assert_cmpstr (facts.language, ==, "de");
}

#define ADD(path, function) g_test_add (path, Test, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/job-keeper/language", test_language);
  ADD ("/job-keeper/whole", test_whole);
  ADD ("/job-keeper/conflict", test_conflict);
  ADD ("/job-keeper/nothing-under-way", test_nothing_under_way);
  ADD ("/job-keeper/abandon", test_abandon);
  ADD ("/job-keeper/channel", test_channel);
  ADD ("/job-keeper/request", test_request);
  ADD ("/job-keeper/disk-full", test_disk_full);
  ADD ("/job-keeper/take-back", test_take_back);
  ADD ("/job-keeper/retire", test_retire);
  ADD ("/job-keeper/undo-retirement", test_undo_retirement);
  ADD ("/job-keeper/remind", test_remind);
  ADD ("/job-keeper/renew", test_renew);

  return g_test_run ();
}
