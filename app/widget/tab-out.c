/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/tab-out.h"

/* The nearest widget after or before @widget, outside it, that takes the focus. */
static gboolean
leave (GtkWidget *widget, GtkDirectionType direction)
{
  gboolean forward = direction == GTK_DIR_TAB_FORWARD;
  GtkWidget *last = widget;

  for (GtkWidget *parent = widget; parent != NULL; parent = gtk_widget_get_parent (parent))
    {
      GtkWidget *sibling = parent;

      last = parent;
      while ((sibling = forward ? gtk_widget_get_next_sibling (sibling)
                                : gtk_widget_get_prev_sibling (sibling))
             != NULL)
        if (gtk_widget_get_mapped (sibling) && gtk_widget_child_focus (sibling, direction))
          return TRUE;
    }
  /* Round to the other end of the window: without a focus it begins there. */
  if (!GTK_IS_WINDOW (last))
    return FALSE;
  gtk_window_set_focus (GTK_WINDOW (last), NULL);
  return gtk_widget_child_focus (last, direction);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller, guint keyval, guint keycode,
                GdkModifierType state, gpointer data)
{
  GtkWidget *widget = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();

  if (keyval != GDK_KEY_Tab && keyval != GDK_KEY_KP_Tab && keyval != GDK_KEY_ISO_Left_Tab)
    return FALSE;
  if (modifiers == 0 && keyval != GDK_KEY_ISO_Left_Tab)
    return leave (widget, GTK_DIR_TAB_FORWARD);
  return (modifiers & ~GDK_SHIFT_MASK) == 0 && leave (widget, GTK_DIR_TAB_BACKWARD);
}

void
kp_tab_keep_row (GtkWidget *list)
{
  GParamSpec *behavior = NULL;
  const GEnumValue *item = NULL;

  g_return_if_fail (GTK_IS_WIDGET (list));

  behavior = g_object_class_find_property (G_OBJECT_GET_CLASS (list), "tab-behavior");
  if (G_IS_PARAM_SPEC_ENUM (behavior))
    item = g_enum_get_value_by_nick (G_PARAM_SPEC_ENUM (behavior)->enum_class, "item");
  if (item != NULL)
    g_object_set (list, "tab-behavior", item->value, NULL);
}

void
kp_tab_out_of (GtkWidget *widget)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_return_if_fail (GTK_IS_WIDGET (widget));

  kp_tab_keep_row (widget);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), NULL);
  gtk_widget_add_controller (widget, keys);
}
