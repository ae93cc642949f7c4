/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/job-answer.h"

#include "core/helpdesk/reply-target.h"
#include "core/job/reminder.h"
#include "core/store/store-requests.h"
#include "ctl/message.h"
#include "ctl/request.h"

static gboolean
waits_for_target (const KpJob *job, const KpJobFacts *facts)
{
  return job->ended_at == 0 && job->step == KP_JOB_STEP_WAIT_PROVIDER
         && facts->profile != NULL
         && (kp_job_get_needs (job, facts) & KP_JOB_NEED_TARGET) != 0;
}

/* @messages: (element-type KpMessage): the newest first */
static char *
find_target (GPtrArray *messages, KpProfile *profile)
{
  for (guint i = 0; i < messages->len; i++)
    {
      KpMessage *message = g_ptr_array_index (messages, i);
      char *target = NULL;

      if (kp_message_get_incoming (message))
        target = kp_reply_find_target (kp_message_get_body (message), profile);
      if (target != NULL)
        return target;
    }
  return NULL;
}

KpCtlStatus
kp_ctl_find_answer (KpCtl *ctl, const KpJob *borrowed, const KpJobFacts *facts,
                    char **target)
{
  KpStore *store = kp_desk_get_store (ctl->desk);
  g_autoptr (KpRequest) first = NULL;
  g_autoptr (GPtrArray) messages = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  /* It may be the site's own, which may be replaced while this waits. */
  g_autoptr (KpJob) job = kp_job_copy (borrowed);
  KpOutbox *outbox;
  KpCtlStatus status;

  *target = NULL;
  if (!waits_for_target (job, facts))
    return KP_CTL_FINE;
  status = kp_ctl_open_outbox (ctl, &outbox);
  if (status != KP_CTL_FINE)
    return status;
  first = kp_reminder_find_first (G_LIST_MODEL (kp_outbox_get_requests (outbox)), job);
  if (first == NULL)
    return KP_CTL_FINE;
  kp_store_load_messages_async (store, kp_request_get_id (first), NULL, kp_ctl_wait_cb,
                                &result);
  result = kp_ctl_wait (&result);
  messages = kp_store_load_messages_finish (store, result, &error);
  if (messages == NULL)
    return kp_ctl_fail_error (ctl, kp_site_get_label (facts->site), error);
  *target = find_target (messages, facts->profile);
  return KP_CTL_FINE;
}
