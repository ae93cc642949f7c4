/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/check/sweep.h"

#include <string.h>

#include "check/lab.h"
#include "store/store-test.h"

/* One sweep, and what it told. */
typedef struct
{
  Lab *lab;
  StoreTest store;
  KpCatalogue *catalogue;
  KpChecker *checker;
  GPtrArray *sites;
  guint jobs;

  KpSweep *sweep;
  GPtrArray *results; /* of KpCheckResult, as they came */
  GArray *moments;    /* when the batches came */
  guint n_finished;
  GError *error;
  GCancellable *cancellable;
  guint cancel_at; /* results after which it is cancelled, 0 never */
} Round;

static Round *
round_new (guint timeout)
{
  Round *round = g_new0 (Round, 1);

  round->lab = lab_new ();
  store_test_init (&round->store);
  g_set_object (&round->store.clock, round->lab->clock);
  round->store.store = store_test_new (&round->store, FALSE);
  store_test_open (round->store.store, NULL);
  round->catalogue = kp_catalogue_new (NULL);
  round->checker = lab_make_checker (round->lab, timeout, FALSE);
  round->sites = g_ptr_array_new_with_free_func (g_object_unref);
  round->results = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_check_result_unref);
  round->moments = g_array_new (FALSE, FALSE, sizeof (gint64));
  round->cancellable = g_cancellable_new ();
  return round;
}

static void
round_free (Round *round)
{
  g_clear_object (&round->sweep);
  g_ptr_array_unref (round->results);
  g_array_unref (round->moments);
  g_ptr_array_unref (round->sites);
  g_clear_error (&round->error);
  g_object_unref (round->cancellable);
  g_object_unref (round->checker);
  g_object_unref (round->catalogue);
  store_test_tear_down (&round->store, NULL);
  lab_free (round->lab);
  g_free (round);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Round, round_free)

/* Adds @n sites of that name and a number; they are in the store, too. */
static void
add_sites (Round *round, const char *name, guint n, guint16 port)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *host = g_strdup_printf ("%s%u.kite.example", name, i);
      KpSite *site = lab_make_site (round->lab, host, port, "own-server");
      g_autoptr (GError) error = NULL;

      store_test_add (round->store.store, &error, site, NULL);
      g_assert_no_error (error);
      g_ptr_array_add (round->sites, site);
    }
}

static void
results_cb (KpSweep *sweep, GPtrArray *results, Round *round)
{
  gint64 now = g_get_monotonic_time ();
  guint done = 0;

  g_assert_cmpuint (results->len, >, 0);
  g_array_append_val (round->moments, now);
  for (guint i = 0; i < results->len; i++)
    {
      KpCheckResult *result = g_ptr_array_index (results, i);

      /* The model says what the result says before anybody is told. */
      g_assert_true (
          kp_summary_equal (kp_site_get_summary (result->site), &result->verdict->summary));
      g_ptr_array_add (round->results, kp_check_result_ref (result));
    }
  g_object_get (sweep, "done", &done, NULL);
  g_assert_cmpuint (done, >=, results->len);
  if (round->cancel_at > 0 && round->results->len >= round->cancel_at)
    g_cancellable_cancel (round->cancellable);
}

static void
finished_cb (KpSweep *sweep, Round *round)
{
  gboolean running = TRUE;

  g_object_get (sweep, "running", &running, NULL);
  g_assert_false (running);
  round->n_finished++;
}

static void
done_cb (KpSweep *sweep, GParamSpec *pspec, guint *last)
{
  guint done, total;

  g_object_get (sweep, "done", &done, "total", &total, NULL);
  g_assert_cmpuint (done, >=, *last);
  g_assert_cmpuint (done, <=, total);
  *last = done;
}

/* Gives the number of sites that were done in the end. */
static guint
run (Round *round)
{
  g_autoptr (GAsyncResult) result = NULL;
  KpThresholds thresholds;
  gboolean running = FALSE;
  guint done = 0;

  kp_thresholds_init (&thresholds);
  if (round->sweep == NULL)
    round->sweep = kp_sweep_new (round->checker, round->catalogue, round->store.store,
                                 &thresholds, round->lab->clock, round->jobs);
  g_ptr_array_set_size (round->results, 0);
  round->n_finished = 0;
  g_signal_connect (round->sweep, "results", G_CALLBACK (results_cb), round);
  g_signal_connect (round->sweep, "finished", G_CALLBACK (finished_cb), round);
  g_signal_connect (round->sweep, "notify::done", G_CALLBACK (done_cb), &done);
  kp_sweep_run_async (round->sweep, round->sites, round->cancellable, lab_take, &result);
  g_object_get (round->sweep, "running", &running, NULL);
  g_assert_true (running);
  g_clear_error (&round->error);
  kp_sweep_run_finish (round->sweep, lab_wait (&result), &round->error);
  g_assert_cmpuint (round->n_finished, ==, 1);
  g_signal_handlers_disconnect_by_data (round->sweep, round);
  g_signal_handlers_disconnect_by_data (round->sweep, &done);
  return done;
}

/* The last result of the first site whose name begins so. */
static const KpCheckResult *
find_result (Round *round, const char *host)
{
  for (guint i = round->results->len; i > 0; i--)
    {
      const KpCheckResult *result = g_ptr_array_index (round->results, i - 1);

      if (g_str_has_prefix (kp_site_get_host (result->site), host))
        return result;
    }
  g_assert_not_reached ();
  return NULL;
}

static void
assert_finding (const KpCheckResult *result, KpLock lock, KpFindingId id)
{
  g_test_message ("%s", kp_site_get_host (result->site));
  g_assert_cmpint (result->verdict->summary.lock, ==, lock);
  g_assert_nonnull (kp_verdict_find (result->verdict, id));
}

static KpEvidence *
load (Round *round, guint i)
{
  return store_test_load_evidence (round->store.store,
                                   kp_site_get_id (g_ptr_array_index (round->sites, i)));
}

/* The locks that the journal of a site tells of, newest first, with a comma between. */
static char *
load_locks (Round *round, guint i)
{
  g_autoptr (GPtrArray) journal = store_test_load_journal (
      round->store.store, kp_site_get_id (g_ptr_array_index (round->sites, i)), 10);
  GString *locks = g_string_new (NULL);

  for (guint j = 0; j < journal->len; j++)
    {
      const KpJournalEvent *event = g_ptr_array_index (journal, j);
      g_autofree char *text = kp_journal_event_format (event);

      if (g_str_equal (event->kind, "lock"))
        g_string_append_printf (locks, "%s%s", locks->len > 0 ? ", " : "", text);
    }
  return g_string_free (locks, FALSE);
}

/* Everything that is checked is told once and stands in the store. */
static void
test_written (void)
{
  g_autoptr (Round) round = round_new (LAB_PATIENCE);
  guint16 port = lab_serve (round->lab, TLS_SERVER_GOOD, round->lab->intermediate, TRUE);
  g_autoptr (KpEvidence) after = NULL;
  g_autofree char *locks = NULL;

  add_sites (round, "cp", 20, port);
  g_assert_cmpuint (run (round), ==, 20);
  g_assert_no_error (round->error);
  g_assert_cmpuint (round->results->len, ==, 20);
  g_assert_null (kp_sweep_get_intercepted (round->sweep));
  for (guint i = 0; i < 20; i++)
    {
      KpSite *site = g_ptr_array_index (round->sites, i);
      g_autoptr (KpEvidence) evidence = load (round, i);
      g_autofree char *told = load_locks (round, i);

      assert_finding (find_result (round, kp_site_get_host (site)), KP_LOCK_LOCKED,
                      KP_FINDING_TLS_OK);
      g_assert_nonnull (evidence->observation);
      g_assert_cmpuint (evidence->observation->probes->len, ==, 1);
      g_assert_cmpint (evidence->history->last_lock, ==, KP_LOCK_LOCKED);
      g_assert_cmpint (evidence->history->first_locked_at, >, 0);
      g_assert_cmpstr (told, ==, "Locked");
    }

  /* The next one knows of it: the history goes on, and the journal has nothing new. */
  g_clear_object (&round->sweep);
  kp_fixed_clock_set (KP_FIXED_CLOCK (round->lab->clock),
                      kp_clock_now (round->lab->clock) + 3600);
  run (round);
  g_assert_no_error (round->error);
  after = load (round, 0);
  locks = load_locks (round, 0);
  g_assert_cmpint (after->history->last_locked_at, ==,
                   after->history->first_locked_at + 3600);
  g_assert_cmpstr (locks, ==, "Locked");
}

/* Results come a few times a second, however fast or slow they are made. */
static void
test_batches (void)
{
  g_autoptr (Round) round = round_new (LAB_PATIENCE);
  guint16 port = lab_serve (round->lab, TLS_SERVER_SLOW, round->lab->intermediate, TRUE);

  round->jobs = 3;
  add_sites (round, "cp", 24, port);
  run (round);
  g_assert_no_error (round->error);
  g_assert_cmpuint (round->results->len, ==, 24);
  g_assert_cmpuint (round->moments->len, >=, 3);
  /* The last one waits for nothing. */
  for (guint i = 1; i + 1 < round->moments->len; i++)
    g_assert_cmpint (g_array_index (round->moments, gint64, i)
                         - g_array_index (round->moments, gint64, i - 1),
                     >=, 100 * 1000);
}

/* Those that hang are asked first; whoever answers is told before their time is over. */
static void
test_slow_delays_none (void)
{
  g_autoptr (Round) round = round_new (LAB_PATIENCE);
  guint16 silent =
      lab_serve (round->lab, TLS_SERVER_SILENT, round->lab->intermediate, TRUE);
  guint16 good = lab_serve (round->lab, TLS_SERVER_GOOD, round->lab->intermediate, TRUE);

  add_sites (round, "hangs", 15, silent);
  add_sites (round, "good", 15, good);
  round->cancel_at = 15;
  run (round);
  g_assert_error (round->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (round->results->len, ==, 15);
  for (guint i = 0; i < 15; i++)
    assert_finding (g_ptr_array_index (round->results, i), KP_LOCK_LOCKED,
                    KP_FINDING_TLS_OK);
}

/* One that hangs has its time, and no more. */
static void
test_time_out (void)
{
  g_autoptr (Round) round = round_new (1);
  guint16 silent =
      lab_serve (round->lab, TLS_SERVER_SILENT, round->lab->intermediate, TRUE);

  add_sites (round, "hangs", 20, silent);
  run (round);
  g_assert_no_error (round->error);
  g_assert_cmpuint (round->results->len, ==, 20);
  assert_finding (find_result (round, "hangs0"), KP_LOCK_UNKNOWN, KP_FINDING_TLS_NO_ANSWER);
}

/* A resolver that is silent costs its own answers. */
static void
test_dead_resolver (void)
{
  g_autoptr (Round) round = round_new (LAB_PATIENCE);
  guint16 port = lab_serve (round->lab, TLS_SERVER_GOOD, round->lab->intermediate, TRUE);

  add_sites (round, "cp", 5, port);
  kp_table_resolver_set_error (round->lab->resolvers[0], KP_DNS_ERROR_TIMED_OUT);
  run (round);
  g_assert_no_error (round->error);
  for (guint i = 0; i < 5; i++)
    assert_finding (g_ptr_array_index (round->results, i), KP_LOCK_LOCKED,
                    KP_FINDING_DNS_NO_ANSWER);
}

static void
test_cancel (void)
{
  g_autoptr (Round) round = round_new (LAB_PATIENCE);
  guint16 good = lab_serve (round->lab, TLS_SERVER_GOOD, round->lab->intermediate, TRUE);
  guint16 silent =
      lab_serve (round->lab, TLS_SERVER_SILENT, round->lab->intermediate, TRUE);
  gint64 begin = g_get_monotonic_time ();

  add_sites (round, "good", 4, good);
  add_sites (round, "hangs", 300, silent);
  round->cancel_at = 4;
  g_assert_cmpuint (run (round), ==, 4);
  g_assert_error (round->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, LAB_PATIENCE * G_USEC_PER_SEC / 2);
  g_assert_cmpuint (round->results->len, ==, 4);
  for (guint i = 0; i < round->sites->len; i++)
    {
      g_autoptr (KpEvidence) evidence = load (round, i);

      g_assert_cmpint (evidence->observation != NULL, ==, i < 4);
      g_assert_cmpint (kp_site_get_summary (g_ptr_array_index (round->sites, i))->checked_at
                           > 0,
                       ==, i < 4);
    }
}

/* What was checked and not yet told when it is cancelled is kept as well. */
static void
test_cancel_keeps (void)
{
  g_autoptr (Round) round = round_new (LAB_PATIENCE);
  guint16 good = lab_serve (round->lab, TLS_SERVER_GOOD, round->lab->intermediate, TRUE);
  guint16 silent =
      lab_serve (round->lab, TLS_SERVER_SILENT, round->lab->intermediate, TRUE);
  g_autoptr (Mint) stranger = mint_ca ("Stranger", NULL);
  guint16 unknown = lab_serve (round->lab, TLS_SERVER_GOOD, stranger, TRUE);

  add_sites (round, "unknown", 3, unknown);
  add_sites (round, "good", 2, good);
  add_sites (round, "hangs", 10, silent);
  /* One after the other: at the first batch, which a good one begins, those of an unknown
   * root have been checked and are still held back. */
  round->cancel_at = 1;
  round->jobs = 1;
  run (round);
  g_assert_error (round->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_finding (find_result (round, "unknown0"), KP_LOCK_UNLOCKED,
                  KP_FINDING_TLS_UNTRUSTED);
}

static void
test_no_store (void)
{
  g_autoptr (Round) round = round_new (LAB_PATIENCE);
  guint16 port = lab_serve (round->lab, TLS_SERVER_GOOD, round->lab->intermediate, TRUE);
  KpThresholds thresholds;

  kp_thresholds_init (&thresholds);
  for (guint i = 0; i < 3; i++)
    g_ptr_array_add (round->sites,
                     lab_make_site (round->lab, "cp.kite.example", port, "own-server"));
  /* The same one twice is one. */
  g_ptr_array_add (round->sites, g_object_ref (g_ptr_array_index (round->sites, 0)));
  round->sweep = kp_sweep_new (round->checker, round->catalogue, NULL, &thresholds,
                               round->lab->clock, 0);
  g_assert_cmpuint (run (round), ==, 3);
  g_assert_no_error (round->error);
  g_assert_cmpuint (round->results->len, ==, 3);
}

static void
test_nothing (void)
{
  g_autoptr (Round) round = round_new (LAB_PATIENCE);

  g_assert_cmpuint (run (round), ==, 0);
  g_assert_no_error (round->error);
  g_assert_cmpuint (round->results->len, ==, 0);
}

/* Removed by another process in the meantime: passed over, and counted as done. */
static void
test_removed (void)
{
  g_autoptr (Round) round = round_new (LAB_PATIENCE);
  guint16 port = lab_serve (round->lab, TLS_SERVER_GOOD, round->lab->intermediate, TRUE);
  g_autoptr (GError) error = NULL;

  add_sites (round, "cp", 4, port);
  store_test_remove (round->store.store,
                     kp_site_get_id (g_ptr_array_index (round->sites, 1)), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (run (round), ==, 4);
  g_assert_no_error (round->error);
  g_assert_cmpuint (round->results->len, ==, 3);
}

/* What can't be kept is not claimed. */
static void
test_store_fails (void)
{
  g_autoptr (Round) round = round_new (LAB_PATIENCE);
  guint16 port = lab_serve (round->lab, TLS_SERVER_GOOD, round->lab->intermediate, TRUE);

  add_sites (round, "cp", 3, port);
  store_test_close (round->store.store);
  g_object_unref (round->store.store);
  round->store.store = store_test_new (&round->store, TRUE);
  store_test_open (round->store.store, NULL);
  run (round);
  g_assert_error (round->error, KP_STORE_ERROR, KP_STORE_ERROR_READ_ONLY);
  g_assert_cmpuint (round->results->len, ==, 0);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (kp_site_get_summary (g_ptr_array_index (round->sites, i))->checked_at,
                     ==, 0);
}

/* All sites share the look-up of the target. */
static void
test_target (void)
{
  g_autoptr (Round) round = round_new (LAB_PATIENCE);
  Lab *lab = round->lab;
  guint16 port = lab_serve (lab, TLS_SERVER_GOOD, lab->intermediate, TRUE);

  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *host = g_strdup_printf ("cp%u.kite.example", i);
      KpSite *site = lab_make_site (lab, host, port, "cloud-office");

      kp_site_set_target (site, LAB_TARGET);
      store_test_add (round->store.store, NULL, site, NULL);
      g_ptr_array_add (round->sites, site);
    }
  run (round);
  for (guint i = 0; i < 10; i++)
    assert_finding (g_ptr_array_index (round->results, i), KP_LOCK_LOCKED,
                    KP_FINDING_DNS_OK);
  for (guint i = 0; i < LAB_RESOLVERS; i++)
    {
      g_autofree char *asked = lab_take_questions (lab, i);
      const char *first = strstr (asked, LAB_TARGET " A,");

      g_assert_nonnull (first);
      g_assert_null (strstr (first + 1, LAB_TARGET " A,"));
    }
}

/* The sites of an unknown root, and others. */
static void
prepare_unknown (Round *round, TlsServerManner manner, guint n_unknown, guint n_good)
{
  Mint *stranger = mint_ca ("Hotel Gateway", NULL);
  guint16 unknown = lab_serve (round->lab, manner, stranger, TRUE);
  guint16 good = lab_serve (round->lab, TLS_SERVER_GOOD, round->lab->intermediate, TRUE);

  g_ptr_array_add (round->lab->mints, stranger);
  add_sites (round, "unknown", n_unknown, unknown);
  add_sites (round, "good", n_good, good);
}

/* They come in slowly: the first batch would be due before there are five. */
static void
test_intercepted (void)
{
  g_autoptr (Round) round = round_new (LAB_PATIENCE);

  round->jobs = 2;
  prepare_unknown (round, TLS_SERVER_SLOW, 6, 3);
  run (round);
  g_assert_no_error (round->error);
  g_assert_cmpstr (kp_sweep_get_intercepted (round->sweep), ==, "Hotel Gateway");
  g_assert_nonnull (kp_sweep_get_interceptor (round->sweep));
  /* Nobody was told otherwise in between. */
  g_assert_cmpuint (round->results->len, ==, 9);
  for (guint i = 0; i < 9; i++)
    {
      KpSite *site = g_ptr_array_index (round->sites, i);
      g_autoptr (KpEvidence) evidence = load (round, i);
      g_autofree char *locks = load_locks (round, i);

      if (i < 6)
        assert_finding (find_result (round, kp_site_get_host (site)), KP_LOCK_UNKNOWN,
                        KP_FINDING_TLS_INTERCEPTED);
      else
        assert_finding (find_result (round, kp_site_get_host (site)), KP_LOCK_LOCKED,
                        KP_FINDING_TLS_OK);
      g_assert_cmpint (evidence->observation->intercepted, ==, i < 6);
      g_assert_cmpint (evidence->history->last_lock, ==,
                       i < 6 ? KP_LOCK_UNKNOWN : KP_LOCK_LOCKED);
      if (i < 6)
        g_assert_true (g_str_has_prefix (locks, kp_lock_get_label (KP_LOCK_UNKNOWN)));
      else
        g_assert_cmpstr (locks, ==, kp_lock_get_label (KP_LOCK_LOCKED));
      g_assert_null (strchr (locks, ','));
    }
}

/* Fewer than five, or not most of them: the sites are what is wrong. */
static void
test_not_intercepted (void)
{
  static const guint rows[][2] = { { 4, 0 }, { 6, 7 } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Round) round = round_new (LAB_PATIENCE);

      prepare_unknown (round, TLS_SERVER_GOOD, rows[i][0], rows[i][1]);
      run (round);
      g_assert_null (kp_sweep_get_intercepted (round->sweep));
      g_assert_null (kp_sweep_get_interceptor (round->sweep));
      assert_finding (find_result (round, "unknown0"), KP_LOCK_UNLOCKED,
                      KP_FINDING_TLS_UNTRUSTED);
    }
}

/* Who was found once is known again by one site, and forgotten when it is gone. */
static void
test_known_interceptor (void)
{
  g_autoptr (Round) round = round_new (LAB_PATIENCE);
  g_autoptr (Round) after = round_new (LAB_PATIENCE);
  g_autofree char *interceptor = NULL;
  KpThresholds thresholds;

  kp_thresholds_init (&thresholds);
  prepare_unknown (round, TLS_SERVER_GOOD, 5, 0);
  run (round);
  interceptor = g_strdup (kp_sweep_get_interceptor (round->sweep));
  g_assert_nonnull (interceptor);

  g_clear_object (&round->sweep);
  g_ptr_array_set_size (round->sites, 1);
  round->sweep = kp_sweep_new (round->checker, round->catalogue, round->store.store,
                               &thresholds, round->lab->clock, 0);
  kp_sweep_expect_interceptor (round->sweep, interceptor, "Hotel Gateway");
  run (round);
  assert_finding (find_result (round, "unknown0"), KP_LOCK_UNKNOWN,
                  KP_FINDING_TLS_INTERCEPTED);
  g_assert_cmpstr (kp_sweep_get_intercepted (round->sweep), ==, "Hotel Gateway");

  prepare_unknown (after, TLS_SERVER_GOOD, 0, 1);
  after->sweep = kp_sweep_new (after->checker, after->catalogue, after->store.store,
                               &thresholds, after->lab->clock, 0);
  kp_sweep_expect_interceptor (after->sweep, interceptor, "Hotel Gateway");
  run (after);
  g_assert_null (kp_sweep_get_intercepted (after->sweep));
  g_assert_null (kp_sweep_get_interceptor (after->sweep));
}

/* Once so many have been heard that the rest can't show an interception, a bad one needs
 * not wait for those that hang. */
static void
test_sure (void)
{
  g_autoptr (Round) round = round_new (LAB_PATIENCE);
  guint16 silent =
      lab_serve (round->lab, TLS_SERVER_SILENT, round->lab->intermediate, TRUE);

  prepare_unknown (round, TLS_SERVER_GOOD, 2, 3);
  add_sites (round, "hangs", 2, silent);
  round->cancel_at = 5;
  run (round);
  g_assert_error (round->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (round->results->len, ==, 5);
  assert_finding (find_result (round, "unknown0"), KP_LOCK_UNLOCKED,
                  KP_FINDING_TLS_UNTRUSTED);
}

/* The intermediate that one site does not serve is seen at another, asked later. */
static void
test_incomplete (void)
{
  g_autoptr (Round) round = round_new (LAB_PATIENCE);
  guint16 alone = lab_serve (round->lab, TLS_SERVER_GOOD, round->lab->intermediate, FALSE);
  guint16 good = lab_serve (round->lab, TLS_SERVER_GOOD, round->lab->intermediate, TRUE);

  round->jobs = 1;
  add_sites (round, "alone", 1, alone);
  add_sites (round, "good", 2, good);
  run (round);
  g_assert_cmpuint (round->results->len, ==, 3);
  assert_finding (find_result (round, "alone"), KP_LOCK_UNLOCKED,
                  KP_FINDING_TLS_INCOMPLETE_CHAIN);
}

/* How often resolvers were asked for addresses of the names since the last call. */
static void
count_questions (Round *round, const char *const hosts[2], guint counts[2])
{
  counts[0] = counts[1] = 0;
  for (guint i = 0; i < LAB_RESOLVERS; i++)
    {
      g_auto (GStrv) questions =
          kp_table_resolver_take_questions (round->lab->resolvers[i]);

      for (guint j = 0; questions[j] != NULL; j++)
        for (guint k = 0; k < 2; k++)
          counts[k] += g_str_has_prefix (questions[j], hosts[k])
                       && g_str_has_prefix (questions[j] + strlen (hosts[k]), " A");
    }
}

/* One that is only due spares the resolvers, by what the store has of its last check,
 * beside one that somebody asked for. */
static void
test_spares (void)
{
  static const char *const hosts[] = { "cp0.kite.example", "cp1.kite.example" };
  g_autoptr (Round) round = round_new (LAB_PATIENCE);
  guint16 port = lab_serve (round->lab, TLS_SERVER_GOOD, round->lab->intermediate, TRUE);
  g_autoptr (GHashTable) due = g_hash_table_new (NULL, NULL);
  gint64 then = kp_clock_now (round->lab->clock);
  KpThresholds thresholds;
  guint counts[2];

  add_sites (round, "cp", 2, port);
  g_hash_table_add (due, g_ptr_array_index (round->sites, 0));
  run (round);
  g_assert_no_error (round->error);
  count_questions (round, hosts, counts);
  g_assert_cmpuint (counts[0], ==, 2 * LAB_RESOLVERS);
  g_assert_cmpuint (counts[1], ==, 2 * LAB_RESOLVERS);

  /* That there is no AAAA is kept for 60 seconds. */
  kp_thresholds_init (&thresholds);
  kp_fixed_clock_set (KP_FIXED_CLOCK (round->lab->clock), then + 30);
  g_clear_object (&round->sweep);
  round->sweep = kp_sweep_new (round->checker, round->catalogue, round->store.store,
                               &thresholds, round->lab->clock, 0);
  kp_sweep_spare_resolvers (round->sweep, due);
  run (round);
  g_assert_no_error (round->error);
  count_questions (round, hosts, counts);
  g_assert_cmpuint (counts[0], ==, 0);
  g_assert_cmpuint (counts[1], ==, 2 * LAB_RESOLVERS);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (KpEvidence) evidence = load (round, i);
      const KpResolverAnswer *answer =
          g_ptr_array_index (evidence->observation->answers, 0);

      assert_finding (find_result (round, hosts[i]), KP_LOCK_LOCKED, KP_FINDING_TLS_OK);
      g_assert_cmpint (evidence->observation->checked_at, ==, then + 30);
      g_assert_cmpint (answer->asked_at, ==, i == 0 ? then : then + 30);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sweep/written", test_written);
  g_test_add_func ("/sweep/batches", test_batches);
  g_test_add_func ("/sweep/slow-delays-none", test_slow_delays_none);
  g_test_add_func ("/sweep/time-out", test_time_out);
  g_test_add_func ("/sweep/dead-resolver", test_dead_resolver);
  g_test_add_func ("/sweep/cancel", test_cancel);
  g_test_add_func ("/sweep/cancel-keeps", test_cancel_keeps);
  g_test_add_func ("/sweep/no-store", test_no_store);
  g_test_add_func ("/sweep/spares", test_spares);
  g_test_add_func ("/sweep/nothing", test_nothing);
  g_test_add_func ("/sweep/removed", test_removed);
  g_test_add_func ("/sweep/store-fails", test_store_fails);
  g_test_add_func ("/sweep/target", test_target);
  g_test_add_func ("/sweep/intercepted", test_intercepted);
  g_test_add_func ("/sweep/not-intercepted", test_not_intercepted);
  g_test_add_func ("/sweep/known-interceptor", test_known_interceptor);
  g_test_add_func ("/sweep/sure", test_sure);
  g_test_add_func ("/sweep/incomplete", test_incomplete);
  return g_test_run ();
}
