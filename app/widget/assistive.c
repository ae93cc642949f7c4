/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/assistive.h"

void
kp_assistive_set_shown (GtkWidget *child, gboolean shown)
{
  if (child == NULL)
    return;
  gtk_widget_set_child_visible (child, shown);
  gtk_accessible_update_state (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_STATE_HIDDEN, !shown,
                               -1);
}

/* The label that a line of a menu is named by; NULL if GTK can read it itself. */
static GtkLabel *
find_unread_label (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkLabel *label =
          GTK_IS_LABEL (child) ? GTK_LABEL (child) : find_unread_label (child);

      if (label != NULL
          && gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (label))
                 == GTK_ACCESSIBLE_ROLE_PRESENTATION)
        return label;
    }

  return NULL;
}

static void
name_menu_item (GtkWidget *item)
{
  GtkLabel *label = find_unread_label (item);

  if (label == NULL)
    return;
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (item),
                                 GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_text (label), -1);
}

/* With each change GTK relates the two again. */
static gboolean
widget_mapped (GSignalInvocationHint *hint, guint n_values, const GValue *values,
               gpointer user_data)
{
  GtkWidget *widget = g_value_get_object (&values[0]);

  if (g_str_equal (G_OBJECT_TYPE_NAME (widget), "GtkModelButton"))
    {
      g_signal_handlers_disconnect_by_func (widget, name_menu_item, NULL);
      g_signal_connect (widget, "notify", G_CALLBACK (name_menu_item), NULL);
      name_menu_item (widget);
    }

  return TRUE;
}

void
kp_assistive_name_menu_items (void)
{
  static gulong hook;

  if (hook != 0 || gtk_check_version (4, 10, 0) != NULL)
    return;
  /* Its class has the signal. */
  g_type_class_ref (GTK_TYPE_WIDGET);
  hook = g_signal_add_emission_hook (g_signal_lookup ("map", GTK_TYPE_WIDGET), 0,
                                     widget_mapped, NULL, NULL);
}

void
kp_assistive_name_row (GtkWidget *content, const char *name)
{
  GtkWidget *row = gtk_widget_get_parent (content);

  if (row != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    name, -1);
}
