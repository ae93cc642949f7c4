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
 * KpReplyUnread:
 * @name: of the file; hostile
 * @why: a sentence that names it
 *
 * A file of a reply that was not looked into.
 */
typedef struct
{
  char *name;
  char *why;
} KpReplyUnread;

/** kp_reply_document_load_async: Takes the text and the files of @message out of @store, as
 * far as they can hold what is waited for. */
void kp_reply_document_load_async (KpStore *store, KpMessage *message,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer data);
/** kp_reply_document_load_finish: @unread: (out) (transfer full) (element-type
 * KpReplyUnread): what was passed over. Returns: (transfer full) (nullable) (element-type
 * KpDocumentInput): the text, which has no name, and the files; #KpStoreError,
 * G_IO_ERROR_CANCELLED */
GPtrArray *kp_reply_document_load_finish (GAsyncResult *result, GPtrArray **unread,
                                          GError **error);

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
 * that it is in; @unread: (out) (transfer full) (element-type KpReplyUnread): what was
 * passed over in it and in newer ones, or in all where there is none. Returns: (transfer
 * full) (nullable): all that is in that reply; %NULL without an error where there is none.
 * #KpStoreError, G_IO_ERROR_CANCELLED */
KpDocument *kp_reply_document_find_finish (GAsyncResult *result, KpMessage **message,
                                           GPtrArray **unread, GError **error);

G_END_DECLS
