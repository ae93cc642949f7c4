/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/check-events.h"

#include <glib/gi18n.h>

#include "core/base/time-text.h"

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
  KpFindingId id;

  if (before->checked_at != 0 && before->lock == after->lock)
    return;
  if (after->lock != KP_LOCK_LOCKED && after->main_finding != NULL
      && kp_finding_id_from_string (after->main_finding, &id))
    add (events, result, "lock",
         g_strdup_printf (
             /* Translators: the first is a lock ("Unlocked"), the second the title of a
                finding */
             C_ ("lock", "%s: %s"),
             kp_lock_get_label (after->lock), kp_finding_id_get_title (id)));
  else
    add (events, result, "lock", g_strdup (kp_lock_get_label (after->lock)));
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
  add (events, result, "dns",
       /* Translators: both are record sets such as "A 192.0.2.1" or "CNAME
          host.example.com" */
       g_strdup_printf (_ ("DNS answers %s, before that %s"), after, before));
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
    {
      g_autofree char *day = kp_time_format_date (shown->certificate->not_after);

      add (events, result, "certificate",
           /* Translators: the name of a certificate authority, an IP address and a date */
           g_strdup_printf (_ ("New certificate by %s at %s, valid until %s"),
                            shown->certificate->issuer, shown->address, day));
    }
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
