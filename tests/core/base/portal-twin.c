/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/portal-twin.h"

#define NAME "org.freedesktop.portal.Desktop"
#define PATH "/org/freedesktop/portal/desktop"
#define PREFIX "org.freedesktop.portal."
#define PORTAL                                                                             \
  "<node><interface name='" PREFIX "%s'>"                                                  \
  "<property name='version' type='u' access='read'/>"                                      \
  "<method name='Ask'><arg type='s' direction='in'/><arg type='a{sv}' direction='in'/>"    \
  "<arg type='o' direction='out'/></method></interface></node>"
#define REQUEST                                                                            \
  "<node><interface name='" PREFIX "Request'><method name='Close'/></interface></node>"

struct _PortalTwin
{
  GDBusConnection *bus;
  PortalTwinAnswer answer;
  guint closed;
  GArray *exported;      /* guint: ids of objects */
  GPtrArray *unanswered; /* of GDBusMethodInvocation */
};

static void
closed_cb (GDBusConnection *bus, const char *sender, const char *path,
           const char *interface, const char *method, GVariant *parameters,
           GDBusMethodInvocation *invocation, gpointer data)
{
  PortalTwin *self = data;

  self->closed++;
  g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
export_at (PortalTwin *self, const char *path, const char *xml,
           const GDBusInterfaceVTable *vtable)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (xml, &error);
  guint id;

  g_assert_no_error (error);
  id = g_dbus_connection_register_object (self->bus, path, node->interfaces[0], vtable,
                                          self, NULL, &error);
  g_assert_no_error (error);
  g_array_append_val (self->exported, id);
}

/* As the portals make it of who asks and the token. */
static char *
make_handle (const char *sender, GVariant *parameters)
{
  g_autoptr (GVariant) options = g_variant_get_child_value (parameters, 1);
  g_autofree char *who = g_strdelimit (g_strdup (sender + 1), ".", '_');
  const char *token;

  g_assert_true (g_variant_lookup (options, "handle_token", "&s", &token));
  return g_strconcat (PATH "/request/", who, "/", token, NULL);
}

static void
asked (PortalTwin *self, const char *sender, GVariant *parameters,
       GDBusMethodInvocation *invocation)
{
  static const GDBusInterfaceVTable vtable = { .method_call = closed_cb };
  g_autofree char *handle = make_handle (sender, parameters);
  GVariant *response;

  if (self->answer == PORTAL_TWIN_REFUSED)
    {
      g_dbus_method_invocation_return_dbus_error (invocation, PREFIX "Error.Failed",
                                                  "no backend");
      return;
    }
  export_at (self, handle, REQUEST, &vtable);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", handle));
  if (self->answer == PORTAL_TWIN_NEVER)
    return;
  if (self->answer == PORTAL_TWIN_UNREADABLE)
    response = g_variant_new ("(s)", "done");
  else
    response = g_variant_new ("(ua{sv})", (guint32) self->answer, NULL);
  g_dbus_connection_emit_signal (self->bus, sender, handle, PREFIX "Request", "Response",
                                 response, NULL);
}

/* The version, too: it is asked by a method. */
static void
called_cb (GDBusConnection *bus, const char *sender, const char *path,
           const char *interface, const char *method, GVariant *parameters,
           GDBusMethodInvocation *invocation, gpointer data)
{
  PortalTwin *self = data;

  if (self->answer == PORTAL_TWIN_DEAF)
    g_ptr_array_add (self->unanswered, invocation);
  else if (g_strcmp0 (method, "Get") == 0)
    g_dbus_method_invocation_return_value (invocation,
                                           g_variant_new ("(v)", g_variant_new_uint32 (1)));
  else
    asked (self, sender, parameters, invocation);
}

static guint32
call_bus (PortalTwin *self, const char *method, GVariant *arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_sync (
      self->bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
      method, arguments, G_VARIANT_TYPE ("(u)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  guint32 given;

  g_assert_no_error (error);
  g_variant_get (answer, "(u)", &given);
  return given;
}

PortalTwin *
portal_twin_new (GTestDBus *bus, const char *interface, PortalTwinAnswer answer)
{
  static const GDBusInterfaceVTable vtable = { .method_call = called_cb };
  PortalTwin *self = g_new0 (PortalTwin, 1);
  g_autofree char *xml = g_strdup_printf (PORTAL, interface);
  g_autoptr (GError) error = NULL;

  self->answer = answer;
  self->exported = g_array_new (FALSE, FALSE, sizeof (guint));
  self->unanswered = g_ptr_array_new ();
  self->bus = g_dbus_connection_new_for_address_sync (
      g_test_dbus_get_bus_address (bus),
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
          | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL, NULL, &error);
  g_assert_no_error (error);
  export_at (self, PATH, xml, &vtable);
  /* DBUS_NAME_FLAG_DO_NOT_QUEUE; DBUS_REQUEST_NAME_REPLY_PRIMARY_OWNER */
  g_assert_cmpuint (
      call_bus (self, "RequestName", g_variant_new ("(su)", NAME, (guint32) 4)), ==, 1);
  return self;
}

void
portal_twin_free (PortalTwin *self)
{
  for (guint i = 0; i < self->unanswered->len; i++)
    g_dbus_method_invocation_return_dbus_error (self->unanswered->pdata[i],
                                                PREFIX "Error.Failed", "it ends");
  g_ptr_array_unref (self->unanswered);
  /* What has come in and was not looked at yet finds nobody. */
  for (guint i = 0; i < self->exported->len; i++)
    g_dbus_connection_unregister_object (self->bus,
                                         g_array_index (self->exported, guint, i));
  g_array_unref (self->exported);
  /* Whoever asks next is told at once that nobody is there, not that somebody is silent. */
  call_bus (self, "ReleaseName", g_variant_new ("(s)", NAME));
  g_dbus_connection_close_sync (self->bus, NULL, NULL);
  g_object_unref (self->bus);
  g_free (self);
}

guint
portal_twin_get_closed (PortalTwin *self)
{
  return self->closed;
}
