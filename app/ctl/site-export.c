/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/context.h"
#include "ctl/report.h"

#include "core/exchange/site-csv.h"

#include <glib/gi18n.h>
#include <stdio.h>

static char *option_format;

static const GOptionEntry entries[] = {
  { "format", 0, 0, G_OPTION_ARG_STRING, &option_format, N_ ("How to write it"),
    "csv|json" },
  { NULL },
};

static KpCtlStatus
run (KpCtl *ctl, char **argv)
{
  g_autoptr (GPtrArray) sites = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *csv = NULL;
  gboolean json = ctl->json || g_strcmp0 (option_format, "json") == 0;
  KpCtlStatus status = kp_ctl_expect (ctl, argv, 0, 0, "");
  GListModel *portfolio;

  if (status == KP_CTL_FINE && option_format != NULL && !g_str_equal (option_format, "json")
      && !g_str_equal (option_format, "csv"))
    status = kp_ctl_fail (ctl, KP_CTL_USAGE, "option", option_format,
                          _ ("expected csv or json after --format"));
  if (status == KP_CTL_FINE)
    status = kp_ctl_load_sites (ctl);
  if (status != KP_CTL_FINE)
    return status;

  portfolio = G_LIST_MODEL (kp_desk_get_portfolio (ctl->desk));
  if (json)
    {
      for (guint i = 0; i < g_list_model_get_n_items (portfolio); i++)
        g_ptr_array_add (sites, g_list_model_get_item (portfolio, i));
      return kp_report_document (ctl, sites);
    }
  csv = kp_site_csv_export (portfolio);
  fputs (csv, stdout);
  return KP_CTL_FINE;
}

const KpCtlCommand kp_ctl_site_export = {
  "site export", "", N_ ("Writes all sites to standard output"), run, entries,
};
