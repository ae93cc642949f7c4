/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "page/site-actions.h"

G_BEGIN_DECLS

#define KP_TYPE_SELECTION_BAR (kp_selection_bar_get_type ())
G_DECLARE_FINAL_TYPE (KpSelectionBar, kp_selection_bar, KP, SELECTION_BAR, GtkWidget)

/**
 * KpSelectionBar:
 *
 * The bar under the list while sites are selected: how many, and what can be done with
 * them. Its buttons work the groups "site" and "sites" (`clear-selection`) of the list
 * around it.
 */

/** kp_selection_bar_set_actions: @actions: makes the menu *More*, when it opens */
void kp_selection_bar_set_actions (KpSelectionBar *self, KpSiteActions *actions);
/** kp_selection_bar_set_count: How many are selected; 0 takes the bar away. */
void kp_selection_bar_set_count (KpSelectionBar *self, guint count);
/** kp_selection_bar_set_narrow: @narrow: leaves out what is in *More* as well */
void kp_selection_bar_set_narrow (KpSelectionBar *self, gboolean narrow);

G_END_DECLS
