/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/customer-list.h"

struct _KpCustomerList
{
  KpStoreList parent;

  GHashTable *by_key; /* (nullable): made when asked for */
};

G_DEFINE_FINAL_TYPE (KpCustomerList, kp_customer_list, KP_TYPE_STORE_LIST)

static gint64
get_id (gpointer item)
{
  return kp_customer_get_id (item);
}

static void
assign (gpointer known, gpointer read)
{
  kp_customer_assign (known, read);
}

static void
taken_over (KpStoreList *list)
{
  g_clear_pointer (&KP_CUSTOMER_LIST (list)->by_key, g_hash_table_unref);
}

static void
kp_customer_list_finalize (GObject *object)
{
  g_clear_pointer (&KP_CUSTOMER_LIST (object)->by_key, g_hash_table_unref);

  G_OBJECT_CLASS (kp_customer_list_parent_class)->finalize (object);
}

static void
kp_customer_list_class_init (KpCustomerListClass *klass)
{
  KpStoreListClass *list_class = KP_STORE_LIST_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = kp_customer_list_finalize;

  list_class->taken_over = taken_over;
  list_class->item_type = KP_TYPE_CUSTOMER;
  list_class->changed_signal = "customers-changed";
  list_class->load_async = kp_store_load_customers_async;
  list_class->load_finish = kp_store_load_customers_finish;
  list_class->get_id = get_id;
  list_class->assign = assign;
}

static void
kp_customer_list_init (KpCustomerList *self)
{
}

KpCustomerList *
kp_customer_list_new (KpStore *store)
{
  return kp_store_list_new (KP_TYPE_CUSTOMER_LIST, store);
}

KpCustomer *
kp_customer_list_find (KpCustomerList *self, gint64 id)
{
  return kp_store_list_find (KP_STORE_LIST (self), id);
}

static GHashTable *
index_keys (KpCustomerList *self)
{
  GHashTable *by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GPtrArray *customers = kp_store_list_get_items (KP_STORE_LIST (self));

  for (guint i = 0; i < customers->len; i++)
    {
      KpCustomer *customer = g_ptr_array_index (customers, i);

      g_hash_table_insert (by_key, kp_customer_make_key (kp_customer_get_name (customer)),
                           customer);
    }
  return by_key;
}

KpCustomer *
kp_customer_list_find_by_name (KpCustomerList *self, const char *name)
{
  g_autofree char *key = NULL;

  g_return_val_if_fail (KP_IS_CUSTOMER_LIST (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  if (self->by_key == NULL)
    self->by_key = index_keys (self);
  key = kp_customer_make_key (name);
  return g_hash_table_lookup (self->by_key, key);
}
