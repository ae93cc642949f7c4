/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/watch/monitor-private.h"

/* A network comes up in several steps: what could not be asked is asked again so many
 * milliseconds after the first. */
#define ASK_AFTER 1000

static gboolean
is_available (KpMonitor *self)
{
  return self->network == NULL || g_network_monitor_get_network_available (self->network);
}

gboolean
kp_monitor_is_held (KpMonitor *self)
{
  return self->network != NULL && g_network_monitor_get_network_metered (self->network)
         && !kp_settings_get_int (self->settings, "check-metered");
}

void
kp_monitor_ask_again (KpMonitor *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->portfolio));
  g_autoptr (GPtrArray) silent = g_ptr_array_new_with_free_func (g_object_unref);

  g_hash_table_remove_all (self->failures);
  if (self->look_id == 0 || !is_available (self) || kp_monitor_is_held (self))
    return;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KpSite) site = g_list_model_get_item (G_LIST_MODEL (self->portfolio), i);
      const KpSummary *summary = kp_site_get_summary (site);

      if (summary->status == KP_STATUS_COULD_NOT_ASK
          && !kp_summary_has (summary, KP_FINDING_SITE_NO_PROFILE))
        g_ptr_array_add (silent, g_steal_pointer (&site));
    }
  if (silent->len > 0)
    kp_monitor_check_due (self, silent);
}

static gboolean
ask_cb (gpointer data)
{
  KpMonitor *self = data;

  self->ask_id = 0;
  kp_monitor_notify_held (self);
  kp_monitor_ask_again (self);
  return G_SOURCE_REMOVE;
}

static void
network_changed_cb (KpMonitor *self)
{
  if (self->look_id != 0 && self->ask_id == 0)
    self->ask_id = g_timeout_add (ASK_AFTER, ask_cb, self);
}

void
kp_monitor_follow_network (KpMonitor *self, GNetworkMonitor *network)
{
  g_return_if_fail (KP_IS_MONITOR (self));
  g_return_if_fail (G_IS_NETWORK_MONITOR (network));

  if (self->network == network)
    return;
  if (self->network != NULL)
    g_signal_handlers_disconnect_by_data (self->network, self);
  g_set_object (&self->network, network);
  g_signal_connect_object (network, "network-changed", G_CALLBACK (network_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (network, "notify::network-metered",
                           G_CALLBACK (network_changed_cb), self, G_CONNECT_SWAPPED);
}
