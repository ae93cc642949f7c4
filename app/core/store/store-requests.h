/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/connection.h"
#include "core/model/message.h"
#include "core/model/request.h"
#include "core/store/store.h"

G_BEGIN_DECLS

/* The verbs of the store that concern requests; as all of them in store.h. */

/** kp_store_load_requests_async: Finish gives (transfer full) (element-type KpRequest) all,
 * the newest first, without the octets of their attachments. */
void kp_store_load_requests_async (KpStore *self, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer data);
GPtrArray *kp_store_load_requests_finish (KpStore *self, GAsyncResult *result,
                                          GError **error);
/** kp_store_load_request_async: Finish gives (transfer full) one with its attachments;
 * NOT_FOUND. */
void kp_store_load_request_async (KpStore *self, gint64 id, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer data);
KpRequest *kp_store_load_request_finish (KpStore *self, GAsyncResult *result,
                                         GError **error);
/** kp_store_add_request_async: Adds one with its attachments, all or nothing. Finish sets
 * its id. EXISTS if its reference is taken. */
void kp_store_add_request_async (KpStore *self, KpRequest *request,
                                 GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer data);
gboolean kp_store_add_request_finish (KpStore *self, GAsyncResult *result, GError **error);
/** kp_store_save_request_async: Writes what a user may change of @request, and its state,
 * if it is still at the revision that was read and nobody sends it; @attachments: those
 * too; @event: (nullable): what the journal of its site says of it. */
void kp_store_save_request_async (KpStore *self, KpRequest *request, gboolean attachments,
                                  const char *event, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer data);
/** kp_store_save_request_finish: @written: (out): whether it was; if not, another was
 * quicker. */
gboolean kp_store_save_request_finish (KpStore *self, GAsyncResult *result,
                                       gboolean *written, GError **error);
/** kp_store_claim_request_async: Takes the request @id at @revision for this process, in
 * @state from now on. */
void kp_store_claim_request_async (KpStore *self, gint64 id, gint64 revision,
                                   KpRequestState state, const char *claimer,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer data);
/** kp_store_claim_request_finish: @claimed: (out): whether it is this process's now; if
 * not, another was quicker. */
gboolean kp_store_claim_request_finish (KpStore *self, GAsyncResult *result,
                                        gboolean *claimed, GError **error);
/** kp_store_settle_request_async: Writes what came of it and lets go of it; @event:
 * (nullable): what the journal of its site says of it. */
void kp_store_settle_request_async (KpStore *self, KpRequest *request, const char *event,
                                    GCancellable *cancellable, GAsyncReadyCallback callback,
                                    gpointer data);
/** kp_store_settle_request_finish: @settled: (out): whether it was still this process's. */
gboolean kp_store_settle_request_finish (KpStore *self, GAsyncResult *result,
                                         gboolean *settled, GError **error);
/** kp_store_free_stale_requests_async: What a process held that has ended becomes
 * uncertain. */
void kp_store_free_stale_requests_async (KpStore *self, GCancellable *cancellable,
                                         GAsyncReadyCallback callback, gpointer data);
gboolean kp_store_free_stale_requests_finish (KpStore *self, GAsyncResult *result,
                                              GError **error);

/** kp_store_load_messages_async: Finish gives (transfer full) (element-type KpMessage) the
 * conversation of a request, the newest first. */
void kp_store_load_messages_async (KpStore *self, gint64 request, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer data);
GPtrArray *kp_store_load_messages_finish (KpStore *self, GAsyncResult *result,
                                          GError **error);
/** kp_store_add_messages_async: Adds those of @messages (element-type KpMessage) that are
 * not there yet to @request, and notes that replies were fetched now. */
void kp_store_add_messages_async (KpStore *self, KpRequest *request, GPtrArray *messages,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer data);
/** kp_store_add_messages_finish: @n_added: (out): how many were new. */
gboolean kp_store_add_messages_finish (KpStore *self, GAsyncResult *result, guint *n_added,
                                       GError **error);
/** kp_store_set_messages_seen_async: All messages of a request were seen. */
void kp_store_set_messages_seen_async (KpStore *self, gint64 request,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer data);
gboolean kp_store_set_messages_seen_finish (KpStore *self, GAsyncResult *result,
                                            GError **error);
/** kp_store_load_attachment_async: Finish gives (transfer full) the octets of an
 * attachment; NOT_FOUND. */
void kp_store_load_attachment_async (KpStore *self, gint64 id, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer data);
GBytes *kp_store_load_attachment_finish (KpStore *self, GAsyncResult *result,
                                         GError **error);

/** kp_store_load_connections_async: Finish gives (transfer full) (element-type utf8
 * KpConnection): how providers are connected, by their ids. */
void kp_store_load_connections_async (KpStore *self, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer data);
GHashTable *kp_store_load_connections_finish (KpStore *self, GAsyncResult *result,
                                              GError **error);
/** kp_store_save_connection_async: Writes how a provider is connected. */
void kp_store_save_connection_async (KpStore *self, const KpConnection *connection,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer data);
gboolean kp_store_save_connection_finish (KpStore *self, GAsyncResult *result,
                                          GError **error);
/** kp_store_remove_connection_async: Forgets it: the profile's own way holds again. */
void kp_store_remove_connection_async (KpStore *self, const char *provider,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer data);
gboolean kp_store_remove_connection_finish (KpStore *self, GAsyncResult *result,
                                            GError **error);

G_END_DECLS
