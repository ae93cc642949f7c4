/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/store/portfolio.h"
#include "core/store/store-requests.h"
#include "store/store-test.h"

static KpJob *
save_with (KpStore *store, const KpJob *job, const char *target, GPtrArray *events,
           GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_store_save_job_async (store, job, NULL, target, NULL, events, NULL, store_test_take,
                           &result);
  return kp_store_save_job_finish (store, store_test_wait (&result), error);
}

static KpJob *
save (KpStore *store, const KpJob *job)
{
  g_autoptr (GError) error = NULL;
  KpJob *saved = save_with (store, job, NULL, NULL, &error);

  g_assert_no_error (error);
  return saved;
}

static KpJob *
begin (KpStore *store, gint64 site)
{
  g_autoptr (KpJob) job = kp_job_new (site, KP_JOB_SECURE, NOW);

  return save (store, job);
}

static GPtrArray *
load (KpStore *store, gint64 site)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *jobs;

  kp_store_load_jobs_async (store, site, NULL, store_test_take, &result);
  jobs = kp_store_load_jobs_finish (store, store_test_wait (&result), &error);
  g_assert_no_error (error);
  return jobs;
}

/* The job of the only site, as a list shows it. */
static KpJob *
load_open (KpStore *store)
{
  g_autoptr (GPtrArray) sites = store_test_load (store, 0);

  g_assert_cmpuint (sites->len, ==, 1);
  return kp_job_copy (kp_site_get_job (sites->pdata[0]));
}

/* Killed between the job and the judgement that goes with it: whoever reads the site next
 * sees that the judgement is of yesterday. */
static void
test_outlives_summary (StoreTest *test, gconstpointer data)
{
  gint64 id = store_test_add_host (test->store, "one.example.com");
  g_autoptr (GPtrArray) before = store_test_load (test->store, 0);
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (KpJob) job = begin (test->store, id);

  after = store_test_load (test->store, 0);
  g_assert_cmpint (kp_site_get_summary (before->pdata[0])->holds_until, ==, 0);
  g_assert_cmpint (kp_site_get_summary (after->pdata[0])->holds_until, ==, 1);
}

/* All that a job is comes back, after a restart too. */
static void
test_round_trip (StoreTest *test, gconstpointer data)
{
  gint64 site = store_test_add_host (test->store, "one.example.com");
  g_autoptr (KpJob) first = begin (test->store, site);
  g_autoptr (KpJob) job = NULL;
  g_autoptr (KpJob) open = NULL;
  g_autoptr (GPtrArray) all = NULL;

  g_assert_cmpint (first->id, >, 0);
  g_assert_cmpint (first->revision, ==, 1);
  first->step = KP_JOB_STEP_DNS;
  first->since = NOW + 60;
  first->paused_at = NOW + 61;
  first->subject = g_strdup ("{\"organization\":\"Kité “Ltd”\"}");
  first->channel = g_strdup ("form");
  first->ticket = g_strdup ("#12");
  first->target = g_strdup ("pl-10.example.net");
  first->changer = KP_DNS_CHANGER_YOU;
  first->told = KP_TOLD_COPIED | KP_TOLD_SAVED;
  first->changed_at = NOW + 62;
  first->reminded_at = NOW + 63;
  first->n_reminded = 2;
  first->step_at[KP_JOB_STEP_NAME] = NOW + 1;
  first->step_at[KP_JOB_STEP_INSTRUCTIONS] = NOW + 60;
  first->csr_spki_sha256 = g_strdup ("cd34");
  first->ca = g_strdup ("Example CA");
  first->order_number = g_strdup ("12");
  first->validation_at = NOW + 65;
  first->validation_seen_at = NOW + 66;
  first->submitted_sha256 = g_strdup ("ab12");
  first->submitted_not_after = NOW + 1000;
  first->said_installed_at = NOW + 64;
  job = save (test->store, first);
  g_assert_cmpint (job->revision, ==, 2);

  store_test_reopen (test);
  open = load_open (test->store);
  g_assert_true (kp_job_equal (job, open));
  all = load (test->store, site);
  g_assert_cmpuint (all->len, ==, 1);
  g_assert_true (kp_job_equal (job, all->pdata[0]));
}

/* Two who saw the same job can't both go on with it. */
static void
test_compare_and_swap (StoreTest *test, gconstpointer data)
{
  gint64 site = store_test_add_host (test->store, "one.example.com");
  g_autoptr (KpStore) other = store_test_new (test, FALSE);
  g_autoptr (KpJob) seen = begin (test->store, site);
  g_autoptr (KpJob) here = NULL;
  g_autoptr (KpJob) there = NULL;
  g_autoptr (KpJob) open = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (store_test_open (other, &error));
  seen->step = KP_JOB_STEP_DETAILS;
  there = save (other, seen);
  g_assert_cmpint (there->revision, ==, 2);
  seen->step = KP_JOB_STEP_REVIEW;
  here = save_with (test->store, seen, "elsewhere.example.net", NULL, &error);
  g_assert_error (error, KP_STORE_ERROR, KP_STORE_ERROR_CONFLICT);
  g_assert_null (here);
  open = load_open (test->store);
  g_assert_cmpint (open->step, ==, KP_JOB_STEP_DETAILS);
  store_test_close (other);
}

/* One open job a site; after its end there may be another. */
static void
test_one_open (StoreTest *test, gconstpointer data)
{
  gint64 site = store_test_add_host (test->store, "one.example.com");
  g_autoptr (KpJob) first = begin (test->store, site);
  g_autoptr (KpJob) again = kp_job_new (site, KP_JOB_RENEW, NOW);
  g_autoptr (KpJob) ended = NULL;
  g_autoptr (KpJob) second = NULL;
  g_autoptr (KpJob) none = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (save_with (test->store, again, NULL, NULL, &error));
  g_assert_error (error, KP_STORE_ERROR, KP_STORE_ERROR_EXISTS);
  g_clear_error (&error);
  first->ended_at = NOW + 5;
  first->ending = KP_JOB_ABANDONED;
  ended = save (test->store, first);
  none = load_open (test->store);
  g_assert_null (none);
  /* What has ended is not driven any further. */
  g_assert_null (save_with (test->store, ended, NULL, NULL, &error));
  g_assert_error (error, KP_STORE_ERROR, KP_STORE_ERROR_CONFLICT);
  second = save (test->store, again);
  all = load (test->store, site);
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_cmpint (((KpJob *) all->pdata[0])->id, ==, second->id);
  g_assert_cmpint (((KpJob *) all->pdata[1])->ending, ==, KP_JOB_ABANDONED);
}

static void
test_gone_site (StoreTest *test, gconstpointer data)
{
  gint64 site = store_test_add_host (test->store, "one.example.com");
  g_autoptr (KpJob) job = kp_job_new (site, KP_JOB_SECURE, NOW);
  g_autoptr (GError) error = NULL;

  g_assert_true (store_test_remove (test->store, site, &error));
  g_assert_null (save_with (test->store, job, NULL, NULL, &error));
  g_assert_error (error, KP_STORE_ERROR, KP_STORE_ERROR_NOT_FOUND);
}

/* The target and the journal are written with the job, or not at all. */
static void
test_in_one (StoreTest *test, gconstpointer data)
{
  gint64 site = store_test_add_host (test->store, "one.example.com");
  g_autoptr (KpJob) job = begin (test->store, site);
  g_autoptr (KpJob) saved = NULL;
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify) kp_journal_event_unref);
  g_autoptr (GPtrArray) journal = NULL;
  g_autoptr (GPtrArray) sites = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (events, kp_journal_event_new (site, NOW, "job", "Handed over."));
  saved = save_with (test->store, job, "pl-10.example.net", events, &error);
  g_assert_no_error (error);
  sites = store_test_load (test->store, 0);
  g_assert_cmpstr (kp_site_get_target (sites->pdata[0]), ==, "pl-10.example.net");
  journal = store_test_load_journal (test->store, site, 10);
  g_assert_cmpstr (((KpJournalEvent *) journal->pdata[0])->text, ==, "Handed over.");

  /* @job names a revision that is over. */
  g_assert_null (save_with (test->store, job, "other.example.net", events, &error));
  g_clear_pointer (&sites, g_ptr_array_unref);
  g_clear_pointer (&journal, g_ptr_array_unref);
  sites = store_test_load (test->store, 0);
  g_assert_cmpstr (kp_site_get_target (sites->pdata[0]), ==, "pl-10.example.net");
  journal = store_test_load_journal (test->store, site, 10);
  g_assert_cmpuint (journal->len, ==, 2);
}

/* The evidence that proves a lock ends the job with it; one that changed since stays. */
static void
test_ended_by_check (StoreTest *test, gconstpointer data)
{
  gint64 site = store_test_add_host (test->store, "one.example.com");
  g_autoptr (KpJob) job = begin (test->store, site);
  g_autoptr (KpJob) changed = save (test->store, job);
  g_autoptr (KpJob) open = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) journal = NULL;
  g_autoptr (GError) error = NULL;
  KpCheckRecord *record;

  record =
      store_test_record (site, store_test_observe ("one.example.com", NOW, "192.0.2.1"));
  record->job_id = job->id;
  record->job_revision = 1;
  g_assert_true (store_test_save (test->store, &error, record, NULL));
  open = load_open (test->store);
  g_assert_nonnull (open);

  record = store_test_record (
      site, store_test_observe ("one.example.com", NOW + 60, "192.0.2.1"));
  record->job_id = job->id;
  record->job_revision = changed->revision;
  g_assert_true (store_test_save (test->store, &error, record, NULL));
  g_clear_pointer (&open, kp_job_free);
  open = load_open (test->store);
  g_assert_null (open);
  all = load (test->store, site);
  g_assert_cmpint (((KpJob *) all->pdata[0])->ending, ==, KP_JOB_FINISHED);
  g_assert_cmpint (((KpJob *) all->pdata[0])->step, ==, KP_JOB_STEP_DONE);
  g_assert_cmpint (((KpJob *) all->pdata[0])->ended_at, ==, NOW + 60);
  journal = store_test_load_journal (test->store, site, 10);
  g_assert_cmpstr (((KpJournalEvent *) journal->pdata[0])->kind, ==, "job");
}

static void
end_by_check (KpStore *store, const KpJob *job, KpLock lock, gint64 at)
{
  g_autoptr (GError) error = NULL;
  KpCheckRecord *record = store_test_record (
      job->site_id, store_test_observe ("one.example.com", at, "192.0.2.1"));

  record->job_id = job->id;
  record->job_revision = job->revision;
  record->summary.lock = lock;
  g_assert_true (store_test_save (store, &error, record, NULL));
}

/* What hands a job over brings details, a reminder none: @detail is %NULL. */
static gint64
queue (KpStore *store, const KpJob *job, const char *reference, const char *detail)
{
  g_autoptr (KpRequest) request = kp_request_new ();
  g_autoptr (GPtrArray) fields = kp_request_field_list_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_object_set (request, "site-id", job->site_id, "job-id", job->id, "site",
                "one.example.com", "provider", "pexip", "channel", "rt", "reference",
                reference, "subject", "About it", "state", KP_REQUEST_QUEUED, NULL);
  if (detail != NULL)
    g_ptr_array_add (fields, kp_request_field_new ("organization", "Organization", detail));
  g_object_set (request, "fields", fields, NULL);
  kp_store_add_request_async (store, request, NULL, store_test_take, &result);
  kp_store_add_request_finish (store, store_test_wait (&result), &error);
  g_assert_no_error (error);
  return kp_request_get_id (request);
}

static KpRequestState
get_request_state (KpStore *store, gint64 id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpRequest) request = NULL;

  kp_store_load_request_async (store, id, NULL, store_test_take, &result);
  request = kp_store_load_request_finish (store, store_test_wait (&result), &error);
  g_assert_no_error (error);
  return kp_request_get_state (request);
}

/* The journal says which aim it was. */
static void
test_ended_words (StoreTest *test, gconstpointer data)
{
  static const struct
  {
    KpJobKind kind;
    const char *text;
  } rows[] = {
    { KP_JOB_SECURE, "Secured: the check proves it, the job is done." },
    { KP_JOB_RENEW,
      "Renewed: every address that answered serves the certificate that was submitted, the "
      "job is done." },
  };
  gint64 site = store_test_add_host (test->store, "one.example.com");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (KpJob) job = kp_job_new (site, rows[i].kind, NOW);
      g_autoptr (KpJob) saved = save (test->store, job);
      g_autoptr (GPtrArray) journal = NULL;
      g_autofree char *told = NULL;

      end_by_check (test->store, saved, KP_LOCK_LOCKED, NOW + i);
      journal = store_test_load_journal (test->store, site, 1);
      told = kp_journal_event_format (journal->pdata[0]);
      g_assert_cmpstr (told, ==, rows[i].text);
    }
}

/* Nobody is reminded of a job that a check has ended. */
static void
test_ended_with_requests (StoreTest *test, gconstpointer data)
{
  gint64 site = store_test_add_host (test->store, "one.example.com");
  g_autoptr (KpJob) job = begin (test->store, site);
  gint64 id = queue (test->store, job, "KP-AAAA-2345", NULL);

  end_by_check (test->store, job, KP_LOCK_LOCKED, NOW);
  g_assert_cmpint (get_request_state (test->store, id), ==, KP_REQUEST_CANCELLED);
}

static void
set_state (KpStore *store, gint64 id, KpRequestState state, KpRequestReason reason,
           const char *ticket)
{
  g_autoptr (GAsyncResult) loaded = NULL;
  g_autoptr (GAsyncResult) saved = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpRequest) request = NULL;
  gboolean written;

  kp_store_load_request_async (store, id, NULL, store_test_take, &loaded);
  request = kp_store_load_request_finish (store, store_test_wait (&loaded), &error);
  g_assert_no_error (error);
  g_object_set (request, "state", state, "reason-code", reason, "ticket", ticket, NULL);
  kp_store_save_request_async (store, request, FALSE, NULL, NULL, store_test_take, &saved);
  kp_store_save_request_finish (store, store_test_wait (&saved), &written, &error);
  g_assert_no_error (error);
  g_assert_true (written);
}

static gboolean
is_held_up (gpointer data)
{
  return kp_site_get_job (data)->held_up;
}

static gboolean
is_free (gpointer data)
{
  return !kp_site_get_job (data)->held_up;
}

/* Whoever lists the sites hears that the request of a job waits for its user. */
static void
test_held_up (StoreTest *test, gconstpointer data)
{
  gint64 id = store_test_add_host (test->store, "one.example.com");
  g_autoptr (KpPortfolio) portfolio = kp_portfolio_new (test->store);
  g_autoptr (GAsyncResult) loaded = NULL;
  g_autoptr (KpJob) job = begin (test->store, id);
  g_autoptr (GError) error = NULL;
  gint64 first = queue (test->store, job, "KP-AAAA-2345", "Kite Ltd");
  KpSite *site;
  gint64 reminder;

  kp_portfolio_load_async (portfolio, 0, NULL, store_test_take, &loaded);
  g_assert_true (kp_portfolio_load_finish (portfolio, store_test_wait (&loaded), &error));
  site = kp_portfolio_find_by_id (portfolio, id);
  g_assert_false (is_held_up (site));
  set_state (test->store, first, KP_REQUEST_QUEUED, KP_REQUEST_REASON_VAULT, NULL);
  g_assert_true (store_test_wait_for (is_held_up, site));
  set_state (test->store, first, KP_REQUEST_SENT, KP_REQUEST_REASON_NONE, NULL);
  g_assert_true (store_test_wait_for (is_free, site));
  set_state (test->store, first, KP_REQUEST_REFUSED, KP_REQUEST_REASON_REFUSED, NULL);
  g_assert_true (store_test_wait_for (is_held_up, site));
  set_state (test->store, first, KP_REQUEST_SENT, KP_REQUEST_REASON_NONE, NULL);
  g_assert_true (store_test_wait_for (is_free, site));
  /* A reminder that does not arrive holds nothing up: the request is there. */
  reminder = queue (test->store, job, "KP-BBBB-2345", NULL);
  set_state (test->store, reminder, KP_REQUEST_REFUSED, KP_REQUEST_REASON_REFUSED, "7");
  g_assert_true (store_test_wait_for (is_free, site));
  /* Nor one by mail, which has no ticket to stand in. */
  reminder = queue (test->store, job, "KP-CCCC-2345", NULL);
  set_state (test->store, reminder, KP_REQUEST_WAITING_FOR_YOU, KP_REQUEST_REASON_NONE,
             NULL);
  g_clear_pointer (&job, kp_job_free);
  job = load_open (test->store);
  g_assert_false (job->held_up);
}

static void
secured_cb (KpPortfolio *portfolio, GPtrArray *sites, KpSite **told)
{
  g_assert_cmpuint (sites->len, ==, 1);
  g_set_object (told, g_ptr_array_index (sites, 0));
}

static gboolean
has_no_job (gpointer data)
{
  return kp_site_get_job (data) == NULL;
}

static gboolean
is_told (gpointer data)
{
  return *(KpSite **) data != NULL;
}

/* Whoever lists the sites is told of one that was secured, whoever checked it. */
static void
test_told (StoreTest *test, gconstpointer data)
{
  gint64 id = store_test_add_host (test->store, "one.example.com");
  g_autoptr (KpPortfolio) portfolio = kp_portfolio_new (test->store);
  g_autoptr (GAsyncResult) loaded = NULL;
  g_autoptr (KpJob) job = begin (test->store, id);
  g_autoptr (KpJob) waiting = NULL;
  g_autoptr (KpSite) told = NULL;
  g_autoptr (GError) error = NULL;

  job->step = KP_JOB_STEP_DNS;
  waiting = save (test->store, job);
  kp_portfolio_load_async (portfolio, 0, NULL, store_test_take, &loaded);
  g_assert_true (kp_portfolio_load_finish (portfolio, store_test_wait (&loaded), &error));
  g_signal_connect (portfolio, "secured", G_CALLBACK (secured_cb), &told);
  end_by_check (test->store, waiting, KP_LOCK_LOCKED, NOW);
  g_assert_true (store_test_wait_for (is_told, &told));
  g_assert_cmpint (kp_site_get_id (told), ==, id);
  g_assert_null (kp_site_get_job (told));
}

static void
never_back_cb (KpSite *site, GParamSpec *pspec, gint64 *revision)
{
  g_assert_cmpint (kp_site_get_job (site)->revision, >=, *revision);
  *revision = kp_site_get_job (site)->revision;
}

static void
load_all (KpPortfolio *portfolio)
{
  g_autoptr (GAsyncResult) loaded = NULL;
  g_autoptr (GError) error = NULL;

  kp_portfolio_load_async (portfolio, 0, NULL, store_test_take, &loaded);
  g_assert_true (kp_portfolio_load_finish (portfolio, store_test_wait (&loaded), &error));
  g_assert_no_error (error);
}

/* Who has changed a job shows it at once. What the portfolio had read before that, and
 * takes over after it, takes nothing back. */
static void
test_read_before (StoreTest *test, gconstpointer data)
{
  gint64 id = store_test_add_host (test->store, "one.example.com");
  g_autoptr (KpPortfolio) portfolio = kp_portfolio_new (test->store);
  g_autoptr (KpJob) job = begin (test->store, id);
  g_autoptr (KpJob) second = NULL;
  g_autoptr (KpJob) third = NULL;
  g_autoptr (GAsyncResult) saved = NULL;
  g_autoptr (GError) error = NULL;
  gint64 revision = 0;
  KpSite *site;

  load_all (portfolio);
  site = kp_portfolio_find_by_id (portfolio, id);
  job->step = KP_JOB_STEP_REVIEW;
  second = save (test->store, job);
  kp_site_set_job (site, second);
  /* What the portfolio reads for that is behind it in the queue of the store, and before
   * this. */
  second->step = KP_JOB_STEP_HAND_OVER;
  kp_store_save_job_async (test->store, second, NULL, NULL, NULL, NULL, NULL,
                           store_test_take, &saved);
  /* Both are done while the main loop is away. */
  g_usleep (G_USEC_PER_SEC / 5);
  third = kp_store_save_job_finish (test->store, store_test_wait (&saved), &error);
  g_assert_no_error (error);
  kp_site_set_job (site, third);
  revision = third->revision;
  g_signal_connect (site, "notify::job-serial", G_CALLBACK (never_back_cb), &revision);
  load_all (portfolio);
  g_assert_cmpint (kp_site_get_job (site)->revision, ==, third->revision);
  g_assert_cmpint (kp_site_get_job (site)->step, ==, KP_JOB_STEP_HAND_OVER);
}

/* One that was paused or given up with an old lock is not told as secured. */
static void
test_not_told (StoreTest *test, gconstpointer data)
{
  static const struct
  {
    gint64 paused_at;
    gint64 checked_at;
  } rows[] = { { NOW, NOW + 60 }, { 0, NOW - 60 } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *host = g_strdup_printf ("row%u.example.com", i);
      gint64 id = store_test_add_host (test->store, host);
      g_autoptr (KpPortfolio) portfolio = kp_portfolio_new (test->store);
      g_autoptr (GAsyncResult) loaded = NULL;
      g_autoptr (KpJob) job = begin (test->store, id);
      g_autoptr (KpJob) waiting = NULL;
      g_autoptr (KpJob) ended = NULL;
      g_autoptr (KpSite) told = NULL;
      g_autoptr (GError) error = NULL;
      KpCheckRecord *record = store_test_record (
          id, store_test_observe (host, rows[i].checked_at, "192.0.2.1"));
      KpSite *site;

      record->summary.lock = KP_LOCK_LOCKED;
      g_assert_true (store_test_save (test->store, &error, record, NULL));
      job->step = KP_JOB_STEP_DNS;
      job->paused_at = rows[i].paused_at;
      waiting = save (test->store, job);
      kp_portfolio_load_async (portfolio, 0, NULL, store_test_take, &loaded);
      g_assert_true (
          kp_portfolio_load_finish (portfolio, store_test_wait (&loaded), &error));
      g_signal_connect (portfolio, "secured", G_CALLBACK (secured_cb), &told);
      site = kp_portfolio_find_by_id (portfolio, id);
      waiting->ended_at = NOW + 120;
      waiting->ending = KP_JOB_ABANDONED;
      ended = save (test->store, waiting);
      g_assert_true (store_test_wait_for (has_no_job, site));
      g_assert_null (told);
    }
}

/* A renewal that is given up, while the certificate that was handed over is served by some
 * of the addresses or by none, is not told as renewed; one that a check ends is. */
static void
test_told_renewed (StoreTest *test, gconstpointer data)
{
  static const struct
  {
    gint64 not_after;
    const char *findings;
    gint64 paused_at;
    KpJobEnding ending;
    gboolean told;
  } rows[] = {
    { NOW + 1000, NULL, 0, KP_JOB_FINISHED, TRUE },
    { NOW + 1000, "dns.wrong-target", 0, KP_JOB_FINISHED, TRUE },
    { NOW + 100, NULL, 0, KP_JOB_ABANDONED, FALSE },
    { NOW + 1000, "tls.not-yet-installed", 0, KP_JOB_ABANDONED, FALSE },
    { NOW + 1000, "dns.wrong-target tls.not-submitted", 0, KP_JOB_ABANDONED, FALSE },
    { NOW + 1000, NULL, NOW, KP_JOB_ABANDONED, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *host = g_strdup_printf ("row%u.example.com", i);
      gint64 id = store_test_add_host (test->store, host);
      g_autoptr (KpPortfolio) portfolio = kp_portfolio_new (test->store);
      g_autoptr (GAsyncResult) loaded = NULL;
      g_autoptr (KpJob) job = kp_job_new (id, KP_JOB_RENEW, NOW);
      g_autoptr (KpJob) waiting = NULL;
      g_autoptr (KpJob) ended = NULL;
      g_autoptr (KpSite) told = NULL;
      g_autoptr (GError) error = NULL;
      KpCheckRecord *record =
          store_test_record (id, store_test_observe (host, NOW + 1, "192.0.2.1"));

      job->step = KP_JOB_STEP_INSTALL;
      job->submitted_not_after = NOW + 1000;
      job->paused_at = rows[i].paused_at;
      waiting = save (test->store, job);
      kp_portfolio_load_async (portfolio, 0, NULL, store_test_take, &loaded);
      g_assert_true (
          kp_portfolio_load_finish (portfolio, store_test_wait (&loaded), &error));
      g_signal_connect (portfolio, "renewed", G_CALLBACK (secured_cb), &told);
      record->summary.not_after = rows[i].not_after;
      record->summary.findings = g_strdup (rows[i].findings);
      if (rows[i].ending == KP_JOB_FINISHED)
        {
          record->job_id = waiting->id;
          record->job_revision = waiting->revision;
        }
      g_assert_true (store_test_save (test->store, &error, record, NULL));
      waiting->ended_at = NOW + 2;
      waiting->ending = rows[i].ending;
      if (rows[i].ending == KP_JOB_ABANDONED)
        ended = save (test->store, waiting);
      g_assert_true (
          store_test_wait_for (has_no_job, kp_portfolio_find_by_id (portfolio, id)));
      g_assert_cmpint (told != NULL, ==, rows[i].told);
    }
}

#define ADD(path, function)                                                                \
  g_test_add (path, StoreTest, NULL, store_test_set_up, function, store_test_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/store/jobs/round-trip", test_round_trip);
  ADD ("/store/jobs/outlives-summary", test_outlives_summary);
  ADD ("/store/jobs/held-up", test_held_up);
  ADD ("/store/jobs/compare-and-swap", test_compare_and_swap);
  ADD ("/store/jobs/one-open", test_one_open);
  ADD ("/store/jobs/gone-site", test_gone_site);
  ADD ("/store/jobs/in-one", test_in_one);
  ADD ("/store/jobs/ended-by-check", test_ended_by_check);
  ADD ("/store/jobs/ended-words", test_ended_words);
  ADD ("/store/jobs/ended-with-requests", test_ended_with_requests);
  ADD ("/store/jobs/told", test_told);
  ADD ("/store/jobs/not-told", test_not_told);
  ADD ("/store/jobs/read-before", test_read_before);
  ADD ("/store/jobs/told-renewed", test_told_renewed);

  return g_test_run ();
}
