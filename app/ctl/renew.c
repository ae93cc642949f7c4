/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/job-run.h"
#include "ctl/message.h"
#include "ctl/renew-input.h"

#include <glib/gi18n.h>

static KpCtlDetails details;
static KpCtlRenewOptions given;
static gboolean option_yes;

static const KpCtlOption options[] = {
  { "subject", KP_CTL_OPTION_SUBJECT, &details.name,
    N_ ("Saved certificate details; single ones can be given beside it"), N_ ("NAME") },
  KP_CTL_SUBJECT_OPTIONS (details.given),
  KP_CTL_RENEW_CSR_OPTIONS (given),
  { "yes", KP_CTL_OPTION_FLAG, &option_yes,
    N_ ("Confirm that no details are wanted, where the provider asks for none"), NULL },
  { NULL },
};

static KpCtlStatus
renew (KpCtl *ctl, KpSite *site, KpSubject *subject, const KpCtlRenewInput *files)
{
  g_autofree char *json = subject != NULL ? kp_subject_to_json (subject) : NULL;
  KpJobInput input = { FALSE };
  KpCtlStatus status = kp_ctl_drive_begin (ctl, site, KP_JOB_RENEW);

  kp_ctl_renew_input_fill (files, &input);
  input.subject = json;
  input.subject_id = subject != NULL ? kp_subject_get_id (subject) : 0;
  input.confirmed = option_yes;
  if (status == KP_CTL_FINE && (subject != NULL || option_yes || input.csr != NULL))
    status = kp_ctl_drive_next (ctl, site, &input);
  return status == KP_CTL_FINE ? kp_ctl_drive_show (ctl, site, kp_site_get_job (site))
                               : status;
}

static KpCtlStatus
run (KpCtl *ctl, char **operands)
{
  g_auto (KpCtlRenewInput) files = { NULL };
  g_autoptr (KpSubject) subject = NULL;
  KpSite *site = NULL;
  KpCtlStatus status = kp_ctl_load_sites (ctl);

  if (status == KP_CTL_FINE)
    status = kp_ctl_find_site (ctl, operands[0], &site);
  if (status == KP_CTL_FINE)
    status = kp_ctl_drive_check_start (ctl, site, KP_JOB_RENEW);
  /* Nothing is begun that would be refused. With a signing request at hand nobody has to be
   * told the details. */
  if (status == KP_CTL_FINE)
    status = kp_ctl_drive_read_details (ctl, site, &details, given.csr == NULL, &subject);
  if (status == KP_CTL_FINE)
    status = kp_ctl_renew_input_read (ctl, site, &given, subject, &files);
  return status == KP_CTL_FINE ? renew (ctl, site, subject, &files) : status;
}

const KpCtlCommand kp_ctl_renew = {
  .name = "renew",
  .usage = N_ ("SITE"),
  .summary = N_ ("Begins to renew the certificate of a site"),
  .run = run,
  .options = options,
  .operand = KP_CTL_OPERAND_SITE,
  .least = 1,
  .most = 1,
};
