/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/csr-window.h"

#include <glib/gi18n.h>

#include "assistant/details-fields.h"
#include "core/certificate/signing-key-maker.h"
#include "page/key-row.h"
#include "widget/banner.h"
#include "widget/choice.h"
#include "widget/compat.h"
#include "widget/help.h"
#include "widget/key-types.h"
#include "widget/note-row.h"
#include "widget/problem-row.h"
#include "widget/unlock.h"

/* Characters of all the names that one certificate can be for. */
#define MAX_NAMES_TEXT (KP_CSR_MAX_NAMES * 254)

struct _KpCsrWindow
{
  AdwWindow parent_instance;

  AdwWindowTitle *title;
  GtkWidget *cancel;
  GtkWidget *create;
  KpBanner *banner;
  GtkStack *stack;
  GtkWidget *form;
  AdwActionRow *main_name;
  KpNoteRow *more;
  KpProblemRow *names_problem;
  GtkDropDown *type;
  GtkWidget *kept_row;
  GtkDropDown *kept;
  KpDetailsFields *fields;
  GtkLabel *progress;
  GtkListBox *done;

  KpDesk *desk;
  KpSite *site;
  GCancellable *cancellable; /* of what is made now */
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (KpCsrWindow, kp_csr_window, ADW_TYPE_WINDOW)

static char **
read_names (KpCsrWindow *self, GError **error)
{
  g_autofree char *text = kp_note_row_dup_text (self->more);
  g_auto (GStrv) words = g_strsplit_set (text, " \t\n,;", -1);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  g_ptr_array_add (names, (gpointer) kp_site_get_host (self->site));
  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_ptr_array_add (names, words[i]);
  g_ptr_array_add (names, NULL);
  return kp_csr_read_names ((const char *const *) names->pdata, error);
}

static void
update (KpCsrWindow *self)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = read_names (self, &error);
  const char *page = gtk_stack_get_visible_child_name (self->stack);
  gboolean form = g_strcmp0 (page, "form") == 0;

  kp_problem_row_set_text (self->names_problem, error != NULL ? error->message : NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "csr.create",
                                 form && names != NULL && !self->busy
                                     && kp_details_fields_is_right (self->fields));
  gtk_widget_set_visible (self->cancel, g_strcmp0 (page, "done") != 0);
  gtk_widget_set_visible (self->create, form);
  gtk_widget_set_sensitive (self->form, !self->busy);
}

static void
changed_cb (KpCsrWindow *self)
{
  if (self->desk != NULL)
    update (self);
}

static void
show_page (KpCsrWindow *self, const char *name, gboolean busy)
{
  self->busy = busy;
  gtk_stack_set_visible_child_name (self->stack, name);
  update (self);
}

/* What the user answered with Cancel is no fault. */
static void
fail (KpCsrWindow *self, const GError *error)
{
  show_page (self, "form", FALSE);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    kp_banner_show (self->banner, "dialog-warning-symbolic", error->message);
}

static void
show_done (KpCsrWindow *self, const KpSigningKey *key)
{
  GtkWidget *row = kp_key_row_new (self->desk, key, NULL);

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  gtk_list_box_append (self->done, row);
  show_page (self, "done", FALSE);
  gtk_widget_child_focus (GTK_WIDGET (self->done), GTK_DIR_TAB_FORWARD);
}

static void
made_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpCsrWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpSigningKey) key = kp_signing_key_make_finish (result, &error);

  if (self->desk == NULL)
    return;
  if (key != NULL)
    show_done (self, key);
  else
    fail (self, error);
}

static void
make (KpCsrWindow *self)
{
  g_auto (GStrv) names = read_names (self, NULL);
  g_autoptr (KpSubject) subject = kp_details_fields_dup_subject (self->fields);

  gtk_label_set_label (self->progress, _ ("Making the key…"));
  show_page (self, "making", TRUE);
  kp_signing_key_make_async (kp_desk_get_vault (self->desk), kp_desk_get_store (self->desk),
                             (KpKeyType) gtk_drop_down_get_selected (self->type),
                             (const char *const *) names, subject,
                             kp_clock_now (kp_desk_get_clock (self->desk)),
                             self->cancellable, made_cb, g_object_ref (self));
}

static void
unlocked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpCsrWindow) self = data;
  g_autoptr (GError) error = NULL;
  gboolean unlocked = kp_unlock_finish (result, &error);

  if (self->desk == NULL)
    return;
  if (unlocked)
    make (self);
  else
    fail (self, error);
}

static void
create_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpCsrWindow *self = KP_CSR_WINDOW (widget);

  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  kp_banner_set_revealed (self->banner, FALSE);
  self->busy = TRUE;
  update (self);
  kp_unlock_async (widget, kp_desk_get_vault (self->desk), NULL, self->cancellable,
                   unlocked_cb, g_object_ref (self));
}

/* While the vault is unlocked or a key is made it ends that, which takes as long as
 * somebody else writes to the vault; else it closes the window. */
static void
cancel_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpCsrWindow *self = KP_CSR_WINDOW (widget);

  if (self->busy)
    {
      gtk_label_set_label (self->progress, _ ("Cancelling…"));
      g_cancellable_cancel (self->cancellable);
    }
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
kept_selected_cb (KpCsrWindow *self)
{
  KpChoice *choice = gtk_drop_down_get_selected_item (self->kept);

  if (self->desk != NULL && choice != NULL)
    kp_details_fields_set_subject (self->fields, kp_choice_get_item (choice));
}

static void
add_choice (GListStore *choices, const char *label, gpointer item)
{
  g_autoptr (KpChoice) choice = kp_choice_new (label, item);

  g_list_store_append (choices, choice);
}

static void
fill_kept (KpCsrWindow *self)
{
  GListModel *known = G_LIST_MODEL (kp_desk_get_subjects (self->desk));
  g_autoptr (GListStore) choices = g_list_store_new (KP_TYPE_CHOICE);

  add_choice (choices, _ ("No Details"), NULL);
  for (guint i = 0; i < g_list_model_get_n_items (known); i++)
    {
      g_autoptr (KpSubject) subject = g_list_model_get_item (known, i);

      add_choice (choices, kp_subject_get_name (subject), subject);
    }
  gtk_drop_down_set_model (self->kept, G_LIST_MODEL (choices));
  kp_choice_name_button (self->kept, _ ("Details"));
  gtk_widget_set_visible (self->kept_row, g_list_model_get_n_items (known) > 0);
}

static void
kp_csr_window_dispose (GObject *object)
{
  KpCsrWindow *self = KP_CSR_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  /* Its rows still tell of their end. */
  g_clear_object (&self->desk);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_CSR_WINDOW);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->site);

  G_OBJECT_CLASS (kp_csr_window_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  g_type_ensure (KP_TYPE_BANNER);
  g_type_ensure (KP_TYPE_DETAILS_FIELDS);
  g_type_ensure (KP_TYPE_NOTE_ROW);
  g_type_ensure (KP_TYPE_PROBLEM_ROW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/page/csr-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KpCsrWindow, title);
  gtk_widget_class_bind_template_child (widget_class, KpCsrWindow, cancel);
  gtk_widget_class_bind_template_child (widget_class, KpCsrWindow, create);
  gtk_widget_class_bind_template_child (widget_class, KpCsrWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, KpCsrWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, KpCsrWindow, form);
  gtk_widget_class_bind_template_child (widget_class, KpCsrWindow, main_name);
  gtk_widget_class_bind_template_child (widget_class, KpCsrWindow, more);
  gtk_widget_class_bind_template_child (widget_class, KpCsrWindow, names_problem);
  gtk_widget_class_bind_template_child (widget_class, KpCsrWindow, type);
  gtk_widget_class_bind_template_child (widget_class, KpCsrWindow, kept_row);
  gtk_widget_class_bind_template_child (widget_class, KpCsrWindow, kept);
  gtk_widget_class_bind_template_child (widget_class, KpCsrWindow, fields);
  gtk_widget_class_bind_template_child (widget_class, KpCsrWindow, progress);
  gtk_widget_class_bind_template_child (widget_class, KpCsrWindow, done);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, kept_selected_cb);
}

static void
kp_csr_window_class_init (KpCsrWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_csr_window_dispose;

  gtk_widget_class_install_action (widget_class, "csr.create", NULL, create_activated);
  gtk_widget_class_install_action (widget_class, "csr.cancel", NULL, cancel_activated);
  kp_help_add_key (widget_class, "keys");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "csr.cancel", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK,
                                       "csr.cancel", NULL);
  bind_children (widget_class);
}

static void
kp_csr_window_init (KpCsrWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kp_compat_hide_other_pages (GTK_WIDGET (self->stack));
  kp_key_types_fill (self->type);
  kp_choice_set_up (self->kept, _ ("Details"));
  kp_details_fields_show_certificate (self->fields);
  g_signal_connect_object (self->fields, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_object_set (self->more, "max-length", MAX_NAMES_TEXT, NULL);
}

GtkWidget *
kp_csr_window_new (KpDesk *desk, KpSite *site, GtkWindow *parent)
{
  KpCsrWindow *self;

  g_return_val_if_fail (KP_IS_DESK (desk), NULL);
  g_return_val_if_fail (KP_IS_SITE (site), NULL);

  self = g_object_new (KP_TYPE_CSR_WINDOW, "transient-for", parent, NULL);
  self->desk = g_object_ref (desk);
  self->site = g_object_ref (site);
  adw_window_title_set_subtitle (self->title, kp_site_get_host (site));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->main_name),
                                 kp_site_get_host (site));
  fill_kept (self);
  update (self);
  return GTK_WIDGET (self);
}
