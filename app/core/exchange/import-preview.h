/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/exchange/site-import.h"
#include "core/model/site.h"

G_BEGIN_DECLS

/**
 * KpImportRow:
 * @line: number of the line it begins in, from 1
 * @first_line: the line of the row that names the same address earlier in the list, 0 if
 * none does
 * @site: (nullable): what will be added; %NULL if the row is bad or the site exists
 * @error: (nullable): the reason, if it is bad
 * @exists: the site is there already, or stands earlier in the same list
 * @open_provider: no provider was given: to be guessed from DNS, else own servers
 * @text: (nullable): the row as people read it, at most 200 characters; %NULL if @site says
 * it
 *
 * What becomes of one row.
 */
typedef struct
{
  guint line;
  guint first_line;
  KpSite *site;
  char *error;
  gboolean exists;
  gboolean open_provider;
  char *text;
} KpImportRow;

/**
 * KpImportPreview:
 * @rows: (element-type KpImportRow): every row, bad ones first, then by line
 * @to_add: how many will be added
 * @existing: how many exist already
 * @bad: how many are bad
 *
 * What becomes of a list. An owned value.
 */
typedef struct
{
  GPtrArray *rows;
  guint to_add;
  guint existing;
  guint bad;
} KpImportPreview;

/** KpImportExists: Returns: whether the site is there already. Main thread */
typedef gboolean (*KpImportExists) (const char *host, guint16 port, gpointer data);

/** kp_import_preview_free: Frees @self; %NULL is fine. */
void kp_import_preview_free (KpImportPreview *self);
/**
 * kp_import_preview_new:
 * @import: a list with its mapping
 * @default_provider: (nullable): id of the profile of rows that name none; %NULL: to be
 * guessed
 * @exists: (nullable): tells what is there
 * @data: for @exists
 *
 * Pure but for @exists.
 *
 * Returns: (transfer full): what becomes of each row
 */
KpImportPreview *kp_import_preview_new (KpSiteImport *import, const char *default_provider,
                                        KpImportExists exists, gpointer data);
/** kp_import_preview_new_async: The same for a list of any length: rows are judged in a
 * thread as @import is now, then @exists is asked in slices. */
void kp_import_preview_new_async (KpSiteImport *import, const char *default_provider,
                                  KpImportExists exists, gpointer exists_data,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer data);
/** kp_import_preview_new_finish: Returns: (transfer full) (nullable): what becomes of each
 * row; %NULL only when cancelled */
KpImportPreview *kp_import_preview_new_finish (GAsyncResult *result, GError **error);
/** kp_import_preview_get_sites: Returns: (transfer full) (element-type KpSite): what will
 * be added, by line */
GPtrArray *kp_import_preview_get_sites (const KpImportPreview *self);
/** kp_import_preview_describe: Returns: (transfer full): "596 sites will be added, 3 exist
 * already, 1 row is bad"; @skipped: the bad ones are left out */
char *kp_import_preview_describe (const KpImportPreview *self, gboolean skipped);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpImportPreview, kp_import_preview_free)

G_END_DECLS
