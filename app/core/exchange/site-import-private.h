/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/exchange/site-import.h"

G_BEGIN_DECLS

/** KP_IMPORT_LOOK_IN: rows at the beginning of a list in which its columns are looked at */
#define KP_IMPORT_LOOK_IN 200

struct _KpSiteImport
{
  GObject parent;

  KpCatalogue *catalogue;
  GPtrArray *rows;
  gboolean has_heading;
  gboolean is_blind; /* no column seems to hold addresses */
  guint n_columns;
  KpImportColumn columns[KP_IMPORT_MAX_COLUMNS];
};

/** kp_site_import_column_of: Returns: what a column with the heading @text holds */
KpImportColumn kp_site_import_column_of (const char *text);
/** kp_site_import_map: Maps column @i; another that held the same is ignored then. */
void kp_site_import_map (KpSiteImport *self, guint i, KpImportColumn column);
/** kp_site_import_get_cell: Returns: (transfer none): what stands in column @column of row
 * @row, "" if nothing does */
const char *kp_site_import_get_cell (KpSiteImport *self, guint row, guint column);
/** kp_site_import_guess: Finds out whether there is a heading, and what each column holds.
 */
void kp_site_import_guess (KpSiteImport *self);

G_END_DECLS
