/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "window/import-item.h"

G_BEGIN_DECLS

#define KP_TYPE_IMPORT_LINE (kp_import_line_get_type ())
G_DECLARE_FINAL_TYPE (KpImportLine, kp_import_line, KP, IMPORT_LINE, GtkBox)

/**
 * KpImportLine:
 *
 * Draws one row of a list that is imported: what becomes of it, and its number.
 */

/** kp_import_line_new: Returns: (transfer floating): an empty line */
GtkWidget *kp_import_line_new (void);
/** kp_import_line_set_item: @item: (nullable): what it shows and follows */
void kp_import_line_set_item (KpImportLine *self, KpImportItem *item);

G_END_DECLS
