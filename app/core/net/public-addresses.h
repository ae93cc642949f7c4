/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/net/address-policy.h"

G_BEGIN_DECLS

#define KP_TYPE_PUBLIC_ADDRESSES (kp_public_addresses_get_type ())
G_DECLARE_FINAL_TYPE (KpPublicAddresses, kp_public_addresses, KP, PUBLIC_ADDRESSES, GObject)

/**
 * KpPublicAddresses:
 *
 * Allows what is reachable for everybody by the special-purpose registries of IANA (RFC
 * 6890), so that nobody makes this machine ask one of its own network: no loopback,
 * private, shared (RFC 6598), link-local, multicast, documentation, benchmark or reserved
 * address, and no IPv6 address that stands for such an IPv4 address.
 */

/** kp_public_addresses_new: Returns: (transfer full): the policy */
KpAddressPolicy *kp_public_addresses_new (void);

G_END_DECLS
