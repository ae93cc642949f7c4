/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/proof-line.h"

#include <glib/gi18n.h>

#include "core/base/time-text.h"

static gboolean
serves (const KpProbe *probe)
{
  return probe->certificate != NULL
         && (probe->outcome == KP_PROBE_SERVED || probe->outcome == KP_PROBE_OLD_PROTOCOL);
}

static gboolean
is_new (const KpProbe *probe, const KpJob *job)
{
  return serves (probe) && job->submitted_sha256 != NULL
         && g_ascii_strcasecmp (probe->certificate->sha256, job->submitted_sha256) == 0;
}

static char *
describe_served (const KpProbe *probe, const KpJob *job, gint64 now)
{
  g_autofree char *day = kp_time_format_near_day (probe->certificate->not_after, now);

  if (is_new (probe, job))
    /* Translators: %s is a day ("tomorrow", "12 November"). */
    return g_strdup_printf (_ ("New certificate, until %s"), day);
  if (probe->certificate->not_after < job->submitted_not_after)
    /* Translators: %s is a day ("tomorrow", "12 November"). */
    return g_strdup_printf (_ ("Old certificate, until %s"), day);
  /* Translators: %s is a day ("tomorrow", "12 November"). */
  return g_strdup_printf (_ ("Another certificate, until %s"), day);
}

/* What is served as it should be is still not proven while it is not the new one. */
static void
tell (KpEvidenceLine *line, const KpProbe *probe, const KpJob *job, gint64 now)
{
  if (!serves (probe))
    return;
  g_free (line->says);
  line->says = describe_served (probe, job, now);
  if (!line->judged || line->outcome != KP_OUTCOME_OK || is_new (probe, job))
    return;
  g_free (line->state);
  if (job->said_installed_at > 0)
    {
      line->outcome = KP_OUTCOME_WRONG;
      line->state = g_strdup (_ ("Not the certificate that was handed over"));
    }
  else
    {
      line->outcome = KP_OUTCOME_WAITING;
      line->state = g_strdup (_ ("Not installed yet"));
    }
}

GPtrArray *
kp_proof_lines_new (const KpVerdict *verdict, const KpObservation *observation,
                    const KpJob *job, gint64 now)
{
  GPtrArray *lines = kp_evidence_lines_of_addresses (verdict, observation, now);

  for (guint i = 0; i < lines->len; i++)
    {
      KpEvidenceLine *line = g_ptr_array_index (lines, i);

      tell (line, g_ptr_array_index (observation->probes, line->index), job, now);
    }
  return lines;
}

char *
kp_proof_lines_sum (GPtrArray *lines, const KpObservation *observation, const KpJob *job)
{
  guint n_new = 0, n_served = 0;

  for (guint i = 0; i < lines->len; i++)
    {
      const KpEvidenceLine *line = g_ptr_array_index (lines, i);
      const KpProbe *probe = g_ptr_array_index (observation->probes, line->index);

      if (!line->judged || !serves (probe))
        continue;
      n_served++;
      n_new += is_new (probe, job) ? 1 : 0;
    }
  if (n_served == 0)
    return NULL;
  return g_strdup_printf (
      /* Translators: how many addresses, of how many; the plural is that of the second
       * number. */
      ngettext ("The new certificate is served by %u of %u address.",
                "The new certificate is served by %u of %u addresses.", n_served),
      n_new, n_served);
}
