/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk.h"

G_BEGIN_DECLS

#define KP_TYPE_CUSTOMER_WINDOW (kp_customer_window_get_type ())
G_DECLARE_FINAL_TYPE (KpCustomerWindow, kp_customer_window, KP, CUSTOMER_WINDOW, AdwWindow)

/**
 * KpCustomerWindow:
 *
 * Adds a customer, or changes one. What another process changes meanwhile shows in every
 * field that was not changed here. Of a desk that can't be written it shows the customer
 * only. Signal "saved" (gint64): the customer of that row id is in the store. Main thread.
 */

/**
 * kp_customer_window_new:
 * @desk: an open desk
 * @customer: (nullable): one of its customers, %NULL for a new one
 * @parent: (nullable): the window it belongs to
 *
 * Returns: (transfer none): the window, not shown
 */
GtkWidget *kp_customer_window_new (KpDesk *desk, KpCustomer *customer, GtkWindow *parent);

G_END_DECLS
