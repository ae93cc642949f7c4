/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/certificate/document.h"
#include "core/model/message.h"
#include "core/store/store-requests.h"

G_BEGIN_DECLS

/** KP_REPLY_DOCUMENT_MAX_MESSAGES: replies that are looked at, the newest first */
#define KP_REPLY_DOCUMENT_MAX_MESSAGES 20
/** KP_REPLY_DOCUMENT_MAX_FILES: files of one reply that are looked at */
#define KP_REPLY_DOCUMENT_MAX_FILES 16

/**
 * kp_reply_document_find_async:
 * @store: where the files lie
 * @messages: (element-type KpMessage): a conversation, the newest first
 * @kind: what is looked for
 * @cancellable: (nullable): ends it
 *
 * Looks for the newest reply that holds a signing request or a certificate, in its text and
 * its files. One that holds a private key is found as well: that is to be told.
 */
void kp_reply_document_find_async (KpStore *store, GPtrArray *messages, KpDocumentKind kind,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer data);
/** kp_reply_document_find_finish: @message: (out) (transfer full) (nullable): the reply
 * that it is in. Returns: (transfer full) (nullable): all that is in that reply; %NULL
 * without an error where there is none. #KpStoreError, G_IO_ERROR_CANCELLED */
KpDocument *kp_reply_document_find_finish (GAsyncResult *result, KpMessage **message,
                                           GError **error);

G_END_DECLS
