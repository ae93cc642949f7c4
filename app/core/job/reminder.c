/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/job/reminder.h"

#include "core/base/time-text.h"

KpReminderTo
kp_reminder_to (const KpJob *job, KpTurn who)
{
  if (job->ended_at > 0 || job->paused_at > 0)
    return KP_REMINDER_NOBODY;
  if (job->step == KP_JOB_STEP_DNS && who == KP_TURN_CUSTOMER)
    return KP_REMINDER_CUSTOMER;
  if ((job->step == KP_JOB_STEP_WAIT_PROVIDER || job->step == KP_JOB_STEP_DNS
       || job->step == KP_JOB_STEP_INSTALL)
      && who == KP_TURN_PROVIDER)
    return KP_REMINDER_PROVIDER;
  return KP_REMINDER_NOBODY;
}

gboolean
kp_reminder_is_raised (const KpJobFacts *facts, gint64 due)
{
  const KpProfileDays *days;

  if (facts->profile == NULL || due == 0)
    return FALSE;
  days = kp_profile_get_days (facts->profile);
  return due - facts->now < (gint64) (days->answer + days->install) * KP_DAY;
}

/* A reminder brings no details, and may stand in the ticket of what it reminds of. */
static gboolean
hands_over (KpRequest *request)
{
  return kp_request_get_state (request) == KP_REQUEST_SENT
         && *kp_request_get_ticket (request) == '\0'
         && kp_request_get_fields (request)->len > 0;
}

KpRequest *
kp_reminder_find_first (GListModel *requests, gint64 job)
{
  for (guint i = 0; i < g_list_model_get_n_items (requests); i++)
    {
      g_autoptr (KpRequest) request = g_list_model_get_item (requests, i);

      if (kp_request_get_job_id (request) == job && hands_over (request))
        return g_steal_pointer (&request);
    }
  return NULL;
}

KpRequest *
kp_reminder_compose (const KpJob *job, const KpJobFacts *facts, KpRequest *first,
                     gint64 due, const char *sender, GError **error)
{
  gboolean raised = kp_reminder_is_raised (facts, due);
  g_autofree char *asked_on = kp_letter_format_day (kp_request_get_created_at (first));
  g_autofree char *needed_by = raised ? kp_letter_format_day (due) : NULL;
  const char *number = kp_request_get_number (first);
  const KpLetterValue values[] = { { "first-reference", kp_request_get_reference (first) },
                                   { "asked-on", asked_on },
                                   { "number", number },
                                   { "needed-by", needed_by },
                                   { NULL } };
  KpRequestPlan plan = { NULL };

  if (!kp_job_facts_check_profile (facts, error))
    return NULL;
  plan.profile = facts->profile;
  plan.kind = KP_LETTER_REMINDER_PROVIDER;
  plan.site = kp_site_get_label (facts->site);
  plan.host = kp_site_get_host (facts->site);
  plan.site_id = kp_site_get_id (facts->site);
  plan.job_id = job->id;
  plan.channel = kp_request_get_channel (first);
  plan.ticket = *number != '\0' ? number : NULL;
  plan.raised = raised;
  plan.sender = sender;
  plan.values = values;
  return kp_request_compose (&plan, NULL, error);
}
