/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** bare_table_new: @n: rows; @row_height: pixels of each. Returns: (transfer floating): a
 * GtkColumnView with the columns of the list of sites, of labels and a menu button, and
 * with texts that are there already: what a list costs that does nothing but show itself */
GtkWidget *bare_table_new (guint n, int row_height);

G_END_DECLS
