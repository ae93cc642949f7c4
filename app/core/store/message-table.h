/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/message.h"
#include "core/store/change-table.h"

G_BEGIN_DECLS

/**
 * kp_message_table_add:
 * @database: in a transaction
 * @request: row id of its request
 * @message: a message with its attachments' content
 * @changes: takes what changes
 * @added: (out): whether it was not there yet (by its remote id)
 * @error: #KpStoreError
 *
 * Fetching the same conversation again adds nothing twice.
 *
 * Returns: whether it is there
 */
gboolean kp_message_table_add (KpDatabase *database, gint64 request, KpMessage *message,
                               KpChanges *changes, gboolean *added, GError **error);

/**
 * kp_message_table_load:
 * @database: a connection
 * @request: row id of a request
 * @error: #KpStoreError
 *
 * Returns: (transfer full) (element-type KpMessage) (nullable): its conversation, the
 *   newest first; of attachments all but their octets
 */
GPtrArray *kp_message_table_load (KpDatabase *database, gint64 request, GError **error);

/**
 * kp_message_table_set_seen:
 * @database: in a transaction
 * @request: row id of a request
 * @changes: takes what changes
 * @error: #KpStoreError
 *
 * All messages of @request were seen.
 */
gboolean kp_message_table_set_seen (KpDatabase *database, gint64 request,
                                    KpChanges *changes, GError **error);

G_END_DECLS
