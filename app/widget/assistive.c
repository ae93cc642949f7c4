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

static void
mapped_cb (GtkWidget *child)
{
  gtk_accessible_update_state (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_STATE_HIDDEN,
                               !gtk_widget_get_mapped (child), -1);
}

void
kp_assistive_hide_unmapped (GtkWidget *child)
{
  g_return_if_fail (GTK_IS_WIDGET (child));

  g_signal_connect_after (child, "map", G_CALLBACK (mapped_cb), NULL);
  g_signal_connect_after (child, "unmap", G_CALLBACK (mapped_cb), NULL);
  mapped_cb (child);
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

/* As a click does, which selects a line of a list first: a drop-down takes what is
 * selected. */
static void
activate_cb (GtkWidget *row)
{
  if (!GTK_IS_LIST_BOX_ROW (row))
    gtk_widget_activate_action (row, "listitem.select", "(bb)", FALSE, FALSE);
  gtk_widget_activate (row);
}

/* Assistive technology finds the actions of a widget that have no parameter. */
static void
offer_activation (GtkWidget *row)
{
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) action = g_simple_action_new ("activate", NULL);

  if (GTK_IS_LIST_BOX_ROW (row))
    g_object_bind_property (row, "activatable", action, "enabled", G_BINDING_SYNC_CREATE);
  else
    g_simple_action_set_enabled (action, gtk_widget_has_css_class (row, "activatable"));
  g_signal_connect_object (action, "activate", G_CALLBACK (activate_cb), row,
                           G_CONNECT_SWAPPED);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
  gtk_widget_insert_action_group (row, "list-row", G_ACTION_GROUP (group));
}

static gboolean
widget_mapped (GSignalInvocationHint *hint, guint n_values, const GValue *values,
               gpointer user_data)
{
  GtkWidget *widget = g_value_get_object (&values[0]);

  if (GTK_IS_LIST_BOX_ROW (widget) || GTK_IS_LIST_VIEW (gtk_widget_get_parent (widget)))
    offer_activation (widget);
  /* With each change GTK relates the two again. */
  else if (g_str_equal (G_OBJECT_TYPE_NAME (widget), "GtkModelButton")
           && gtk_check_version (4, 10, 0) == NULL)
    {
      g_signal_handlers_disconnect_by_func (widget, name_menu_item, NULL);
      g_signal_connect (widget, "notify", G_CALLBACK (name_menu_item), NULL);
      name_menu_item (widget);
    }

  return TRUE;
}

void
kp_assistive_start (void)
{
  static gulong hook;

  if (hook != 0)
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

static void
tell_problem (gpointer widget, const char *problem)
{
  gtk_accessible_update_state (
      GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_INVALID,
      problem != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  problem != NULL ? problem : "", -1);
}

void
kp_assistive_set_problem (GtkWidget *entry, const char *problem)
{
  GtkEditable *text =
      GTK_IS_EDITABLE (entry) ? gtk_editable_get_delegate (GTK_EDITABLE (entry)) : NULL;

  if (problem != NULL)
    gtk_widget_add_css_class (entry, "error");
  else
    gtk_widget_remove_css_class (entry, "error");
  tell_problem (entry, problem);
  /* To newer libadwaita a row is a line of a list, and the entry is what lies in it. */
  if (text != NULL)
    tell_problem (text, problem);
}
