/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** kp_tab_out_of: From now on Tab and Shift+Tab lead out of @widget, a list, to what is
 * after or before it: GTK of the floor walks through every row. */
void kp_tab_out_of (GtkWidget *widget);
/** kp_tab_keep_row: From GTK 4.18 on a list that is come
 * to backwards gives the focus to its last row, unless it is told that Tab is for one row:
 * then the row that had it has it again, as in older GTK. kp_tab_out_of() does so for a
 * list. */
void kp_tab_keep_row (GtkWidget *list);

G_END_DECLS
