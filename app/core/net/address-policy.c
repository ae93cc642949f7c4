/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/net/address-policy.h"

G_DEFINE_INTERFACE (KpAddressPolicy, kp_address_policy, G_TYPE_OBJECT)

static void
kp_address_policy_default_init (KpAddressPolicyInterface *iface)
{
}

gboolean
kp_address_policy_allows (KpAddressPolicy *self, GInetAddress *address)
{
  g_return_val_if_fail (KP_IS_ADDRESS_POLICY (self), FALSE);
  g_return_val_if_fail (G_IS_INET_ADDRESS (address), FALSE);

  return KP_ADDRESS_POLICY_GET_IFACE (self)->allows (self, address);
}
