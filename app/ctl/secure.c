/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/ask.h"
#include "ctl/job-ask.h"
#include "ctl/job-run.h"
#include "ctl/message.h"

#include <glib/gi18n.h>

static KpCtlDetails details;
static gboolean option_yes;

static const KpCtlOption options[] = {
  { "subject", KP_CTL_OPTION_TEXT, &details.name,
    N_ ("Saved certificate details; single ones can be given beside it"), N_ ("NAME") },
  KP_CTL_SUBJECT_OPTIONS (details.given),
  { "yes", KP_CTL_OPTION_FLAG, &option_yes,
    N_ ("Confirm the details: from here the job is under way"), NULL },
  { NULL },
};

static gboolean
is_confirmed (KpCtl *ctl, KpSite *site, KpSubject *subject)
{
  return option_yes
         || (!ctl->json && kp_ctl_can_ask () && kp_ctl_ask_to_secure (ctl, site, subject));
}

static KpCtlStatus
secure (KpCtl *ctl, KpSite *site, KpSubject *subject)
{
  g_autofree char *json = subject != NULL ? kp_subject_to_json (subject) : NULL;
  KpJobInput input = { FALSE };
  KpCtlStatus status = kp_ctl_drive_begin (ctl, site, KP_JOB_SECURE);

  if (status != KP_CTL_FINE)
    return status;
  input.name_allowed = TRUE;
  input.subject = json;
  input.subject_id = subject != NULL ? kp_subject_get_id (subject) : 0;
  input.confirmed = subject != NULL && is_confirmed (ctl, site, subject);
  status = kp_ctl_drive_next (ctl, site, &input);
  if (status != KP_CTL_FINE)
    return status;
  return kp_ctl_drive_show (ctl, site, kp_site_get_job (site));
}

static KpCtlStatus
run (KpCtl *ctl, char **operands)
{
  g_autoptr (KpSubject) subject = NULL;
  KpSite *site = NULL;
  KpCtlStatus status = kp_ctl_load_sites (ctl);

  if (status == KP_CTL_FINE)
    status = kp_ctl_find_site (ctl, operands[0], &site);
  if (status == KP_CTL_FINE)
    status = kp_ctl_drive_check_start (ctl, site, KP_JOB_SECURE);
  /* Nothing is begun that would be refused. */
  if (status == KP_CTL_FINE)
    status = kp_ctl_drive_check_name (ctl, site);
  if (status == KP_CTL_FINE)
    status = kp_ctl_drive_read_details (ctl, site, &details, TRUE, &subject);
  return status == KP_CTL_FINE ? secure (ctl, site, subject) : status;
}

const KpCtlCommand kp_ctl_secure = {
  .name = "secure",
  .usage = N_ ("SITE"),
  .summary = N_ ("Begins to secure a site"),
  .run = run,
  .options = options,
  .operand = KP_CTL_OPERAND_SITE,
  .least = 1,
  .most = 1,
};
