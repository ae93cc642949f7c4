/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/roots-group.h"

#include <glib/gi18n.h>

#include "core/base/file-words.h"
#include "core/certificate/root-list.h"
#include "page/root-row.h"
#include "widget/assistive.h"
#include "widget/compat.h"
#include "widget/toast.h"
#include "widget/undo.h"

struct _KpRootsGroup
{
  AdwPreferencesGroup parent_instance;

  GtkListBox *list;
  GtkWidget *nothing;
  GtkBox *note;
  GtkLabel *note_words;

  char *setting;
  KpDesk *desk;
  KpSettingsEditor *editor;
  gboolean writes;
  GHashTable *rows; /* GBytes → KpRootRow, owned by the list */
  GCancellable *cancellable;
};

enum
{
  PROP_SETTING = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (KpRootsGroup, kp_roots_group, ADW_TYPE_PREFERENCES_GROUP)

/* What came of the last file, until something else is done. */
static void
tell (KpRootsGroup *self, const char *words)
{
  gtk_label_set_label (self->note_words, words);
  gtk_widget_set_visible (GTK_WIDGET (self->note), *words != '\0');
}

static GPtrArray *
get_roots (KpSettingsEditor *editor, const char *setting)
{
  return kp_root_list_parse (kp_settings_editor_get_string (editor, setting));
}

static gboolean
save (KpSettingsEditor *editor, const char *setting, GPtrArray *roots, GError **error)
{
  g_autofree char *pem = kp_root_list_to_pem (roots);

  return kp_settings_editor_set (editor, setting, pem, error);
}

/* A root that was removed, to be put back into the list as it is by then. */
typedef struct
{
  KpSettingsEditor *editor;
  char *setting;
  GBytes *root;
  int place;
} Removed;

static void
removed_free (gpointer data)
{
  Removed *removed = data;

  g_object_unref (removed->editor);
  g_free (removed->setting);
  g_bytes_unref (removed->root);
  g_free (removed);
}

static void
undo_remove (KpUndo *undo, gpointer data)
{
  const Removed *removed = data;
  g_autoptr (GPtrArray) roots = get_roots (removed->editor, removed->setting);

  /* Refused only where another process has filled the list meanwhile. */
  if (kp_root_list_insert (roots, removed->place, removed->root))
    save (removed->editor, removed->setting, roots, NULL);
}

static void
remove_cb (KpRootRow *row, KpRootsGroup *self)
{
  g_autoptr (GPtrArray) roots = get_roots (self->editor, self->setting);
  g_autofree char *name = kp_toast_name (kp_root_row_get_name (row));
  g_autofree char *text = NULL;
  g_autofree char *label = NULL;
  Removed *removed;
  GtkListBoxRow *next;

  /* Translators: %s is the name of a root certificate. */
  text = g_strdup_printf (_ ("“%s” removed"), name);
  removed = g_new0 (Removed, 1);
  removed->editor = g_object_ref (self->editor);
  removed->setting = g_strdup (self->setting);
  removed->root = g_bytes_ref (kp_root_row_get_root (row));
  removed->place = kp_root_list_remove (roots, removed->root);
  tell (self, "");
  save (self->editor, self->setting, roots, NULL); /* the row is gone after it */
  next = gtk_list_box_get_row_at_index (
      self->list, MIN (MAX (removed->place, 0), (int) roots->len - 1));
  if (next != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (next));
  label = kp_undo_label_remove (kp_root_row_get_name (row));
  kp_undo_offer (kp_undo_find (GTK_WIDGET (self)), GTK_WIDGET (self), text, label,
                 undo_remove, removed, removed_free);
}

static KpRootRow *
make_row (KpRootsGroup *self, GBytes *root)
{
  GtkWidget *row =
      kp_root_row_new (root, kp_clock_now (kp_desk_get_clock (self->desk)), self->writes);

  g_signal_connect_object (row, "remove", G_CALLBACK (remove_cb), self, 0);
  g_hash_table_insert (self->rows, g_bytes_ref (root), row);
  gtk_list_box_append (self->list, row);
  return KP_ROOT_ROW (row);
}

static void
drop_rows (KpRootsGroup *self, GPtrArray *roots)
{
  GHashTableIter iter;
  gpointer root, row;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &root, &row))
    if (!g_ptr_array_find_with_equal_func (roots, root, g_bytes_equal, NULL))
      {
        gtk_list_box_remove (self->list, row);
        g_hash_table_iter_remove (&iter);
      }
}

static void
update (KpRootsGroup *self)
{
  g_autoptr (GPtrArray) roots = get_roots (self->editor, self->setting);

  drop_rows (self, roots);
  for (guint i = 0; i < roots->len; i++)
    {
      GBytes *root = g_ptr_array_index (roots, i);
      KpRootRow *row = g_hash_table_lookup (self->rows, root);

      if (row == NULL)
        row = make_row (self, root);
      kp_root_row_set_place (row, i);
    }
  gtk_list_box_invalidate_sort (self->list);
}

static int
compare_rows (GtkListBoxRow *a, GtkListBoxRow *b, gpointer data)
{
  return (int) kp_root_row_get_place (KP_ROOT_ROW (a))
         - (int) kp_root_row_get_place (KP_ROOT_ROW (b));
}

/* Names the file: it may not be the one that was meant. */
static void
refuse (KpRootsGroup *self, GFile *file, const char *reason)
{
  g_autofree char *shown = kp_file_words_name (file);
  /* Translators: a file, and as a sentence why nothing of it was added */
  g_autofree char *words = g_strdup_printf (C_ ("file", "%s: %s"), shown, reason);

  tell (self, words);
}

static void
tell_known (KpRootsGroup *self, GFile *file, guint n_added, guint n_known)
{
  g_autofree char *reason = NULL;

  if (n_added == 0)
    reason = g_strdup (ngettext ("This root is there already.",
                                 "These roots are all there already.", n_known));
  else
    reason = g_strdup_printf (ngettext ("%u root of it was there already.",
                                        "%u roots of it were there already.", n_known),
                              n_known);
  refuse (self, file, reason);
}

static void
add (KpRootsGroup *self, GFile *file, GPtrArray *more)
{
  g_autoptr (GPtrArray) roots = get_roots (self->editor, self->setting);
  g_autoptr (GError) error = NULL;
  guint before = roots->len;
  GtkListBoxRow *row;
  guint n_added;

  if (!kp_root_list_add_all (roots, more, &n_added, &error)
      || (n_added > 0 && !save (self->editor, self->setting, roots, &error)))
    {
      refuse (self, file, kp_settings_error_get_reason (error));
      return;
    }
  if (n_added < more->len)
    tell_known (self, file, n_added, more->len - n_added);
  row = gtk_list_box_get_row_at_index (self->list, (int) before);
  if (n_added > 0 && row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
tell_unread (KpRootsGroup *self, GFile *file, const GError *error)
{
  g_autofree char *words = kp_file_words_unread (file, error);

  tell (self, words);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpRootsGroup) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) more = kp_root_list_read_finish (G_FILE (source), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "roots.add", TRUE);
  if (more != NULL)
    add (self, G_FILE (source), more);
  else if (error->domain == G_IO_ERROR)
    tell_unread (self, G_FILE (source), error);
  else
    refuse (self, G_FILE (source), error->message);
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpRootsGroup) self = data;
  g_autoptr (GFile) file = kp_compat_choose_file_finish (result);

  if (file == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "roots.add", FALSE);
  kp_root_list_read_async (file, self->cancellable, read_cb, g_object_ref (self));
}

static void
add_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  static const char *const suffixes[] = { "pem", "crt", "cer", "der", NULL };
  KpRootsGroup *self = KP_ROOTS_GROUP (widget);
  g_autoptr (GListModel) filters = kp_compat_make_filters (_ ("Certificates"), suffixes);

  tell (self, "");
  kp_compat_choose_file_async (GTK_WINDOW (gtk_widget_get_root (widget)),
                               GTK_FILE_CHOOSER_ACTION_OPEN, _ ("Add Root Certificate"),
                               NULL, filters, self->cancellable, chosen_cb,
                               g_object_ref (self));
}

static void
kp_roots_group_dispose (GObject *object)
{
  KpRootsGroup *self = KP_ROOTS_GROUP (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->rows, g_hash_table_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_ROOTS_GROUP);
  g_clear_object (&self->editor);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (kp_roots_group_parent_class)->dispose (object);
}

static void
kp_roots_group_finalize (GObject *object)
{
  KpRootsGroup *self = KP_ROOTS_GROUP (object);

  g_clear_object (&self->cancellable);
  g_free (self->setting);

  G_OBJECT_CLASS (kp_roots_group_parent_class)->finalize (object);
}

static void
kp_roots_group_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_SETTING:
      g_value_set_string (value, KP_ROOTS_GROUP (object)->setting);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kp_roots_group_set_property (GObject *object, guint id, const GValue *value,
                             GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_SETTING:
      KP_ROOTS_GROUP (object)->setting = g_value_dup_string (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kp_roots_group_class_init (KpRootsGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_roots_group_dispose;
  object_class->finalize = kp_roots_group_finalize;
  object_class->get_property = kp_roots_group_get_property;
  object_class->set_property = kp_roots_group_set_property;

  properties[PROP_SETTING] =
      g_param_spec_string ("setting", NULL, NULL, NULL,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY
                               | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "roots.add", NULL, add_activated);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/page/roots-group.ui");
  gtk_widget_class_bind_template_child (widget_class, KpRootsGroup, list);
  gtk_widget_class_bind_template_child (widget_class, KpRootsGroup, nothing);
  gtk_widget_class_bind_template_child (widget_class, KpRootsGroup, note);
  gtk_widget_class_bind_template_child (widget_class, KpRootsGroup, note_words);
}

static void
kp_roots_group_init (KpRootsGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kp_assistive_hide_unmapped (self->nothing);
  self->rows = g_hash_table_new_full (g_bytes_hash, g_bytes_equal,
                                      (GDestroyNotify) g_bytes_unref, NULL);
  self->cancellable = g_cancellable_new ();
  gtk_list_box_set_sort_func (self->list, compare_rows, NULL, NULL);
}

void
kp_roots_group_follow (KpRootsGroup *self, KpDesk *desk, KpSettingsEditor *editor,
                       gboolean writes)
{
  g_autofree char *signal = NULL;

  g_return_if_fail (KP_IS_ROOTS_GROUP (self));
  g_return_if_fail (self->editor == NULL && self->setting != NULL);

  self->desk = g_object_ref (desk);
  self->editor = g_object_ref (editor);
  self->writes = writes;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "roots.add", writes);
  signal = g_strconcat ("changed::", self->setting, NULL);
  g_signal_connect_object (editor, signal, G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
