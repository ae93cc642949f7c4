/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/check/evidence-line.h"

G_BEGIN_DECLS

#define KP_TYPE_EVIDENCE_ROW (kp_evidence_row_get_type ())
G_DECLARE_FINAL_TYPE (KpEvidenceRow, kp_evidence_row, KP, EVIDENCE_ROW, GtkListBoxRow)

/**
 * KpEvidenceRow:
 *
 * One line of a table of who was asked: name, what it says, what that means. Three columns
 * where there is room for them, else two lines. Set again, it changes in place.
 */

/** kp_evidence_row_set_line: @line: what it shows; read at once. @opens: it can be opened
 * (row-activated of the list). */
void kp_evidence_row_set_line (KpEvidenceRow *self, const KpEvidenceLine *line,
                               gboolean opens, gint64 now);
/** kp_evidence_row_set_now: Draws the countdown anew. */
void kp_evidence_row_set_now (KpEvidenceRow *self, gint64 now);
/** kp_evidence_row_get_index: Returns: KpEvidenceLine.index of its line */
guint kp_evidence_row_get_index (KpEvidenceRow *self);

/** kp_evidence_rows_update: Makes the rows of @list those of @lines (element-type
 * KpEvidenceLine), keeping the ones that are there. @opens: (nullable): which of them can
 * be opened, by their index. */
void kp_evidence_rows_update (GtkListBox *list, GPtrArray *lines,
                              gboolean (*opens) (guint index, gpointer data), gpointer data,
                              gint64 now);
/** kp_evidence_rows_set_now: Draws the countdowns of all rows of @list anew. */
void kp_evidence_rows_set_now (GtkListBox *list, gint64 now);

G_END_DECLS
