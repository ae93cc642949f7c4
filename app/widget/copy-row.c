/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/copy-row.h"

#include <glib/gi18n.h>

#include "widget/compat.h"

static GtkWidget *
make_button (const char *label, const char *action, GVariant *target)
{
  GtkWidget *button = gtk_button_new_with_label (_ ("Copy"));
  g_autofree char *name = NULL;

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (button), target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  /* Translators: name of a button for assistive technology; %s is the label of a field. */
  name = g_strdup_printf (_ ("Copy %s"), label);
  kp_compat_set_name (button, name);
  return button;
}

GtkWidget *
kp_copy_row_new (const char *label, const char *text, const char *action, GVariant *target)
{
  GtkWidget *row =
      g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", label, "subtitle",
                    text, "title-lines", 99, "subtitle-lines", 99, NULL);

  gtk_widget_add_css_class (row, "property");
  if (action != NULL)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_button (label, action, target));
  return row;
}
