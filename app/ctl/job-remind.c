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
show_json (KpCtl *ctl, KpSite *site, const KpCtlLetters *reminder)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  KpCtlStatus status =
      kp_ctl_report_job (ctl, site, kp_site_get_job (site), reminder, builder);

  if (status == KP_CTL_FINE)
    kp_ctl_print_json (builder);
  return status;
}

static KpRequest *
compose (KpCtl *ctl, KpSite *site, KpRequest *first, GError **error)
{
  KpJobFacts facts;

  kp_job_keeper_fill_facts (kp_desk_get_job_keeper (ctl->desk), site, &facts);
  return kp_reminder_compose (kp_site_get_job (site), &facts, first,
                              kp_site_get_summary (site)->next.due, kp_letter_get_sender (),
                              error);
}

static void
print_text (KpRequest *request)
{
  g_print ("\n");
  kp_ctl_print_text (kp_request_get_subject (request));
  g_print ("\n\n");
  kp_ctl_print_text (kp_request_get_body (request));
}

static KpCtlStatus
remind_provider (KpCtl *ctl, KpSite *site)
{
  g_autoptr (KpRequest) first = NULL;
  g_autoptr (KpRequest) written = NULL;
  g_autoptr (KpRequest) told = NULL;
  g_autoptr (GError) error = NULL;
  KpCtlLetters reminder = { NULL };
  g_autoptr (KpJob) job = kp_job_copy (kp_site_get_job (site));
  KpCtlStatus status = kp_ctl_drive_open_outbox (ctl, site);
  KpOutbox *outbox;

  if (status != KP_CTL_FINE)
    return status;
  outbox = kp_desk_get_outbox (ctl->desk);
  first = kp_reminder_find_first (G_LIST_MODEL (kp_outbox_get_requests (outbox)), job);
  written = compose (ctl, site, first, &error);
  if (written == NULL)
    return kp_ctl_fail_error (ctl, kp_site_get_label (site), error);
  status = note (ctl, site, written);
  if (status != KP_CTL_FINE)
    return status;
  status = kp_ctl_drive_deliver (ctl, written, &told);
  /* What a person hands over is there to be copied. */
  if (!ctl->json && told != NULL
      && kp_request_get_state (told) == KP_REQUEST_WAITING_FOR_YOU)
    print_text (told);
  reminder.request = told;
  /* It is written down, whatever became of it. */
  return ctl->json && (told != NULL || status == KP_CTL_FINE)
             ? kp_ctl_worse (status, show_json (ctl, site, &reminder))
             : status;
}

static KpCtlStatus
remind_customer (KpCtl *ctl, KpSite *site)
{
  g_autoptr (KpLetter) letter = NULL;
  KpCtlLetters reminder = { NULL };
  KpCtlStatus status =
      kp_ctl_write_letter (ctl, site, KP_LETTER_REMINDER_CUSTOMER, &letter);

  /* Without a letter nobody is reminded. */
  if (status == KP_CTL_FINE)
    status = note (ctl, site, NULL);
  if (status != KP_CTL_FINE)
    return status;
  reminder.letter = letter;
  if (ctl->json)
    return show_json (ctl, site, &reminder);
  kp_ctl_print_letter (letter);
  return KP_CTL_FINE;
}

static KpCtlStatus
run (KpCtl *ctl, char **operands)
{
  KpSite *site = NULL;
  KpCtlStatus status = kp_ctl_drive_find (ctl, operands[0], &site);

  if (status != KP_CTL_FINE)
    return status;
  switch (kp_reminder_to (kp_site_get_job (site), kp_site_get_summary (site)->next.who))
    {
    case KP_REMINDER_PROVIDER:
      return remind_provider (ctl, site);
    case KP_REMINDER_CUSTOMER:
      return remind_customer (ctl, site);
    case KP_REMINDER_NOBODY:
    default:
      return kp_ctl_fail (ctl, KP_CTL_USAGE, "not-now", operands[0],
                          _ ("nobody is waited for: there is no one to remind"));
    }
}

const KpCtlCommand kp_ctl_job_remind = {
  .name = "job remind",
  .usage = N_ ("SITE"),
  .summary = N_ ("Reminds whoever the job of a site waits for"),
  .run = run,
  .operand = KP_CTL_OPERAND_SITE,
  .least = 1,
  .most = 1,
};
