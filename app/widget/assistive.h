/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What assistive technology is told that GTK of the floor does not tell by itself. */

/** kp_assistive_set_shown: Shows @child (nullable) of a widget that lays out its own, or
 * not: what isn't shown isn't there for assistive technology either, or it would find most
 * things twice. */
void kp_assistive_set_shown (GtkWidget *child, gboolean shown);
/** kp_assistive_hide_unmapped: While @child does not show, though visible, as the
 * placeholder of a list that is not empty, it isn't there for assistive technology either.
 */
void kp_assistive_hide_unmapped (GtkWidget *child);
/** kp_assistive_name_row: The row of a list view that @content stands in, if it does by
 * now, is read as @name. */
void kp_assistive_name_row (GtkWidget *content, const char *name);
/** kp_assistive_set_problem: Marks @entry as wrong, for the eye and for assistive
 * technology;
 * @problem (nullable) says why, a sentence, as a label beside it does too. */
void kp_assistive_set_problem (GtkWidget *entry, const char *problem);
/** kp_assistive_start: From now on what a click activates in a list, assistive technology
 * activates too: the row has the action “list-row.activate”, which GTK knows for buttons
 * alone. And every line of a menu is read as what it says: GTK 4.18 takes its name from a
 * label that it has declared to be for the eye only, and finds none. Called once, when GTK
 * is there. */
void kp_assistive_start (void);

G_END_DECLS
