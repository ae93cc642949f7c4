/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/launch.h"

#include "core/base/portal.h"
#include "core/helpdesk/mail-writer.h"

/* A portal may let the user choose the mail program first; in seconds. */
#define PORTAL_TIMEOUT 120
/* Seconds until a desktop that says nothing of its portals has none. */
#define PORTAL_PATIENCE 10

/* What is to be opened. */
typedef struct
{
  GtkWindow *parent; /* (nullable) */
  char *uri;
} Opening;

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_clear_object (&opening->parent);
  g_free (opening->uri);
  g_free (opening);
}

/* @tag: the function that asks */
static GTask *
opening_new (GtkWindow *parent, const char *uri, GCancellable *cancellable,
             GAsyncReadyCallback callback, gpointer user_data, gpointer tag)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Opening *opening = g_new0 (Opening, 1);

  g_set_object (&opening->parent, parent);
  opening->uri = g_strdup (uri);
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, opening, opening_free);
  return task;
}

static void
shown_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (gtk_show_uri_full_finish ((GtkWindow *) source, result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* @task: (transfer full) */
static void
show (GTask *task)
{
  const Opening *opening = g_task_get_task_data (task);
  GtkWindow *parent = opening->parent;

  /* It may have been closed while the portal was looked for. */
  if (parent != NULL && !gtk_widget_get_mapped (GTK_WIDGET (parent)))
    parent = NULL;
  gtk_show_uri_full (parent, opening->uri, GDK_CURRENT_TIME, g_task_get_cancellable (task),
                     shown_cb, task);
}

static void
open_uri_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = G_TASK (user_data);
  GError *error = NULL;

  if (kp_portal_find_finish (result, &error))
    show (task);
  else
    {
      g_task_return_error (task, error);
      g_object_unref (task);
    }
}

/* GLib 2.84 ends the program where the desktop has no portal for addresses. @task:
 * (transfer full) */
static void
hand_over (GTask *task)
{
  if (kp_portal_is_wanted ())
    kp_portal_find_async ("OpenURI", PORTAL_PATIENCE, g_task_get_cancellable (task),
                          open_uri_found_cb, task);
  else
    show (task);
}

void
kp_launch_page_async (GtkWindow *parent, const char *uri, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data)
{
  g_autofree char *scheme = NULL;

  g_return_if_fail (parent == NULL || GTK_IS_WINDOW (parent));
  g_return_if_fail (uri != NULL);

  scheme = g_uri_parse_scheme (uri);
  if (g_strcmp0 (scheme, "https") == 0 || g_strcmp0 (scheme, "http") == 0)
    hand_over (
        opening_new (parent, uri, cancellable, callback, user_data, kp_launch_page_async));
  else
    g_task_report_new_error (NULL, callback, user_data, kp_launch_page_async, G_IO_ERROR,
                             G_IO_ERROR_NOT_SUPPORTED, "%s is no page", uri);
}

gboolean
kp_launch_page_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_launch_page_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* A desktop without that portal may have the one for addresses, which takes mails as well.
 */
static void
composed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;
  g_autoptr (GVariant) results = kp_portal_request_finish (result, &error);

  if (results != NULL)
    g_task_return_boolean (task, TRUE);
  else if (g_error_matches (error, KP_PORTAL_ERROR, KP_PORTAL_ERROR_MISSING))
    {
      g_clear_error (&error);
      hand_over (g_steal_pointer (&task));
    }
  else
    g_task_return_error (task, error);
}

void
kp_launch_mail_async (GtkWindow *parent, const char *uri, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task;

  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (uri != NULL && g_str_has_prefix (uri, "mailto:"));

  task = opening_new (parent, uri, cancellable, callback, user_data, kp_launch_mail_async);
  if (kp_portal_is_wanted ())
    kp_portal_request_async ("Email", "ComposeEmail", "", kp_mail_read_uri (uri),
                             PORTAL_TIMEOUT, cancellable, composed_cb, task);
  else
    hand_over (task);
}

gboolean
kp_launch_mail_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_launch_mail_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
kp_launch_guide_async (GtkWindow *parent, const char *uri, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (
      uri != NULL && (g_str_has_prefix (uri, "help:") || g_str_has_prefix (uri, "file:")));

  hand_over (
      opening_new (parent, uri, cancellable, callback, user_data, kp_launch_guide_async));
}

gboolean
kp_launch_guide_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_launch_guide_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
