/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/restore-window.h"

#include <glib/gi18n.h>

#include "core/base/time-text.h"
#include "core/exchange/backup.h"
#include "widget/banner.h"
#include "widget/compat.h"
#include "widget/help.h"
#include "window/window.h"

#define PROGRESS_EVERY 100

struct _KpRestoreWindow
{
  AdwWindow parent_instance;

  KpBanner *banner;
  GtkStack *stack;
  AdwPreferencesGroup *content;
  AdwPreferencesGroup *outcome;
  GtkProgressBar *progress;
  GtkLabel *progress_label;
  GtkButton *cancel;
  GtkWidget *restore;

  GtkApplication *application;
  KpClock *clock;
  char *data_dir;
  char *path;       /* (nullable): the backup that was read */
  GPtrArray *rows;  /* in the group of what is in it */
  gboolean holds;   /* there is something that it would replace */
  KpBackup *backup; /* (nullable): being read, or being put in place */
  GCancellable *cancellable;
  guint progress_id;
  KpWork *work;   /* (nullable): of the main window, until it has ended */
  gboolean alone; /* the main window is closed for it */
};

G_DEFINE_FINAL_TYPE (KpRestoreWindow, kp_restore_window, ADW_TYPE_WINDOW)

static void
update (KpRestoreWindow *self)
{
  gboolean busy = self->backup != NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "restore.choose", !busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "restore.restore",
                                 !busy && self->path != NULL);
}

static void
show_page (KpRestoreWindow *self, const char *name)
{
  gboolean done = g_str_equal (name, "done");

  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_button_set_label (self->cancel, done ? _ ("Close") : _ ("Cancel"));
  gtk_widget_set_visible (self->restore, !done);
  update (self);
}

static void
add_row (KpRestoreWindow *self, AdwPreferencesGroup *group, const char *title,
         const char *subtitle)
{
  GtkWidget *row =
      g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", title, "subtitle",
                    subtitle, "title-lines", 0, "subtitle-lines", 0, NULL);

  adw_preferences_group_add (group, row);
  if (group == self->content)
    g_ptr_array_add (self->rows, row);
}

static char *
format_counts (const KpBackupManifest *manifest)
{
  const guint sites = (guint) manifest->counts[KP_STORE_CONTENT_SITES];
  const guint customers = (guint) manifest->counts[KP_STORE_CONTENT_CUSTOMERS];
  const guint requests = (guint) manifest->counts[KP_STORE_CONTENT_REQUESTS];
  g_autofree char *some_sites =
      /* Translators: %u is a number of sites. */
      g_strdup_printf (ngettext ("%u site", "%u sites", sites), sites);
  g_autofree char *some_customers =
      /* Translators: %u is a number of customers. */
      g_strdup_printf (ngettext ("%u customer", "%u customers", customers), customers);
  g_autofree char *some_requests =
      /* Translators: %u is a number of requests. */
      g_strdup_printf (ngettext ("%u request", "%u requests", requests), requests);

  return g_strjoin (" · ", some_sites, some_customers, some_requests, NULL);
}

static void
show_content (KpRestoreWindow *self, const KpBackupReport *report)
{
  g_autofree char *name = g_path_get_basename (report->path);
  g_autofree char *shown = g_filename_display_name (name);
  g_autofree char *size = g_format_size ((guint64) report->size);
  g_autofree char *day = kp_time_format_date (report->manifest->created_at);
  g_autofree char *counts = format_counts (report->manifest);
  g_autofree char *about = NULL;
  guint profiles = kp_backup_report_count_profiles (report);

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->content, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  /* Translators: the first %s is a day, the second like "12 MB". */
  about = g_strdup_printf (_ ("Written on %s, %s"), day, size);
  add_row (self, self->content, shown, about);
  add_row (self, self->content, counts,
           _ ("With certificate details, jobs, attachments and settings"));
  if (profiles > 0)
    {
      g_autofree char *some = g_strdup_printf (
          /* Translators: %u is a number of provider profiles. */
          ngettext ("%u provider of your own", "%u providers of your own", profiles),
          profiles);

      add_row (self, self->content, some, "");
    }
  if (kp_backup_report_has_vault (report))
    add_row (self, self->content, _ ("Keys and tokens of the vault’s file"),
             _ ("Opened by the passphrase that the vault had when it was backed up"));
  else
    add_row (self, self->content, _ ("No key and no token"),
             _ ("Providers are to be connected anew where they can’t be reached"));
  show_page (self, "content");
  gtk_widget_grab_focus (self->restore);
}

static void
end_work (KpRestoreWindow *self)
{
  g_clear_handle_id (&self->progress_id, g_source_remove);
  g_clear_object (&self->backup);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpRestoreWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpBackupReport) report =
      kp_backup_look_finish (KP_BACKUP (source), result, &error);

  end_work (self);
  if (self->stack == NULL)
    return; /* closed meanwhile */
  if (report != NULL)
    {
      g_free (self->path);
      self->path = g_strdup (report->path);
      show_content (self, report);
      return;
    }
  show_page (self, self->path != NULL ? "content" : "start");
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    kp_banner_show (self->banner, "dialog-warning-symbolic", error->message);
}

static gboolean
progress_cb (gpointer data)
{
  KpRestoreWindow *self = data;

  if (self->backup != NULL)
    gtk_progress_bar_set_fraction (self->progress, kp_backup_get_fraction (self->backup));
  return G_SOURCE_CONTINUE;
}

static void
begin_work (KpRestoreWindow *self, const char *words)
{
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->backup = kp_backup_new (self->data_dir, self->clock);
  self->progress_id = g_timeout_add (PROGRESS_EVERY, progress_cb, self);
  kp_banner_set_revealed (self->banner, FALSE);
  gtk_progress_bar_set_fraction (self->progress, 0);
  gtk_label_set_label (self->progress_label, words);
  show_page (self, "progress");
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpRestoreWindow) self = data;
  g_autoptr (GFile) file = kp_compat_choose_file_finish (result);
  const char *path = file != NULL ? g_file_peek_path (file) : NULL;

  if (file == NULL || self->stack == NULL || self->backup != NULL)
    return;
  if (path == NULL)
    {
      kp_banner_show (self->banner, "dialog-warning-symbolic",
                      _ ("Only a file of this computer can be restored."));
      return;
    }
  begin_work (self, _ ("Reading the backup…"));
  kp_backup_look_async (self->backup, path, self->cancellable, looked_cb,
                        g_object_ref (self));
}

static void
choose_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  KpRestoreWindow *self = KP_RESTORE_WINDOW (widget);

  kp_compat_choose_file_async (GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_OPEN,
                               _ ("Open Backup"), NULL, NULL, NULL, chosen_cb,
                               g_object_ref (self));
}

/* On what is there now. It becomes the window that this one belongs to again. */
static void
open_main (KpRestoreWindow *self)
{
  GtkWindow *window = NULL;

  self->alone = FALSE;
  g_application_activate (G_APPLICATION (self->application));
  for (GList *l = gtk_application_get_windows (self->application); l != NULL; l = l->next)
    if (KP_IS_WINDOW (l->data) && !kp_window_is_demo (l->data)
        && !kp_window_is_closing (l->data))
      window = l->data;
  if (self->stack != NULL && window != NULL)
    {
      gtk_window_set_transient_for (GTK_WINDOW (self), window);
      gtk_window_set_destroy_with_parent (GTK_WINDOW (self), TRUE);
    }
  g_application_release (G_APPLICATION (self->application));
}

static void
show_outcome (KpRestoreWindow *self, const KpBackupReport *report)
{
  g_autofree char *counts = format_counts (report->manifest);

  add_row (self, self->outcome, _ ("Everything is restored"), counts);
  if (report->saved != NULL)
    {
      g_autofree char *saved = g_filename_display_name (report->saved);

      add_row (self, self->outcome, _ ("What was there before is kept"), saved);
    }
  if (report->left_out->len > 0)
    {
      g_autofree char *list = NULL;

      g_ptr_array_add (report->left_out, NULL);
      list = g_strjoinv (", ", (char **) report->left_out->pdata);
      add_row (self, self->outcome, _ ("Providers that are not in the backup stayed"),
               list);
    }
  show_page (self, "done");
  gtk_widget_grab_focus (GTK_WIDGET (self->cancel));
}

static void
restored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpRestoreWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpBackupReport) report =
      kp_backup_restore_finish (KP_BACKUP (source), result, &error);

  end_work (self);
  open_main (self);
  if (self->stack == NULL)
    return; /* the program ends */
  if (report != NULL)
    {
      show_outcome (self, report);
      return;
    }
  show_page (self, "content");
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    kp_banner_show (self->banner, "dialog-warning-symbolic", error->message);
}

/* Once all is written and nobody has the store open. */
static void
work_changed_cb (KpRestoreWindow *self)
{
  if (self->work != NULL && kp_work_get_state (self->work) != KP_WORK_CLOSED)
    return;
  if (self->work != NULL)
    g_signal_handlers_disconnect_by_data (self->work, self);
  g_clear_object (&self->work);
  kp_backup_restore_async (self->backup, self->path, TRUE, self->cancellable, restored_cb,
                           g_object_ref (self));
}

static void
begin_restore (KpRestoreWindow *self)
{
  begin_work (self, _ ("Restoring the backup…"));
  self->alone = TRUE;
  g_application_hold (G_APPLICATION (self->application));
  gtk_window_set_destroy_with_parent (GTK_WINDOW (self), FALSE);
  gtk_window_set_transient_for (GTK_WINDOW (self), NULL);
  self->work = kp_application_end_work (KP_APPLICATION (self->application));
  if (self->work != NULL)
    g_signal_connect_object (self->work, "notify::state", G_CALLBACK (work_changed_cb),
                             self, G_CONNECT_SWAPPED);
  work_changed_cb (self);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpRestoreWindow) self = data;

  if (kp_compat_ask_finish (result) && self->stack != NULL && self->backup == NULL)
    begin_restore (self);
}

static void
restore_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  KpRestoreWindow *self = KP_RESTORE_WINDOW (widget);

  if (!self->holds)
    {
      begin_restore (self);
      return;
    }
  kp_compat_ask_async (GTK_WINDOW (self), _ ("Replace everything?"),
                       _ ("All sites, customers, jobs, requests and settings that are here "
                          "now give way to those of the backup. They are saved beside it "
                          "first, in a backup of their own."),
                       _ ("Cancel"), _ ("Replace"), TRUE, NULL, NULL, asked_cb,
                       g_object_ref (self));
}

/* While the main window is gone, it only cancels: what comes of it is told here. */
static gboolean
kp_restore_window_close_request (GtkWindow *window)
{
  KpRestoreWindow *self = KP_RESTORE_WINDOW (window);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  if (self->alone)
    return TRUE;
  return GTK_WINDOW_CLASS (kp_restore_window_parent_class)->close_request (window);
}

static void
kp_restore_window_dispose (GObject *object)
{
  KpRestoreWindow *self = KP_RESTORE_WINDOW (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->progress_id, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_RESTORE_WINDOW);

  G_OBJECT_CLASS (kp_restore_window_parent_class)->dispose (object);
}

static void
kp_restore_window_finalize (GObject *object)
{
  KpRestoreWindow *self = KP_RESTORE_WINDOW (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->work);
  g_clear_object (&self->application);
  g_clear_object (&self->clock);
  g_free (self->data_dir);
  g_free (self->path);
  g_ptr_array_unref (self->rows);

  G_OBJECT_CLASS (kp_restore_window_parent_class)->finalize (object);
}

static void
kp_restore_window_class_init (KpRestoreWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_restore_window_dispose;
  object_class->finalize = kp_restore_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = kp_restore_window_close_request;

  g_type_ensure (KP_TYPE_BANNER);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/window/restore-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KpRestoreWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, KpRestoreWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, KpRestoreWindow, content);
  gtk_widget_class_bind_template_child (widget_class, KpRestoreWindow, outcome);
  gtk_widget_class_bind_template_child (widget_class, KpRestoreWindow, progress);
  gtk_widget_class_bind_template_child (widget_class, KpRestoreWindow, progress_label);
  gtk_widget_class_bind_template_child (widget_class, KpRestoreWindow, cancel);
  gtk_widget_class_bind_template_child (widget_class, KpRestoreWindow, restore);
  gtk_widget_class_install_action (widget_class, "restore.choose", NULL, choose_activated);
  gtk_widget_class_install_action (widget_class, "restore.restore", NULL,
                                   restore_activated);
  kp_help_add_key (widget_class, "data");
  kp_compat_add_close_keys (widget_class);
}

static void
kp_restore_window_init (KpRestoreWindow *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  kp_compat_hide_other_pages (GTK_WIDGET (self->stack));
  update (self);
}

GtkWidget *
kp_restore_window_new (KpDesk *desk, GtkWindow *parent)
{
  KpRestoreWindow *self;
  GListModel *sites, *customers, *subjects, *requests;

  g_return_val_if_fail (KP_IS_DESK (desk), NULL);
  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);

  self = g_object_new (KP_TYPE_RESTORE_WINDOW, "transient-for", parent, NULL);
  self->application = g_object_ref (gtk_window_get_application (parent));
  self->clock = g_object_ref (kp_desk_get_clock (desk));
  self->data_dir = g_strdup (kp_store_get_data_dir (kp_desk_get_store (desk)));
  sites = G_LIST_MODEL (kp_desk_get_portfolio (desk));
  customers = G_LIST_MODEL (kp_desk_get_customers (desk));
  subjects = G_LIST_MODEL (kp_desk_get_subjects (desk));
  requests = G_LIST_MODEL (kp_outbox_get_requests (kp_desk_get_outbox (desk)));
  /* What can't be read, and so isn't listed, is more than nothing. */
  self->holds =
      !kp_portfolio_get_loaded (kp_desk_get_portfolio (desk))
      || g_list_model_get_n_items (sites) > 0 || g_list_model_get_n_items (customers) > 0
      || g_list_model_get_n_items (subjects) > 0 || g_list_model_get_n_items (requests) > 0;
  return GTK_WIDGET (self);
}
