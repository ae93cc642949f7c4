/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/subject-row.h"

#include <glib/gi18n.h>

#include "core/model/subject-rules.h"
#include "widget/compat.h"

struct _KpSubjectRow
{
  AdwActionRow parent_instance;

  GtkWidget *remove;
  KpSubject *subject;
};

G_DEFINE_FINAL_TYPE (KpSubjectRow, kp_subject_row, ADW_TYPE_ACTION_ROW)

static void
update (KpSubjectRow *self)
{
  const char *name = kp_subject_get_name (self->subject);
  g_autofree char *visible = kp_subject_format_visible (self->subject);
  g_autofree char *remove = NULL;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), visible);
  /* Translators: %s is the name under which certificate details are kept. */
  remove = g_strdup_printf (_ ("Remove %s"), name);
  gtk_widget_set_tooltip_text (self->remove, remove);
  kp_compat_set_name (self->remove, remove);
}

static void
kp_subject_row_dispose (GObject *object)
{
  g_clear_object (&KP_SUBJECT_ROW (object)->subject);

  G_OBJECT_CLASS (kp_subject_row_parent_class)->dispose (object);
}

static void
kp_subject_row_class_init (KpSubjectRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kp_subject_row_dispose;
}

static void
kp_subject_row_init (KpSubjectRow *self)
{
  self->remove = gtk_button_new_from_icon_name ("user-trash-symbolic");
  gtk_widget_set_valign (self->remove, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->remove, "flat");
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->remove);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (self), 1);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 1);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), TRUE);
}

GtkWidget *
kp_subject_row_new (KpSubject *subject)
{
  KpSubjectRow *self;
  gint64 id;

  g_return_val_if_fail (KP_IS_SUBJECT (subject), NULL);

  self = g_object_new (KP_TYPE_SUBJECT_ROW, NULL);
  self->subject = g_object_ref (subject);
  id = kp_subject_get_id (subject);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self), "x", id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self), "subjects.edit");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->remove), "x", id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->remove), "subjects.remove");
  g_signal_connect_object (subject, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

KpSubject *
kp_subject_row_get_subject (KpSubjectRow *self)
{
  g_return_val_if_fail (KP_IS_SUBJECT_ROW (self), NULL);

  return self->subject;
}
