/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/check/rejudge.h"

#include "check/scene.h"
#include "store/store-test.h"

/* More than one chunk. */
#define N_SITES 300

typedef struct
{
  StoreTest store;
  KpCatalogue *catalogue;
  KpThresholds thresholds;
  guint finished;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  store_test_set_up (&fixture->store, NULL);
  fixture->catalogue = kp_catalogue_new (NULL);
  kp_thresholds_init (&fixture->thresholds);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->catalogue);
  store_test_tear_down (&fixture->store, NULL);
}

/* What a sweep leaves of one check in the store. */
static KpCheckRecord *
check (Fixture *fixture, KpSite *site, KpObservation *seen)
{
  g_autoptr (KpHistory) before = kp_history_new ();
  g_autoptr (KpHistory) history = NULL;
  g_autoptr (KpVerdict) verdict = NULL;
  KpCheckRecord *record = g_new0 (KpCheckRecord, 1);
  KpJudgement judgement;

  kp_judgement_fill (&judgement, site, fixture->catalogue, &fixture->thresholds, NULL,
                     seen->checked_at);
  judgement.observation = seen;
  judgement.history = before;
  history = kp_history_advance (before, &judgement, NULL);
  judgement.history = history;
  verdict = kp_verdict_new (&judgement);
  record->site_id = kp_site_get_id (site);
  record->observation = kp_observation_ref (seen);
  record->history = kp_history_advance (history, &judgement, verdict);
  kp_summary_init (&record->summary);
  kp_summary_copy (&record->summary, &verdict->summary);
  return record;
}

/* An own server, checked at SCENE_NOW. Returns: (transfer full) */
static KpSite *
add_site (Fixture *fixture, const char *host, const char *probe, gboolean intercepted)
{
  gint64 id = store_test_add_host (fixture->store.store, host);
  g_autoptr (KpObservation) seen = scene_new (host, NULL, NULL, SCENE_NOW);
  g_autoptr (KpSite) site = store_test_make_site (host, 443);
  g_autoptr (GError) error = NULL;
  KpCheckRecord *record;

  kp_site_set_id (site, id);
  scene_answers (seen, "A 203.0.113.7");
  scene_probes (seen, probe);
  seen->intercepted = intercepted;
  record = check (fixture, site, seen);
  kp_site_set_summary (site, &record->summary);
  store_test_save (fixture->store.store, &error, record, NULL);
  g_assert_no_error (error);
  return g_steal_pointer (&site);
}

static void
finished_cb (KpRejudge *rejudge, Fixture *fixture)
{
  fixture->finished++;
}

static gboolean
has_finished (gpointer data)
{
  return ((Fixture *) data)->finished > 0;
}

static void
run (Fixture *fixture, KpStore *store, GPtrArray *sites, gint64 now)
{
  g_autoptr (KpRejudge) rejudge =
      kp_rejudge_new (store, fixture->catalogue, fixture->store.clock);

  kp_fixed_clock_set (KP_FIXED_CLOCK (fixture->store.clock), now);
  fixture->finished = 0;
  g_signal_connect (rejudge, "finished", G_CALLBACK (finished_cb), fixture);
  kp_rejudge_run (rejudge, sites, &fixture->thresholds, NULL);
  /* While one is under way another does nothing. */
  kp_rejudge_run (rejudge, sites, &fixture->thresholds, NULL);
  g_assert_true (kp_rejudge_is_running (rejudge));
  g_assert_true (store_test_wait_for (has_finished, fixture));
  g_assert_false (kp_rejudge_is_running (rejudge));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (fixture->finished, ==, 1);
}

static KpLock
stored_lock (KpStore *store, gint64 id)
{
  g_autoptr (GPtrArray) sites = store_test_load (store, 0);

  for (guint i = 0; i < sites->len; i++)
    if (kp_site_get_id (g_ptr_array_index (sites, i)) == id)
      return kp_site_get_summary (g_ptr_array_index (sites, i))->lock;
  g_assert_not_reached ();
}

/* A stored certificate whose date has passed is expired without asking, and evidence grows
 * stale. */
static void
test_time (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) sites = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (KpSite) site =
      add_site (fixture, "cp.kite.example", "203.0.113.7 ends=1", FALSE);
  KpStore *store = fixture->store.store;
  const KpSummary *summary = kp_site_get_summary (site);
  KpEvidence *evidence;

  g_ptr_array_add (sites, g_object_ref (site));
  g_assert_cmpint (summary->lock, ==, KP_LOCK_LOCKED);
  g_assert_cmpint (summary->holds_until, ==, SCENE_NOW + SCENE_DAY);

  run (fixture, store, sites, SCENE_NOW + 30 * SCENE_HOUR);
  summary = kp_site_get_summary (site);
  g_assert_cmpint (summary->lock, ==, KP_LOCK_UNLOCKED);
  g_assert_cmpint (summary->status, ==, KP_STATUS_EXPIRED);
  g_assert_cmpint (summary->checked_at, ==, SCENE_NOW);
  g_assert_cmpint (stored_lock (store, kp_site_get_id (site)), ==, KP_LOCK_UNLOCKED);
  evidence = store_test_load_evidence (store, kp_site_get_id (site));
  g_assert_cmpint (evidence->history->unlocked_since, ==, SCENE_NOW + SCENE_DAY);
  g_assert_cmpint (evidence->history->last_lock, ==, KP_LOCK_LOCKED);
  g_assert_nonnull (evidence->observation);
  kp_evidence_free (evidence);

  run (fixture, store, sites, SCENE_NOW + 3 * SCENE_DAY);
  summary = kp_site_get_summary (site);
  g_assert_cmpint (summary->lock, ==, KP_LOCK_UNKNOWN);
  g_assert_cmpint (summary->status, ==, KP_STATUS_STALE);
  g_assert_cmpint (summary->last_lock, ==, KP_LOCK_LOCKED);
  g_assert_cmpint (stored_lock (store, kp_site_get_id (site)), ==, KP_LOCK_UNKNOWN);
}

/* What is to be judged again: what time has outlived, and what another profile was the
 * measure of; where there is no evidence there is nothing to judge. */
static void
test_outdated (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *about;
    const char *provider;
    gint64 checked_at, holds_until;
    gint64 judged_by; /* G_MAXINT64: by the profile of today */
    gboolean outdated;
  } rows[] = {
    { "as it was judged", "pexip", SCENE_NOW, 0, G_MAXINT64, FALSE },
    { "it holds for a second more", "pexip", SCENE_NOW, SCENE_NOW + 1, G_MAXINT64, FALSE },
    { "it holds no longer", "pexip", SCENE_NOW, SCENE_NOW, G_MAXINT64, TRUE },
    { "the profile was another", "pexip", SCENE_NOW, 0, 7, TRUE },
    { "there was none", "pexip", SCENE_NOW, 0, 0, TRUE },
    { "there is none any more", "gone", SCENE_NOW, 0, 7, TRUE },
    { "there was none and is none", "gone", SCENE_NOW, 0, 0, FALSE },
    { "nobody knows which it was", "gone", SCENE_NOW, 0, -1, TRUE },
    { "never checked", "pexip", 0, 0, 0, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (KpSite) site = kp_site_new ("cp.kite.example", 443, rows[i].provider);
      KpSummary summary;

      kp_summary_init (&summary);
      summary.checked_at = rows[i].checked_at;
      summary.holds_until = rows[i].holds_until;
      summary.judged_by = rows[i].judged_by;
      if (rows[i].judged_by == G_MAXINT64)
        summary.judged_by =
            kp_profile_get_fingerprint (kp_catalogue_find (fixture->catalogue, "pexip"));
      kp_site_set_summary (site, &summary);
      g_test_message ("%s", rows[i].about);
      g_assert_cmpint (kp_rejudge_is_outdated (site, fixture->catalogue, SCENE_NOW), ==,
                       rows[i].outdated);
    }
}

/* Once judged by the profile of today it is so no more. */
static void
test_profile (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) sites = g_ptr_array_new_with_free_func (g_object_unref);
  KpSite *site = add_site (fixture, "cp.kite.example", "203.0.113.7 valid", FALSE);
  KpSummary summary;

  g_ptr_array_add (sites, site);
  g_assert_false (kp_rejudge_is_outdated (site, fixture->catalogue, SCENE_NOW));
  kp_summary_init (&summary);
  kp_summary_copy (&summary, kp_site_get_summary (site));
  summary.judged_by = -1;
  kp_site_set_summary (site, &summary);
  kp_summary_clear (&summary);
  g_assert_true (kp_rejudge_is_outdated (site, fixture->catalogue, SCENE_NOW));
  run (fixture, fixture->store.store, sites, SCENE_NOW);
  g_assert_false (kp_rejudge_is_outdated (site, fixture->catalogue, SCENE_NOW));
}

/* Another setting: the same evidence is stale sooner. */
static void
test_setting (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) sites = g_ptr_array_new_with_free_func (g_object_unref);
  KpSite *site = add_site (fixture, "cp.kite.example", "203.0.113.7 valid", FALSE);

  g_ptr_array_add (sites, site);
  fixture->thresholds.stale_after = SCENE_HOUR;
  run (fixture, fixture->store.store, sites, SCENE_NOW + 2 * SCENE_HOUR);
  g_assert_cmpint (kp_site_get_summary (site)->lock, ==, KP_LOCK_UNKNOWN);
}

/* That the network answered for the sites is not forgotten with time. */
static void
test_intercepted (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) sites = g_ptr_array_new_with_free_func (g_object_unref);
  KpSite *site = add_site (fixture, "cp.kite.example", "203.0.113.7 untrusted", TRUE);

  g_ptr_array_add (sites, site);
  g_assert_cmpint (kp_site_get_summary (site)->lock, ==, KP_LOCK_UNKNOWN);
  run (fixture, fixture->store.store, sites, SCENE_NOW + SCENE_HOUR);
  g_assert_cmpint (kp_site_get_summary (site)->lock, ==, KP_LOCK_UNKNOWN);
  g_assert_true (kp_summary_has (kp_site_get_summary (site), KP_FINDING_TLS_INTERCEPTED));
}

/* In chunks; one that was removed meanwhile is passed over. */
static void
test_many (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) sites = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < N_SITES; i++)
    {
      g_autofree char *host = g_strdup_printf ("h%03u.kite.example", i);

      g_ptr_array_add (sites, add_site (fixture, host, "203.0.113.7 ends=1", FALSE));
    }
  store_test_remove (fixture->store.store, kp_site_get_id (sites->pdata[7]), &error);
  g_assert_no_error (error);
  run (fixture, fixture->store.store, sites, SCENE_NOW + 30 * SCENE_HOUR);
  for (guint i = 0; i < N_SITES; i++)
    g_assert_cmpint (kp_site_get_summary (sites->pdata[i])->lock, ==,
                     i == 7 ? KP_LOCK_LOCKED : KP_LOCK_UNLOCKED);
}

/* A read-only store is shown as it is judged now, and not written. */
static void
test_read_only (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) sites = g_ptr_array_new_with_free_func (g_object_unref);
  KpSite *site = add_site (fixture, "cp.kite.example", "203.0.113.7 ends=1", FALSE);
  g_autoptr (KpStore) reader = store_test_new (&fixture->store, TRUE);
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (sites, site);
  store_test_open (reader, &error);
  g_assert_no_error (error);
  run (fixture, reader, sites, SCENE_NOW + 30 * SCENE_HOUR);
  g_assert_cmpint (kp_site_get_summary (site)->lock, ==, KP_LOCK_UNLOCKED);
  g_assert_cmpint (stored_lock (reader, kp_site_get_id (site)), ==, KP_LOCK_LOCKED);
  store_test_close (reader);
}

static void
test_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (KpRejudge) rejudge =
      kp_rejudge_new (fixture->store.store, fixture->catalogue, fixture->store.clock);

  g_signal_connect (rejudge, "finished", G_CALLBACK (finished_cb), fixture);
  kp_rejudge_run (rejudge, none, &fixture->thresholds, NULL);
  g_assert_cmpuint (fixture->finished, ==, 1);
  g_assert_false (kp_rejudge_is_running (rejudge));
}

/* Who changes the DNS: you, where there is no customer or the customer leaves it to you. */
static void
test_fill (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) you_change = g_hash_table_new (g_int64_hash, g_int64_equal);
  gint64 yours = 7;
  static const struct
  {
    gint64 customer;
    gboolean customer_changes;
  } rows[] = { { 0, FALSE }, { 7, FALSE }, { 8, TRUE } };

  g_hash_table_add (you_change, &yours);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (KpSite) site = store_test_make_site ("cp.kite.example", 443);
      KpJudgement judgement;

      kp_site_set_customer (site, rows[i].customer, NULL);
      kp_judgement_fill (&judgement, site, fixture->catalogue, &fixture->thresholds,
                         you_change, 1000);
      g_assert_cmpint (judgement.customer_changes_dns, ==, rows[i].customer_changes);
      g_assert_cmpstr (kp_profile_get_id (judgement.profile), ==, "own-server");
      g_assert_cmpint (judgement.now, ==, 1000);
      g_assert_nonnull (judgement.identities);
    }
}

#define ADD(path, func)                                                                    \
  g_test_add ("/rejudge/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("time", test_time);
  ADD ("outdated", test_outdated);
  ADD ("profile", test_profile);
  ADD ("setting", test_setting);
  ADD ("intercepted", test_intercepted);
  ADD ("many", test_many);
  ADD ("read-only", test_read_only);
  ADD ("nothing", test_nothing);
  ADD ("fill", test_fill);
  return g_test_run ();
}
