/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/exchange/site-import.h"

G_BEGIN_DECLS

#define KP_TYPE_IMPORT_COLUMNS (kp_import_columns_get_type ())
G_DECLARE_FINAL_TYPE (KpImportColumns, kp_import_columns, KP, IMPORT_COLUMNS, AdwBin)

/**
 * KpImportColumns:
 *
 * The page of an import that says which column holds what: as guessed, to be changed.
 * Property: "ready" (boolean): a column holds the addresses. Main thread.
 */

/** kp_import_columns_set_import: Shows the columns of @import, and changes its mapping from
 * now on. */
void kp_import_columns_set_import (KpImportColumns *self, KpSiteImport *import);
/** kp_import_columns_get_ready: Returns: whether a column holds the addresses */
gboolean kp_import_columns_get_ready (KpImportColumns *self);
/** kp_import_columns_get_provider: Returns: (transfer none) (nullable): id of the provider
 * of rows that name none, %NULL: DNS is asked */
const char *kp_import_columns_get_provider (KpImportColumns *self);

G_END_DECLS
