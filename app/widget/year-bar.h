/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KP_TYPE_YEAR_BAR (kp_year_bar_get_type ())
G_DECLARE_FINAL_TYPE (KpYearBar, kp_year_bar, KP, YEAR_BAR, GtkToggleButton)

/**
 * KpYearBar:
 *
 * One span of the chart of a year: what ends stands on a line in the middle, what must
 * begin hangs from it, and has an outline only. Bars of a chart are a group: the one that
 * is chosen is checked. Signal "opened": its sites are wanted (Enter). Main thread.
 */

/** kp_year_bar_new: @group: (nullable): another bar of the chart. Returns: (transfer
 * floating): an empty one */
GtkWidget *kp_year_bar_new (KpYearBar *group);
/** kp_year_bar_set: Sets how long its parts are, as shares of half of its height, and what
 * it is called. */
void kp_year_bar_set (KpYearBar *self, double ends, double renewals, const char *name);
/** kp_year_bar_get_part: Returns: (transfer none): what stands on the line (@ends), or what
 * hangs from it */
GtkWidget *kp_year_bar_get_part (KpYearBar *self, gboolean ends);

G_END_DECLS
