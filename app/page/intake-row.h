/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "page/intake-item.h"

G_BEGIN_DECLS

#define KP_TYPE_INTAKE_ROW (kp_intake_row_get_type ())
G_DECLARE_FINAL_TYPE (KpIntakeRow, kp_intake_row, KP, INTAKE_ROW, GtkBox)

/**
 * KpIntakeRow:
 *
 * A row of what was found in files: what it is, what becomes of it, whether it is to be
 * given, and what opens its site: `intake.open` with the row id (int64) of that.
 */

/** kp_intake_row_new: @gives: whether anything can be given. Returns: (transfer floating):
 * an empty row */
GtkWidget *kp_intake_row_new (gboolean gives);
/** kp_intake_row_get_item: Returns: (transfer none) (nullable): what it shows */
KpIntakeItem *kp_intake_row_get_item (KpIntakeRow *self);
/** kp_intake_row_set_item: Shows @item; %NULL lets go of it. */
void kp_intake_row_set_item (KpIntakeRow *self, KpIntakeItem *item);

G_END_DECLS
