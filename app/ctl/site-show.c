/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/command.h"
#include "ctl/message.h"
#include "ctl/report.h"

#include "core/exchange/history-text.h"

#include <glib/gi18n.h>

static gboolean option_history;

static const KpCtlOption options[] = {
  { "history", KP_CTL_OPTION_FLAG, &option_history,
    N_ ("Print what happened to it, as a text for the customer"), NULL },
  { NULL },
};

static void
print_events (KpSite *site, GPtrArray *events)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  kp_ctl_add_string (builder, "site", kp_site_get_host (site));
  kp_ctl_add_int (builder, "port", kp_site_get_port (site));
  json_builder_set_member_name (builder, "history");
  json_builder_begin_array (builder);
  for (guint i = events->len; i > 0; i--)
    {
      const KpJournalEvent *event = g_ptr_array_index (events, i - 1);
      g_autofree char *at = kp_time_to_rfc3339 (event->at);
      g_autofree char *text = kp_journal_event_format (event);

      json_builder_begin_object (builder);
      kp_ctl_add_string (builder, "at", at);
      kp_ctl_add_string (builder, "kind", event->kind);
      kp_ctl_add_string (builder, "text", text);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  kp_ctl_print_json (builder);
}

static KpCtlStatus
show_history (KpCtl *ctl, KpSite *site)
{
  KpStore *store = kp_desk_get_store (ctl->desk);
  KpProfile *profile =
      kp_catalogue_find (kp_desk_get_catalogue (ctl->desk), kp_site_get_provider (site));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  kp_store_load_journal_async (store, kp_site_get_id (site), G_MAXINT, NULL, kp_ctl_wait_cb,
                               &result);
  result = kp_ctl_wait (&result);
  events = kp_store_load_journal_finish (store, result, &error);
  if (events == NULL)
    return kp_ctl_fail_error (ctl, _ ("store"), error);
  if (ctl->json)
    {
      print_events (site, events);
      return KP_CTL_FINE;
    }
  text = kp_history_text (site, profile != NULL ? kp_profile_get_name (profile) : NULL,
                          events, kp_clock_now (kp_desk_get_clock (ctl->desk)));
  kp_ctl_print_text (text);
  return KP_CTL_FINE;
}

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
  if (option_history)
    return show_history (ctl, site);
  g_ptr_array_add (sites, site);
  return ctl->json ? kp_report_document (ctl, sites) : kp_report_stored (ctl, sites, NULL);
}

const KpCtlCommand kp_ctl_site_show = {
  .name = "site show",
  .usage = N_ ("SITE"),
  .summary = N_ ("Shows what is known of a site"),
  .run = run,
  .options = options,
  .operand = KP_CTL_OPERAND_SITE,
  .least = 1,
  .most = 1,
  .reads = TRUE,
};
