/* SPDX-License-Identifier: GPL-3.0-or-later */

/* fill-store DIR N: makes a store of N sites that were checked in the last hours, judged
 * and written as a sweep does it: two thirds locked, the rest of many kinds. */
#include "config.h"

#include <stdlib.h>

#include "check/scene.h"
#include "core/check/rejudge.h"
#include "waiting.h"

#define TARGET "pl-10.admin.emailsrvr.com"
#define ADDRESSES "192.0.2.11 192.0.2.12"
/* Sites that are written at once. */
#define BATCH 2000
/* The evidence is so many hours old at most: nothing is due. */
#define HOURS 12

typedef struct
{
  const char *answers;
  const char *probes;
} Kind;

/* What the checks saw; the first is by far the most frequent. */
static const Kind kinds[] = {
  { "CNAME " TARGET "|CNAME " TARGET "|CNAME " TARGET,
    "192.0.2.11 valid|192.0.2.12 valid" },
  { "CNAME " TARGET "|CNAME " TARGET "|CNAME " TARGET,
    "192.0.2.11 ends=12|192.0.2.12 ends=12" },
  { "A 203.0.113.7|A 203.0.113.7|A 203.0.113.7",
    "203.0.113.7 name=old.hosting.example|@192.0.2.11 valid|@192.0.2.12 valid" },
  { "CNAME " TARGET "|A 203.0.113.7|CNAME " TARGET,
    "192.0.2.11 valid|192.0.2.12 valid|203.0.113.7 valid" },
  { "NXDOMAIN|NXDOMAIN|NXDOMAIN", "@192.0.2.11 valid|@192.0.2.12 valid" },
  { "CNAME " TARGET "|CNAME " TARGET "|CNAME " TARGET,
    "192.0.2.11 ends=-3|192.0.2.12 ends=-3" },
  { "silent|silent|silent", "" },
  { "CNAME shop.elsewhere.example A 203.0.113.9|CNAME shop.elsewhere.example A 203.0.113.9|"
    "CNAME shop.elsewhere.example A 203.0.113.9",
    "203.0.113.9 selfsigned|@192.0.2.11 valid|@192.0.2.12 valid" },
};

static const char *const words[] = {
  "acme",  "globe", "fjord", "lake",  "kite",   "north", "harbour", "meadow",
  "stone", "river", "birch", "ember", "falcon", "grove", "island",  "juniper",
};

static void
check (gboolean fine, const GError *error)
{
  if (fine)
    return;
  g_printerr ("fill-store: %s\n", error->message);
  exit (3);
}

static GPtrArray *
make_sites (guint first, guint n)
{
  GPtrArray *sites = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = first; i < first + n; i++)
    {
      const char *word = words[i * 7 % G_N_ELEMENTS (words)];
      g_autofree char *host =
          g_strdup_printf ("%s.%s-%06u.example", i % 3 ? "cp" : "my", word, i);
      g_autofree char *customer =
          g_strdup_printf ("%s %u Ltd", words[i / 20 * 5 % G_N_ELEMENTS (words)], i / 20);
      KpSite *site = kp_site_new (host, 443, "cloud-office");

      kp_site_set_customer (site, 0, customer);
      kp_site_set_target (site, TARGET);
      if (i % 20 == 0)
        kp_site_set_note (site, "Moves to another data centre in spring");
      g_ptr_array_add (sites, site);
    }
  return sites;
}

static KpObservation *
observe (KpSite *site, guint i, gint64 now)
{
  const Kind *kind = &kinds[i % 3 != 0 ? 0 : i / 3 % G_N_ELEMENTS (kinds)];
  gint64 at = now - (i * 37 % (HOURS * 60) + 1) * SCENE_MINUTE;
  KpObservation *observation = scene_new (kp_site_get_host (site), TARGET, ADDRESSES, at);

  scene_answers (observation, kind->answers);
  scene_probes (observation, kind->probes);
  return observation;
}

static KpCheckRecord *
make_record (KpSite *site, KpObservation *observation, KpCatalogue *catalogue, gint64 now)
{
  KpCheckRecord *record = g_new0 (KpCheckRecord, 1);
  g_autoptr (KpHistory) before = kp_history_new ();
  g_autoptr (KpHistory) seen = NULL;
  g_autoptr (KpVerdict) verdict = NULL;
  KpJudgement judgement;
  KpThresholds thresholds;

  kp_thresholds_init (&thresholds);
  kp_judgement_fill (&judgement, site, catalogue, &thresholds, NULL, now);
  judgement.observation = observation;
  judgement.history = before;
  seen = kp_history_advance (before, &judgement, NULL);
  judgement.history = seen;
  verdict = kp_verdict_new (&judgement);
  record->site_id = kp_site_get_id (site);
  record->observation = kp_observation_ref (observation);
  record->history = kp_history_advance (seen, &judgement, verdict);
  kp_summary_init (&record->summary);
  kp_summary_copy (&record->summary, &verdict->summary);
  return record;
}

static void
write_batch (KpStore *store, KpCatalogue *catalogue, guint first, guint n, gint64 now)
{
  g_autoptr (GPtrArray) sites = make_sites (first, n);
  g_autoptr (GPtrArray) records =
      g_ptr_array_new_with_free_func ((GDestroyNotify) kp_check_record_free);
  g_autoptr (GAsyncResult) added = NULL;
  g_autoptr (GAsyncResult) saved = NULL;
  g_autoptr (GError) error = NULL;

  kp_store_add_sites_async (store, sites, NULL, take_result, &added);
  check (kp_store_add_sites_finish (store, wait_for_result (&added), &error), error);
  for (guint i = 0; i < n; i++)
    {
      KpSite *site = g_ptr_array_index (sites, i);
      g_autoptr (KpObservation) observation = observe (site, first + i, now);

      g_ptr_array_add (records, make_record (site, observation, catalogue, now));
    }
  kp_store_save_checks_async (store, g_steal_pointer (&records), NULL, take_result, &saved);
  check (kp_store_save_checks_finish (store, wait_for_result (&saved), &error), error);
}

int
main (int argc, char **argv)
{
  g_autoptr (KpClock) clock = kp_system_clock_new ();
  g_autoptr (KpCatalogue) catalogue = kp_catalogue_new (NULL);
  g_autoptr (KpStore) store = NULL;
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GAsyncResult) closed = NULL;
  g_autoptr (GError) error = NULL;
  guint n = argc == 3 ? (guint) strtoul (argv[2], NULL, 10) : 0;

  if (n == 0)
    {
      g_printerr ("Usage: fill-store DIR N\n");
      return 2;
    }
  store = kp_store_new (argv[1], FALSE, clock);
  kp_store_open_async (store, NULL, take_result, &opened);
  check (kp_store_open_finish (store, wait_for_result (&opened), &error), error);
  for (guint done = 0; done < n; done += BATCH)
    write_batch (store, catalogue, done, MIN (BATCH, n - done), kp_clock_now (clock));
  kp_store_close_async (store, take_result, &closed);
  check (kp_store_close_finish (store, wait_for_result (&closed), &error), error);
  return 0;
}
