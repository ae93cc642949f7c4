/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <string.h>

#include "core/check/verdict.h"
#include "core/provider/catalogue.h"

/* Green is never a claim: nothing that opens the lock is wrong or waited for, and an
 * address answered. */
static void
check_lock (const KpVerdict *verdict)
{
  for (guint i = 0; i < verdict->findings->len; i++)
    {
      const KpFinding *finding = g_ptr_array_index (verdict->findings, i);

      g_assert_nonnull (finding->text);
      if (verdict->summary.lock == KP_LOCK_LOCKED && kp_finding_id_opens_lock (finding->id))
        g_assert_cmpint (finding->severity, >, KP_SEVERITY_WAITING);
    }
  if (verdict->summary.lock == KP_LOCK_LOCKED)
    g_assert_cmpuint (verdict->n_addresses_answered, >, 0);
}

static void
judge (KpJudgement *judgement, gint64 now)
{
  g_autoptr (KpVerdict) verdict = NULL, again = NULL;
  g_autoptr (KpHistory) seen = NULL, after = NULL;
  const KpHistory *before = judgement->history;

  judgement->now = now;
  seen = kp_history_advance (before, judgement, NULL);
  g_assert_cmpuint (seen->sightings->len, <=, KP_HISTORY_MAX_SIGHTINGS);
  judgement->history = seen;
  verdict = kp_verdict_new (judgement);
  again = kp_verdict_new (judgement);
  g_assert_true (kp_summary_equal (&verdict->summary, &again->summary));
  check_lock (verdict);
  after = kp_history_advance (seen, judgement, verdict);
  judgement->history = before;
}

static void
judge_site (KpCatalogue *catalogue, const char *provider, const KpObservation *observation,
            const KpHistory *history, gboolean proxied)
{
  static const gint64 later[] = { 0, 3600, 3 * 86400, -3 * 86400 };
  g_autoptr (KpSite) site = kp_site_new (observation->host, observation->port, provider);
  KpJudgement judgement = { .site = site,
                            .observation = observation,
                            .history = history,
                            .profile = kp_catalogue_find (catalogue, provider),
                            .identities = kp_ca_identities_get_default (),
                            .customer_changes_dns = proxied };

  kp_thresholds_init (&judgement.thresholds);
  kp_site_set_target (site, observation->target);
  kp_site_set_proxied (site, proxied);
  for (guint i = 0; i < G_N_ELEMENTS (later); i++)
    judge (&judgement, observation->checked_at + later[i]);
}

/* Stored evidence, the observation in the first line and the history in the second, however
 * odd: it is judged without harm. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static KpCatalogue *catalogue;
  static const char *const providers[] = { "cloud-office", "pexip", "own-server", "none" };
  g_autofree char *text = g_strndup ((const char *) data, size);
  char *line = strchr (text, '\n');
  g_autoptr (KpObservation) observation = NULL;
  g_autoptr (KpHistory) history = NULL;

  if (catalogue == NULL)
    catalogue = kp_catalogue_new (NULL);
  if (line != NULL)
    *line++ = '\0';
  observation = kp_observation_from_json (text, NULL);
  if (observation == NULL)
    return 0;
  history = line != NULL ? kp_history_from_json (line, NULL) : NULL;
  if (history == NULL)
    history = kp_history_new ();
  for (guint i = 0; i < G_N_ELEMENTS (providers); i++)
    {
      judge_site (catalogue, providers[i], observation, history, FALSE);
      judge_site (catalogue, providers[i], observation, history, TRUE);
    }
  return 0;
}
