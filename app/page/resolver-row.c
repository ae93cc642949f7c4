/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/resolver-row.h"

#include <glib/gi18n.h>

#include "core/dns/doh-resolver.h"
#include "widget/compat.h"
#include "widget/toast.h"

struct _KpResolverRow
{
  AdwPreferencesRow parent_instance;

  GtkBox *box;
  GtkLabel *title;
  GtkLabel *address;
  KpTestLine *line;
  GtkButton *button;
  GtkMenuButton *menu;

  KpDesk *desk;
  char *url;
  char *name;
  guint place;
};

enum
{
  MOVE,
  REMOVE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KpResolverRow, kp_resolver_row, ADW_TYPE_PREFERENCES_ROW)

static gboolean
is_system (KpResolverRow *self)
{
  return g_str_equal (self->url, "system");
}

/* What assistive technology reads of the row is all that it shows. */
static void
update_name (KpResolverRow *self)
{
  const char *words = kp_test_line_get_words (self->line);
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;
  g_autofree char *name = NULL;

  g_strv_builder_add (parts, self->name);
  if (!is_system (self))
    g_strv_builder_add (parts, self->url);
  if (*words != '\0')
    g_strv_builder_add (parts, words);
  all = g_strv_builder_end (parts);
  name = g_strjoinv (", ", all);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
}

static void
asking_cb (KpResolverRow *self)
{
  gboolean asking = kp_test_line_get_asking (self->line);
  const char *label = asking ? _ ("Cancel") : C_ ("resolver", "Test");
  g_autofree char *name =
      /* Translators: "Test" or "Cancel", the name of a DNS server */
      g_strdup_printf (_ ("%s %s"), label, self->name);

  gtk_button_set_label (self->button, label);
  kp_compat_set_action (GTK_ACTIONABLE (self->button),
                        asking ? "resolver.cancel" : "resolver.test");
  kp_compat_set_name (GTK_WIDGET (self->button), name);
  update_name (self);
}

static void
test_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpResolverRow *self = KP_RESOLVER_ROW (widget);

  kp_test_line_ask (self->line, self->desk, self->url);
  update_name (self);
}

static void
cancel_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpResolverRow *self = KP_RESOLVER_ROW (widget);

  kp_test_line_clear (self->line);
  update_name (self);
}

static void
move_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  int by = g_str_equal (name, "resolver.move-up") ? -1 : 1;

  g_signal_emit (widget, signals[MOVE], 0, by);
}

static void
remove_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit (widget, signals[REMOVE], 0);
}

static void
copy_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpResolverRow *self = KP_RESOLVER_ROW (widget);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), self->url);
  kp_toast_show (widget, C_ ("resolver", "Address copied"));
}

static gboolean
menu_key_cb (GtkWidget *widget, GVariant *parameter, gpointer data)
{
  KpResolverRow *self = KP_RESOLVER_ROW (widget);

  if (!gtk_widget_get_visible (GTK_WIDGET (self->menu)))
    return FALSE;
  gtk_menu_button_popup (self->menu);
  return TRUE;
}

static void
kp_resolver_row_dispose (GObject *object)
{
  KpResolverRow *self = KP_RESOLVER_ROW (object);

  /* GTK of the floor would let go of the child twice. */
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_RESOLVER_ROW);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (kp_resolver_row_parent_class)->dispose (object);
}

static void
kp_resolver_row_finalize (GObject *object)
{
  KpResolverRow *self = KP_RESOLVER_ROW (object);

  g_free (self->url);
  g_free (self->name);

  G_OBJECT_CLASS (kp_resolver_row_parent_class)->finalize (object);
}

static void
install_keys (GtkWidgetClass *widget_class)
{
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Up, GDK_ALT_MASK,
                                       "resolver.move-up", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Down, GDK_ALT_MASK,
                                       "resolver.move-down", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "resolver.remove",
                                       NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, menu_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, menu_key_cb,
                                NULL);
}

static void
kp_resolver_row_class_init (KpResolverRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_resolver_row_dispose;
  object_class->finalize = kp_resolver_row_finalize;

  signals[MOVE] = g_signal_new ("move", KP_TYPE_RESOLVER_ROW, G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[REMOVE] = g_signal_new ("remove", KP_TYPE_RESOLVER_ROW, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_install_action (widget_class, "resolver.test", NULL, test_activated);
  gtk_widget_class_install_action (widget_class, "resolver.cancel", NULL, cancel_activated);
  gtk_widget_class_install_action (widget_class, "resolver.move-up", NULL, move_activated);
  gtk_widget_class_install_action (widget_class, "resolver.move-down", NULL,
                                   move_activated);
  gtk_widget_class_install_action (widget_class, "resolver.copy", NULL, copy_activated);
  gtk_widget_class_install_action (widget_class, "resolver.remove", NULL, remove_activated);
  install_keys (widget_class);
  g_type_ensure (KP_TYPE_TEST_LINE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/page/resolver-row.ui");
  gtk_widget_class_bind_template_child (widget_class, KpResolverRow, box);
  gtk_widget_class_bind_template_child (widget_class, KpResolverRow, title);
  gtk_widget_class_bind_template_child (widget_class, KpResolverRow, address);
  gtk_widget_class_bind_template_child (widget_class, KpResolverRow, line);
  gtk_widget_class_bind_template_child (widget_class, KpResolverRow, button);
  gtk_widget_class_bind_template_child (widget_class, KpResolverRow, menu);
  gtk_widget_class_bind_template_callback (widget_class, asking_cb);
}

static void
kp_resolver_row_init (KpResolverRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->line, "done", G_CALLBACK (update_name), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
kp_resolver_row_new (KpDesk *desk, const char *url)
{
  KpResolverRow *self;
  g_autofree char *more = NULL;

  g_return_val_if_fail (KP_IS_DESK (desk), NULL);
  g_return_val_if_fail (url != NULL, NULL);

  self = g_object_new (KP_TYPE_RESOLVER_ROW, NULL);
  self->desk = g_object_ref (desk);
  self->url = g_strdup (url);
  self->name =
      is_system (self) ? g_strdup (_ ("This system")) : kp_doh_resolver_dup_name_of (url);
  gtk_label_set_label (self->title, self->name);
  gtk_label_set_label (self->address, url);
  gtk_widget_set_visible (GTK_WIDGET (self->address), !is_system (self));
  gtk_widget_set_visible (GTK_WIDGET (self->menu), !is_system (self));
  if (is_system (self))
    gtk_widget_set_margin_end (GTK_WIDGET (self->box), 12);
  /* Translators: of a menu; %s is the name of a DNS server. */
  more = g_strdup_printf (_ ("Actions for %s"), self->name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->menu), more);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, more, -1);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "resolver.test",
                                 !kp_desk_is_sample (desk));
  kp_resolver_row_set_place (self, 0, 1, FALSE);
  asking_cb (self);
  return GTK_WIDGET (self);
}

const char *
kp_resolver_row_get_url (KpResolverRow *self)
{
  g_return_val_if_fail (KP_IS_RESOLVER_ROW (self), NULL);

  return self->url;
}

const char *
kp_resolver_row_get_name (KpResolverRow *self)
{
  g_return_val_if_fail (KP_IS_RESOLVER_ROW (self), NULL);

  return self->name;
}

void
kp_resolver_row_tell (KpResolverRow *self, KpResolverTestState state, const char *words)
{
  g_return_if_fail (KP_IS_RESOLVER_ROW (self));

  kp_test_line_tell (self->line, state, words);
  update_name (self);
}

void
kp_resolver_row_set_place (KpResolverRow *self, guint place, guint n, gboolean writes)
{
  g_return_if_fail (KP_IS_RESOLVER_ROW (self));

  self->place = place;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "resolver.move-up",
                                 writes && place > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "resolver.move-down",
                                 writes && place + 1 < n);
  /* One must be there. */
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "resolver.remove", writes && n > 1);
}

guint
kp_resolver_row_get_place (KpResolverRow *self)
{
  g_return_val_if_fail (KP_IS_RESOLVER_ROW (self), 0);

  return self->place;
}
