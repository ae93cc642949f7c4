/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/exchange/import-preview.h"

G_BEGIN_DECLS

#define KP_TYPE_IMPORT_LIST (kp_import_list_get_type ())
G_DECLARE_FINAL_TYPE (KpImportList, kp_import_list, KP, IMPORT_LIST, GObject)

/**
 * KpImportList:
 *
 * The rows of a preview as a #GListModel of #KpImportItem, each made when it is looked at.
 * Main thread.
 */

/** kp_import_list_new: @preview: what becomes of the rows; only its rows are kept. Returns:
 * (transfer full): the list of all rows */
KpImportList *kp_import_list_new (const KpImportPreview *preview, KpCatalogue *catalogue);
/** kp_import_list_skip: Leaves out the first @n rows. */
void kp_import_list_skip (KpImportList *self, guint n);

G_END_DECLS
