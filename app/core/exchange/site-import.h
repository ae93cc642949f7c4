/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/exchange/csv.h"
#include "core/model/site.h"
#include "core/provider/catalogue.h"

G_BEGIN_DECLS

/** KpImportColumn: what a column holds */
typedef enum
{
  KP_IMPORT_IGNORE,
  KP_IMPORT_HOST,
  KP_IMPORT_PROVIDER,
  KP_IMPORT_CUSTOMER,
  KP_IMPORT_TARGET,
  KP_IMPORT_PORT,
  KP_IMPORT_NOTE,
  KP_IMPORT_PROXIED,
} KpImportColumn;

/**
 * KpImportRow:
 * @line: line number, from 1
 * @site: (nullable): what will be added, %NULL if the row is bad or exists already
 * @error: (nullable): the reason, if it is bad
 * @exists: a site of that address is there already (or earlier in the same list)
 * @guess_provider: no provider was given: to be guessed from DNS, else own-server
 * @text: the row as people read it, at most 200 characters
 */
typedef struct
{
  guint line;
  KpSite *site;
  char *error;
  gboolean exists;
  gboolean guess_provider;
  char *text;
} KpImportRow;

#define KP_TYPE_SITE_IMPORT (kp_site_import_get_type ())
G_DECLARE_FINAL_TYPE (KpSiteImport, kp_site_import, KP, SITE_IMPORT, GObject)

/**
 * KpSiteImport:
 *
 * A list of sites on its way in: rows, which column holds what (guessed from the heading,
 * or from the content where there is none; plain lists of addresses one per line too), and
 * what will become of each row. No I/O. Main thread.
 */

/** kp_site_import_new: @exists: tells whether a host and port are there already. Returns:
 * (transfer full) (nullable): the import; G_IO_ERROR_INVALID_DATA */
KpSiteImport *kp_site_import_new (GBytes *text, KpCatalogue *catalogue, GError **error);
/** kp_site_import_get_n_columns: Returns: columns of the widest row */
guint kp_site_import_get_n_columns (KpSiteImport *self);
/** kp_site_import_get_heading: Returns: (transfer none) (nullable): heading of column @i */
const char *kp_site_import_get_heading (KpSiteImport *self, guint i);
/** kp_site_import_get_column: Returns: what column @i holds */
KpImportColumn kp_site_import_get_column (KpSiteImport *self, guint i);
/** kp_site_import_set_column: Maps column @i; another column that held the same is ignored
 * then. */
void kp_site_import_set_column (KpSiteImport *self, guint i, KpImportColumn column);
/** KpImportExists: Returns: whether the site is there already */
typedef gboolean (*KpImportExists) (const char *host, guint16 port, gpointer data);
/** kp_site_import_preview: @default_provider: (nullable): for rows that name none; %NULL:
 * guessed. Returns: (transfer none) (element-type KpImportRow): every row, bad ones first,
 * then by line */
GPtrArray *kp_site_import_preview (KpSiteImport *self, const char *default_provider,
                                   KpImportExists exists, gpointer data);
/** kp_site_import_count: Counts the rows of the last preview. */
void kp_site_import_count (KpSiteImport *self, guint *to_add, guint *existing, guint *bad);

G_END_DECLS
