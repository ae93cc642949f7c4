/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/site.h"
#include "core/store/change-table.h"

G_BEGIN_DECLS

/**
 * KpSiteRow:
 * @id: row id, 0 for a new one
 * @host: A-label
 * @provider: interned
 * @customer: (nullable): name of the customer
 * @target: (nullable): expected target
 * @note: the note
 * @customer_id: row id of the customer, 0 for none or to find it by @customer
 * @retired_at: Unix seconds, 0 if in use
 * @attention: sort key of a new one
 * @next_who: whose turn it is at a new one
 * @next_kind: what is to be done there
 * @port: 1 to 65535
 * @proxied: behind a proxy
 *
 * What a #KpSite said when it was handed over, so that the worker needs not touch the
 * object. The texts belong to a chunk.
 */
typedef struct
{
  gint64 id;
  const char *host;
  const char *provider;
  const char *customer;
  const char *target;
  const char *note;
  gint64 customer_id;
  gint64 retired_at;
  guint64 attention;
  KpTurn next_who;
  KpActionKind next_kind;
  guint16 port;
  gboolean proxied;
} KpSiteRow;

/**
 * kp_site_row_read:
 * @self: (out caller-allocates): the row
 * @site: a site
 * @chunk: where the texts are kept
 *
 * Copies what @site says now.
 */
void kp_site_row_read (KpSiteRow *self, KpSite *site, GStringChunk *chunk);

/**
 * kp_site_table_load:
 * @database: a connection
 * @limit: at most so many, 0 for all
 * @error: #KpStoreError
 *
 * Returns: (transfer full) (element-type KpSite) (nullable): sites in use, the most urgent
 *   first
 */
GPtrArray *kp_site_table_load (KpDatabase *database, guint limit, GError **error);

/**
 * kp_site_table_load_by_id:
 * @database: a connection
 * @ids: (element-type gint64): row ids
 * @error: #KpStoreError
 *
 * Returns: (transfer full) (element-type KpSite) (nullable): those that are there and in
 *   use, each once
 */
GPtrArray *kp_site_table_load_by_id (KpDatabase *database, GArray *ids, GError **error);

/**
 * kp_site_table_add:
 * @database: in a transaction
 * @row: (inout): a new site; its customer and row id are set
 * @now: Unix seconds
 * @changes: takes what changes
 * @error: %KP_STORE_ERROR_EXISTS
 *
 * Returns: whether it was written
 */
gboolean kp_site_table_add (KpDatabase *database, KpSiteRow *row, gint64 now,
                            KpChanges *changes, GError **error);

/**
 * kp_site_table_update:
 * @database: in a transaction
 * @row: (inout): what the user wants; its customer is set
 * @now: Unix seconds
 * @changes: takes what changes
 * @error: %KP_STORE_ERROR_NOT_FOUND, %KP_STORE_ERROR_EXISTS
 *
 * Writes it if it differs, and what differs into the journal.
 *
 * Returns: whether it was written
 */
gboolean kp_site_table_update (KpDatabase *database, KpSiteRow *row, gint64 now,
                               KpChanges *changes, GError **error);

/**
 * kp_site_table_set_target:
 * @database: in a transaction
 * @id: a site
 * @target: its expected target, canonical
 * @error: #KpStoreError
 *
 * Sets the target that a provider told; the caller tells what changed.
 *
 * Returns: whether it was written
 */
gboolean kp_site_table_set_target (KpDatabase *database, gint64 id, const char *target,
                                   GError **error);

/**
 * kp_site_table_retire:
 * @database: in a transaction
 * @id: a site in use
 * @now: Unix seconds
 * @changes: takes what changes
 * @error: %KP_STORE_ERROR_NOT_FOUND
 *
 * Takes it out of use; its history stays.
 *
 * Returns: whether it was written
 */
gboolean kp_site_table_retire (KpDatabase *database, gint64 id, gint64 now,
                               KpChanges *changes, GError **error);

/**
 * kp_site_table_load_retired:
 * @database: a connection
 * @error: #KpStoreError
 *
 * Returns: (transfer full) (element-type KpSite) (nullable): the retired sites, the one
 *   retired last first
 */
GPtrArray *kp_site_table_load_retired (KpDatabase *database, GError **error);

/**
 * kp_site_table_remove:
 * @database: in a transaction
 * @id: a site
 * @now: Unix seconds
 * @changes: takes what changes
 * @error: %KP_STORE_ERROR_NOT_FOUND
 *
 * Marks it as removed.
 *
 * Returns: whether it was written
 */
gboolean kp_site_table_remove (KpDatabase *database, gint64 id, gint64 now,
                               KpChanges *changes, GError **error);

/** kp_site_table_get_retired_at: @retired_at: (out): when it was retired, 0 if it is not.
 * #KpStoreError */
gboolean kp_site_table_get_retired_at (KpDatabase *database, gint64 id, gint64 *retired_at,
                                       GError **error);
/**
 * kp_site_table_restore:
 * @database: in a transaction
 * @id: a removed or retired site; one in use stays as it is
 * @now: Unix seconds
 * @changes: takes what changes
 * @error: %KP_STORE_ERROR_EXISTS, %KP_STORE_ERROR_NOT_FOUND
 *
 * Takes it into use again.
 *
 * Returns: whether it was written
 */
gboolean kp_site_table_restore (KpDatabase *database, gint64 id, gint64 now,
                                KpChanges *changes, GError **error);

/**
 * kp_site_table_get_checked_at:
 * @database: a connection
 * @id: a site
 * @there: (out): whether it is there and not removed
 * @checked_at: (out): when the evidence of its summary is from
 * @error: #KpStoreError
 *
 * Returns: whether it was read
 */
gboolean kp_site_table_get_checked_at (KpDatabase *database, gint64 id, gboolean *there,
                                       gint64 *checked_at, GError **error);

/**
 * kp_site_table_save_summary:
 * @database: in a transaction
 * @id: a site
 * @summary: of its last verdict
 * @error: #KpStoreError
 *
 * Returns: whether it was written
 */
gboolean kp_site_table_save_summary (KpDatabase *database, gint64 id,
                                     const KpSummary *summary, GError **error);

/**
 * kp_site_table_outlive_summary:
 * @database: in a transaction
 * @id: a site
 * @error: #KpStoreError
 *
 * Lets the summary of @id hold no more, until one is saved.
 *
 * Returns: whether it was written
 */
gboolean kp_site_table_outlive_summary (KpDatabase *database, gint64 id, GError **error);

/**
 * kp_site_table_count_removed:
 * @database: a connection
 * @before: Unix seconds
 * @n: (out): how many were removed before that
 * @error: #KpStoreError
 *
 * Returns: whether it was read
 */
gboolean kp_site_table_count_removed (KpDatabase *database, gint64 before, gint64 *n,
                                      GError **error);

/**
 * kp_site_table_purge:
 * @database: in a transaction
 * @before: Unix seconds
 * @error: #KpStoreError
 *
 * Deletes the sites that were removed before that, with all that is known of them.
 *
 * Returns: whether it was written
 */
gboolean kp_site_table_purge (KpDatabase *database, gint64 before, GError **error);

G_END_DECLS
