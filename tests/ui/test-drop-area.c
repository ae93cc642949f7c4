/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/drop-area.h"

/* The area shows that it would take what is held over another widget, until it is dropped
 * or taken away. */

static GtkDropTarget *
find_target (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) one = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (one))
        return GTK_DROP_TARGET (one); /* the widget keeps it */
    }
  g_assert_not_reached ();
}

static gboolean
is_active (GtkWidget *area)
{
  return (gtk_widget_get_state_flags (area) & GTK_STATE_FLAG_DROP_ACTIVE) != 0;
}

static void
enter (GtkDropTarget *target)
{
  GdkDragAction action = 0;

  g_signal_emit_by_name (target, "enter", 1.0, 1.0, &action);
  g_assert_cmpint (action, ==, GDK_ACTION_COPY);
}

static void
test_caught (void)
{
  GtkWidget *area = g_object_ref_sink (g_object_new (KP_TYPE_DROP_AREA, NULL));
  GtkWidget *list = g_object_ref_sink (gtk_list_box_new ());
  GtkDropTarget *target;
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean taken = FALSE;

  kp_drop_area_catch (KP_DROP_AREA (area), list);
  target = find_target (list);
  g_assert_false (is_active (area));
  enter (target);
  g_assert_true (is_active (area));
  g_signal_emit_by_name (target, "leave");
  g_assert_false (is_active (area));
  enter (target);
  g_value_init (&value, G_TYPE_STRING);
  g_value_set_string (&value, "nothing of use");
  g_signal_emit_by_name (target, "drop", &value, 1.0, 1.0, &taken);
  g_assert_true (taken);
  g_assert_false (is_active (area));
  g_object_unref (list);
  g_object_unref (area);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add_func ("/drop-area/caught", test_caught);
  return g_test_run ();
}
