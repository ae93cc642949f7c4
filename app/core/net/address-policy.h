/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KP_TYPE_ADDRESS_POLICY (kp_address_policy_get_type ())
G_DECLARE_INTERFACE (KpAddressPolicy, kp_address_policy, KP, ADDRESS_POLICY, GObject)

/**
 * KpAddressPolicy:
 *
 * Which IP addresses may be connected to. A session that has one asks it with the address
 * itself, after the name was resolved and before anything is sent: whatever a name server
 * says a moment later counts no more.
 */
struct _KpAddressPolicyInterface
{
  GTypeInterface parent;

  gboolean (*allows) (KpAddressPolicy *self, GInetAddress *address);
};

/** kp_address_policy_allows: Returns: whether @address may be connected to */
gboolean kp_address_policy_allows (KpAddressPolicy *self, GInetAddress *address);

G_END_DECLS
