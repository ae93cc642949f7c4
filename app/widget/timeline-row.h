/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/job/job-line.h"

G_BEGIN_DECLS

#define KP_TYPE_TIMELINE_ROW (kp_timeline_row_get_type ())
G_DECLARE_FINAL_TYPE (KpTimelineRow, kp_timeline_row, KP, TIMELINE_ROW, GtkListBoxRow)

/**
 * KpTimelineRow:
 *
 * A line of a #KpTimeline: done (✓), now (●) or to come (○), what, whose turn, when, and
 * what came of it. Outline and accessible name say the same as the colour.
 */

/** kp_timeline_row_new: Returns: (transfer floating): a row without a line */
GtkWidget *kp_timeline_row_new (void);
/** kp_timeline_row_set_line: Shows @line at @now; @provider: what to call the provider. */
void kp_timeline_row_set_line (KpTimelineRow *self, const KpJobLine *line,
                               const char *provider, gint64 now);

G_END_DECLS
