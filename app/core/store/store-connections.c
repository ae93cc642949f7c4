/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/store-requests.h"

#include "core/store/connection-table.h"
#include "core/store/store-private.h"

static gboolean
load_connections (KpStoreCall *call, GError **error)
{
  call->result = kp_connection_table_load (call->database, error);
  return call->result != NULL;
}

void
kp_store_load_connections_async (KpStore *self, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (KP_IS_STORE (self));

  kp_store_read (self, kp_store_load_connections_async, load_connections, NULL, NULL,
                 (GDestroyNotify) g_hash_table_unref, cancellable, callback, data);
}

GHashTable *
kp_store_load_connections_finish (KpStore *self, GAsyncResult *result, GError **error)
{
  return kp_store_finish_pointer (self, result, kp_store_load_connections_async, error);
}

static gboolean
save_connection (KpStoreCall *call, GError **error)
{
  KpConnection *connection = call->data;

  connection->updated_at = call->now;
  return kp_connection_table_save (call->database, connection, call->changes, error);
}

void
kp_store_save_connection_async (KpStore *self, const KpConnection *connection,
                                GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer data)
{
  g_return_if_fail (KP_IS_STORE (self));
  g_return_if_fail (connection != NULL);

  kp_store_write (self, kp_store_save_connection_async, save_connection,
                  kp_connection_copy (connection), (GDestroyNotify) kp_connection_free,
                  cancellable, callback, data);
}

gboolean
kp_store_save_connection_finish (KpStore *self, GAsyncResult *result, GError **error)
{
  return kp_store_finish_boolean (self, result, kp_store_save_connection_async, error);
}

static gboolean
remove_connection (KpStoreCall *call, GError **error)
{
  return kp_connection_table_remove (call->database, call->data, call->changes, error);
}

void
kp_store_remove_connection_async (KpStore *self, const char *provider,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer data)
{
  g_return_if_fail (KP_IS_STORE (self));
  g_return_if_fail (provider != NULL);

  kp_store_write (self, kp_store_remove_connection_async, remove_connection,
                  g_strdup (provider), g_free, cancellable, callback, data);
}

gboolean
kp_store_remove_connection_finish (KpStore *self, GAsyncResult *result, GError **error)
{
  return kp_store_finish_boolean (self, result, kp_store_remove_connection_async, error);
}
