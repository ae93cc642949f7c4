/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/check-events.h"
#include "core/check/sweep-private.h"

static void
item_clear (gpointer data)
{
  KpSweepItem *self = data;

  g_object_unref (self->site);
  kp_evidence_free (self->before);
  g_clear_pointer (&self->result, kp_check_result_unref);
}

KpSweepItem *
kp_sweep_item_new (KpSite *site, KpEvidence *before)
{
  KpSweepItem *self = g_rc_box_new0 (KpSweepItem);

  self->site = g_object_ref (site);
  self->before = before;
  return self;
}

KpSweepItem *
kp_sweep_item_ref (KpSweepItem *self)
{
  return g_rc_box_acquire (self);
}

void
kp_sweep_item_unref (KpSweepItem *self)
{
  g_rc_box_release_full (self, item_clear);
}

/* What changed while nobody answered is told as well. */
static const KpObservation *
find_before (KpEvidence *before)
{
  gboolean evidence =
      before->observation != NULL && kp_observation_is_evidence (before->observation);

  return evidence ? before->observation : kp_evidence_get_previous (before);
}

KpCheckRecord *
kp_sweep_item_make_record (const KpSweepItem *self)
{
  const KpCheckResult *result = self->result;
  KpCheckRecord *record = g_new0 (KpCheckRecord, 1);

  record->site_id = kp_site_get_id (self->site);
  record->observation = kp_observation_ref (result->observation);
  record->history = kp_history_copy (result->history);
  kp_summary_init (&record->summary);
  kp_summary_copy (&record->summary, &result->verdict->summary);
  record->job_id = result->verdict->done_job;
  record->job_revision = result->verdict->done_revision;
  if (self->before->text != NULL)
    {
      record->before = kp_observation_ref (self->before->observation);
      record->before_text = g_ref_string_acquire (self->before->text);
    }
  /* What was told before is the same observation, judged otherwise. */
  record->again = self->told;
  record->events = kp_check_events_new (
      kp_site_get_summary (self->site),
      self->told ? result->observation : find_before (self->before), result);
  return record;
}
