/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/dns/resolver.h"

G_DEFINE_INTERFACE (KpResolver, kp_resolver, G_TYPE_OBJECT)

static void
kp_resolver_default_init (KpResolverInterface *iface)
{
}

const char *
kp_resolver_get_url (KpResolver *self)
{
  g_return_val_if_fail (KP_IS_RESOLVER (self), NULL);

  return KP_RESOLVER_GET_IFACE (self)->get_url (self);
}

const char *
kp_resolver_get_name (KpResolver *self)
{
  g_return_val_if_fail (KP_IS_RESOLVER (self), NULL);

  return KP_RESOLVER_GET_IFACE (self)->get_name (self);
}

KpResolverSource
kp_resolver_get_source (KpResolver *self)
{
  g_return_val_if_fail (KP_IS_RESOLVER (self), KP_RESOLVER_SOURCE_DOH);

  return KP_RESOLVER_GET_IFACE (self)->get_source (self);
}

void
kp_resolver_lookup_async (KpResolver *self, const char *name, KpRecordType type,
                          KpLookupFlags flags, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (KP_IS_RESOLVER (self));
  g_return_if_fail (name != NULL);

  KP_RESOLVER_GET_IFACE (self)->lookup_async (self, name, type, flags, cancellable,
                                              callback, data);
}

KpDnsReply *
kp_resolver_lookup_finish (KpResolver *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (KP_IS_RESOLVER (self), NULL);

  return KP_RESOLVER_GET_IFACE (self)->lookup_finish (self, result, error);
}
