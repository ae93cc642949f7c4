/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/customer.h"
#include "core/store/change-table.h"

G_BEGIN_DECLS

/**
 * kp_customer_table_load:
 * @database: a connection
 * @error: #KpStoreError
 *
 * Returns: (transfer full) (element-type KpCustomer) (nullable): all, by name
 */
GPtrArray *kp_customer_table_load (KpDatabase *database, GError **error);

/**
 * kp_customer_table_save:
 * @database: in a transaction
 * @customer: adds (id 0) or writes it
 * @changes: takes what changes, the sites of a renamed one too
 * @id: (out): its row id
 * @error: %KP_STORE_ERROR_EXISTS if another has that name, %KP_STORE_ERROR_NOT_FOUND
 *
 * Names are the same if they differ in case or outer spaces only.
 *
 * Returns: whether it was written
 */
gboolean kp_customer_table_save (KpDatabase *database, KpCustomer *customer,
                                 KpChanges *changes, gint64 *id, GError **error);

/**
 * kp_customer_table_find_or_add:
 * @database: in a transaction
 * @name: a name
 * @changes: takes what changes
 * @id: (out): row id of the customer with that name, made if there was none
 * @error: #KpStoreError
 *
 * Returns: whether it was found or written
 */
gboolean kp_customer_table_find_or_add (KpDatabase *database, const char *name,
                                        KpChanges *changes, gint64 *id, GError **error);

/**
 * kp_customer_table_remove:
 * @database: in a transaction
 * @id: a customer; its sites stay without one
 * @changes: takes what changes
 * @sites: (element-type gint64): takes the row ids of those sites
 * @error: %KP_STORE_ERROR_NOT_FOUND
 *
 * Returns: whether it was removed
 */
gboolean kp_customer_table_remove (KpDatabase *database, gint64 id, KpChanges *changes,
                                   GArray *sites, GError **error);

/**
 * kp_customer_table_restore:
 * @database: in a transaction
 * @customer: one that was removed; its id is taken away
 * @sites: (element-type gint64): the sites that had it; those without a customer get it
 *   back
 * @changes: takes what changes
 * @id: (out): its new row id
 * @error: %KP_STORE_ERROR_EXISTS if another has that name by now
 *
 * Returns: whether it was written
 */
gboolean kp_customer_table_restore (KpDatabase *database, KpCustomer *customer,
                                    GArray *sites, KpChanges *changes, gint64 *id,
                                    GError **error);

/**
 * kp_customer_table_load_names:
 * @database: a connection
 * @error: #KpStoreError
 *
 * Returns: (transfer full) (element-type gint64 utf8) (nullable): names by row id; a key
 *   points to a #gint64
 */
GHashTable *kp_customer_table_load_names (KpDatabase *database, GError **error);

G_END_DECLS
