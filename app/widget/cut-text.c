/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/cut-text.h"

#include <adwaita.h>

/* More than any text has. */
#define LINES 99

/* Asked of a window last: what lies under the pointer has no tooltip of its own. */
static gboolean
query_tooltip_cb (GtkWidget *window, int x, int y, gboolean keyboard, GtkTooltip *tooltip,
                  gpointer data)
{
  GtkWidget *widget = keyboard ? NULL : gtk_widget_pick (window, x, y, GTK_PICK_DEFAULT);
  graphene_rect_t bounds;

  if (!GTK_IS_LABEL (widget)
      || !pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget)))
      || !gtk_widget_compute_bounds (widget, window, &bounds))
    return FALSE;
  gtk_tooltip_set_text (tooltip, gtk_label_get_text (GTK_LABEL (widget)));
  /* It goes away with the pointer. */
  gtk_tooltip_set_tip_area (
      tooltip, &(GdkRectangle){ (int) bounds.origin.x, (int) bounds.origin.y,
                                (int) bounds.size.width, (int) bounds.size.height });
  return TRUE;
}

static void
windows_changed_cb (GListModel *windows, guint position, guint removed, guint added)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      gtk_widget_set_has_tooltip (window, TRUE);
      g_signal_connect (window, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
    }
}

void
kp_cut_text_tell (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  g_signal_connect (windows, "items-changed", G_CALLBACK (windows_changed_cb), NULL);
  windows_changed_cb (windows, 0, 0, g_list_model_get_n_items (windows));
}

void
kp_cut_text_let_wrap (GtkWidget *widget)
{
  if (ADW_IS_PREFERENCES_ROW (widget))
    return;
  if (GTK_IS_LABEL (widget) && gtk_label_get_wrap (GTK_LABEL (widget))
      && gtk_label_get_ellipsize (GTK_LABEL (widget)) == PANGO_ELLIPSIZE_NONE)
    {
      gtk_label_set_ellipsize (GTK_LABEL (widget), PANGO_ELLIPSIZE_END);
      gtk_label_set_lines (GTK_LABEL (widget), LINES);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    kp_cut_text_let_wrap (child);
}
