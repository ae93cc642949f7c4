/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** KP_CUSTOMER_MAX_NAME: characters of a name, and of any other text but the note */
#define KP_CUSTOMER_MAX_NAME 200
/** KP_CUSTOMER_MAX_NOTE: characters of the note */
#define KP_CUSTOMER_MAX_NOTE 2000

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
/** kp_customer_set_id: For the store. */
void kp_customer_set_id (KpCustomer *self, gint64 id);
/** kp_customer_get_name: Returns: (transfer none): its name */
const char *kp_customer_get_name (KpCustomer *self);
/** kp_customer_get_dns_administrator: Returns: (transfer none): who looks after its DNS, ""
 * if unknown */
const char *kp_customer_get_dns_administrator (KpCustomer *self);
/** kp_customer_get_email: Returns: (transfer none): email address of that person, "" if
 * unknown */
const char *kp_customer_get_email (KpCustomer *self);
/** kp_customer_get_language: Returns: (transfer none): BCP 47 tag of the language of
 * letters to it, "" for the user's own */
const char *kp_customer_get_language (KpCustomer *self);
/** kp_customer_get_dns_host: Returns: (transfer none): where its zone is hosted, "" if
 * unknown */
const char *kp_customer_get_dns_host (KpCustomer *self);
/** kp_customer_get_note: Returns: (transfer none): the user's note, "" if none */
const char *kp_customer_get_note (KpCustomer *self);
/** kp_customer_get_changes_dns_itself: Returns: whether the customer (not you) changes its
 * DNS */
gboolean kp_customer_get_changes_dns_itself (KpCustomer *self);
/** kp_customer_set_changes_dns_itself: Sets who changes its DNS: the customer, else you. */
void kp_customer_set_changes_dns_itself (KpCustomer *self, gboolean changes);
/** kp_customer_assign: Makes @self equal to @source, notifying what changes. */
void kp_customer_assign (KpCustomer *self, KpCustomer *source);
/** kp_customer_equal: Returns: whether all but their ids is the same */
gboolean kp_customer_equal (KpCustomer *a, KpCustomer *b);

/** kp_customer_make_key: Returns: (transfer full): by what two names are the same: outer
 * spaces and case don't count */
char *kp_customer_make_key (const char *name);
/** kp_customer_is_email: Returns: whether @text is "" or one email address, as far as that
 * can be told without asking its mail server */
gboolean kp_customer_is_email (const char *text);
/** kp_customer_is_language: Returns: whether @text is "" or has the form of a BCP 47 tag */
gboolean kp_customer_is_language (const char *text);

G_END_DECLS
