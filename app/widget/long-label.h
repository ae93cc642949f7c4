/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * Labels for texts of any length that break wherever they must. GTK finds the least width
 * of such a label by giving each letter a line of its own, which takes five times as long
 * as all the rest; one that is told a least width is spared that.
 */

/** kp_long_label_new: Returns: (transfer floating): a label that shows @text from the start
 * of each line on, broken where there is no more room; @style: (nullable): its CSS class */
GtkWidget *kp_long_label_new (const char *text, const char *style);
/** kp_long_label_set_text: Has @label, which wraps, show @text (nullable). */
void kp_long_label_set_text (GtkLabel *label, const char *text);

G_END_DECLS
