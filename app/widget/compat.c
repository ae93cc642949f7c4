/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/compat.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "core/base/portal.h"
#include "widget/help.h"
#include "widget/portal-dialog.h"
#include "widget/undo.h"

/* The window of GTK's own that stands behind a native dialog. */
#define OWN "own-window"

/* A task whose dialog a cancellable can take away. The dialog isn't owned: a
 * window must be able to end with its parent. */
typedef struct
{
  gpointer dialog;
  gulong cancelled_id;
} Asking;

static GTask *
asking_new (gpointer dialog, GCancellable *cancellable, GAsyncReadyCallback callback,
            gpointer user_data, gpointer tag)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Asking *asking = g_new0 (Asking, 1);

  asking->dialog = dialog;
  g_task_set_source_tag (task, tag);
  /* An answer that was given counts, whatever was cancelled after it. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, asking, g_free);

  return task;
}

/* Comes before the task returns. Not g_cancellable_disconnect(): this may run
 * inside the handler, where that would wait for itself. */
static void
asking_end (GTask *task)
{
  Asking *asking = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (cancellable != NULL)
    g_clear_signal_handler (&asking->cancelled_id, cancellable);
}

static void
ask_response (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);

  g_signal_handlers_disconnect_by_data (dialog, task);
  asking_end (task);
  g_task_return_boolean (task, g_str_equal (response, "action"));
}

/* The dialog goes when its parent goes, and sends no response then. */
static void
ask_destroyed (AdwMessageDialog *dialog, gpointer user_data)
{
  ask_response (dialog, "cancel", user_data);
}

static void
ask_cancelled (GCancellable *cancellable, gpointer user_data)
{
  Asking *asking = user_data;

  gtk_window_close (GTK_WINDOW (asking->dialog));
}

void
kp_compat_ask_async (GtkWindow *parent, const char *heading, const char *body,
                     const char *cancel_label, const char *action_label,
                     gboolean destructive, GtkWidget *extra, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer user_data)
{
  AdwMessageDialog *dialog;
  GTask *task;
  Asking *asking;

  g_return_if_fail (parent == NULL || GTK_IS_WINDOW (parent));
  g_return_if_fail (heading != NULL && cancel_label != NULL && action_label != NULL);
  g_return_if_fail (extra == NULL || GTK_IS_WIDGET (extra));

  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, heading, body));
  gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);
  adw_message_dialog_add_responses (dialog, "cancel", cancel_label, "action", action_label,
                                    NULL);
  adw_message_dialog_set_response_appearance (
      dialog, "action", destructive ? ADW_RESPONSE_DESTRUCTIVE : ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, destructive ? "cancel" : "action");
  adw_message_dialog_set_close_response (dialog, "cancel");
  if (extra != NULL)
    adw_message_dialog_set_extra_child (dialog, extra);

  task = asking_new (dialog, cancellable, callback, user_data, kp_compat_ask_async);
  g_signal_connect (dialog, "response", G_CALLBACK (ask_response), task);
  g_signal_connect (dialog, "destroy", G_CALLBACK (ask_destroyed), task);
  gtk_window_present (GTK_WINDOW (dialog));

  asking = g_task_get_task_data (task);
  if (g_cancellable_is_cancelled (cancellable))
    ask_cancelled (cancellable, asking);
  else if (cancellable != NULL)
    asking->cancelled_id =
        g_signal_connect (cancellable, "cancelled", G_CALLBACK (ask_cancelled), asking);
}

gboolean
kp_compat_ask_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_compat_ask_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), NULL);
}

static void
decide_response (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  KpAnswer answer = KP_ANSWER_NONE;

  g_signal_handlers_disconnect_by_data (dialog, task);
  if (g_str_equal (response, "yes"))
    answer = KP_ANSWER_YES;
  else if (g_str_equal (response, "no"))
    answer = KP_ANSWER_NO;
  g_task_return_int (task, answer);
}

static void
decide_destroyed (AdwMessageDialog *dialog, gpointer user_data)
{
  decide_response (dialog, "none", user_data);
}

void
kp_compat_decide_async (GtkWindow *parent, const char *heading, const char *body,
                        const char *no_label, const char *yes_label,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  AdwMessageDialog *dialog;
  GTask *task;

  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (heading != NULL && no_label != NULL && yes_label != NULL);

  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, heading, body));
  gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);
  adw_message_dialog_add_responses (dialog, "no", no_label, "yes", yes_label, NULL);
  adw_message_dialog_set_response_appearance (dialog, "yes", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "yes");
  adw_message_dialog_set_close_response (dialog, "none");
  task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_source_tag (task, kp_compat_decide_async);
  g_signal_connect (dialog, "response", G_CALLBACK (decide_response), task);
  g_signal_connect (dialog, "destroy", G_CALLBACK (decide_destroyed), task);
  gtk_window_present (GTK_WINDOW (dialog));
}

KpAnswer
kp_compat_decide_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_compat_decide_async),
                        KP_ANSWER_NONE);

  return (KpAnswer) g_task_propagate_int (G_TASK (result), NULL);
}

/* Returns: (transfer full) (nullable): a file or a list of several, as was asked for */
static gpointer
take_chosen (GtkFileChooser *chooser)
{
  g_autoptr (GListModel) files = gtk_file_chooser_get_files (chooser);

  if (files == NULL || g_list_model_get_n_items (files) == 0)
    return NULL;
  return gtk_file_chooser_get_select_multiple (chooser)
             ? (gpointer) g_steal_pointer (&files)
             : g_list_model_get_item (files, 0);
}

static void
choose_response (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  gpointer chosen = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    chosen = take_chosen (GTK_FILE_CHOOSER (dialog));

  asking_end (task);
  gtk_native_dialog_destroy (dialog);
  g_task_return_pointer (task, chosen, g_object_unref);
}

static void
choose_cancelled (GCancellable *cancellable, gpointer user_data)
{
  Asking *asking = user_data;

  g_autoptr (GtkNativeDialog) dialog = GTK_NATIVE_DIALOG (g_object_ref (asking->dialog));

  /* Hiding sends no response. */
  gtk_native_dialog_hide (dialog);
  g_signal_emit_by_name (dialog, "response", GTK_RESPONSE_CANCEL);
}

/* What happened, and what to do. */
static const char *
advise (const GError *error)
{
  if (g_error_matches (error, KP_PORTAL_ERROR, KP_PORTAL_ERROR_MISSING))
    return _ ("This desktop has no file dialog for programs in a sandbox. Install its "
              "portal, such as xdg-desktop-portal-gnome or xdg-desktop-portal-gtk, and log "
              "in again.");
  if (g_error_matches (error, KP_PORTAL_ERROR, KP_PORTAL_ERROR_SILENT))
    return _ ("The file dialog of the desktop does not answer. Try again; if it stays "
              "silent, log out and in again.");
  return _ ("The file dialog of the desktop failed. Try again; if it fails once more, log "
            "out and in again, and see that the portal of your desktop is installed.");
}

/* @error: (nullable): %NULL where nothing was named */
static void
tell_failure (GtkWindow *parent, const GError *error)
{
  GtkWidget *dialog;

  g_debug ("No file was chosen: %s", error != NULL ? error->message : "none was named");
  dialog = adw_message_dialog_new (parent, _ ("No File Could Be Chosen"), advise (error));
  gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("Close"));
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "close");
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
portal_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Asking *asking = g_task_get_task_data (task);
  GtkNativeDialog *dialog = asking->dialog;
  g_autoptr (GError) error = NULL;
  gboolean accepted = kp_portal_dialog_run_finish (result, &error);
  gpointer chosen = accepted ? take_chosen (GTK_FILE_CHOOSER (dialog)) : NULL;

  if (error != NULL || (accepted && chosen == NULL))
    tell_failure (gtk_native_dialog_get_transient_for (dialog), error);
  gtk_native_dialog_destroy (dialog);
  g_task_return_pointer (task, chosen, g_object_unref);
}

/* @chooser: (transfer full): shown from now on, until it is answered */
static void
choose (GtkFileChooserNative *chooser, GCancellable *cancellable,
        GAsyncReadyCallback callback, gpointer user_data, gpointer tag)
{
  GTask *task = asking_new (chooser, cancellable, callback, user_data, tag);
  Asking *asking;

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  /* No one else keeps a native dialog. */
  g_object_set_data_full (G_OBJECT (task), "chooser", chooser, g_object_unref);
  if (kp_portal_dialog_is_wanted ())
    {
      kp_portal_dialog_run_async (GTK_NATIVE_DIALOG (chooser),
                                  g_object_get_data (G_OBJECT (chooser), OWN), cancellable,
                                  portal_answered, task);
      return;
    }
  g_signal_connect (chooser, "response", G_CALLBACK (choose_response), task);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));

  asking = g_task_get_task_data (task);
  if (g_cancellable_is_cancelled (cancellable))
    choose_cancelled (cancellable, asking);
  else if (cancellable != NULL)
    asking->cancelled_id =
        g_signal_connect (cancellable, "cancelled", G_CALLBACK (choose_cancelled), asking);
}

/* Remembers the window that GTK makes along with it, and shows where there is no portal. */
static GtkFileChooserNative *
make_chooser (const char *title, GtkWindow *parent, GtkFileChooserAction action)
{
  GListModel *toplevels = gtk_window_get_toplevels ();
  g_autoptr (GPtrArray) before = g_ptr_array_new ();
  GtkFileChooserNative *chooser;

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (toplevels, i);

      g_ptr_array_add (before, window);
    }
  chooser = gtk_file_chooser_native_new (title, parent, action, NULL, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (toplevels, i);

      if (GTK_IS_FILE_CHOOSER (window) && !g_ptr_array_find (before, window, NULL))
        g_object_set_data (G_OBJECT (chooser), OWN, window);
    }
  return chooser;
}

void
kp_compat_choose_file_async (GtkWindow *parent, GtkFileChooserAction action,
                             const char *title, const char *suggested_name,
                             GListModel *filters, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  GtkFileChooserNative *chooser;

  g_return_if_fail (parent == NULL || GTK_IS_WINDOW (parent));
  g_return_if_fail (title != NULL);
  g_return_if_fail (filters == NULL || G_IS_LIST_MODEL (filters));

  chooser = make_chooser (title, parent, action);
  if (suggested_name != NULL && action == GTK_FILE_CHOOSER_ACTION_SAVE)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), suggested_name);
  for (guint i = 0; filters != NULL && i < g_list_model_get_n_items (filters); i++)
    {
      g_autoptr (GtkFileFilter) filter = g_list_model_get_item (filters, i);

      gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
      if (i == 0)
        gtk_file_chooser_set_filter (GTK_FILE_CHOOSER (chooser), filter);
    }
  choose (chooser, cancellable, callback, user_data, kp_compat_choose_file_async);
}

GListModel *
kp_compat_make_filters (const char *name, const char *const *suffixes)
{
  GListStore *filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  g_autoptr (GtkFileFilter) meant = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  g_return_val_if_fail (name != NULL && suffixes != NULL, G_LIST_MODEL (filters));

  gtk_file_filter_set_name (meant, name);
  for (guint i = 0; suffixes[i] != NULL; i++)
    gtk_file_filter_add_suffix (meant, suffixes[i]);
  gtk_file_filter_set_name (all, _ ("All Files"));
  gtk_file_filter_add_pattern (all, "*");
  g_list_store_append (filters, meant);
  g_list_store_append (filters, all);
  return G_LIST_MODEL (filters);
}

GFile *
kp_compat_choose_file_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_compat_choose_file_async),
                        NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}

void
kp_compat_choose_files_async (GtkWindow *parent, const char *title,
                              GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GtkFileChooserNative *chooser;

  g_return_if_fail (parent == NULL || GTK_IS_WINDOW (parent));
  g_return_if_fail (title != NULL);

  chooser = make_chooser (title, parent, GTK_FILE_CHOOSER_ACTION_OPEN);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (chooser), TRUE);
  choose (chooser, cancellable, callback, user_data, kp_compat_choose_files_async);
}

GListModel *
kp_compat_choose_files_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_compat_choose_files_async),
                        NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}

void
kp_compat_show_about (GtkWindow *parent)
{
  const char *developers[] = { "The Keyplate developers", NULL };

  adw_show_about_window (
      parent, "application-name", g_get_application_name (), "application-icon",
      APPLICATION_ID, "version", VERSION, "developer-name", _ ("The Keyplate developers"),
      "developers", developers, "comments",
      _ ("Shows the sites you look after with their locks, and does the work of getting "
         "each lock green and keeping it green."),
      "license-type", GTK_LICENSE_GPL_3_0, "website",
      "https://github.com/keyplate-app/keyplate", "issue-url",
      "https://github.com/keyplate-app/keyplate/issues", "translator-credits",
      /* Translators: put your name here, one line a person. */
      _ ("translator-credits"), NULL);
}

static void
visible_child_cb (GtkWidget *stack)
{
  g_autoptr (GtkWidget) shown = NULL;

  g_object_get (stack, "visible-child", &shown, NULL);
  for (GtkWidget *child = gtk_widget_get_first_child (stack); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_accessible_update_state (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_STATE_HIDDEN,
                                 child != shown, -1);
}

void
kp_compat_hide_other_pages (GtkWidget *stack)
{
  g_return_if_fail (GTK_IS_STACK (stack) || ADW_IS_VIEW_STACK (stack));

  g_signal_connect (stack, "notify::visible-child", G_CALLBACK (visible_child_cb), NULL);
  visible_child_cb (stack);
}

void
kp_compat_set_action (GtkActionable *actionable, const char *action)
{
  g_autoptr (GVariant) target = NULL;
  g_autofree char *name = NULL;

  g_return_if_fail (GTK_IS_ACTIONABLE (actionable));

  gtk_actionable_set_action_name (actionable, NULL);
  if (action == NULL || !g_action_parse_detailed_name (action, &name, &target, NULL))
    return;
  gtk_actionable_set_action_target_value (actionable, target);
  gtk_actionable_set_action_name (actionable, name);
}

static void
replace_name (GtkWidget *widget, const char *name)
{
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget),
                                 GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
}

void
kp_compat_set_name (GtkWidget *widget, const char *name)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  replace_name (widget, name);
  /* Of a menu button it is the toggle in it that has the focus. */
  if (GTK_IS_MENU_BUTTON (widget))
    replace_name (gtk_widget_get_first_child (widget), name);
}

static gboolean
drop_cb (gpointer object)
{
  return G_SOURCE_REMOVE;
}

void
kp_compat_drop_later (gpointer object)
{
  if (object != NULL)
    g_idle_add_full (G_PRIORITY_LOW, drop_cb, object, g_object_unref);
}

static gboolean
quit_cb (GtkWidget *widget, GVariant *parameter, gpointer data)
{
  g_action_group_activate_action (G_ACTION_GROUP (g_application_get_default ()), "quit",
                                  NULL);
  return TRUE;
}

void
kp_compat_add_close_keys (GtkWidgetClass *widget_class)
{
  g_return_if_fail (GTK_IS_WINDOW_CLASS (widget_class));

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK,
                                       "window.close", NULL);
}

void
kp_compat_add_window_keys (GtkWidgetClass *widget_class)
{
  kp_compat_add_close_keys (widget_class);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_q, GDK_CONTROL_MASK, quit_cb, NULL);
  kp_undo_add_key (widget_class);
  kp_help_add_key (widget_class, "index");
}
