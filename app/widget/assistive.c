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

void
kp_assistive_name_row (GtkWidget *content, const char *name)
{
  GtkWidget *row = gtk_widget_get_parent (content);

  if (row != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    name, -1);
}
