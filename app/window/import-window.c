/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/import-window.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/base/file-words.h"
#include "core/exchange/import-preview.h"
#include "widget/banner.h"
#include "widget/compat.h"
#include "widget/help.h"
#include "widget/wrap-box.h"
#include "window/import-columns.h"
#include "window/import-review.h"
#include "window/newcomers.h"

/* How often the bar of what has no end in sight moves, milliseconds. */
#define PULSE_EVERY 100

struct _KpImportWindow
{
  AdwWindow parent_instance;

  GtkStack *stack;
  GtkWidget *cancel;
  GtkWidget *back;
  GtkWidget *next;
  GtkWidget *import_button;
  GtkWidget *choose_button;
  GtkWidget *close_button;
  GtkLabel *busy_words;
  GtkProgressBar *busy_bar;
  KpImportColumns *columns;
  KpImportReview *review;
  AdwStatusPage *done;
  KpBanner *banner;

  KpDesk *desk;
  KpSiteImport *import;
  GCancellable *cancellable; /* (nullable): of what goes on */
  const char *before;        /* the page to go back to if it is cancelled */
  guint pulse_id;
};

G_DEFINE_FINAL_TYPE (KpImportWindow, kp_import_window, ADW_TYPE_WINDOW)

static void judge (KpImportWindow *self);

static gboolean
is_page (KpImportWindow *self, const char *name)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), name) == 0;
}

static void
show_page (KpImportWindow *self, const char *name)
{
  gtk_stack_set_visible_child_name (self->stack, name);
}

static void
tell (KpImportWindow *self, const char *problem)
{
  kp_banner_show (self->banner, "dialog-warning-symbolic", problem);
}

static void
update (KpImportWindow *self)
{
  gboolean columns = is_page (self, "columns");
  gboolean review = is_page (self, "review");
  gboolean choose = is_page (self, "choose");

  gtk_widget_set_visible (self->cancel, choose || columns || is_page (self, "busy"));
  gtk_widget_set_visible (self->back, review);
  gtk_widget_set_visible (self->next, columns);
  gtk_widget_set_visible (self->import_button, review);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "import.back", review);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "import.judge",
                                 columns && kp_import_columns_get_ready (self->columns));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "import.add",
                                 review && kp_import_review_get_ready (self->review));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "import.choose", choose);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "import.paste", choose);
}

/* Keys go on where the page begins. */
static void
page_changed_cb (KpImportWindow *self)
{
  GtkWidget *focus = NULL;

  update (self);
  if (is_page (self, "choose"))
    focus = self->choose_button;
  else if (is_page (self, "done"))
    focus = self->close_button;
  else if (is_page (self, "busy"))
    focus = self->cancel;
  else
    gtk_widget_child_focus (GTK_WIDGET (self->stack), GTK_DIR_TAB_FORWARD);
  if (focus != NULL)
    gtk_widget_grab_focus (focus);
}

static gboolean
pulse_cb (gpointer data)
{
  KpImportWindow *self = data;

  gtk_progress_bar_pulse (self->busy_bar);
  return G_SOURCE_CONTINUE;
}

/* Begins what takes a while. Cancelled, it ends where it began. */
static void
begin (KpImportWindow *self, const char *words, const char *before)
{
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->before = before;
  kp_banner_set_revealed (self->banner, FALSE);
  gtk_label_set_label (self->busy_words, words);
  /* Where nothing is to move the words say enough. */
  gtk_widget_set_visible (GTK_WIDGET (self->busy_bar),
                          adw_get_enable_animations (GTK_WIDGET (self)));
  if (self->pulse_id == 0 && adw_get_enable_animations (GTK_WIDGET (self)))
    self->pulse_id = g_timeout_add (PULSE_EVERY, pulse_cb, self);
  show_page (self, "busy");
}

static void
go_back (KpImportWindow *self)
{
  show_page (self, self->before);
}

/* The end of it. @file: (nullable): that was to be read. Returns: whether it ended well; if
 * not, its page is told why, unless it was the user who ended it */
static gboolean
end (KpImportWindow *self, GFile *file, const GError *error)
{
  g_autofree char *unread = NULL;

  g_clear_handle_id (&self->pulse_id, g_source_remove);
  if (error == NULL)
    return TRUE;
  if (self->stack == NULL)
    return FALSE; /* closed meanwhile */
  if (file != NULL)
    unread = kp_file_words_unread (file, error);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    tell (self, unread != NULL ? unread : error->message);
  go_back (self);
  return FALSE;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpImportWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpSiteImport) import = kp_site_import_new_finish (result, &error);

  if (!end (self, NULL, error) || self->stack == NULL)
    return;
  if (kp_site_import_get_rows (import)->len == 0)
    {
      tell (self, _ ("The list is empty."));
      go_back (self);
      return;
    }
  g_set_object (&self->import, import);
  kp_import_columns_set_import (self->columns, import);
  /* Of one column there is no choice. */
  if (kp_site_import_get_n_columns (import) <= 1)
    judge (self);
  else
    {
      show_page (self, "columns");
      if (!kp_site_import_get_has_hosts (import))
        tell (self, _ ("No column looks like addresses of sites. Choose the one that "
                       "holds them."));
    }
}

static void
read_list (KpImportWindow *self, GBytes *text)
{
  begin (self, _ ("Reading the list…"), "choose");
  kp_site_import_new_async (text, kp_desk_get_catalogue (self->desk), self->cancellable,
                            read_cb, g_object_ref (self));
}

/* What is larger than a list may be is not read to its end. */
static gboolean
read_more_cb (const char *content, goffset size, gpointer data)
{
  return size <= KP_CSV_MAX_SIZE;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpImportWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) text = NULL;
  char *content;
  gsize size;

  if (g_file_load_partial_contents_finish (G_FILE (source), result, &content, &size, NULL,
                                           &error))
    text = g_bytes_new_take (content, size);
  if (end (self, G_FILE (source), error) && self->stack != NULL)
    read_list (self, text);
}

static void
load_file (KpImportWindow *self, GFile *file)
{
  begin (self, _ ("Reading the list…"), "choose");
  g_file_load_partial_contents_async (file, self->cancellable, read_more_cb, loaded_cb,
                                      g_object_ref (self));
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpImportWindow) self = data;
  g_autoptr (GFile) file = kp_compat_choose_file_finish (result);

  if (file != NULL && self->stack != NULL)
    load_file (self, file);
}

static void
pasted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpImportWindow) self = data;
  g_autofree char *text =
      gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);

  if (self->stack == NULL || !is_page (self, "choose"))
    return;
  if (text != NULL)
    kp_import_window_set_text (self, text);
  else
    tell (self, _ ("There is no text to paste."));
}

static gboolean
exists_cb (const char *host, guint16 port, gpointer data)
{
  return kp_portfolio_find (data, host, port, NULL) != NULL;
}

static void
judged_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpImportWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpImportPreview) preview = kp_import_preview_new_finish (result, &error);

  if (!end (self, NULL, error) || self->stack == NULL)
    return;
  kp_import_review_set_preview (self->review, self->desk, g_steal_pointer (&preview));
  show_page (self, "review");
}

static void
judge (KpImportWindow *self)
{
  guint rows = kp_site_import_get_rows (self->import)->len;
  /* Translators: a number of rows */
  g_autofree char *words =
      g_strdup_printf (ngettext ("Looking at %u row…", "Looking at %u rows…", rows), rows);

  begin (self, words,
         kp_site_import_get_n_columns (self->import) > 1 ? "columns" : "choose");
  kp_import_preview_new_async (self->import, kp_import_columns_get_provider (self->columns),
                               exists_cb, kp_desk_get_portfolio (self->desk),
                               self->cancellable, judged_cb, g_object_ref (self));
}

static void
show_done (KpImportWindow *self)
{
  const KpImportPreview *preview = kp_import_review_get_preview (self->review);
  g_autofree char *title = g_strdup_printf (
      /* Translators: a number of sites, as a title */
      ngettext ("%u Site Added", "%u Sites Added", preview->to_add), preview->to_add);
  g_autoptr (GString) text = g_string_new (_ ("Checking has begun."));

  if (preview->existing > 0)
    {
      g_string_append_c (text, ' ');
      g_string_append_printf (
          text,
          /* Translators: a number of sites */
          ngettext ("%u existed already.", "%u existed already.", preview->existing),
          preview->existing);
    }
  if (preview->bad > 0)
    {
      g_string_append_c (text, ' ');
      /* Translators: a number of rows */
      g_string_append_printf (
          text,
          ngettext ("%u bad row was skipped.", "%u bad rows were skipped.", preview->bad),
          preview->bad);
    }
  adw_status_page_set_title (self->done, title);
  adw_status_page_set_description (self->done, text->str);
  show_page (self, "done");
}

/* Sites on their way into the store. */
typedef struct
{
  KpImportWindow *self;
  KpDesk *desk;
  GtkWindow *parent; /* weak */
  GPtrArray *sites;
} Adding;

static void
adding_free (Adding *adding)
{
  g_object_unref (adding->self);
  g_object_unref (adding->desk);
  g_clear_weak_pointer (&adding->parent);
  g_ptr_array_unref (adding->sites);
  g_free (adding);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Adding, adding_free)

/* Somebody else was quicker: what becomes of the rows is another thing now. */
static void
caught_up_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpImportWindow) self = data;
  g_autoptr (GError) error = NULL;

  if (!kp_portfolio_load_finish (KP_PORTFOLIO (source), result, &error))
    end (self, NULL, error);
  else if (self->stack != NULL)
    judge (self);
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Adding) adding = data;
  KpImportWindow *self = adding->self;
  g_autoptr (GError) error = NULL;

  if (kp_store_add_sites_finish (KP_STORE (source), result, &error))
    kp_newcomers_follow (adding->desk, adding->sites, adding->parent);
  if (g_error_matches (error, KP_STORE_ERROR, KP_STORE_ERROR_EXISTS) && self->stack != NULL)
    {
      /* What the store has, the list here may not know yet. */
      kp_portfolio_load_async (kp_desk_get_portfolio (self->desk), 0, self->cancellable,
                               caught_up_cb, g_object_ref (self));
      return;
    }
  if (end (self, NULL, error) && self->stack != NULL)
    show_done (self);
}

static void
add_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpImportWindow *self = KP_IMPORT_WINDOW (widget);
  const KpImportPreview *preview = kp_import_review_get_preview (self->review);
  g_autofree char *words = g_strdup_printf (
      /* Translators: a number of sites */
      ngettext ("Adding %u site…", "Adding %u sites…", preview->to_add), preview->to_add);
  Adding *adding = g_new0 (Adding, 1);

  adding->self = g_object_ref (self);
  adding->desk = g_object_ref (self->desk);
  g_set_weak_pointer (&adding->parent, gtk_window_get_transient_for (GTK_WINDOW (self)));
  adding->sites = kp_import_preview_get_sites (preview);
  begin (self, words, "review");
  kp_store_add_sites_async (kp_desk_get_store (self->desk), adding->sites,
                            self->cancellable, added_cb, adding);
}

static void
judge_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  judge (KP_IMPORT_WINDOW (widget));
}

static void
back_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpImportWindow *self = KP_IMPORT_WINDOW (widget);

  kp_banner_set_revealed (self->banner, FALSE);
  kp_import_review_clear (self->review);
  show_page (self, "columns");
}

/* What goes on ends first, then the window. */
static void
cancel_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpImportWindow *self = KP_IMPORT_WINDOW (widget);

  if (is_page (self, "busy"))
    g_cancellable_cancel (self->cancellable);
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
choose_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  kp_import_window_choose_file (KP_IMPORT_WINDOW (widget));
}

static void
paste_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (widget), NULL, pasted_cb,
                                 g_object_ref (widget));
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y,
         KpImportWindow *self)
{
  if (!is_page (self, "choose"))
    return FALSE;
  if (G_VALUE_HOLDS (value, G_TYPE_FILE))
    load_file (self, g_value_get_object (value));
  else
    kp_import_window_set_text (self, g_value_get_string (value));
  return TRUE;
}

static void
add_drop_target (KpImportWindow *self)
{
  GType types[] = { G_TYPE_FILE, G_TYPE_STRING };
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);

  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

static void
kp_import_window_dispose (GObject *object)
{
  KpImportWindow *self = KP_IMPORT_WINDOW (object);

  g_clear_handle_id (&self->pulse_id, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_IMPORT_WINDOW);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->import);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (kp_import_window_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, KpImportWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, KpImportWindow, cancel);
  gtk_widget_class_bind_template_child (widget_class, KpImportWindow, back);
  gtk_widget_class_bind_template_child (widget_class, KpImportWindow, next);
  gtk_widget_class_bind_template_child (widget_class, KpImportWindow, import_button);
  gtk_widget_class_bind_template_child (widget_class, KpImportWindow, choose_button);
  gtk_widget_class_bind_template_child (widget_class, KpImportWindow, close_button);
  gtk_widget_class_bind_template_child (widget_class, KpImportWindow, busy_words);
  gtk_widget_class_bind_template_child (widget_class, KpImportWindow, busy_bar);
  gtk_widget_class_bind_template_child (widget_class, KpImportWindow, columns);
  gtk_widget_class_bind_template_child (widget_class, KpImportWindow, review);
  gtk_widget_class_bind_template_child (widget_class, KpImportWindow, done);
  gtk_widget_class_bind_template_child (widget_class, KpImportWindow, banner);
  gtk_widget_class_bind_template_callback (widget_class, page_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, update);
}

static void
kp_import_window_class_init (KpImportWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_import_window_dispose;

  g_type_ensure (KP_TYPE_BANNER);
  g_type_ensure (KP_TYPE_WRAP_BOX);
  g_type_ensure (KP_TYPE_IMPORT_COLUMNS);
  g_type_ensure (KP_TYPE_IMPORT_REVIEW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/window/import-window.ui");
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "import.cancel", NULL, cancel_activated);
  gtk_widget_class_install_action (widget_class, "import.back", NULL, back_activated);
  gtk_widget_class_install_action (widget_class, "import.judge", NULL, judge_activated);
  gtk_widget_class_install_action (widget_class, "import.add", NULL, add_activated);
  gtk_widget_class_install_action (widget_class, "import.choose", NULL, choose_activated);
  gtk_widget_class_install_action (widget_class, "import.paste", NULL, paste_activated);
  kp_help_add_key (widget_class, "adding");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "import.cancel",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK,
                                       "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_v, GDK_CONTROL_MASK,
                                       "import.paste", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_o, GDK_CONTROL_MASK,
                                       "import.choose", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK,
                                       "import.back", NULL);
}

static void
kp_import_window_init (KpImportWindow *self)
{
  self->before = "choose";
  gtk_widget_init_template (GTK_WIDGET (self));
  kp_compat_hide_other_pages (GTK_WIDGET (self->stack));
  add_drop_target (self);
  update (self);
}

GtkWidget *
kp_import_window_new (KpDesk *desk, GtkWindow *parent)
{
  KpImportWindow *self;

  g_return_val_if_fail (KP_IS_DESK (desk), NULL);
  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);

  self = g_object_new (KP_TYPE_IMPORT_WINDOW, "transient-for", parent, NULL);
  self->desk = g_object_ref (desk);
  return GTK_WIDGET (self);
}

void
kp_import_window_set_text (KpImportWindow *self, const char *text)
{
  g_autoptr (GBytes) bytes = NULL;

  g_return_if_fail (KP_IS_IMPORT_WINDOW (self));
  g_return_if_fail (text != NULL);

  bytes = g_bytes_new (text, strlen (text));
  read_list (self, bytes);
}

void
kp_import_window_open (KpImportWindow *self, GFile *file)
{
  g_return_if_fail (KP_IS_IMPORT_WINDOW (self));
  g_return_if_fail (G_IS_FILE (file));

  load_file (self, file);
}

void
kp_import_window_choose_file (KpImportWindow *self)
{
  static const char *const suffixes[] = { "csv", "tsv", "txt", NULL };
  g_autoptr (GListModel) filters = NULL;

  g_return_if_fail (KP_IS_IMPORT_WINDOW (self));

  filters = kp_compat_make_filters (_ ("Lists (CSV, Text)"), suffixes);
  kp_compat_choose_file_async (GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_OPEN,
                               _ ("Import Sites"), NULL, filters, NULL, chosen_cb,
                               g_object_ref (self));
}
