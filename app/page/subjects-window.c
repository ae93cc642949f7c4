/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/subjects-window.h"

#include <glib/gi18n.h>

#include "page/read-only.h"
#include "page/subject-row.h"
#include "page/subject-window.h"
#include "widget/banner.h"
#include "widget/compat.h"
#include "widget/help.h"
#include "widget/toast.h"
#include "widget/undo.h"

struct _KpSubjectsWindow
{
  AdwWindow parent_instance;

  KpBanner *banner;
  GtkStack *stack;
  GtkListBox *list;

  KpDesk *desk;
};

G_DEFINE_FINAL_TYPE (KpSubjectsWindow, kp_subjects_window, ADW_TYPE_WINDOW)

static KpSubjectList *
get_subjects (KpSubjectsWindow *self)
{
  return kp_desk_get_subjects (self->desk);
}

static void
update (KpSubjectsWindow *self)
{
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (get_subjects (self))) > 0;

  gtk_stack_set_visible_child_name (self->stack, any ? "list" : "empty");
}

static void
open_subject (KpSubjectsWindow *self, KpSubject *subject)
{
  GtkWidget *window = kp_subject_window_new (self->desk, subject, GTK_WINDOW (self));

  gtk_window_present (GTK_WINDOW (window));
}

static void
add_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  open_subject (KP_SUBJECTS_WINDOW (widget), NULL);
}

static KpSubject *
find (KpSubjectsWindow *self, GVariant *id)
{
  return kp_subject_list_find (get_subjects (self), g_variant_get_int64 (id));
}

static void
edit_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpSubjectsWindow *self = KP_SUBJECTS_WINDOW (widget);
  KpSubject *subject = find (self, parameter);

  if (subject != NULL)
    open_subject (self, subject);
}

/* Details that are removed, or were. */
typedef struct
{
  KpStore *store;
  KpSubject *subject;
  KpUndo *undo;      /* (nullable): until it is offered */
  GtkWidget *window; /* (nullable): where it was asked for, while it is there */
} Removal;

static void
removal_free (gpointer data)
{
  Removal *removal = data;

  g_object_unref (removal->store);
  g_object_unref (removal->subject);
  g_clear_object (&removal->undo);
  g_clear_weak_pointer (&removal->window);
  g_free (removal);
}

static void
restored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpUndo) undo = data;
  g_autoptr (GError) error = NULL;

  if (!kp_store_save_subject_finish (KP_STORE (source), result, &error))
    kp_undo_tell (undo, error->message);
}

static void
undo_removal (KpUndo *undo, gpointer data)
{
  const Removal *removal = data;
  g_autoptr (KpSubject) again = kp_subject_copy (removal->subject);

  kp_subject_set_id (again, 0);
  kp_store_save_subject_async (removal->store, again, NULL, restored_cb,
                               g_object_ref (undo));
}

/* The window may be gone by now: then the main window says it. */
static void
removed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Removal *removal = data;
  KpSubjectsWindow *self = (KpSubjectsWindow *) removal->window;
  GtkWidget *widget = self != NULL ? GTK_WIDGET (self->stack) : NULL;
  g_autoptr (KpUndo) undo = g_steal_pointer (&removal->undo);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;
  g_autofree char *label = NULL;

  g_clear_weak_pointer (&removal->window);
  if (!kp_store_remove_subject_finish (KP_STORE (source), result, &error))
    {
      kp_undo_say (undo, widget, error->message);
      removal_free (removal);
      return;
    }
  name = kp_toast_name (kp_subject_get_name (removal->subject));
  /* Translators: %s is the name under which certificate details are kept. */
  text = g_strdup_printf (_ ("“%s” removed. Jobs keep what they were started with."), name);
  label = kp_undo_label_remove (kp_subject_get_name (removal->subject));
  kp_undo_offer (undo, widget, text, label, undo_removal, removal, removal_free);
}

static void
remove_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpSubjectsWindow *self = KP_SUBJECTS_WINDOW (widget);
  KpSubject *subject = find (self, parameter);
  KpUndo *undo = kp_undo_find (widget);
  Removal *removal;

  if (subject == NULL)
    return;
  removal = g_new0 (Removal, 1);
  removal->store = g_object_ref (kp_desk_get_store (self->desk));
  removal->undo = undo != NULL ? g_object_ref (undo) : NULL;
  g_set_weak_pointer (&removal->window, widget);
  /* As they are now, whatever becomes of those in the list. */
  removal->subject = kp_subject_copy (subject);
  kp_store_remove_subject_async (removal->store, kp_subject_get_id (subject), NULL,
                                 removed_cb, removal);
}

static gboolean
delete_key_cb (GtkWidget *widget, GVariant *parameter, gpointer data)
{
  KpSubjectsWindow *self = data;
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  GtkWidget *row =
      focus != NULL ? gtk_widget_get_ancestor (focus, KP_TYPE_SUBJECT_ROW) : NULL;

  if (row == NULL)
    return FALSE;
  gtk_widget_activate_action (
      GTK_WIDGET (self), "subjects.remove", "x",
      kp_subject_get_id (kp_subject_row_get_subject (KP_SUBJECT_ROW (row))));
  return TRUE;
}

static GtkWidget *
make_row_cb (gpointer item, gpointer data)
{
  return kp_subject_row_new (item);
}

static void
kp_subjects_window_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_SUBJECTS_WINDOW);

  G_OBJECT_CLASS (kp_subjects_window_parent_class)->dispose (object);
}

static void
kp_subjects_window_finalize (GObject *object)
{
  g_clear_object (&KP_SUBJECTS_WINDOW (object)->desk);

  G_OBJECT_CLASS (kp_subjects_window_parent_class)->finalize (object);
}

static void
kp_subjects_window_class_init (KpSubjectsWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_subjects_window_dispose;
  object_class->finalize = kp_subjects_window_finalize;

  g_type_ensure (KP_TYPE_BANNER);
  gtk_widget_class_install_action (widget_class, "subjects.add", NULL, add_activated);
  gtk_widget_class_install_action (widget_class, "subjects.edit", "x", edit_activated);
  gtk_widget_class_install_action (widget_class, "subjects.remove", "x", remove_activated);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_n, GDK_CONTROL_MASK,
                                       "subjects.add", NULL);
  kp_compat_add_window_keys (widget_class);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/page/subjects-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KpSubjectsWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, KpSubjectsWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, KpSubjectsWindow, list);
}

static void
kp_subjects_window_init (KpSubjectsWindow *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  kp_help_set_page (GTK_WIDGET (self), "secure");
  kp_compat_hide_other_pages (GTK_WIDGET (self->stack));
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("Delete"),
                        gtk_callback_action_new (delete_key_cb, self, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self->list), keys);
}

static void
set_desk (KpSubjectsWindow *self, KpDesk *desk)
{
  gboolean writes = !kp_store_get_read_only (kp_desk_get_store (desk));

  self->desk = g_object_ref (desk);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (get_subjects (self)), make_row_cb,
                           NULL, NULL);
  g_signal_connect_object (get_subjects (self), "items-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "subjects.add", writes);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "subjects.remove", writes);
  if (!writes)
    kp_read_only_tell (self->banner, desk,
                       _ ("Details of the demo, to look at: they can’t be changed."));
  update (self);
}

GtkWidget *
kp_subjects_window_new (KpDesk *desk, GtkWindow *parent)
{
  KpSubjectsWindow *self;

  g_return_val_if_fail (KP_IS_DESK (desk), NULL);
  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);

  self = g_object_new (KP_TYPE_SUBJECTS_WINDOW, "transient-for", parent, NULL);
  set_desk (self, desk);
  return GTK_WIDGET (self);
}
