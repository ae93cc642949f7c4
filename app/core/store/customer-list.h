/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/store-list.h"

G_BEGIN_DECLS

#define KP_TYPE_CUSTOMER_LIST (kp_customer_list_get_type ())
G_DECLARE_FINAL_TYPE (KpCustomerList, kp_customer_list, KP, CUSTOMER_LIST, KpStoreList)

/**
 * KpCustomerList:
 *
 * The customers as a #GListModel of #KpCustomer, by name, kept equal to the store: it
 * follows the changes of this process and of others. A changed customer stays the same
 * object (its properties notify). Signal "changed": any of them may have changed. Main
 * thread.
 */

/** kp_customer_list_new: Returns: (transfer full): an empty list of @store */
KpCustomerList *kp_customer_list_new (KpStore *store);
/** kp_customer_list_find: Returns: (transfer none) (nullable): the customer with that row
 * id */
KpCustomer *kp_customer_list_find (KpCustomerList *self, gint64 id);
/** kp_customer_list_find_by_name: Returns: (transfer none) (nullable): the customer whose
 * name is the same as @name, see kp_customer_make_key() */
KpCustomer *kp_customer_list_find_by_name (KpCustomerList *self, const char *name);

G_END_DECLS
