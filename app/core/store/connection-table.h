/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/connection.h"
#include "core/store/change-table.h"

G_BEGIN_DECLS

/** kp_connection_table_load: Returns: (transfer full) (element-type utf8 KpConnection)
 * (nullable): all of @database, by provider */
GHashTable *kp_connection_table_load (KpDatabase *database, GError **error);
/** kp_connection_table_save: Writes the one connection of a provider. */
gboolean kp_connection_table_save (KpDatabase *database, const KpConnection *connection,
                                   KpChanges *changes, GError **error);
/** kp_connection_table_remove: Forgets how @provider is connected: its profile's own way
 * holds again. */
gboolean kp_connection_table_remove (KpDatabase *database, const char *provider,
                                     KpChanges *changes, GError **error);

G_END_DECLS
