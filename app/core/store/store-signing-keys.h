/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/signing-key.h"
#include "core/store/store.h"

G_BEGIN_DECLS

/* The verbs of the store that concern keys that were made here; as all of them in store.h.
 * The keys themselves are in the vault. */

/** kp_store_save_signing_key_async: Notes a key that was put into the vault, made now
 * unless it says when. */
void kp_store_save_signing_key_async (KpStore *self, const KpSigningKey *key,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer data);
gboolean kp_store_save_signing_key_finish (KpStore *self, GAsyncResult *result,
                                           GError **error);
/** kp_store_load_signing_keys_async: Finish gives (transfer full) (element-type
 * KpSigningKey) those that were made for @host (nullable: for any), newest first. */
void kp_store_load_signing_keys_async (KpStore *self, const char *host,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer data);
GPtrArray *kp_store_load_signing_keys_finish (KpStore *self, GAsyncResult *result,
                                              GError **error);
/** kp_store_destroy_signing_key_async: Notes that a key was taken out of the vault;
 * NOT_FOUND if none of that fingerprint is kept. */
void kp_store_destroy_signing_key_async (KpStore *self, const char *spki_sha256,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback, gpointer data);
gboolean kp_store_destroy_signing_key_finish (KpStore *self, GAsyncResult *result,
                                              GError **error);

G_END_DECLS
