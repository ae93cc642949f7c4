/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/backup-window.h"

#include <glib/gi18n.h>

#include "core/exchange/backup.h"
#include "core/secret/vault-disk.h"
#include "widget/banner.h"
#include "widget/compat.h"
#include "widget/help.h"
#include "widget/toast.h"

/* Writing that is over sooner moves nothing on the screen, in milliseconds. */
#define PROGRESS_AFTER 300
#define PROGRESS_EVERY 100

struct _KpBackupWindow
{
  AdwWindow parent_instance;

  KpBanner *banner;
  GtkStack *stack;
  GtkWidget *form;
  GtkWidget *vault;
  GtkProgressBar *progress;

  KpDesk *desk;
  KpBackup *backup;          /* (nullable): under way */
  GCancellable *cancellable; /* (nullable): of it */
  gint64 begun;              /* monotonic */
  guint progress_id;
};

G_DEFINE_FINAL_TYPE (KpBackupWindow, kp_backup_window, ADW_TYPE_WINDOW)

static void
update (KpBackupWindow *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "backup.choose", self->backup == NULL);
  gtk_widget_set_sensitive (self->form, self->backup == NULL);
}

static gboolean
progress_cb (gpointer data)
{
  KpBackupWindow *self = data;
  gint64 took = g_get_monotonic_time () - self->begun;

  gtk_progress_bar_set_fraction (self->progress, kp_backup_get_fraction (self->backup));
  if (took >= PROGRESS_AFTER * G_TIME_SPAN_MILLISECOND)
    gtk_stack_set_visible_child_name (self->stack, "progress");
  return G_SOURCE_CONTINUE;
}

static void
tell_done (KpBackupWindow *self, const KpBackupReport *report)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autofree char *base = g_path_get_basename (report->path);
  g_autofree char *name = g_filename_display_name (base);
  g_autofree char *shown = kp_toast_name (name);
  /* Translators: %s is the name of a file. */
  g_autofree char *text = g_strdup_printf (_ ("Everything is in “%s”"), shown);

  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.show-toast", "s", text);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpBackupWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpBackupReport) report =
      kp_backup_write_finish (KP_BACKUP (source), result, &error);

  g_clear_handle_id (&self->progress_id, g_source_remove);
  g_clear_object (&self->backup);
  g_clear_object (&self->cancellable);
  if (self->stack == NULL)
    return; /* closed meanwhile */
  if (report != NULL)
    {
      tell_done (self, report);
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  gtk_stack_set_visible_child_name (self->stack, "form");
  update (self);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    kp_banner_show (self->banner, "dialog-warning-symbolic", error->message);
}

static void
write_backup (KpBackupWindow *self, const char *path)
{
  self->backup = kp_backup_new (kp_store_get_data_dir (kp_desk_get_store (self->desk)),
                                kp_desk_get_clock (self->desk));
  self->cancellable = g_cancellable_new ();
  self->begun = g_get_monotonic_time ();
  self->progress_id = g_timeout_add (PROGRESS_EVERY, progress_cb, self);
  kp_banner_set_revealed (self->banner, FALSE);
  update (self);
  /* The file chooser has asked whether a file may be replaced. */
  kp_backup_write_async (self->backup, path, TRUE, self->cancellable, written_cb,
                         g_object_ref (self));
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpBackupWindow) self = data;
  g_autoptr (GFile) file = kp_compat_choose_file_finish (result);
  const char *path = file != NULL ? g_file_peek_path (file) : NULL;

  if (file == NULL || self->stack == NULL || self->backup != NULL)
    return;
  if (path != NULL)
    write_backup (self, path);
  else
    kp_banner_show (self->banner, "dialog-warning-symbolic",
                    _ ("A backup is written to this computer first. Choose a folder of "
                       "it."));
}

static void
choose_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  static const char *const suffixes[] = { "tar.gz", NULL };
  KpBackupWindow *self = KP_BACKUP_WINDOW (widget);
  g_autoptr (GListModel) filters = kp_compat_make_filters (_ ("Backups"), suffixes);
  g_autoptr (GDateTime) day =
      g_date_time_new_from_unix_local (kp_clock_now (kp_desk_get_clock (self->desk)));
  g_autofree char *name = g_date_time_format (day, "keyplate-%Y-%m-%d.tar.gz");

  kp_compat_choose_file_async (GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_SAVE,
                               _ ("Save Backup"), name, filters, NULL, chosen_cb,
                               g_object_ref (self));
}

/* Closing in the middle ends it, and leaves what was there. */
static gboolean
kp_backup_window_close_request (GtkWindow *window)
{
  KpBackupWindow *self = KP_BACKUP_WINDOW (window);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  return GTK_WINDOW_CLASS (kp_backup_window_parent_class)->close_request (window);
}

static void
kp_backup_window_dispose (GObject *object)
{
  KpBackupWindow *self = KP_BACKUP_WINDOW (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->progress_id, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_BACKUP_WINDOW);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (kp_backup_window_parent_class)->dispose (object);
}

static void
kp_backup_window_class_init (KpBackupWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_backup_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = kp_backup_window_close_request;

  g_type_ensure (KP_TYPE_BANNER);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/window/backup-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KpBackupWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, KpBackupWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, KpBackupWindow, form);
  gtk_widget_class_bind_template_child (widget_class, KpBackupWindow, vault);
  gtk_widget_class_bind_template_child (widget_class, KpBackupWindow, progress);
  gtk_widget_class_install_action (widget_class, "backup.choose", NULL, choose_activated);
  kp_help_add_key (widget_class, "data");
  kp_compat_add_close_keys (widget_class);
}

static void
kp_backup_window_init (KpBackupWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kp_compat_hide_other_pages (GTK_WIDGET (self->stack));
}

GtkWidget *
kp_backup_window_new (KpDesk *desk, GtkWindow *parent)
{
  KpBackupWindow *self;

  g_return_val_if_fail (KP_IS_DESK (desk), NULL);
  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);

  self = g_object_new (KP_TYPE_BACKUP_WINDOW, "transient-for", parent, NULL);
  self->desk = g_object_ref (desk);
  gtk_widget_set_visible (
      self->vault, kp_vault_disk_exists (kp_store_get_data_dir (kp_desk_get_store (desk))));
  return GTK_WIDGET (self);
}
