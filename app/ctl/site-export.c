/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/command.h"
#include "ctl/message.h"
#include "ctl/refresh.h"
#include "ctl/report.h"

#include "core/exchange/ics.h"
#include "core/exchange/prometheus.h"
#include "core/exchange/site-csv.h"

#include <glib/gi18n.h>

static char *option_format;
static char *option_out;

static const KpCtlOption options[] = {
  { "format", KP_CTL_OPTION_CHOICE, &option_format,
    N_ ("How to write it (usually csv, which “site import” reads)"),
    "csv|json|ics|prometheus" },
  { "out", KP_CTL_OPTION_FILE, &option_out,
    N_ ("Writes it there, in place of what is there, whole or not at all"), N_ ("FILE") },
  { NULL },
};

static KpCtlStatus
make_json (KpCtl *ctl, GPtrArray *sites, char **text)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  KpCtlStatus status;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "sites");
  json_builder_begin_array (builder);
  status = kp_report_stored (ctl, sites, builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  if (status != KP_CTL_FINE)
    return status;
  root = json_builder_get_root (builder);
  *text = json_to_string (root, TRUE);
  return KP_CTL_FINE;
}

/* Locks and renew-by dates are today's, whatever has changed since the last check. */
static KpCtlStatus
make_text (KpCtl *ctl, const char *format, char **text)
{
  g_autoptr (GPtrArray) sites = kp_ctl_all_sites (ctl);

  if (g_str_equal (format, "json"))
    return make_json (ctl, sites, text);
  if (g_str_equal (format, "csv"))
    {
      *text = kp_site_csv_export (G_LIST_MODEL (kp_desk_get_portfolio (ctl->desk)));
      return KP_CTL_FINE;
    }
  kp_ctl_refresh (ctl, sites);
  if (g_str_equal (format, "prometheus"))
    *text = kp_prometheus_export (sites);
  else
    *text = kp_ics_export (sites, kp_desk_get_catalogue (ctl->desk),
                           kp_clock_now (kp_desk_get_clock (ctl->desk)));
  return KP_CTL_FINE;
}

static void
print_written (KpCtl *ctl)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *file = g_filename_display_name (option_out);

  if (!ctl->json)
    return;
  json_builder_begin_object (builder);
  kp_ctl_add_string (builder, "file", file);
  kp_ctl_add_int (
      builder, "sites",
      g_list_model_get_n_items (G_LIST_MODEL (kp_desk_get_portfolio (ctl->desk))));
  json_builder_end_object (builder);
  kp_ctl_print_json (builder);
}

/* Whoever collects it, under another user perhaps, never sees half of it. */
static KpCtlStatus
write_out (KpCtl *ctl, const char *text)
{
  g_autoptr (GError) error = NULL;
  const char *why;

  if (g_file_set_contents_full (option_out, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0644,
                                &error))
    {
      print_written (ctl);
      return KP_CTL_FINE;
    }
  /* Before it stands the name of a file that nobody has heard of. */
  why = g_strrstr (error->message, ": ");
  return kp_ctl_fail (ctl, KP_CTL_COULD_NOT, "file", option_out,
                      why != NULL ? why + 2 : error->message);
}

static KpCtlStatus
run (KpCtl *ctl, char **operands)
{
  const char *format = option_format != NULL ? option_format : ctl->json ? "json" : "csv";
  g_autofree char *text = NULL;
  KpCtlStatus status = kp_ctl_load_sites (ctl);

  if (status != KP_CTL_FINE)
    return status;
  /* As everywhere: it is printed. */
  if (g_strcmp0 (option_out, "-") == 0)
    g_clear_pointer (&option_out, g_free);
  if (option_out == NULL && (ctl->json || g_str_equal (format, "json")))
    {
      g_autoptr (GPtrArray) sites = kp_ctl_all_sites (ctl);

      return kp_report_document (ctl, sites);
    }
  status = make_text (ctl, format, &text);
  if (status == KP_CTL_FINE && option_out != NULL)
    return write_out (ctl, text);
  if (status == KP_CTL_FINE)
    kp_ctl_print_text (text);
  return status;
}

const KpCtlCommand kp_ctl_site_export = {
  .name = "site export",
  .usage = "",
  .summary = N_ ("Writes all sites to standard output or a file"),
  .run = run,
  .options = options,
  .reads = TRUE,
};
