/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/check-events.h"

static void
add (GPtrArray *events, const KpCheckResult *result, const char *kind, char *text)
{
  g_autofree char *owned = text;

  g_ptr_array_add (events,
                   kp_journal_event_new (kp_site_get_id (result->site),
                                         result->observation->checked_at, kind, owned));
}

static void
add_lock (GPtrArray *events, const KpSummary *before, const KpCheckResult *result)
{
  const KpSummary *after = &result->verdict->summary;

  if (before->checked_at != 0 && before->lock == after->lock)
    return;
  add (events, result, "lock",
       kp_journal_text_of_lock (
           after->lock, after->lock != KP_LOCK_LOCKED ? after->main_finding : NULL));
}

/* The record set most resolvers agree on is the one people know the name by. */
static char *
record_set (const KpObservation *observation)
{
  for (guint i = 0; i < observation->answers->len; i++)
    {
      const KpResolverAnswer *answer = g_ptr_array_index (observation->answers, i);

      if (answer->answered)
        return kp_resolver_answer_get_key (answer);
    }
  return NULL;
}

static void
add_dns (GPtrArray *events, const KpObservation *previous, const KpCheckResult *result)
{
  g_autofree char *before = record_set (previous);
  g_autofree char *after = record_set (result->observation);

  if (before == NULL || after == NULL || g_str_equal (before, after))
    return;
  add (events, result, "dns", kp_journal_text_of_dns (after, before));
}

static const KpCertificateFacts *
certificate_at (const KpObservation *observation, const char *address)
{
  for (guint i = 0; i < observation->probes->len; i++)
    {
      const KpProbe *probe = g_ptr_array_index (observation->probes, i);

      if (g_str_equal (probe->address, address))
        return probe->certificate;
    }
  return NULL;
}

static void
add_certificate (GPtrArray *events, const KpObservation *previous,
                 const KpCheckResult *result)
{
  const KpProbe *shown = result->verdict->shown;
  const KpCertificateFacts *before;

  if (shown == NULL || shown->certificate == NULL)
    return;
  before = certificate_at (previous, shown->address);
  if (before != NULL && !g_str_equal (before->sha256, shown->certificate->sha256))
    add (events, result, "certificate",
         kp_journal_text_of_certificate (shown->address, shown->certificate->not_after,
                                         shown->certificate->issuer));
}

GPtrArray *
kp_check_events_new (const KpSummary *before, const KpObservation *previous,
                     const KpCheckResult *result)
{
  GPtrArray *events =
      g_ptr_array_new_with_free_func ((GDestroyNotify) kp_journal_event_unref);

  add_lock (events, before, result);
  if (previous != NULL)
    {
      add_dns (events, previous, result);
      add_certificate (events, previous, result);
    }
  return events;
}
