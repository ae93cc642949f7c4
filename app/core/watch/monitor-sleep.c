/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/watch/monitor-sleep.h"

#include "core/watch/monitor-private.h"

/* The network comes up in several steps after a sleep: so many milliseconds later what
 * could not be asked is asked again, and what is due. */
#define WAKE_AFTER 1000

static gboolean
woke_cb (gpointer data)
{
  KpMonitor *self = data;

  self->ask_id = 0;
  kp_monitor_notify_held (self);
  kp_monitor_ask_again (self);
  self->looked_at = kp_clock_now (self->clock);
  kp_monitor_look (self);
  return G_SOURCE_REMOVE;
}

static void
sleep_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface,
          const char *signal, GVariant *parameters, gpointer data)
{
  KpMonitor *self = data;
  gboolean begins = TRUE;

  if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    g_variant_get (parameters, "(b)", &begins);
  if (begins || self->look_id == 0)
    return;
  g_clear_handle_id (&self->ask_id, g_source_remove);
  self->ask_id = g_timeout_add (WAKE_AFTER, woke_cb, self);
}

void
kp_monitor_end_sleep (KpMonitor *self)
{
  if (self->sleep_id != 0)
    g_dbus_connection_signal_unsubscribe (self->system, self->sleep_id);
  self->sleep_id = 0;
  g_clear_object (&self->system);
}

void
kp_monitor_follow_sleep (KpMonitor *self, GDBusConnection *system)
{
  g_return_if_fail (KP_IS_MONITOR (self));
  g_return_if_fail (G_IS_DBUS_CONNECTION (system));

  if (self->system == system)
    return;
  kp_monitor_end_sleep (self);
  self->system = g_object_ref (system);
  self->sleep_id = g_dbus_connection_signal_subscribe (
      system, "org.freedesktop.login1", "org.freedesktop.login1.Manager", "PrepareForSleep",
      "/org/freedesktop/login1", NULL, G_DBUS_SIGNAL_FLAGS_NONE, sleep_cb, self, NULL);
}
