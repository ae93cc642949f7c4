/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/job/reminder.h"

#include <glib/gi18n.h>

#include "core/base/time-text.h"

KpReminderTo
kp_reminder_to (const KpJob *job, KpTurn who)
{
  if (job->ended_at > 0 || job->paused_at > 0)
    return KP_REMINDER_NOBODY;
  if ((job->step == KP_JOB_STEP_DNS || kp_job_waits_for_record (job))
      && who == KP_TURN_CUSTOMER)
    return KP_REMINDER_CUSTOMER;
  if ((job->step == KP_JOB_STEP_WAIT_PROVIDER || job->step == KP_JOB_STEP_DNS
       || job->step == KP_JOB_STEP_INSTALL)
      && who == KP_TURN_PROVIDER)
    return KP_REMINDER_PROVIDER;
  return KP_REMINDER_NOBODY;
}

/* The end of a certificate that has secured the site, and is served still: 0 if there is
 * none, or if it is over. */
static gint64
find_need (const KpJobFacts *facts)
{
  const KpSummary *summary = kp_site_get_summary (facts->site);

  return summary->last_locked_at > 0 && summary->not_after > facts->now ? summary->not_after
                                                                        : 0;
}

static gboolean
is_short (const KpJobFacts *facts, gint64 need)
{
  const KpProfileDays *days = kp_profile_get_days (facts->profile);

  return need > 0 && need - facts->now < (gint64) (days->answer + days->install) * KP_DAY;
}

/* The day by which the provider is due is counted from its own usual days: until that has
 * passed it says nothing of whether they are too long. */
gboolean
kp_reminder_is_raised (const KpJobFacts *facts, gint64 due)
{
  if (facts->profile == NULL)
    return FALSE;
  return (due > 0 && facts->now > due) || is_short (facts, find_need (facts));
}

/* The step whose hand-over is waited for. */
static KpJobStep
get_asked (const KpJob *job)
{
  return job->kind == KP_JOB_RENEW && job->step == KP_JOB_STEP_INSTALL
             ? KP_JOB_STEP_SUBMIT
             : KP_JOB_STEP_HAND_OVER;
}

/* Nothing but the second request of a renewal has something attached; reminders bring no
 * details, and stand in its ticket where there is one. */
gboolean
kp_reminder_hands_over (KpRequest *request, const KpJob *job)
{
  gboolean attached = kp_request_get_attachments (request)->len > 0;

  if (kp_request_get_job_id (request) != job->id)
    return FALSE;
  if (get_asked (job) == KP_JOB_STEP_SUBMIT)
    return attached;
  return !attached && *kp_request_get_ticket (request) == '\0'
         && kp_request_get_fields (request)->len > 0;
}

KpRequest *
kp_reminder_find_first (GListModel *requests, const KpJob *job)
{
  for (guint i = 0; i < g_list_model_get_n_items (requests); i++)
    {
      g_autoptr (KpRequest) request = g_list_model_get_item (requests, i);

      if (kp_request_get_state (request) == KP_REQUEST_SENT
          && kp_reminder_hands_over (request, job))
        return g_steal_pointer (&request);
    }
  return NULL;
}

/* What was handed over by hand is no request of ours; when that was is known all the same.
 */
static gboolean
was_by_hand (const KpJob *job)
{
  return job->channel != NULL && g_str_equal (job->channel, "form")
         && job->step_at[get_asked (job)] > 0;
}

gboolean
kp_reminder_can_compose (const KpJob *job, KpRequest *first, GError **error)
{
  if (first != NULL || was_by_hand (job))
    return TRUE;
  g_set_error_literal (error, KP_JOB_ERROR, KP_JOB_ERROR_NOT_NOW,
                       _ ("No request of this job has arrived, so there is nothing to "
                          "remind of."));
  return FALSE;
}

KpRequest *
kp_reminder_compose (const KpJob *job, const KpJobFacts *facts, KpRequest *first,
                     gint64 due, const char *sender, GError **error)
{
  gboolean raised = kp_reminder_is_raised (facts, due);
  gint64 asked_at =
      first != NULL ? kp_request_get_created_at (first) : job->step_at[get_asked (job)];
  g_autofree char *asked_on = kp_letter_format_day (asked_at);
  gint64 need = find_need (facts);
  g_autofree char *needed_by = NULL;
  const char *number = first != NULL ? kp_request_get_number (first) : job->ticket;
  KpRequestPlan plan = { NULL };

  if (!kp_job_facts_check_profile (facts, error)
      || !kp_reminder_can_compose (job, first, error))
    return NULL;
  if (is_short (facts, need))
    needed_by = kp_letter_format_day (need);

  const KpLetterValue values[] = {
    { "first-reference", first != NULL ? kp_request_get_reference (first) : NULL },
    { "asked-on", asked_on },
    { "number", number },
    { "needed-by", needed_by },
    { NULL }
  };

  plan.profile = facts->profile;
  plan.kind = KP_LETTER_REMINDER_PROVIDER;
  plan.site = facts->site;
  plan.job_id = job->id;
  plan.channel = first != NULL ? kp_request_get_channel (first) : job->channel;
  plan.ticket = number != NULL && *number != '\0' ? number : NULL;
  plan.raised = raised;
  plan.language = facts->language;
  plan.sender = sender;
  plan.values = values;
  return kp_request_compose (&plan, NULL, error);
}
