/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/export-window.h"

#include <glib/gi18n.h>

#include "core/base/file-words.h"
#include "core/exchange/ics.h"
#include "widget/banner.h"
#include "widget/compat.h"
#include "widget/help.h"
#include "widget/toast.h"

/* Writing that is over sooner moves nothing on the screen, in milliseconds. */
#define PROGRESS_AFTER 300

struct _KpExportWindow
{
  AdwWindow parent_instance;

  KpBanner *banner;
  GtkStack *stack;
  GtkWidget *form;
  GtkWidget *which;
  GtkCheckButton *all;
  GtkLabel *n_all;
  GtkWidget *shown_row;
  GtkCheckButton *shown;
  GtkLabel *n_shown;
  GtkWidget *selected_row;
  GtkCheckButton *selected;
  GtkLabel *n_selected;
  GtkCheckButton *csv;
  GtkCheckButton *json;
  GtkLabel *progress_words;
  GtkProgressBar *progress;

  KpDesk *desk;
  KpSiteList *list;
  KpSiteExport *export;      /* (nullable): under way */
  GCancellable *cancellable; /* (nullable): of it */
  guint n_sites;             /* that it writes */
  guint progress_id;
};

G_DEFINE_FINAL_TYPE (KpExportWindow, kp_export_window, ADW_TYPE_WINDOW)

/* How files of each #KpExportFormat are called. */
static const struct
{
  const char *suffix;
  const char *filter;
} formats[] = {
  [KP_EXPORT_CSV] = { "csv", N_ ("Tables (CSV)") },
  [KP_EXPORT_JSON] = { "json", N_ ("Documents (JSON)") },
  [KP_EXPORT_ICS] = { "ics", N_ ("Calendars (iCalendar)") },
};

static KpExportFormat
get_format (KpExportWindow *self)
{
  if (gtk_check_button_get_active (self->csv))
    return KP_EXPORT_CSV;
  return gtk_check_button_get_active (self->json) ? KP_EXPORT_JSON : KP_EXPORT_ICS;
}

/* In the order of the list, where that shows all. */
static GPtrArray *
get_all (KpExportWindow *self)
{
  GListModel *portfolio = G_LIST_MODEL (kp_desk_get_portfolio (self->desk));
  guint n = g_list_model_get_n_items (portfolio);
  GPtrArray *sites = kp_site_list_get_shown (self->list);

  if (sites->len == n)
    return sites;
  g_ptr_array_set_size (sites, 0);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (sites, g_list_model_get_item (portfolio, i));
  return sites;
}

static GPtrArray *
get_sites (KpExportWindow *self)
{
  if (gtk_check_button_get_active (self->selected))
    return kp_site_list_get_selected (self->list);
  return gtk_check_button_get_active (self->shown) ? kp_site_list_get_shown (self->list)
                                                   : get_all (self);
}

/* A calendar has only those with a day by which to start, and says how many these are. */
static void
keep_events (GPtrArray *sites)
{
  for (guint i = sites->len; i > 0; i--)
    if (!kp_ics_has_event (g_ptr_array_index (sites, i - 1)))
      g_ptr_array_remove_index (sites, i - 1);
}

static void
set_count (GtkLabel *label, guint n)
{
  g_autofree char *text = g_strdup_printf ("%u", n);

  gtk_label_set_label (label, text);
}

/* What can be chosen is what differs. Who selected several means them, who filtered means
 * what is left. */
static void
fill_counts (KpExportWindow *self)
{
  g_autoptr (GPtrArray) shown = kp_site_list_get_shown (self->list);
  g_autoptr (GPtrArray) selected = kp_site_list_get_selected (self->list);
  guint total =
      g_list_model_get_n_items (G_LIST_MODEL (kp_desk_get_portfolio (self->desk)));
  gboolean filtered = shown->len > 0 && shown->len < total;

  set_count (self->n_all, total);
  set_count (self->n_shown, shown->len);
  set_count (self->n_selected, selected->len);
  gtk_widget_set_visible (self->shown_row, filtered);
  gtk_widget_set_visible (self->selected_row, selected->len > 0);
  gtk_widget_set_visible (self->which, filtered || selected->len > 0);
  gtk_check_button_set_active (selected->len > 1 ? self->selected
                               : filtered        ? self->shown
                                                 : self->all,
                               TRUE);
}

static void
update (KpExportWindow *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "export.choose", self->export == NULL);
  gtk_widget_set_sensitive (self->form, self->export == NULL);
}

static void
show_progress (KpExportWindow *self)
{
  guint done = 0;
  g_autofree char *words = NULL;

  if (self->export == NULL || self->stack == NULL)
    return;
  g_object_get (self->export, "done", &done, NULL);
  words = g_strdup_printf (
      /* Translators: a number of sites, and of how many: the plural is that of the second.
       */
      ngettext ("%u of %u site written", "%u of %u sites written", self->n_sites), done,
      self->n_sites);
  gtk_label_set_label (self->progress_words, words);
  gtk_progress_bar_set_fraction (self->progress,
                                 self->n_sites > 0 ? (double) done / self->n_sites : 0);
}

static gboolean
progress_cb (gpointer data)
{
  KpExportWindow *self = data;

  self->progress_id = 0;
  gtk_stack_set_visible_child_name (self->stack, "progress");
  return G_SOURCE_REMOVE;
}

static void
tell_done (KpExportWindow *self, GFile *file)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autofree char *name = kp_file_words_name (file);
  g_autofree char *shown = kp_toast_name (name);
  g_autofree char *text = g_strdup_printf (
      /* Translators: a number of sites, and the name of a file */
      ngettext ("%u site exported to “%s”", "%u sites exported to “%s”", self->n_sites),
      self->n_sites, shown);

  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.show-toast", "s", text);
}

static void
tell_problem (KpExportWindow *self, GFile *file, const GError *error)
{
  g_autofree char *unsaved = kp_file_words_unsaved (file, error);

  kp_banner_show (self->banner, "dialog-warning-symbolic", unsaved);
}

/* An export on its way. */
typedef struct
{
  KpExportWindow *self;
  GFile *file;
} Writing;

static void
writing_free (Writing *writing)
{
  g_object_unref (writing->self);
  g_object_unref (writing->file);
  g_free (writing);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Writing, writing_free)

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Writing) writing = data;
  KpExportWindow *self = writing->self;
  g_autoptr (GError) error = NULL;

  kp_site_export_run_finish (KP_SITE_EXPORT (source), result, &error);
  g_clear_handle_id (&self->progress_id, g_source_remove);
  g_clear_object (&self->export);
  g_clear_object (&self->cancellable);
  if (self->stack == NULL)
    return; /* closed meanwhile */
  if (error == NULL)
    {
      tell_done (self, writing->file);
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  gtk_stack_set_visible_child_name (self->stack, "form");
  update (self);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    tell_problem (self, writing->file, error);
}

static void
write_sites (KpExportWindow *self, GFile *file)
{
  g_autoptr (GPtrArray) sites = get_sites (self);
  Writing *writing = g_new0 (Writing, 1);

  writing->self = g_object_ref (self);
  writing->file = g_object_ref (file);
  if (get_format (self) == KP_EXPORT_ICS)
    keep_events (sites);
  self->export = kp_desk_make_export (self->desk);
  self->cancellable = g_cancellable_new ();
  self->n_sites = sites->len;
  self->progress_id = g_timeout_add (PROGRESS_AFTER, progress_cb, self);
  g_signal_connect_object (self->export, "notify::done", G_CALLBACK (show_progress), self,
                           G_CONNECT_SWAPPED);
  kp_banner_set_revealed (self->banner, FALSE);
  show_progress (self);
  update (self);
  kp_site_export_run_async (self->export, sites, get_format (self), file, self->cancellable,
                            written_cb, writing);
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpExportWindow) self = data;
  g_autoptr (GFile) file = kp_compat_choose_file_finish (result);

  if (file != NULL && self->stack != NULL && self->export == NULL)
    write_sites (self, file);
}

static char *
suggest_name (KpExportWindow *self)
{
  g_autoptr (GDateTime) now =
      g_date_time_new_from_unix_local (kp_clock_now (kp_desk_get_clock (self->desk)));
  g_autofree char *day = g_date_time_format (now, "%Y-%m-%d");

  return g_strdup_printf ("keyplate-sites-%s.%s", day, formats[get_format (self)].suffix);
}

static void
choose_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpExportWindow *self = KP_EXPORT_WINDOW (widget);
  const KpExportFormat format = get_format (self);
  const char *const suffixes[] = { formats[format].suffix, NULL };
  g_autoptr (GListModel) filters =
      kp_compat_make_filters (_ (formats[format].filter), suffixes);
  g_autofree char *suggested = suggest_name (self);

  kp_compat_choose_file_async (GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_SAVE,
                               _ ("Export Sites"), suggested, filters, NULL, chosen_cb,
                               g_object_ref (self));
}

/* Closing in the middle ends it, and leaves what was there. */
static gboolean
kp_export_window_close_request (GtkWindow *window)
{
  KpExportWindow *self = KP_EXPORT_WINDOW (window);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  return GTK_WINDOW_CLASS (kp_export_window_parent_class)->close_request (window);
}

static void
kp_export_window_dispose (GObject *object)
{
  KpExportWindow *self = KP_EXPORT_WINDOW (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->progress_id, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_EXPORT_WINDOW);
  g_clear_object (&self->list);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (kp_export_window_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, KpExportWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, KpExportWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, KpExportWindow, form);
  gtk_widget_class_bind_template_child (widget_class, KpExportWindow, which);
  gtk_widget_class_bind_template_child (widget_class, KpExportWindow, all);
  gtk_widget_class_bind_template_child (widget_class, KpExportWindow, n_all);
  gtk_widget_class_bind_template_child (widget_class, KpExportWindow, shown_row);
  gtk_widget_class_bind_template_child (widget_class, KpExportWindow, shown);
  gtk_widget_class_bind_template_child (widget_class, KpExportWindow, n_shown);
  gtk_widget_class_bind_template_child (widget_class, KpExportWindow, selected_row);
  gtk_widget_class_bind_template_child (widget_class, KpExportWindow, selected);
  gtk_widget_class_bind_template_child (widget_class, KpExportWindow, n_selected);
  gtk_widget_class_bind_template_child (widget_class, KpExportWindow, csv);
  gtk_widget_class_bind_template_child (widget_class, KpExportWindow, json);
  gtk_widget_class_bind_template_child (widget_class, KpExportWindow, progress_words);
  gtk_widget_class_bind_template_child (widget_class, KpExportWindow, progress);
}

static void
kp_export_window_class_init (KpExportWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_export_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = kp_export_window_close_request;

  g_type_ensure (KP_TYPE_BANNER);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/window/export-window.ui");
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "export.choose", NULL, choose_activated);
  kp_help_add_key (widget_class, "adding");
  kp_compat_add_close_keys (widget_class);
}

static void
kp_export_window_init (KpExportWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kp_compat_hide_other_pages (GTK_WIDGET (self->stack));
}

GtkWidget *
kp_export_window_new (KpDesk *desk, KpSiteList *list, GtkWindow *parent)
{
  KpExportWindow *self;

  g_return_val_if_fail (KP_IS_DESK (desk), NULL);
  g_return_val_if_fail (KP_IS_SITE_LIST (list), NULL);
  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);

  self = g_object_new (KP_TYPE_EXPORT_WINDOW, "transient-for", parent, NULL);
  self->desk = g_object_ref (desk);
  self->list = g_object_ref (list);
  fill_counts (self);
  return GTK_WIDGET (self);
}
