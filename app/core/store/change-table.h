/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/database.h"

G_BEGIN_DECLS

/** KP_CHANGES_MAX: so many single rows are told; above that "anything may have changed" */
#define KP_CHANGES_MAX 1000

/**
 * KpChanges:
 * @sites: (element-type gint64): row ids of sites that changed
 * @any_site: any site may have changed
 * @customers: some customer changed
 * @settings: some setting, or how a provider is connected, changed
 * @subjects: some saved certificate details changed
 * @requests: some request or its conversation changed
 *
 * What was changed. An owned value.
 */
typedef struct
{
  GArray *sites;
  gboolean any_site;
  gboolean customers;
  gboolean settings;
  gboolean subjects;
  gboolean requests;
} KpChanges;

/** kp_changes_new: Returns: (transfer full): nothing changed */
KpChanges *kp_changes_new (void);

/**
 * kp_changes_free:
 * @self: (nullable): changes
 *
 * Frees them.
 */
void kp_changes_free (KpChanges *self);

/**
 * kp_changes_add_site:
 * @self: changes
 * @id: row id of a site
 *
 * Notes a site.
 */
void kp_changes_add_site (KpChanges *self, gint64 id);

/**
 * kp_changes_is_empty:
 * @self: changes
 *
 * Returns: whether nothing changed
 */
gboolean kp_changes_is_empty (const KpChanges *self);

/**
 * kp_change_table_append:
 * @database: in the transaction that changes
 * @writer: number of this connection
 * @changes: what it changes
 * @error: #KpStoreError
 *
 * Tells other connections what this transaction changes; forgets what is long past.
 *
 * Returns: whether it was written
 */
gboolean kp_change_table_append (KpDatabase *database, gint64 writer,
                                 const KpChanges *changes, GError **error);

/**
 * kp_change_table_read:
 * @database: a connection
 * @writer: number of this connection, whose own changes are passed over
 * @last: (inout): the last entry that was read
 * @changes: (out) (transfer full): what others changed since
 * @error: #KpStoreError
 *
 * Returns: whether it was read
 */
gboolean kp_change_table_read (KpDatabase *database, gint64 writer, gint64 *last,
                               KpChanges **changes, GError **error);

/**
 * kp_change_table_get_last:
 * @database: a connection
 * @last: (out): number of the newest entry
 * @error: #KpStoreError
 *
 * Returns: whether it was read
 */
gboolean kp_change_table_get_last (KpDatabase *database, gint64 *last, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpChanges, kp_changes_free)

G_END_DECLS
