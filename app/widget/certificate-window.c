/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/certificate-window.h"

#include <glib/gi18n.h>

#include "core/base/file-words.h"
#include "core/certificate/certificate-details.h"
#include "core/certificate/certificate-text.h"
#include "core/certificate/certificate.h"
#include "widget/compat.h"
#include "widget/copy-text.h"
#include "widget/help.h"
#include "widget/row-feeder.h"
#include "widget/toast.h"

/* As many as a probe keeps. */
#define MAX_CHAIN 16
/* Sections that are open at first: to whom, by whom, how long, for which names. */
#define OPEN_SECTIONS 4
/* Characters of a value's line in a narrow window. */
#define LINE_CHARS 18

/* One certificate of the chain. */
typedef struct
{
  char *sha256;
  GBytes *der; /* once it was read */
  char *name;
  char *description;
} Part;

struct _KpCertificateWindow
{
  AdwWindow parent_instance;

  AdwToastOverlay *toasts;
  AdwWindowTitle *title;
  GtkStack *stack;
  AdwStatusPage *problem;
  GtkListBox *chain;
  GtkBox *sections;

  KpDesk *desk;             /* (nullable): where they are read from */
  KpSite *site;             /* (nullable) */
  GPtrArray *parts;         /* of Part */
  guint reading;            /* the part that is read */
  guint shown;              /* the part that is shown */
  GPtrArray *details;       /* (nullable): of KpDetailSection: what is told of it */
  guint n_sections;         /* those that are there by now */
  AdwExpanderRow *expander; /* (nullable): of the last of them */
  guint n_fields;           /* its rows */
  KpRowFeeder *feeder;      /* makes the others */
  GCancellable *cancellable;
  GCancellable *looking; /* (nullable): into the part that is shown */
};

G_DEFINE_FINAL_TYPE (KpCertificateWindow, kp_certificate_window, ADW_TYPE_WINDOW)

static void read_next (KpCertificateWindow *self);

static void
part_free (gpointer data)
{
  Part *part = data;

  g_free (part->sha256);
  g_free (part->name);
  g_free (part->description);
  g_clear_pointer (&part->der, g_bytes_unref);
  g_free (part);
}

static Part *
get_shown (KpCertificateWindow *self)
{
  return self->shown < self->parts->len ? g_ptr_array_index (self->parts, self->shown)
                                        : NULL;
}

/* What it is called in the chain, and what it is there for. */
static void
describe_part (Part *part, guint place)
{
  gnutls_x509_crt_t crt = kp_certificate_import (part->der, NULL);
  g_autofree char *issuer = NULL;

  if (crt == NULL)
    {
      part->name = g_strdup (_ ("Can’t be read"));
      part->description = g_strdup (part->sha256);
      return;
    }
  part->name = kp_certificate_text_name (crt, FALSE);
  issuer = kp_certificate_text_name (crt, TRUE);
  if (kp_certificate_is_self_signed (crt))
    part->description = g_strdup (place == 0 ? _ ("Certificate of the site, signed by "
                                                  "itself")
                                             : _ ("Root certificate"));
  else if (place == 0)
    part->description =
        /* Translators: %s is the name of a CA. */
        g_strdup_printf (_ ("Certificate of the site, issued by %s"), issuer);
  else
    part->description =
        /* Translators: %s is the name of a CA. */
        g_strdup_printf (_ ("Intermediate certificate, issued by %s"), issuer);
  gnutls_x509_crt_deinit (crt);
}

static guint
count_longest_line (const char *text)
{
  guint longest = 0, n = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      n = *at == '\n' ? 0 : n + 1;
      longest = MAX (longest, n);
    }
  return longest;
}

/* What fits on a line stays on it. What does not asks for no more than it can fill, even in
 * narrow letters: GTK complains of a least width that is more than the natural one. */
static GtkWidget *
make_value (const char *text)
{
  guint longest = count_longest_line (text);

  if (longest <= LINE_CHARS)
    return g_object_new (GTK_TYPE_LABEL, "label", text, "xalign", 1.0, "justify",
                         GTK_JUSTIFY_RIGHT, "selectable", TRUE, NULL);
  return g_object_new (GTK_TYPE_LABEL, "label", text, "wrap", TRUE, "wrap-mode",
                       PANGO_WRAP_WORD_CHAR, "natural-wrap-mode", GTK_NATURAL_WRAP_NONE,
                       "xalign", 1.0, "justify", GTK_JUSTIFY_RIGHT, "selectable", TRUE,
                       "width-chars", MIN (LINE_CHARS, longest / 2), "max-width-chars", 40,
                       NULL);
}

static GtkWidget *
make_field (const KpDetailField *field)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title",
                                 field->label, "activatable", FALSE, NULL);
  GtkWidget *value = make_value (field->value);
  /* Translators: the label of a field, and what is in it or wrong with it */
  g_autofree char *name =
      g_strdup_printf (C_ ("field", "%s: %s"), field->label, field->value);

  gtk_widget_add_css_class (value, field->monospace ? "monospace" : "dim-label");
  if (field->monospace)
    gtk_widget_add_css_class (value, "caption");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), value);
  kp_compat_set_name (row, name);
  return row;
}

static GtkWidget *
add_section (KpCertificateWindow *self, const KpDetailSection *section)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *expander =
      g_object_new (ADW_TYPE_EXPANDER_ROW, "use-markup", FALSE, "title", section->title,
                    "expanded", self->n_sections < OPEN_SECTIONS, NULL);

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), expander);
  gtk_box_append (self->sections, list);
  self->expander = ADW_EXPANDER_ROW (expander);
  self->n_sections++;
  self->n_fields = 0;
  return list;
}

static GtkWidget *
add_next (gpointer data)
{
  KpCertificateWindow *self = data;
  const KpDetailSection *last =
      self->n_sections > 0 ? g_ptr_array_index (self->details, self->n_sections - 1) : NULL;
  GtkWidget *row;

  if (last != NULL && self->n_fields < last->fields->len)
    {
      row = make_field (g_ptr_array_index (last->fields, self->n_fields++));
      adw_expander_row_add_row (self->expander, row);
      return row;
    }
  if (self->n_sections < self->details->len)
    return add_section (self, g_ptr_array_index (self->details, self->n_sections));
  return NULL;
}

static void
clear_sections (KpCertificateWindow *self)
{
  GtkWidget *child;

  kp_row_feeder_stop (self->feeder);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->sections))) != NULL)
    gtk_box_remove (self->sections, child);
  g_clear_pointer (&self->details, g_ptr_array_unref);
  self->n_sections = 0;
  self->expander = NULL;
}

static void
details_in_thread (GTask *task, gpointer source, gpointer der, GCancellable *cancellable)
{
  GError *error = NULL;
  GPtrArray *details = kp_certificate_details_new (der, &error);

  if (details != NULL)
    g_task_return_pointer (task, details, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
details_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  KpCertificateWindow *self = KP_CERTIFICATE_WINDOW (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) details = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* closed, or another is shown */
  if (details == NULL)
    {
      gtk_box_append (self->sections, gtk_label_new (error->message));
      return;
    }
  self->details = g_steal_pointer (&details);
  kp_row_feeder_start (self->feeder);
}

/* One that has thousands of names takes its time. */
static void
show_part (KpCertificateWindow *self, guint place)
{
  g_autoptr (GTask) task = NULL;
  const Part *part;

  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  clear_sections (self);
  self->shown = place;
  part = get_shown (self);
  if (part == NULL)
    return;
  self->looking = g_cancellable_new ();
  task = g_task_new (self, self->looking, details_cb, NULL);
  g_task_set_source_tag (task, show_part);
  g_task_set_task_data (task, g_bytes_ref (part->der), (GDestroyNotify) g_bytes_unref);
  g_task_run_in_thread (task, details_in_thread);
}

static void
add_part_row (KpCertificateWindow *self, Part *part)
{
  GtkWidget *row =
      g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", part->name,
                    "subtitle", part->description, "icon-name",
                    "application-certificate-symbolic", "activatable", TRUE, NULL);

  gtk_list_box_append (self->chain, row);
}

static void
show_problem (KpCertificateWindow *self, const char *text)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);

  adw_status_page_set_description (self->problem, markup);
  gtk_stack_set_visible_child_name (self->stack, "problem");
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpCertificateWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) der =
      kp_store_load_certificate_finish (KP_STORE (source), result, &error);
  Part *part;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (der == NULL)
    {
      show_problem (self, error->message);
      return;
    }
  part = g_ptr_array_index (self->parts, self->reading);
  part->der = g_steal_pointer (&der);
  describe_part (part, self->reading);
  add_part_row (self, part);
  if (self->reading == 0)
    {
      gtk_list_box_select_row (self->chain, gtk_list_box_get_row_at_index (self->chain, 0));
      gtk_stack_set_visible_child_name (self->stack, "content");
    }
  self->reading++;
  read_next (self);
}

static void
read_next (KpCertificateWindow *self)
{
  const Part *part;

  if (self->reading >= self->parts->len)
    return;
  part = g_ptr_array_index (self->parts, self->reading);
  kp_store_load_certificate_async (kp_desk_get_store (self->desk), part->sha256,
                                   self->cancellable, read_cb, g_object_ref (self));
}

static void
row_selected_cb (KpCertificateWindow *self, GtkListBoxRow *row)
{
  if (row != NULL)
    show_part (self, (guint) gtk_list_box_row_get_index (row));
}

static void
copy_pem_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpCertificateWindow *self = KP_CERTIFICATE_WINDOW (widget);
  Part *part = get_shown (self);
  g_autofree char *pem = NULL;

  if (part == NULL || part->der == NULL)
    return;
  pem = kp_certificate_to_pem (part->der);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), pem);
  kp_toast_show (GTK_WIDGET (self->toasts), _ ("Certificate copied"));
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpCertificateWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *unsaved = NULL;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    unsaved = kp_file_words_unsaved (G_FILE (source), error);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    kp_toast_show (GTK_WIDGET (self->toasts),
                   unsaved != NULL ? unsaved : _ ("Certificate saved"));
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpCertificateWindow) self = data;
  g_autoptr (GFile) file = kp_compat_choose_file_finish (result);
  Part *part = get_shown (self);
  g_autofree char *pem = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (file == NULL || part == NULL || part->der == NULL)
    return;
  pem = kp_certificate_to_pem (part->der);
  bytes = g_bytes_new (pem, strlen (pem));
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_NONE,
                                       self->cancellable, written_cb, g_object_ref (self));
}

static void
save_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpCertificateWindow *self = KP_CERTIFICATE_WINDOW (widget);
  const char *host = self->site != NULL ? kp_site_get_host (self->site) : "certificate";
  g_autofree char *suggested = self->shown == 0
                                   ? g_strdup_printf ("%s.pem", host)
                                   : g_strdup_printf ("%s-%u.pem", host, self->shown + 1);

  kp_compat_choose_file_async (GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_SAVE,
                               _ ("Save Certificate"), suggested, NULL, self->cancellable,
                               chosen_cb, g_object_ref (self));
}

static void
kp_certificate_window_dispose (GObject *object)
{
  KpCertificateWindow *self = KP_CERTIFICATE_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->looking);
  g_clear_pointer (&self->feeder, kp_row_feeder_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_CERTIFICATE_WINDOW);
  g_clear_object (&self->site);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (kp_certificate_window_parent_class)->dispose (object);
}

static void
kp_certificate_window_finalize (GObject *object)
{
  KpCertificateWindow *self = KP_CERTIFICATE_WINDOW (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->looking);
  g_ptr_array_unref (self->parts);
  g_clear_pointer (&self->details, g_ptr_array_unref);

  G_OBJECT_CLASS (kp_certificate_window_parent_class)->finalize (object);
}

static void
kp_certificate_window_class_init (KpCertificateWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_certificate_window_dispose;
  object_class->finalize = kp_certificate_window_finalize;

  kp_compat_add_window_keys (widget_class);
  gtk_widget_class_install_action (widget_class, "certificate.copy-pem", NULL,
                                   copy_pem_activated);
  gtk_widget_class_install_action (widget_class, "certificate.save", NULL, save_activated);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/widget/certificate-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KpCertificateWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, KpCertificateWindow, title);
  gtk_widget_class_bind_template_child (widget_class, KpCertificateWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, KpCertificateWindow, problem);
  gtk_widget_class_bind_template_child (widget_class, KpCertificateWindow, chain);
  gtk_widget_class_bind_template_child (widget_class, KpCertificateWindow, sections);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
}

static void
kp_certificate_window_init (KpCertificateWindow *self)
{
  self->cancellable = g_cancellable_new ();
  self->parts = g_ptr_array_new_with_free_func (part_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  self->feeder = kp_row_feeder_new (GTK_WIDGET (self->sections), add_next, self);
  kp_help_set_page (GTK_WIDGET (self), "lock");
  kp_compat_hide_other_pages (GTK_WIDGET (self->stack));
}

GtkWidget *
kp_certificate_window_new_given (KpSite *site, GPtrArray *chain, guint place,
                                 GtkWindow *parent)
{
  KpCertificateWindow *self;

  g_return_val_if_fail (site == NULL || KP_IS_SITE (site), NULL);
  g_return_val_if_fail (chain != NULL && place < chain->len, NULL);

  self = g_object_new (KP_TYPE_CERTIFICATE_WINDOW, "transient-for", parent, NULL);
  g_set_object (&self->site, site);
  if (site != NULL)
    adw_window_title_set_title (self->title, kp_site_get_label (site));
  adw_window_title_set_subtitle (self->title, site != NULL ? _ ("Given, not served yet")
                                                           : _ ("From a file"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->chain),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Chain"), -1);
  for (guint i = 0; i < chain->len && i < MAX_CHAIN; i++)
    {
      Part *part = g_new0 (Part, 1);

      part->der = g_bytes_ref (g_ptr_array_index (chain, i));
      part->sha256 = kp_certificate_sha256 (part->der);
      g_ptr_array_add (self->parts, part);
      describe_part (part, i);
      add_part_row (self, part);
    }
  if (site == NULL)
    adw_window_title_set_title (self->title,
                                ((Part *) g_ptr_array_index (self->parts, place))->name);
  gtk_list_box_select_row (self->chain,
                           gtk_list_box_get_row_at_index (self->chain, (int) place));
  gtk_stack_set_visible_child_name (self->stack, "content");
  return GTK_WIDGET (self);
}

GtkWidget *
kp_certificate_window_new (KpDesk *desk, KpSite *site, const char *const *chain,
                           const char *address, GtkWindow *parent)
{
  KpCertificateWindow *self;
  g_autofree char *subtitle = NULL;

  g_return_val_if_fail (KP_IS_DESK (desk), NULL);
  g_return_val_if_fail (KP_IS_SITE (site), NULL);

  self = g_object_new (KP_TYPE_CERTIFICATE_WINDOW, "transient-for", parent, NULL);
  self->desk = g_object_ref (desk);
  self->site = g_object_ref (site);
  for (guint i = 0; chain[i] != NULL && i < MAX_CHAIN; i++)
    {
      Part *part = g_new0 (Part, 1);

      part->sha256 = g_strdup (chain[i]);
      g_ptr_array_add (self->parts, part);
    }
  adw_window_title_set_title (self->title, kp_site_get_label (site));
  /* Translators: %s is an IP address. */
  subtitle = g_strdup_printf (_ ("Served by %s"), address);
  adw_window_title_set_subtitle (self->title, subtitle);
  read_next (self);
  return GTK_WIDGET (self);
}
