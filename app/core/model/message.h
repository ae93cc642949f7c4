/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/attachment.h"

G_BEGIN_DECLS

/** KP_MESSAGE_MAX_BODY: octets that are kept of a message's text */
#define KP_MESSAGE_MAX_BODY (256 * 1024)

#define KP_TYPE_MESSAGE (kp_message_get_type ())
G_DECLARE_FINAL_TYPE (KpMessage, kp_message, KP, MESSAGE, GObject)

/**
 * KpMessage:
 *
 * One message of the conversation of a request. Properties, all readable and writable with
 * explicit notify: "id", "request-id", "at" (int64; "at" in Unix seconds), "remote-id" (by
 * which the helpdesk knows it), "author", "body" (strings, never %NULL), "incoming" (from
 * the provider, not from you), "seen" (booleans).
 */

/** kp_message_new: @body: text from outside: it is made valid UTF-8 with no control
 * characters but line ends and tabs, and at most KP_MESSAGE_MAX_BODY is kept. Returns:
 * (transfer full): a message with id 0 */
KpMessage *kp_message_new (const char *remote_id, gint64 at, const char *author,
                           gboolean incoming, const char *body);
/** kp_message_get_id: Returns: row id, 0 if not in the store */
gint64 kp_message_get_id (KpMessage *self);
/** kp_message_get_remote_id: Returns: (transfer none): by which the helpdesk knows it */
const char *kp_message_get_remote_id (KpMessage *self);
/** kp_message_get_at: Returns: Unix seconds, 0 if unknown */
gint64 kp_message_get_at (KpMessage *self);
/** kp_message_get_author: Returns: (transfer none): who wrote it, "" if unknown */
const char *kp_message_get_author (KpMessage *self);
/** kp_message_get_incoming: Returns: whether it came from the provider */
gboolean kp_message_get_incoming (KpMessage *self);
/** kp_message_get_body: Returns: (transfer none): its text */
const char *kp_message_get_body (KpMessage *self);
/** kp_message_get_seen: Returns: whether the user has seen it */
gboolean kp_message_get_seen (KpMessage *self);
/** kp_message_get_attachments: Returns: (transfer none) (element-type KpAttachment): what
 * came with it */
GPtrArray *kp_message_get_attachments (KpMessage *self);
/** kp_message_add_attachment: Adds @attachment, unless there are KP_ATTACHMENT_MAX. */
void kp_message_add_attachment (KpMessage *self, KpAttachment *attachment);

G_END_DECLS
