/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/store-private.h"

#include "core/store/customer-table.h"

/* @copy is the worker's, @customer the caller's. */
typedef struct
{
  KpCustomer *copy;
  KpCustomer *customer;
  GArray *sites; /* (nullable): that get it back */
  gint64 id;
} Save;

static Save *
save_new (KpCustomer *customer)
{
  Save *save = g_new0 (Save, 1);

  save->copy = kp_customer_new (NULL);
  kp_customer_assign (save->copy, customer);
  save->customer = g_object_ref (customer);
  return save;
}

static void
save_free (gpointer data)
{
  Save *save = data;

  g_clear_object (&save->copy);
  g_clear_object (&save->customer);
  g_clear_pointer (&save->sites, g_array_unref);
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
  g_return_if_fail (KP_IS_STORE (self));
  g_return_if_fail (KP_IS_CUSTOMER (customer));

  kp_store_write (self, kp_store_save_customer_async, save_customer, save_new (customer),
                  save_free, cancellable, callback, data);
}

static gboolean
finish_save (KpStore *self, GAsyncResult *result, gpointer tag, GError **error)
{
  gboolean written = kp_store_finish_boolean (self, result, tag, error);
  Save *save = kp_store_get_call_data (result);

  if (written && save->customer != NULL)
    kp_customer_set_id (save->customer, save->id);
  g_clear_object (&save->customer);
  return written;
}

gboolean
kp_store_save_customer_finish (KpStore *self, GAsyncResult *result, GError **error)
{
  return finish_save (self, result, kp_store_save_customer_async, error);
}

typedef struct
{
  gint64 id;
  GArray *sites; /* that had it */
} Removal;

static void
removal_free (gpointer data)
{
  Removal *removal = data;

  g_clear_pointer (&removal->sites, g_array_unref);
  g_free (removal);
}

static gboolean
remove_customer (KpStoreCall *call, GError **error)
{
  Removal *removal = call->data;

  g_array_set_size (removal->sites, 0);
  return kp_customer_table_remove (call->database, removal->id, call->changes,
                                   removal->sites, error);
}

void
kp_store_remove_customer_async (KpStore *self, gint64 id, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer data)
{
  Removal *removal;

  g_return_if_fail (KP_IS_STORE (self));

  removal = g_new0 (Removal, 1);
  removal->id = id;
  removal->sites = g_array_new (FALSE, FALSE, sizeof (gint64));
  kp_store_write (self, kp_store_remove_customer_async, remove_customer, removal,
                  removal_free, cancellable, callback, data);
}

gboolean
kp_store_remove_customer_finish (KpStore *self, GAsyncResult *result, GArray **sites,
                                 GError **error)
{
  gboolean written =
      kp_store_finish_boolean (self, result, kp_store_remove_customer_async, error);
  Removal *removal = kp_store_get_call_data (result);

  if (written && sites != NULL)
    *sites = g_steal_pointer (&removal->sites);
  return written;
}

static gboolean
restore_customer (KpStoreCall *call, GError **error)
{
  Save *save = call->data;

  return kp_customer_table_restore (call->database, save->copy, save->sites, call->changes,
                                    &save->id, error);
}

void
kp_store_restore_customer_async (KpStore *self, KpCustomer *customer, GArray *sites,
                                 GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer data)
{
  Save *save;

  g_return_if_fail (KP_IS_STORE (self));
  g_return_if_fail (KP_IS_CUSTOMER (customer));
  g_return_if_fail (sites != NULL);

  save = save_new (customer);
  save->sites = kp_store_copy_ids ((const gint64 *) sites->data, sites->len);
  kp_store_write (self, kp_store_restore_customer_async, restore_customer, save, save_free,
                  cancellable, callback, data);
}

gboolean
kp_store_restore_customer_finish (KpStore *self, GAsyncResult *result, GError **error)
{
  return finish_save (self, result, kp_store_restore_customer_async, error);
}
