/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/exchange/csv.h"
#include "core/provider/catalogue.h"

G_BEGIN_DECLS

/** KP_IMPORT_MAX_COLUMNS: columns that can be mapped */
#define KP_IMPORT_MAX_COLUMNS KP_CSV_MAX_COLUMNS

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
  KP_IMPORT_N_COLUMNS,
} KpImportColumn;

/** kp_import_column_get_label: Returns: (transfer none): how people call what @column holds
 * ("Address"), in their language */
const char *kp_import_column_get_label (KpImportColumn column);

#define KP_TYPE_SITE_IMPORT (kp_site_import_get_type ())
G_DECLARE_FINAL_TYPE (KpSiteImport, kp_site_import, KP, SITE_IMPORT, GObject)

/**
 * KpSiteImport:
 *
 * A list of sites on its way in: its rows, and which column holds what. That is guessed
 * from the heading, or from the content where there is none (plain lists of addresses too),
 * and can be changed. What becomes of each row says #KpImportPreview. No I/O. One thread at
 * a time.
 */

/** kp_site_import_new: @text: hostile octets, see kp_csv_parse(). Returns: (transfer full)
 * (nullable): the import; G_IO_ERROR_INVALID_DATA */
KpSiteImport *kp_site_import_new (GBytes *text, KpCatalogue *catalogue, GError **error);
/** kp_site_import_new_async: The same in a thread, for a list of any length. */
void kp_site_import_new_async (GBytes *text, KpCatalogue *catalogue,
                               GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer data);
/** kp_site_import_new_finish: Returns: (transfer full) (nullable): the import;
 * G_IO_ERROR_INVALID_DATA, G_IO_ERROR_CANCELLED */
KpSiteImport *kp_site_import_new_finish (GAsyncResult *result, GError **error);

/** kp_site_import_get_catalogue: Returns: (transfer none): the profiles */
KpCatalogue *kp_site_import_get_catalogue (KpSiteImport *self);
/** kp_site_import_get_rows: Returns: (transfer none) (element-type KpCsvRow): all rows, a
 * heading among them; never changed */
GPtrArray *kp_site_import_get_rows (KpSiteImport *self);
/** kp_site_import_get_has_heading: Returns: whether the first row is a heading */
gboolean kp_site_import_get_has_heading (KpSiteImport *self);
/** kp_site_import_set_has_heading: Says whether the first row is a heading; columns keep
 * what they hold. */
void kp_site_import_set_has_heading (KpSiteImport *self, gboolean has_heading);
/** kp_site_import_get_n_columns: Returns: columns of the widest row */
guint kp_site_import_get_n_columns (KpSiteImport *self);
/** kp_site_import_get_heading: Returns: (transfer none) (nullable): heading of column @i */
const char *kp_site_import_get_heading (KpSiteImport *self, guint i);
/** kp_site_import_get_samples: Returns: (transfer full): what stands in column @i, for
 * people to know it by: the first few different values in one line, "" if it is empty */
char *kp_site_import_get_samples (KpSiteImport *self, guint i);
/** kp_site_import_get_has_hosts: Returns: whether a column seems to hold addresses, or was
 * said to; if not, every row would be bad */
gboolean kp_site_import_get_has_hosts (KpSiteImport *self);
/** kp_site_import_get_is_list: Returns: whether it is a list of sites, and not just any
 * text with an address in it: most of the addresses are some, or a heading names them */
gboolean kp_site_import_get_is_list (KpSiteImport *self);
/** kp_site_import_list_unused: Returns: (transfer full): a sentence each for people about
 * what the list holds and nobody reads: columns with unknown or doubled headings, cells
 * beyond the heading; empty if there is nothing */
char **kp_site_import_list_unused (KpSiteImport *self);
/** kp_site_import_get_column: Returns: what column @i holds */
KpImportColumn kp_site_import_get_column (KpSiteImport *self, guint i);
/** kp_site_import_set_column: Maps column @i; another column that held the same is ignored
 * then. */
void kp_site_import_set_column (KpSiteImport *self, guint i, KpImportColumn column);
/** kp_site_import_find_column: Returns: the column that holds @column, -1 if none does */
int kp_site_import_find_column (KpSiteImport *self, KpImportColumn column);

G_END_DECLS
