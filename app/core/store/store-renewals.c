/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/store-renewals.h"

#include "core/store/renewal-table.h"
#include "core/store/store-private.h"

static gboolean
load_renewal (KpStoreCall *call, GError **error)
{
  call->result = kp_renewal_table_load (call->database, *(gint64 *) call->data, error);
  return call->result != NULL;
}

void
kp_store_load_renewal_async (KpStore *self, gint64 job_id, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (KP_IS_STORE (self));

  kp_store_read (self, kp_store_load_renewal_async, load_renewal,
                 g_memdup2 (&job_id, sizeof job_id), g_free,
                 (GDestroyNotify) kp_renewal_free, cancellable, callback, data);
}

KpRenewal *
kp_store_load_renewal_finish (KpStore *self, GAsyncResult *result, GError **error)
{
  return kp_store_finish_pointer (self, result, kp_store_load_renewal_async, error);
}

static gboolean
load_renewals (KpStoreCall *call, GError **error)
{
  call->result = kp_renewal_table_load_open (call->database, error);
  return call->result != NULL;
}

void
kp_store_load_renewals_async (KpStore *self, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (KP_IS_STORE (self));

  kp_store_read (self, kp_store_load_renewals_async, load_renewals, NULL, NULL,
                 (GDestroyNotify) g_ptr_array_unref, cancellable, callback, data);
}

GPtrArray *
kp_store_load_renewals_finish (KpStore *self, GAsyncResult *result, GError **error)
{
  return kp_store_finish_pointer (self, result, kp_store_load_renewals_async, error);
}
