/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/attachment.h"
#include "core/store/database.h"

G_BEGIN_DECLS

/** KpAttachmentOwner: what an attachment belongs to */
typedef enum
{
  KP_ATTACHMENT_OF_REQUEST,
  KP_ATTACHMENT_OF_MESSAGE,
} KpAttachmentOwner;

/**
 * kp_attachment_table_add:
 * @database: in a transaction
 * @owner: what they belong to
 * @id: its row id
 * @attachments: (element-type KpAttachment): with their content
 * @error: #KpStoreError
 *
 * Returns: whether all were written
 */
gboolean kp_attachment_table_add (KpDatabase *database, KpAttachmentOwner owner, gint64 id,
                                  GPtrArray *attachments, GError **error);

/**
 * kp_attachment_table_remove:
 * @database: in a transaction
 * @request: row id of a request
 * @error: #KpStoreError
 *
 * Removes all of a request.
 *
 * Returns: whether it could
 */
gboolean kp_attachment_table_remove (KpDatabase *database, gint64 request, GError **error);

/**
 * kp_attachment_table_load:
 * @database: a connection
 * @owner: what they belong to
 * @id: its row id
 * @content: with their octets
 * @error: #KpStoreError
 *
 * Returns: (transfer full) (element-type KpAttachment) (nullable): those of one, in the
 *   order in which they were added
 */
GPtrArray *kp_attachment_table_load (KpDatabase *database, KpAttachmentOwner owner,
                                     gint64 id, gboolean content, GError **error);

/**
 * kp_attachment_table_load_all:
 * @database: a connection
 * @error: #KpStoreError
 *
 * Returns: (transfer full) (element-type gint64 GPtrArray) (nullable): those of all
 *   requests, by row id of the request, without their octets
 */
GHashTable *kp_attachment_table_load_all (KpDatabase *database, GError **error);

/**
 * kp_attachment_table_load_content:
 * @database: a connection
 * @id: row id of an attachment
 * @error: %KP_STORE_ERROR_NOT_FOUND
 *
 * Returns: (transfer full) (nullable): its octets
 */
GBytes *kp_attachment_table_load_content (KpDatabase *database, gint64 id, GError **error);

G_END_DECLS
