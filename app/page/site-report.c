/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/site-report.h"

#include <glib/gi18n.h>


/* @seen and @history are copied or referenced. */
static KpSiteReport *
report_new (KpDesk *desk, KpSite *site, KpVerdict *verdict, KpObservation *seen,
            const KpHistory *history, gint64 now)
{
  KpSiteReport *self = g_rc_box_new0 (KpSiteReport);
  KpProfile *profile =
      kp_catalogue_find (kp_desk_get_catalogue (desk), kp_site_get_provider (site));

  self->desk = g_object_ref (desk);
  self->site = g_object_ref (site);
  if (profile != NULL)
    self->profile = g_object_ref (profile);
  self->verdict = kp_verdict_ref (verdict);
  self->history = kp_history_copy (history);
  self->now = now;
  if (seen == NULL)
    {
      self->resolvers = g_ptr_array_new ();
      self->addresses = g_ptr_array_new ();
      return self;
    }
  self->seen = kp_observation_ref (seen);
  self->resolvers = kp_evidence_lines_of_resolvers (verdict, seen, history);
  self->addresses = kp_evidence_lines_of_addresses (verdict, seen, now);
  return self;
}

KpSiteReport *
kp_site_report_new (KpDesk *desk, KpSite *site, KpVerdict *verdict,
                    const KpEvidence *evidence, gint64 now)
{
  return report_new (desk, site, verdict, evidence->observation, evidence->history, now);
}

KpSiteReport *
kp_site_report_at (const KpSiteReport *self, gint64 now)
{
  return report_new (self->desk, self->site, self->verdict, self->seen, self->history, now);
}

KpSiteReport *
kp_site_report_ref (KpSiteReport *self)
{
  return g_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  KpSiteReport *self = data;

  g_ptr_array_unref (self->resolvers);
  g_ptr_array_unref (self->addresses);
  kp_history_free (self->history);
  /* The verdict points into what was seen. */
  kp_verdict_unref (self->verdict);
  g_clear_pointer (&self->seen, kp_observation_unref);
  g_clear_object (&self->profile);
  g_object_unref (self->site);
  g_object_unref (self->desk);
}

void
kp_site_report_unref (KpSiteReport *self)
{
  g_rc_box_release_full (self, clear);
}

const char *
kp_site_report_get_provider (const KpSiteReport *self)
{
  return self->profile != NULL ? kp_profile_get_name (self->profile)
                               : kp_site_get_provider (self->site);
}

gboolean
kp_site_report_any_answered (const KpSiteReport *self)
{
  for (guint i = 0; self->seen != NULL && i < self->seen->answers->len; i++)
    if (((const KpResolverAnswer *) g_ptr_array_index (self->seen->answers, i))->answered)
      return TRUE;
  return FALSE;
}

/* They are sorted: notes come last. */
const KpFinding *
kp_site_report_find_main (const KpSiteReport *self)
{
  const KpFinding *first = self->verdict->findings->len > 0
                               ? g_ptr_array_index (self->verdict->findings, 0)
                               : NULL;

  if (first == NULL || first->severity == KP_SEVERITY_NOTE
      || (first->severity == KP_SEVERITY_UNKNOWN
          && self->verdict->summary.lock != KP_LOCK_UNKNOWN))
    return NULL;
  return first;
}

char *
kp_site_report_format_finding (const KpSiteReport *self, const KpFinding *finding)
{
  g_autofree char *values =
      kp_evidence_values_of_finding (finding, self->resolvers, self->addresses);
  GString *text = g_string_new (kp_site_get_label (self->site));

  g_string_append_printf (text, ": %s\n\n%s\n", kp_finding_id_get_title (finding->id),
                          finding->text);
  if (finding->fix != NULL)
    g_string_append_printf (text, "%s\n", finding->fix);
  if (*values != '\0')
    g_string_append_printf (text, "\n%s\n", values);
  if (self->seen != NULL)
    {
      g_autofree char *seen = kp_time_to_rfc3339 (self->seen->checked_at);

      /* Translators: %s is a moment such as "2026-11-22T08:10:00Z". */
      g_string_append_printf (text, _ ("Seen: %s"), seen);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}
