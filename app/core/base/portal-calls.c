/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/portal-calls.h"

#define PREFIX "org.freedesktop.portal."

struct _KpPortalCalls
{
  GDBusConnection *bus;
  char *interface;
  guint filter;
  guint32 serial; /* of the call, 0 before it; used by the thread of the bus alone */
  KpPortalCallsRefused refused; /* NULL once it was told, or nobody wants to know */
  gpointer data;
  GDestroyNotify destroy;
};

static void
calls_clear (gpointer data)
{
  KpPortalCalls *calls = data;

  g_object_unref (calls->bus);
  g_free (calls->interface);
}

static void
calls_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, calls_clear);
}

static void
told_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  KpPortalCalls *calls = data;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  KpPortalCallsRefused refused = g_steal_pointer (&calls->refused);

  if (refused != NULL)
    refused (calls->data);
  calls_unref (calls);
}

/* The caller may still have to be told: it is when something asked later was answered. */
static gboolean
refused_cb (gpointer data)
{
  KpPortalCalls *calls = data;

  if (calls->refused != NULL)
    g_dbus_connection_call (calls->bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                            "org.freedesktop.DBus", "GetId", NULL, G_VARIANT_TYPE ("(s)"),
                            G_DBUS_CALL_FLAGS_NONE, -1, NULL, told_cb,
                            g_atomic_rc_box_acquire (calls));
  return G_SOURCE_REMOVE;
}

/* In the thread of the bus. */
static GDBusMessage *
seen_cb (GDBusConnection *bus, GDBusMessage *message, gboolean incoming, gpointer data)
{
  /* The call that was last found to be somebody's: those who came earlier see it first. */
  static guint32 claimed;
  KpPortalCalls *calls = data;
  GDBusMessageType type = g_dbus_message_get_message_type (message);

  if (!incoming && type == G_DBUS_MESSAGE_TYPE_METHOD_CALL && calls->serial == 0
      && g_dbus_message_get_serial (message) != claimed
      && g_strcmp0 (g_dbus_message_get_interface (message), calls->interface) == 0)
    calls->serial = claimed = g_dbus_message_get_serial (message);
  else if (incoming && type == G_DBUS_MESSAGE_TYPE_ERROR && calls->serial != 0
           && g_dbus_message_get_reply_serial (message) == calls->serial)
    g_idle_add_full (G_PRIORITY_DEFAULT, refused_cb, g_atomic_rc_box_acquire (calls),
                     calls_unref);
  return message;
}

KpPortalCalls *
kp_portal_calls_follow (const char *interface, KpPortalCallsRefused refused, gpointer data,
                        GDestroyNotify destroy)
{
  GDBusConnection *bus;
  KpPortalCalls *calls;

  g_return_val_if_fail (interface != NULL && refused != NULL, NULL);

  bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  if (bus == NULL)
    {
      if (destroy != NULL)
        destroy (data);
      return NULL;
    }
  calls = g_atomic_rc_box_new0 (KpPortalCalls);
  calls->bus = bus;
  calls->interface = g_strconcat (PREFIX, interface, NULL);
  calls->refused = refused;
  calls->data = data;
  calls->destroy = destroy;
  calls->filter = g_dbus_connection_add_filter (
      bus, seen_cb, g_atomic_rc_box_acquire (calls), calls_unref);
  return calls;
}

void
kp_portal_calls_unfollow (KpPortalCalls *calls)
{
  g_return_if_fail (calls != NULL);

  calls->refused = NULL;
  g_dbus_connection_remove_filter (calls->bus, calls->filter);
  if (calls->destroy != NULL)
    calls->destroy (calls->data);
  calls_unref (calls);
}
