/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Octets that were unpacked or decoded: there may be a private key in them. */

/** kp_wiped_octets_new: Returns: (transfer full): an empty array with room for @size:
 * growing would leave copies behind */
GByteArray *kp_wiped_octets_new (gsize size);
/** kp_wiped_octets_new_sized: Returns: (transfer full): an array of @size octets that are
 * to be written over */
GByteArray *kp_wiped_octets_new_sized (gsize size);
/** kp_wiped_octets_free: Overwrites what is in @self (nullable) and frees it. */
void kp_wiped_octets_free (GByteArray *self);
/** kp_wiped_octets_to_bytes: @self: (transfer full): an array. Returns: (transfer full):
 * its octets, which are overwritten with their last reference */
GBytes *kp_wiped_octets_to_bytes (GByteArray *self);

G_END_DECLS
