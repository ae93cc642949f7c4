/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/model/year.h"

G_BEGIN_DECLS

#define KP_TYPE_YEAR_CHART (kp_year_chart_get_type ())
G_DECLARE_FINAL_TYPE (KpYearChart, kp_year_chart, KP, YEAR_CHART, GtkWidget)

/**
 * KpYearChart:
 *
 * The year ahead as bars, one for each week and one for what is overdue, from the start of
 * the line. Above the line stand the certificates that end, below it hang the renewals to
 * start, drawn as an outline. It is one stop of Tab; the arrow keys choose, Home and End go
 * to its ends, Page Up and Page Down by a month, and Enter opens. Each bar says to
 * assistive technology what it stands for. Property "selected" (uint): the span that is
 * chosen. Signal "opened": its sites are wanted. Main thread.
 */

/** KpYearNames: Returns: (transfer full) (nullable): the sites of @span, in a line, for who
 * points at it */
typedef char *(*KpYearNames) (guint span, gpointer data);

/** kp_year_chart_set: Shows @year. */
void kp_year_chart_set (KpYearChart *self, const KpYear *year);
/** kp_year_chart_set_names: @names is asked whenever somebody points at a bar. */
void kp_year_chart_set_names (KpYearChart *self, KpYearNames names, gpointer data);
/** kp_year_chart_get_selected: Returns: the span that is chosen */
guint kp_year_chart_get_selected (KpYearChart *self);
/** kp_year_chart_select: Chooses @span. */
void kp_year_chart_select (KpYearChart *self, guint span);

G_END_DECLS
