/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/exchange/import-preview.h"

G_BEGIN_DECLS

#define KP_TYPE_IMPORT_ITEM (kp_import_item_get_type ())
G_DECLARE_FINAL_TYPE (KpImportItem, kp_import_item, KP, IMPORT_ITEM, GObject)

/**
 * KpImportItem:
 *
 * One row of a list as its preview shows it, made when it comes into view. Properties, all
 * strings that are only read: "number" (of the row), "title", "subtitle" (follows what is
 * guessed of its site), "icon-name" and "label" (all of it, for assistive technology). Main
 * thread.
 */

/** kp_import_item_new: @rows: (element-type KpImportRow): the rows; @i: which; @catalogue:
 * the profiles. Returns: (transfer full): the item */
KpImportItem *kp_import_item_new (GPtrArray *rows, guint i, KpCatalogue *catalogue);
/** kp_import_item_get_row: Returns: (transfer none): what becomes of it */
const KpImportRow *kp_import_item_get_row (KpImportItem *self);
/** kp_import_item_dup_label: Returns: (transfer full): all of it in one line */
char *kp_import_item_dup_label (KpImportItem *self);

G_END_DECLS
