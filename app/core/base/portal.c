/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/portal.h"

#include <glib/gi18n.h>

#include "core/base/plain-text.h"
#include "core/base/sandbox.h"

#define NAME "org.freedesktop.portal.Desktop"
#define PATH "/org/freedesktop/portal/desktop"
#define PREFIX "org.freedesktop.portal."
#define REQUEST PREFIX "Request"

/* Until a portal has begun with what it is asked, in seconds: it may have to be started
 * first. */
#define PATIENCE 10
/* Of one answer from a portal, in octets: ours say yes or no. */
#define MAX_ANSWER (64 * 1024)
/* Of what a portal says in words, in characters. */
#define MAX_WORDS 300

G_DEFINE_QUARK (kp - portal - error - quark, kp_portal_error)

typedef struct
{
  char *interface;
  char *method;
  char *parent;
  GVariant *options;
  guint timeout;

  GDBusConnection *bus;
  char *handle;
  guint response_id;
  GSource *timer;
  GSource *cancelled;
  gboolean ended;
} Request;

static void
drop_source (GSource **source)
{
  if (*source == NULL)
    return;
  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->interface);
  g_free (request->method);
  g_free (request->parent);
  g_variant_unref (request->options);
  g_clear_object (&request->bus);
  g_free (request->handle);
  g_free (request);
}

gboolean
kp_portal_is_wanted (void)
{
  return kp_sandbox_is_here () || g_strcmp0 (g_getenv ("GTK_USE_PORTAL"), "1") == 0;
}

/* Returns: whether it was under way until now */
static gboolean
end (GTask *task)
{
  Request *request = g_task_get_task_data (task);

  if (request->ended)
    return FALSE;
  request->ended = TRUE;
  drop_source (&request->timer);
  drop_source (&request->cancelled);
  if (request->response_id != 0)
    g_dbus_connection_signal_unsubscribe (request->bus, request->response_id);
  request->response_id = 0;
  return TRUE;
}

static void
end_with (GTask *task, KpPortalError code, const char *message)
{
  if (end (task))
    g_task_return_new_error (task, KP_PORTAL_ERROR, (int) code, "%s", message);
}

static void
take_back (Request *request)
{
  if (request->handle != NULL)
    g_dbus_connection_call (request->bus, NAME, request->handle, REQUEST, "Close", NULL,
                            NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, NULL);
}

static gboolean
silent_cb (gpointer data)
{
  g_autoptr (GTask) task = g_object_ref (data);

  take_back (g_task_get_task_data (task));
  end_with (task, KP_PORTAL_ERROR_SILENT, _ ("The desktop did not answer."));
  return G_SOURCE_REMOVE;
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer data)
{
  g_autoptr (GTask) task = g_object_ref (data);

  take_back (g_task_get_task_data (task));
  if (end (task))
    g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

static void
response_cb (GDBusConnection *bus, const char *sender, const char *path,
             const char *interface, const char *signal, GVariant *parameters, gpointer data)
{
  g_autoptr (GTask) task = g_object_ref (data);
  g_autoptr (GVariant) results = NULL;
  guint32 code;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})"))
      || g_variant_get_size (parameters) > MAX_ANSWER)
    {
      end_with (task, KP_PORTAL_ERROR_FAILED, _ ("The desktop’s answer can’t be read."));
      return;
    }
  g_variant_get (parameters, "(u@a{sv})", &code, &results);
  if (code == 1)
    end_with (task, KP_PORTAL_ERROR_REFUSED, _ ("It was cancelled."));
  else if (code != 0)
    end_with (task, KP_PORTAL_ERROR_FAILED, _ ("The desktop could not do it."));
  else if (end (task))
    g_task_return_pointer (task, g_steal_pointer (&results),
                           (GDestroyNotify) g_variant_unref);
}

/* Before the call: the answer may come before its reply. */
static void
follow (GTask *task, const char *handle)
{
  Request *request = g_task_get_task_data (task);

  if (g_strcmp0 (request->handle, handle) == 0)
    return;
  if (request->response_id != 0)
    g_dbus_connection_signal_unsubscribe (request->bus, request->response_id);
  g_free (request->handle);
  request->handle = g_strdup (handle);
  request->response_id = g_dbus_connection_signal_subscribe (
      request->bus, NAME, REQUEST, "Response", handle, NULL, G_DBUS_SIGNAL_FLAGS_NONE,
      response_cb, g_object_ref (task), g_object_unref);
}

static gboolean
is_missing (const GError *error)
{
  static const GDBusError codes[] = {
    G_DBUS_ERROR_SERVICE_UNKNOWN, G_DBUS_ERROR_NAME_HAS_NO_OWNER,
    G_DBUS_ERROR_UNKNOWN_METHOD, G_DBUS_ERROR_UNKNOWN_INTERFACE, G_DBUS_ERROR_UNKNOWN_OBJECT
  };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, G_DBUS_ERROR, codes[i]))
      return TRUE;
  /* It could not be started. */
  return error->domain == G_DBUS_ERROR && error->code >= G_DBUS_ERROR_SPAWN_EXEC_FAILED
         && error->code <= G_DBUS_ERROR_SPAWN_NO_MEMORY;
}

static gboolean
is_silent (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_TIMEOUT)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_TIMED_OUT);
}

static void
called_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Request *request = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  g_autofree char *said = NULL;
  const char *handle;

  if (reply != NULL)
    {
      g_variant_get (reply, "(&o)", &handle);
      if (!request->ended)
        follow (task, handle);
      return;
    }
  g_dbus_error_strip_remote_error (error);
  if (is_missing (error))
    end_with (task, KP_PORTAL_ERROR_MISSING, _ ("This desktop has no portal for that."));
  else if (is_silent (error))
    {
      /* It may come to it yet. */
      if (!request->ended)
        take_back (request);
      end_with (task, KP_PORTAL_ERROR_SILENT, _ ("The desktop did not answer."));
    }
  else
    {
      said = kp_plain_text_shorten (error->message, MAX_WORDS);
      end_with (task, KP_PORTAL_ERROR_FAILED, said);
    }
}

/* The path that the portal makes of sender and token. */
static char *
make_handle (GDBusConnection *bus, const char *token)
{
  g_autofree char *sender = g_strdup (g_dbus_connection_get_unique_name (bus) + 1);

  g_strdelimit (sender, ".", '_');
  return g_strconcat (PATH "/request/", sender, "/", token, NULL);
}

static GVariant *
add_token (GVariant *options, const char *token)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, options);
  g_variant_dict_insert (&dict, "handle_token", "s", token);
  return g_variant_dict_end (&dict);
}

static void
start_timer (GTask *task)
{
  Request *request = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  request->timer = g_timeout_source_new_seconds (request->timeout);
  g_source_set_callback (request->timer, silent_cb, g_object_ref (task), g_object_unref);
  g_source_attach (request->timer, g_task_get_context (task));
  if (cancellable == NULL)
    return;
  request->cancelled = g_cancellable_source_new (cancellable);
  g_source_set_callback (request->cancelled, G_SOURCE_FUNC (cancelled_cb),
                         g_object_ref (task), g_object_unref);
  g_source_attach (request->cancelled, g_task_get_context (task));
}

static void
bus_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Request *request = g_task_get_task_data (task);
  g_autofree char *interface = g_strconcat (PREFIX, request->interface, NULL);
  g_autofree char *token = g_strdup_printf ("keyplate%08x", g_random_int ());
  g_autofree char *handle = NULL;
  GDBusConnection *bus = g_bus_get_finish (result, NULL);

  if (g_task_return_error_if_cancelled (task))
    {
      g_clear_object (&bus);
      return;
    }
  if (bus == NULL)
    {
      end_with (task, KP_PORTAL_ERROR_MISSING, _ ("This desktop has no portal for that."));
      return;
    }
  request->bus = bus;
  handle = make_handle (bus, token);
  follow (task, handle);
  start_timer (task);
  g_dbus_connection_call (
      bus, NAME, PATH, interface, request->method,
      g_variant_new ("(s@a{sv})", request->parent, add_token (request->options, token)),
      G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NONE, PATIENCE * 1000, NULL, called_cb,
      g_object_ref (task));
}

void
kp_portal_request_async (const char *interface, const char *method, const char *parent,
                         GVariant *options, guint timeout, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer data)
{
  GTask *task;
  Request *request;

  g_return_if_fail (interface != NULL && method != NULL && parent != NULL);
  g_return_if_fail (g_variant_is_of_type (options, G_VARIANT_TYPE_VARDICT));
  g_return_if_fail (timeout > 0);

  task = g_task_new (NULL, cancellable, callback, data);
  g_task_set_source_tag (task, kp_portal_request_async);
  request = g_new0 (Request, 1);
  request->interface = g_strdup (interface);
  request->method = g_strdup (method);
  request->parent = g_strdup (parent);
  request->options = g_variant_ref_sink (options);
  request->timeout = timeout;
  g_task_set_task_data (task, request, request_free);
  g_bus_get (G_BUS_TYPE_SESSION, cancellable, bus_cb, task);
}

GVariant *
kp_portal_request_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_portal_request_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (reply != NULL)
    g_task_return_boolean (task, TRUE);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&error));
  else if (is_silent (error))
    g_task_return_new_error (task, KP_PORTAL_ERROR, KP_PORTAL_ERROR_SILENT, "%s",
                             _ ("The desktop did not answer."));
  else
    /* Of an interface that an object lacks, some say that its name is wrong. */
    g_task_return_new_error (task, KP_PORTAL_ERROR, KP_PORTAL_ERROR_MISSING, "%s",
                             _ ("This desktop has no portal for that."));
  g_clear_error (&error);
}

static void
find_bus_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, &error);
  guint timeout = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (task), "timeout"));

  if (bus != NULL)
    g_dbus_connection_call (
        bus, NAME, PATH, "org.freedesktop.DBus.Properties", "Get",
        g_variant_new ("(ss)", (const char *) g_task_get_task_data (task), "version"),
        G_VARIANT_TYPE ("(v)"), G_DBUS_CALL_FLAGS_NONE, (int) timeout * 1000,
        g_task_get_cancellable (task), found_cb, g_object_ref (task));
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_new_error (task, KP_PORTAL_ERROR, KP_PORTAL_ERROR_MISSING, "%s",
                             _ ("This desktop has no portal for that."));
}

void
kp_portal_find_async (const char *interface, guint timeout, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer data)
{
  GTask *task;

  g_return_if_fail (interface != NULL);
  g_return_if_fail (timeout > 0 && timeout < G_MAXINT / 1000);

  task = g_task_new (NULL, cancellable, callback, data);
  g_task_set_source_tag (task, kp_portal_find_async);
  g_task_set_task_data (task, g_strconcat (PREFIX, interface, NULL), g_free);
  g_object_set_data (G_OBJECT (task), "timeout", GUINT_TO_POINTER (timeout));
  g_bus_get (G_BUS_TYPE_SESSION, cancellable, find_bus_cb, task);
}

gboolean
kp_portal_find_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_portal_find_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

guint
kp_portal_watch (GBusNameVanishedCallback vanished, gpointer data, GDestroyNotify destroy)
{
  return g_bus_watch_name (G_BUS_TYPE_SESSION, NAME, G_BUS_NAME_WATCHER_FLAGS_NONE, NULL,
                           vanished, data, destroy);
}
