/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/store-signing-keys.h"

#include "core/store/signing-key-table.h"
#include "core/store/store-private.h"

static gboolean
save_signing_key (KpStoreCall *call, GError **error)
{
  KpSigningKey *key = call->data;

  if (key->created_at == 0)
    key->created_at = call->now;
  return kp_signing_key_table_save (call->database, key, call->changes, error);
}

void
kp_store_save_signing_key_async (KpStore *self, const KpSigningKey *key,
                                 GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer data)
{
  g_return_if_fail (KP_IS_STORE (self));
  g_return_if_fail (key != NULL);

  kp_store_write (self, kp_store_save_signing_key_async, save_signing_key,
                  kp_signing_key_copy (key), (GDestroyNotify) kp_signing_key_free,
                  cancellable, callback, data);
}

gboolean
kp_store_save_signing_key_finish (KpStore *self, GAsyncResult *result, GError **error)
{
  return kp_store_finish_boolean (self, result, kp_store_save_signing_key_async, error);
}

static gboolean
load_signing_keys (KpStoreCall *call, GError **error)
{
  call->result = kp_signing_key_table_load (call->database, call->data, error);
  return call->result != NULL;
}

void
kp_store_load_signing_keys_async (KpStore *self, const char *host,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer data)
{
  g_return_if_fail (KP_IS_STORE (self));

  kp_store_read (self, kp_store_load_signing_keys_async, load_signing_keys, g_strdup (host),
                 g_free, (GDestroyNotify) g_ptr_array_unref, cancellable, callback, data);
}

GPtrArray *
kp_store_load_signing_keys_finish (KpStore *self, GAsyncResult *result, GError **error)
{
  return kp_store_finish_pointer (self, result, kp_store_load_signing_keys_async, error);
}

static gboolean
destroy_signing_key (KpStoreCall *call, GError **error)
{
  return kp_signing_key_table_destroy (call->database, call->data, call->now, call->changes,
                                       error);
}

void
kp_store_destroy_signing_key_async (KpStore *self, const char *spki_sha256,
                                    GCancellable *cancellable, GAsyncReadyCallback callback,
                                    gpointer data)
{
  g_return_if_fail (KP_IS_STORE (self));
  g_return_if_fail (spki_sha256 != NULL);

  kp_store_write (self, kp_store_destroy_signing_key_async, destroy_signing_key,
                  g_strdup (spki_sha256), g_free, cancellable, callback, data);
}

gboolean
kp_store_destroy_signing_key_finish (KpStore *self, GAsyncResult *result, GError **error)
{
  return kp_store_finish_boolean (self, result, kp_store_destroy_signing_key_async, error);
}
