/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/resolvers-page.h"

#include <glib/gi18n.h>

#include "page/resolver-adder.h"
#include "page/resolver-row.h"
#include "page/switch-row.h"
#include "widget/toast.h"
#include "widget/undo.h"

struct _KpResolversPage
{
  AdwPreferencesPage parent_instance;

  GtkListBox *list;
  GtkLabel *note;
  KpResolverAdder *adder;
  AdwPreferencesGroup *blocked;
  KpSwitchRow *system;

  KpDesk *desk;
  KpSettingsEditor *editor;
  gboolean writes;
  GHashTable *rows; /* URL → KpResolverRow, owned by the list */
};

G_DEFINE_FINAL_TYPE (KpResolversPage, kp_resolvers_page, ADW_TYPE_PREFERENCES_PAGE)

static GPtrArray *
split (const char *setting)
{
  g_auto (GStrv) urls = g_strsplit (setting, "\n", -1);
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; urls[i] != NULL; i++)
    g_ptr_array_add (list, g_steal_pointer (&urls[i]));
  return list;
}

static void
save (KpSettingsEditor *editor, GPtrArray *urls)
{
  g_autofree char *setting = NULL;

  g_ptr_array_add (urls, NULL);
  setting = g_strjoinv ("\n", (char **) urls->pdata);
  /* Refused only where another process has just filled or emptied the list. */
  kp_settings_editor_set (editor, "resolvers", setting, NULL);
}

static GPtrArray *
get_urls (KpResolversPage *self)
{
  return split (kp_settings_editor_get_string (self->editor, "resolvers"));
}

static gboolean
find (GPtrArray *urls, const char *url, guint *place)
{
  return g_ptr_array_find_with_equal_func (urls, url, g_str_equal, place);
}

static void
move_cb (KpResolverRow *row, int by, KpResolversPage *self)
{
  g_autoptr (GPtrArray) urls = get_urls (self);
  guint from;
  gpointer url;

  if (!find (urls, kp_resolver_row_get_url (row), &from) || (int) from + by < 0
      || (int) from + by >= (int) urls->len)
    return;
  url = g_ptr_array_steal_index (urls, from);
  g_ptr_array_insert (urls, (int) from + by, url);
  save (self->editor, urls);
}

/* A server that was removed, to be put back into the list as it is by then. */
typedef struct
{
  KpSettingsEditor *editor;
  char *url;
  guint place;
} Removed;

static void
removed_free (gpointer data)
{
  Removed *removed = data;

  g_object_unref (removed->editor);
  g_free (removed->url);
  g_free (removed);
}

static void
undo_remove (KpUndo *undo, gpointer data)
{
  const Removed *removed = data;
  g_autoptr (GPtrArray) urls =
      split (kp_settings_editor_get_string (removed->editor, "resolvers"));

  if (find (urls, removed->url, NULL))
    return;
  g_ptr_array_insert (urls, (int) MIN (removed->place, urls->len), g_strdup (removed->url));
  save (removed->editor, urls);
}

static void
remove_cb (KpResolverRow *row, KpResolversPage *self)
{
  g_autoptr (GPtrArray) urls = get_urls (self);
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;
  g_autofree char *label = NULL;
  Removed *removed;
  GtkListBoxRow *next;
  guint place;

  if (urls->len < 2 || !find (urls, kp_resolver_row_get_url (row), &place))
    return;
  removed = g_new0 (Removed, 1);
  removed->editor = g_object_ref (self->editor);
  removed->url = g_strdup (kp_resolver_row_get_url (row));
  removed->place = place;
  name = kp_toast_name (kp_resolver_row_get_name (row));
  /* Translators: %s is the name of a DNS server. */
  text = g_strdup_printf (_ ("“%s” removed"), name);
  g_ptr_array_remove_index (urls, place);
  save (self->editor, urls); /* the row is gone after it */
  next = gtk_list_box_get_row_at_index (self->list, (int) MIN (place, urls->len - 2));
  if (next != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (next));
  label = kp_undo_label_remove (kp_resolver_row_get_name (row));
  kp_undo_offer (kp_undo_find (GTK_WIDGET (self)), GTK_WIDGET (self), text, label,
                 undo_remove, removed, removed_free);
}

static KpResolverRow *
make_row (KpResolversPage *self, const char *url)
{
  GtkWidget *row = kp_resolver_row_new (self->desk, url);

  g_signal_connect_object (row, "move", G_CALLBACK (move_cb), self, 0);
  g_signal_connect_object (row, "remove", G_CALLBACK (remove_cb), self, 0);
  g_hash_table_insert (self->rows, g_strdup (url), row);
  gtk_list_box_append (self->list, row);
  return KP_RESOLVER_ROW (row);
}

static void
drop_rows (KpResolversPage *self, GPtrArray *urls)
{
  GHashTableIter iter;
  gpointer url, row;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &url, &row))
    if (!find (urls, url, NULL))
      {
        gtk_list_box_remove (self->list, row);
        g_hash_table_iter_remove (&iter);
      }
}

static void
update_note (KpResolversPage *self, guint n)
{
  gboolean system = kp_settings_editor_get_int (self->editor, "system-resolver") != 0;
  const char *note = "";

  if (system)
    note = _ ("These are not asked now: this system’s resolver is.");
  else if (n == 1)
    note = _ ("With one server alone Keyplate can’t see where DNS still differs.");
  gtk_label_set_label (self->note, note);
  gtk_widget_set_visible (GTK_WIDGET (self->note), *note != '\0');
}

/* Rows stay what they are, with what was tried in them, and only change places. */
static void
update (KpResolversPage *self)
{
  g_autoptr (GPtrArray) urls = get_urls (self);

  drop_rows (self, urls);
  for (guint i = 0; i < urls->len; i++)
    {
      const char *url = g_ptr_array_index (urls, i);
      KpResolverRow *row = g_hash_table_lookup (self->rows, url);

      if (row == NULL)
        row = make_row (self, url);
      kp_resolver_row_set_place (row, i, urls->len, self->writes);
    }
  gtk_list_box_invalidate_sort (self->list);
  update_note (self, urls->len);
  gtk_widget_action_set_enabled (
      GTK_WIDGET (self), "resolvers.use-defaults",
      self->writes && !kp_settings_editor_is_default (self->editor, "resolvers"));
}

static int
compare_rows (GtkListBoxRow *a, GtkListBoxRow *b, gpointer data)
{
  return (int) kp_resolver_row_get_place (KP_RESOLVER_ROW (a))
         - (int) kp_resolver_row_get_place (KP_RESOLVER_ROW (b));
}

static void
added_cb (KpResolversPage *self, const char *url, guint state, const char *words)
{
  KpResolverRow *row = g_hash_table_lookup (self->rows, url);

  if (row != NULL)
    kp_resolver_row_tell (row, (KpResolverTestState) state, words);
}

static void
undo_defaults (KpUndo *undo, gpointer data)
{
  const Removed *removed = data;

  kp_settings_editor_set (removed->editor, "resolvers", removed->url, NULL);
}

static void
use_defaults_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpResolversPage *self = KP_RESOLVERS_PAGE (widget);
  Removed *removed = g_new0 (Removed, 1);

  removed->editor = g_object_ref (self->editor);
  removed->url = g_strdup (kp_settings_editor_get_string (self->editor, "resolvers"));
  kp_settings_editor_set (self->editor, "resolvers", NULL, NULL);
  kp_undo_offer (kp_undo_find (widget), widget, _ ("The default servers are asked"),
                 _ ("Undo Default Servers"), undo_defaults, removed, removed_free);
}

static void
kp_resolvers_page_dispose (GObject *object)
{
  KpResolversPage *self = KP_RESOLVERS_PAGE (object);

  g_clear_pointer (&self->rows, g_hash_table_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_RESOLVERS_PAGE);
  g_clear_object (&self->editor);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (kp_resolvers_page_parent_class)->dispose (object);
}

static void
kp_resolvers_page_class_init (KpResolversPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_resolvers_page_dispose;

  g_type_ensure (KP_TYPE_RESOLVER_ADDER);
  g_type_ensure (KP_TYPE_SWITCH_ROW);
  gtk_widget_class_install_action (widget_class, "resolvers.use-defaults", NULL,
                                   use_defaults_activated);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/page/resolvers-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KpResolversPage, list);
  gtk_widget_class_bind_template_child (widget_class, KpResolversPage, note);
  gtk_widget_class_bind_template_child (widget_class, KpResolversPage, adder);
  gtk_widget_class_bind_template_child (widget_class, KpResolversPage, blocked);
  gtk_widget_class_bind_template_child (widget_class, KpResolversPage, system);
}

static void
kp_resolvers_page_init (KpResolversPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_signal_connect_object (self->adder, "added", G_CALLBACK (added_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_list_box_set_sort_func (self->list, compare_rows, NULL, NULL);
}

void
kp_resolvers_page_set_up (KpResolversPage *self, KpDesk *desk, KpSettingsEditor *editor,
                          gboolean writes)
{
  g_return_if_fail (KP_IS_RESOLVERS_PAGE (self));
  g_return_if_fail (self->editor == NULL);

  self->desk = g_object_ref (desk);
  self->editor = g_object_ref (editor);
  self->writes = writes;
  kp_resolver_adder_set_up (self->adder, desk, editor, writes);
  kp_switch_row_follow (self->system, editor, writes);
  adw_preferences_group_add (self->blocked, kp_resolver_row_new (desk, "system"));
  g_signal_connect_object (editor, "changed::resolvers", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (editor, "changed::system-resolver", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
}
