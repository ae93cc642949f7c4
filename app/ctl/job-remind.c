/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/job-report.h"
#include "ctl/job-run.h"
#include "ctl/message.h"

#include "core/job/reminder.h"

#include <glib/gi18n.h>

static KpCtlStatus
note (KpCtl *ctl, KpSite *site, KpRequest *request)
{
  KpJobInput input = { FALSE };

  input.reminded = TRUE;
  input.request = request;
  return kp_ctl_drive_next (ctl, site, &input);
}

static KpCtlStatus
remind_provider (KpCtl *ctl, KpSite *site)
{
  g_autoptr (KpRequest) first = NULL;
  g_autoptr (KpRequest) request = NULL;
  g_autoptr (GError) error = NULL;
  KpJobFacts facts;
  KpCtlStatus status = kp_ctl_drive_open_outbox (ctl, site);

  if (status != KP_CTL_FINE)
    return status;
  first = kp_ctl_drive_find_request (ctl, site);
  if (first == NULL)
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "not-now", kp_site_get_label (site),
                        _ ("no request of its job has arrived, so there is nothing to "
                           "remind of; “keyplatectl request list” shows all"));
  kp_job_keeper_fill_facts (kp_desk_get_job_keeper (ctl->desk), site, &facts);
  request = kp_reminder_compose (kp_site_get_job (site), &facts, first,
                                 kp_site_get_summary (site)->next.due, NULL, &error);
  if (request == NULL)
    return kp_ctl_fail_error (ctl, kp_site_get_label (site), error);
  status = note (ctl, site, request);
  return status == KP_CTL_FINE ? kp_ctl_drive_deliver (ctl, site) : status;
}

static KpCtlStatus
run (KpCtl *ctl, char **operands)
{
  KpSite *site = NULL;
  KpCtlStatus status = kp_ctl_drive_find (ctl, operands[0], &site);
  KpReminderTo to;

  if (status != KP_CTL_FINE)
    return status;
  to = kp_reminder_to (kp_site_get_job (site), kp_site_get_summary (site)->next.who);
  if (to == KP_REMINDER_NOBODY)
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "not-now", operands[0],
                        _ ("nobody is waited for: there is no one to remind"));
  if (to == KP_REMINDER_PROVIDER)
    status = remind_provider (ctl, site);
  else
    status = note (ctl, site, NULL);
  if (status == KP_CTL_FINE && to == KP_REMINDER_CUSTOMER && !ctl->json)
    return kp_ctl_print_letter (ctl, site, KP_LETTER_REMINDER_CUSTOMER);
  return status == KP_CTL_FINE && ctl->json
             ? kp_ctl_drive_show (ctl, site, kp_site_get_job (site))
             : status;
}

const KpCtlCommand kp_ctl_job_remind = {
  .name = "job remind",
  .usage = "SITE",
  .summary = N_ ("Reminds whoever the job of a site waits for"),
  .run = run,
  .operand = KP_CTL_OPERAND_SITE,
  .least = 1,
  .most = 1,
};
