/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/store-private.h"

#include "core/store/customer-table.h"

/* @copy is the worker's, @customer the caller's. */
typedef struct
{
  KpCustomer *copy;
  KpCustomer *customer;
  gint64 id;
} Save;

static void
save_free (gpointer data)
{
  Save *save = data;

  g_clear_object (&save->copy);
  g_clear_object (&save->customer);
  g_free (save);
}

static gboolean
load_customers (KpStoreCall *call, GError **error)
{
  call->result = kp_customer_table_load (call->database, error);
  return call->result != NULL;
}

void
kp_store_load_customers_async (KpStore *self, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (KP_IS_STORE (self));

  kp_store_read (self, kp_store_load_customers_async, load_customers, NULL, NULL,
                 (GDestroyNotify) g_ptr_array_unref, cancellable, callback, data);
}

GPtrArray *
kp_store_load_customers_finish (KpStore *self, GAsyncResult *result, GError **error)
{
  return kp_store_finish_pointer (self, result, kp_store_load_customers_async, error);
}

static gboolean
save_customer (KpStoreCall *call, GError **error)
{
  Save *save = call->data;

  return kp_customer_table_save (call->database, save->copy, call->changes, &save->id,
                                 error);
}

void
kp_store_save_customer_async (KpStore *self, KpCustomer *customer,
                              GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer data)
{
  Save *save;

  g_return_if_fail (KP_IS_STORE (self));
  g_return_if_fail (KP_IS_CUSTOMER (customer));

  save = g_new0 (Save, 1);
  save->copy = kp_customer_new (kp_customer_get_name (customer));
  kp_customer_assign (save->copy, customer);
  save->customer = g_object_ref (customer);
  kp_store_write (self, kp_store_save_customer_async, save_customer, save, save_free,
                  cancellable, callback, data);
}

gboolean
kp_store_save_customer_finish (KpStore *self, GAsyncResult *result, GError **error)
{
  gboolean written =
      kp_store_finish_boolean (self, result, kp_store_save_customer_async, error);
  Save *save = kp_store_get_call_data (result);

  if (written && save->customer != NULL)
    g_object_set (save->customer, "id", save->id, NULL);
  g_clear_object (&save->customer);
  return written;
}

static gboolean
remove_customer (KpStoreCall *call, GError **error)
{
  return kp_customer_table_remove (call->database, *(gint64 *) call->data, call->changes,
                                   error);
}

void
kp_store_remove_customer_async (KpStore *self, gint64 id, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (KP_IS_STORE (self));

  kp_store_write (self, kp_store_remove_customer_async, remove_customer,
                  g_memdup2 (&id, sizeof id), g_free, cancellable, callback, data);
}

gboolean
kp_store_remove_customer_finish (KpStore *self, GAsyncResult *result, GError **error)
{
  return kp_store_finish_boolean (self, result, kp_store_remove_customer_async, error);
}
