/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KP_TYPE_CUSTOMER (kp_customer_get_type ())
G_DECLARE_FINAL_TYPE (KpCustomer, kp_customer, KP, CUSTOMER, GObject)

/**
 * KpCustomer:
 *
 * The organization whose name a site carries. Properties, all readable and writable with
 * explicit notify: "id" (int64), "name", "dns-administrator", "email", "language" (BCP 47,
 * "" for the user's own), "changes-dns-itself" (boolean: the customer changes its DNS, else
 * you do), "dns-host", "note". Strings are never %NULL.
 */

/** kp_customer_new: Returns: (transfer full): a customer with id 0 (not in the store yet)
 * who changes its DNS itself */
KpCustomer *kp_customer_new (const char *name);
/** kp_customer_get_id: Returns: row id, 0 if not in the store */
gint64 kp_customer_get_id (KpCustomer *self);
/** kp_customer_get_name: Returns: (transfer none): its name */
const char *kp_customer_get_name (KpCustomer *self);
/** kp_customer_get_changes_dns_itself: Returns: whether the customer (not you) changes its
 * DNS */
gboolean kp_customer_get_changes_dns_itself (KpCustomer *self);
/** kp_customer_assign: Makes @self equal to @source, notifying what changes. */
void kp_customer_assign (KpCustomer *self, KpCustomer *source);

G_END_DECLS
