/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** kp_tab_out_of: From now on Tab and Shift+Tab lead out of @widget, a list, to what is
 * after or before it: GTK of the floor walks through every row. */
void kp_tab_out_of (GtkWidget *widget);

G_END_DECLS
