/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/command.h"
#include "ctl/report.h"

#include <glib/gi18n.h>

static KpCtlStatus
run (KpCtl *ctl, char **operands)
{
  g_autoptr (GPtrArray) sites = g_ptr_array_new ();
  KpSite *site = NULL;
  KpCtlStatus status = kp_ctl_load_sites (ctl);

  if (status == KP_CTL_FINE)
    status = kp_ctl_find_site (ctl, operands[0], &site);
  if (status != KP_CTL_FINE)
    return status;
  g_ptr_array_add (sites, site);
  return ctl->json ? kp_report_document (ctl, sites) : kp_report_stored (ctl, sites, NULL);
}

const KpCtlCommand kp_ctl_site_show = {
  .name = "site show",
  .usage = "SITE",
  .summary = N_ ("Shows what is known of a site"),
  .run = run,
  .operand = KP_CTL_OPERAND_SITE,
  .least = 1,
  .most = 1,
  .reads = TRUE,
};
