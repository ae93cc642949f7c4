/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** kp_cut_text_tell: From now on, in every window of the program: who points at a label
 * that ends in "…" for want of room is shown the whole of it, unless it has a tooltip.
 * Titles of libadwaita's rows, groups and entries never wrap, and other languages are
 * longer. */
void kp_cut_text_tell (void);
/** kp_cut_text_let_wrap: Lets the descriptions of groups of preferences below @widget wrap
 * at every width. GTK of the floor asks a label beside something else how wide it is at its
 * height, and believes it though there is less room; not one that may end in "…", in
 * whatever line: rows say so by title-lines and subtitle-lines, as many as nobody needs. */
void kp_cut_text_let_wrap (GtkWidget *widget);

G_END_DECLS
