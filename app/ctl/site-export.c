/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/command.h"
#include "ctl/message.h"
#include "ctl/refresh.h"
#include "ctl/report.h"

#include "core/exchange/ics.h"
#include "core/exchange/site-csv.h"

#include <glib/gi18n.h>

static char *option_format;

static const KpCtlOption options[] = {
  { "format", KP_CTL_OPTION_CHOICE, &option_format,
    N_ ("How to write it (usually csv, which “site import” reads)"), "csv|json|ics" },
  { NULL },
};

/* Of today's renew-by dates, whatever has changed since the last check. */
static KpCtlStatus
print_calendar (KpCtl *ctl)
{
  g_autoptr (GPtrArray) sites = kp_ctl_all_sites (ctl);
  g_autofree char *calendar = NULL;

  kp_ctl_refresh (ctl, sites);
  calendar = kp_ics_export (sites, kp_desk_get_catalogue (ctl->desk),
                            kp_clock_now (kp_desk_get_clock (ctl->desk)));
  kp_ctl_print_text (calendar);
  return KP_CTL_FINE;
}

static KpCtlStatus
run (KpCtl *ctl, char **operands)
{
  g_autofree char *csv = NULL;
  KpCtlStatus status = kp_ctl_load_sites (ctl);

  if (status != KP_CTL_FINE)
    return status;
  if (ctl->json || g_strcmp0 (option_format, "json") == 0)
    {
      g_autoptr (GPtrArray) sites = kp_ctl_all_sites (ctl);

      return kp_report_document (ctl, sites);
    }
  if (g_strcmp0 (option_format, "ics") == 0)
    return print_calendar (ctl);
  csv = kp_site_csv_export (G_LIST_MODEL (kp_desk_get_portfolio (ctl->desk)));
  kp_ctl_print_text (csv);
  return KP_CTL_FINE;
}

const KpCtlCommand kp_ctl_site_export = {
  .name = "site export",
  .usage = "",
  .summary = N_ ("Writes all sites to standard output"),
  .run = run,
  .options = options,
  .reads = TRUE,
};
