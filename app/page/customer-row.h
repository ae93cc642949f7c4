/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/model/customer.h"

G_BEGIN_DECLS

#define KP_TYPE_CUSTOMER_ROW (kp_customer_row_get_type ())
G_DECLARE_FINAL_TYPE (KpCustomerRow, kp_customer_row, KP, CUSTOMER_ROW, AdwBin)

/**
 * KpCustomerRow:
 *
 * What stands in a row of the list of customers: name, who looks after its DNS, number of
 * sites, and a menu with `customers.edit` and `customers.remove` (x, the row id). It names
 * its parent, the row, for assistive technology.
 */

/** kp_customer_row_new: Returns: (transfer floating): a row that shows nobody yet */
GtkWidget *kp_customer_row_new (void);
/** kp_customer_row_set_customer: @customer: (nullable): shown and followed from now on */
void kp_customer_row_set_customer (KpCustomerRow *self, KpCustomer *customer);
/** kp_customer_row_get_customer: Returns: (transfer none) (nullable): who is shown */
KpCustomer *kp_customer_row_get_customer (KpCustomerRow *self);
/** kp_customer_row_set_sites: @n: so many sites carry its name */
void kp_customer_row_set_sites (KpCustomerRow *self, guint n);
/** kp_customer_row_open_menu: Opens the menu of the row. */
void kp_customer_row_open_menu (KpCustomerRow *self);

G_END_DECLS
