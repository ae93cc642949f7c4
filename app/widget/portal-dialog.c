/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/portal-dialog.h"

#include "core/base/portal-calls.h"
#include "core/base/portal.h"
#include "core/base/sandbox.h"

/* The portals may have to be started first; in seconds. */
#define PATIENCE 10

/* What a running dialog is followed by. */
typedef struct
{
  GtkNativeDialog *dialog;
  GtkWindow *own; /* (nullable), weak */
  guint watch;
  GSource *cancelled;
  guint ending;
  KpPortalCalls *calls;
  gboolean ended;
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_clear_weak_pointer (&run->own);
  g_object_unref (run->dialog);
  g_free (run);
}

/* Returns: whether it was under way until now */
static gboolean
end (GTask *task)
{
  Run *run = g_task_get_task_data (task);

  if (run->ended)
    return FALSE;
  run->ended = TRUE;
  g_signal_handlers_disconnect_by_data (run->dialog, task);
  if (run->own != NULL)
    g_signal_handlers_disconnect_by_data (run->own, task);
  g_clear_handle_id (&run->watch, g_bus_unwatch_name);
  g_clear_handle_id (&run->ending, g_source_remove);
  g_clear_pointer (&run->calls, kp_portal_calls_unfollow);
  if (run->cancelled != NULL)
    g_source_destroy (run->cancelled);
  g_clear_pointer (&run->cancelled, g_source_unref);
  return TRUE;
}

static void
end_with_failure (GTask *task)
{
  if (end (task))
    g_task_return_new_error (task, KP_PORTAL_ERROR, KP_PORTAL_ERROR_FAILED,
                             "the dialog failed");
}

/* GTK tells of a portal that has failed as of a window that was closed. */
static void
response_cb (GtkNativeDialog *dialog, int response, gpointer data)
{
  g_autoptr (GTask) task = g_object_ref (data);

  if (response != GTK_RESPONSE_ACCEPT && response != GTK_RESPONSE_CANCEL)
    end_with_failure (task);
  else if (end (task))
    g_task_return_boolean (task, response == GTK_RESPONSE_ACCEPT);
}

static gboolean
ending_cb (gpointer data)
{
  g_autoptr (GTask) task = g_object_ref (data);
  Run *run = g_task_get_task_data (task);

  run->ending = 0;
  gtk_native_dialog_hide (run->dialog);
  end_with_failure (task);
  return G_SOURCE_REMOVE;
}

/* The portal has refused the call: GTK 4.8 shows a window of its own. It is still busy with
 * that. */
static void
own_shown_cb (GtkWidget *own, gpointer data)
{
  GTask *task = data;
  Run *run = g_task_get_task_data (task);

  if (run->ending == 0)
    run->ending =
        g_idle_add_full (G_PRIORITY_HIGH, ending_cb, g_object_ref (task), g_object_unref);
}

/* The portal has refused the call: from 4.10 on GTK says nothing, and its dialog is shown
 * for ever. It knows of it by now. */
static void
refused_cb (gpointer data)
{
  g_autoptr (GTask) task = g_object_ref (data);
  Run *run = g_task_get_task_data (task);

  gtk_native_dialog_hide (run->dialog);
  end_with_failure (task);
}

static void
vanished_cb (GDBusConnection *bus, const char *name, gpointer data)
{
  g_autoptr (GTask) task = g_object_ref (data);
  Run *run = g_task_get_task_data (task);

  gtk_native_dialog_hide (run->dialog);
  end_with_failure (task);
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer data)
{
  g_autoptr (GTask) task = g_object_ref (data);
  Run *run = g_task_get_task_data (task);

  gtk_native_dialog_hide (run->dialog);
  if (end (task))
    g_task_return_boolean (task, FALSE);
  return G_SOURCE_REMOVE;
}

/* Shown empty, it has no folder to read: GTK would say that this was cancelled. */
static void
follow_own (GTask *task)
{
  Run *run = g_task_get_task_data (task);
  GtkWidget *child = run->own != NULL ? gtk_window_get_child (run->own) : NULL;

  if (run->own == NULL)
    return;
  if (child != NULL)
    gtk_widget_set_visible (child, FALSE);
  g_signal_connect_object (run->own, "show", G_CALLBACK (own_shown_cb), task, 0);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Run *run = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GtkWindow *parent = gtk_native_dialog_get_transient_for (run->dialog);
  GError *error = NULL;

  if (!kp_portal_find_finish (result, &error))
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_error_free (error);
          g_task_return_boolean (task, FALSE);
        }
      else
        g_task_return_error (task, error);
      return;
    }
  /* Its window was closed meanwhile. */
  if (parent != NULL && !gtk_widget_get_mapped (GTK_WIDGET (parent)))
    {
      g_task_return_boolean (task, FALSE);
      return;
    }
  g_signal_connect_object (run->dialog, "response", G_CALLBACK (response_cb), task, 0);
  follow_own (task);
  run->calls = kp_portal_calls_follow ("FileChooser", refused_cb, g_object_ref (task),
                                       g_object_unref);
  run->watch = kp_portal_watch (vanished_cb, g_object_ref (task), g_object_unref);
  if (cancellable != NULL)
    {
      run->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (run->cancelled, G_SOURCE_FUNC (cancelled_cb),
                             g_object_ref (task), g_object_unref);
      g_source_attach (run->cancelled, NULL);
    }
  gtk_native_dialog_show (run->dialog);
}

gboolean
kp_portal_dialog_is_wanted (void)
{
  static const GDebugKey keys[] = { { "portals", 1 } };

  return kp_sandbox_is_here ()
         || g_parse_debug_string (g_getenv ("GDK_DEBUG"), keys, G_N_ELEMENTS (keys)) != 0;
}

void
kp_portal_dialog_run_async (GtkNativeDialog *dialog, GtkWindow *own,
                            GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer data)
{
  GTask *task;
  Run *run;

  g_return_if_fail (GTK_IS_NATIVE_DIALOG (dialog));
  g_return_if_fail (own == NULL || GTK_IS_WINDOW (own));

  task = g_task_new (NULL, cancellable, callback, data);
  g_task_set_source_tag (task, kp_portal_dialog_run_async);
  /* An answer that was given counts, whatever was cancelled after it. */
  g_task_set_check_cancellable (task, FALSE);
  run = g_new0 (Run, 1);
  run->dialog = g_object_ref (dialog);
  g_set_weak_pointer (&run->own, own);
  g_task_set_task_data (task, run, run_free);
  kp_portal_find_async ("FileChooser", PATIENCE, cancellable, found_cb, task);
}

gboolean
kp_portal_dialog_run_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_portal_dialog_run_async),
                        FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
