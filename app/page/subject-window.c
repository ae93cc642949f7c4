/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/subject-window.h"

#include <glib/gi18n.h>

#include "assistant/details-fields.h"
#include "core/model/subject-rules.h"
#include "page/read-only.h"
#include "widget/banner.h"
#include "widget/compat.h"
#include "widget/entry-row.h"
#include "widget/help.h"
#include "widget/problem-row.h"

struct _KpSubjectWindow
{
  AdwWindow parent_instance;

  GtkButton *cancel;
  GtkButton *save;
  KpBanner *banner;
  GtkWidget *form;
  KpEntryRow *name;
  KpDetailsFields *fields;

  KpDesk *desk;
  KpSubject *subject; /* (nullable): as it is in the list; NULL while it is in none */
  KpSubject *loaded;  /* what the fields were filled with */
  gboolean updating;  /* what changes now was not changed by the user */
  gboolean name_typed;
};

G_DEFINE_FINAL_TYPE (KpSubjectWindow, kp_subject_window, ADW_TYPE_WINDOW)

/* Returns: (transfer full): what stands in the fields. Other details than were found right
 * were not found right. */
static KpSubject *
read_fields (KpSubjectWindow *self)
{
  KpSubject *subject = kp_details_fields_dup_subject (self->fields);
  g_autofree char *name = kp_entry_row_dup_text (self->name);

  kp_subject_set_name (subject, name);
  if (kp_subject_get_differences (subject, self->loaded) == 0)
    kp_subject_set_verified_at (subject, kp_subject_get_verified_at (self->loaded));
  return subject;
}

static gboolean
is_changed (KpSubjectWindow *self)
{
  g_autoptr (KpSubject) typed = read_fields (self);

  for (int i = 0; i < KP_SUBJECT_N_FIELDS; i++)
    {
      KpSubjectField field = (KpSubjectField) i;

      if (!g_str_equal (kp_subject_get_field (typed, field),
                        kp_subject_get_field (self->loaded, field)))
        return TRUE;
    }
  return !g_str_equal (kp_subject_get_name (typed), kp_subject_get_name (self->loaded));
}

static void
fill_fields (KpSubjectWindow *self, KpSubject *subject)
{
  self->updating = TRUE;
  kp_subject_assign (self->loaded, subject);
  gtk_editable_set_text (GTK_EDITABLE (self->name), kp_subject_get_name (subject));
  kp_details_fields_set_subject (self->fields, subject);
  self->updating = FALSE;
}

static char *
check_name (KpSubjectWindow *self, const char *name)
{
  KpSubject *other = kp_subject_list_find_by_name (kp_desk_get_subjects (self->desk), name);

  if (*name == '\0')
    return self->name_typed ? g_strdup (_ ("Enter a name.")) : NULL;
  if (other == NULL || other == self->subject)
    return NULL;
  /* Translators: the name under which certificate details are kept */
  return g_strdup_printf (_ ("There are details called “%s” already."),
                          kp_subject_get_name (other));
}

static void
update (KpSubjectWindow *self)
{
  g_autofree char *name = NULL;
  g_autofree char *problem = NULL;
  g_autoptr (KpSubject) typed = NULL;

  if (self->updating)
    return;
  name = kp_entry_row_dup_text (self->name);
  problem = check_name (self, name);
  typed = kp_details_fields_dup_subject (self->fields);
  kp_entry_row_set_problem (self->name, problem);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "subject.save",
                                 gtk_widget_get_sensitive (self->form) && *name != '\0'
                                     && problem == NULL && !kp_subject_is_empty (typed)
                                     && kp_details_fields_is_right (self->fields)
                                     && (self->subject == NULL || is_changed (self)));
}

static void
name_changed_cb (KpSubjectWindow *self)
{
  self->name_typed |= !self->updating;
  update (self);
}

static void
changed_cb (KpSubjectWindow *self)
{
  update (self);
}

/* They are shown as another process leaves them; those that are gone can still be saved. */
static void
subjects_changed_cb (KpSubjectWindow *self)
{
  KpSubjectList *subjects = kp_desk_get_subjects (self->desk);

  if (self->subject != NULL
      && kp_subject_list_find (subjects, kp_subject_get_id (self->subject))
             != self->subject)
    {
      g_clear_object (&self->subject);
      kp_banner_show (self->banner, "dialog-information-symbolic",
                      _ ("These details were removed elsewhere. Saving adds them again."));
    }
  else if (self->subject != NULL && !is_changed (self))
    fill_fields (self, self->subject);
  update (self);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpSubjectWindow) self = data;
  g_autoptr (GError) error = NULL;
  gboolean saved = kp_store_save_subject_finish (KP_STORE (source), result, &error);

  if (self->form == NULL)
    return; /* closed meanwhile */
  if (saved)
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  gtk_widget_set_sensitive (self->form, TRUE);
  kp_banner_show (self->banner, "dialog-warning-symbolic", error->message);
  update (self);
}

static void
save_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpSubjectWindow *self = KP_SUBJECT_WINDOW (widget);
  g_autoptr (KpSubject) subject = read_fields (self);

  if (self->subject != NULL)
    kp_subject_set_id (subject, kp_subject_get_id (self->subject));
  gtk_widget_set_sensitive (self->form, FALSE);
  kp_banner_set_revealed (self->banner, FALSE);
  update (self);
  kp_store_save_subject_async (kp_desk_get_store (self->desk), subject, NULL, saved_cb,
                               g_object_ref (self));
}

static void
kp_subject_window_dispose (GObject *object)
{
  KpSubjectWindow *self = KP_SUBJECT_WINDOW (object);

  /* Its rows still tell of their end. */
  self->updating = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_SUBJECT_WINDOW);
  g_clear_object (&self->subject);
  g_clear_object (&self->loaded);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (kp_subject_window_parent_class)->dispose (object);
}

static void
kp_subject_window_class_init (KpSubjectWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_subject_window_dispose;

  g_type_ensure (KP_TYPE_BANNER);
  g_type_ensure (KP_TYPE_DETAILS_FIELDS);
  g_type_ensure (KP_TYPE_ENTRY_ROW);
  g_type_ensure (KP_TYPE_PROBLEM_ROW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/page/subject-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KpSubjectWindow, cancel);
  gtk_widget_class_bind_template_child (widget_class, KpSubjectWindow, save);
  gtk_widget_class_bind_template_child (widget_class, KpSubjectWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, KpSubjectWindow, form);
  gtk_widget_class_bind_template_child (widget_class, KpSubjectWindow, name);
  gtk_widget_class_bind_template_child (widget_class, KpSubjectWindow, fields);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, name_changed_cb);
  gtk_widget_class_install_action (widget_class, "subject.save", NULL, save_activated);
  kp_help_add_key (widget_class, "secure");
  kp_compat_add_close_keys (widget_class);
}

static void
kp_subject_window_init (KpSubjectWindow *self)
{
  self->updating = TRUE;
  self->loaded = kp_subject_new (NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_object_set (self->name, "max-length", KP_SUBJECT_MAX_NAME, NULL);
  kp_details_fields_set_profile (self->fields, NULL);
  self->updating = FALSE;
}

static void
set_read_only (KpSubjectWindow *self)
{
  /* GTK of the floor tells assistive technology of each widget's own state only. */
  gtk_widget_set_sensitive (GTK_WIDGET (self->name), FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->fields), FALSE);
  gtk_widget_set_sensitive (self->form, FALSE);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Certificate Details"));
  gtk_button_set_label (self->cancel, _ ("Close"));
  gtk_widget_set_visible (GTK_WIDGET (self->save), FALSE);
  kp_read_only_tell (self->banner, self->desk,
                     _ ("Details of the demo, to look at: nothing can be changed."));
}

GtkWidget *
kp_subject_window_new (KpDesk *desk, KpSubject *subject, GtkWindow *parent)
{
  KpSubjectWindow *self;

  g_return_val_if_fail (KP_IS_DESK (desk), NULL);
  g_return_val_if_fail (subject == NULL || KP_IS_SUBJECT (subject), NULL);
  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);

  self = g_object_new (KP_TYPE_SUBJECT_WINDOW, "transient-for", parent, NULL);
  self->desk = g_object_ref (desk);
  if (subject != NULL)
    {
      self->subject = g_object_ref (subject);
      gtk_window_set_title (GTK_WINDOW (self), _ ("Edit Certificate Details"));
      gtk_button_set_label (self->save, _ ("Save"));
      fill_fields (self, subject);
    }
  if (kp_store_get_read_only (kp_desk_get_store (desk)))
    set_read_only (self);
  else
    gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->name));
  g_signal_connect_object (kp_desk_get_subjects (desk), "changed",
                           G_CALLBACK (subjects_changed_cb), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
