/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/selection-bar.h"

#include <glib/gi18n.h>

#include "widget/wrap-box.h"

/* So wide in characters that the buttons beside it stay where they are. */
#define COUNT_CHARS 12

struct _KpSelectionBar
{
  GtkWidget parent_instance;

  GtkRevealer *revealer;
  GtkLabel *count;
  GtkWidget *secure;
  GtkWidget *renew;
  GtkMenuButton *more;

  KpSiteActions *actions;
};

G_DEFINE_FINAL_TYPE (KpSelectionBar, kp_selection_bar, GTK_TYPE_WIDGET)

static void
open_menu_cb (GtkMenuButton *button, gpointer data)
{
  KpSelectionBar *self = data;
  g_autoptr (GMenuModel) menu = kp_site_actions_make_menu (self->actions);

  gtk_menu_button_set_menu_model (button, menu);
}

/* What is folded away is not there for assistive technology either. */
static void
revealed_cb (KpSelectionBar *self)
{
  if (!gtk_revealer_get_reveal_child (self->revealer))
    gtk_widget_set_visible (GTK_WIDGET (self->revealer), FALSE);
}

static void
kp_selection_bar_dispose (GObject *object)
{
  KpSelectionBar *self = KP_SELECTION_BAR (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_SELECTION_BAR);
  g_clear_object (&self->actions);

  G_OBJECT_CLASS (kp_selection_bar_parent_class)->dispose (object);
}

static void
kp_selection_bar_class_init (KpSelectionBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_selection_bar_dispose;

  g_type_ensure (KP_TYPE_WRAP_BOX);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "selectionbar");
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/window/selection-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, KpSelectionBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, KpSelectionBar, count);
  gtk_widget_class_bind_template_child (widget_class, KpSelectionBar, more);
  gtk_widget_class_bind_template_child (widget_class, KpSelectionBar, secure);
  gtk_widget_class_bind_template_child (widget_class, KpSelectionBar, renew);
  gtk_widget_class_bind_template_callback (widget_class, revealed_cb);
}

static void
kp_selection_bar_init (KpSelectionBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kp_selection_bar_set_actions (KpSelectionBar *self, KpSiteActions *actions)
{
  g_return_if_fail (KP_IS_SELECTION_BAR (self));

  g_set_object (&self->actions, actions);
  gtk_menu_button_set_create_popup_func (self->more, open_menu_cb, self, NULL);
}

void
kp_selection_bar_set_count (KpSelectionBar *self, guint count)
{
  g_autofree char *text = NULL;

  g_return_if_fail (KP_IS_SELECTION_BAR (self));

  if (count > 0)
    {
      /* Translators: how many sites are selected */
      text = g_strdup_printf (ngettext ("%u selected", "%u selected", count), count);
      gtk_label_set_text (self->count, text);
      gtk_widget_set_visible (GTK_WIDGET (self->revealer), TRUE);
    }
  gtk_revealer_set_reveal_child (self->revealer, count > 0);
}

void
kp_selection_bar_set_narrow (KpSelectionBar *self, gboolean narrow)
{
  g_return_if_fail (KP_IS_SELECTION_BAR (self));

  /* The menu has both. */
  gtk_widget_set_visible (self->secure, !narrow);
  gtk_widget_set_visible (self->renew, !narrow);
  if (narrow)
    gtk_widget_add_css_class (GTK_WIDGET (self), "narrow");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "narrow");
  gtk_label_set_width_chars (self->count, narrow ? -1 : COUNT_CHARS);
}
