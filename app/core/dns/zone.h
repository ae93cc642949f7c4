/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/resolver.h"

G_BEGIN_DECLS

/**
 * KpZone:
 * @apex: name of the zone that holds the name
 * @by_soa: found by SOA; else guessed from the public suffix list
 * @is_apex: the name asked for is the apex
 * @primary: (nullable): MNAME of the SOA
 * @name_servers: (array zero-terminated=1) (nullable): NS, sorted
 * @dns_host: (nullable): who runs the zone: the registrable domain most name servers share
 * ("cloudflare.com")
 */
typedef struct
{
  char *apex;
  gboolean by_soa;
  gboolean is_apex;
  char *primary;
  char **name_servers;
  char *dns_host;
} KpZone;

/** kp_zone_free: Frees @self; %NULL is fine. */
void kp_zone_free (KpZone *self);
/** kp_zone_new_guess: Returns: (transfer full): the zone by the public suffix list alone
 * (offline). Pure */
KpZone *kp_zone_new_guess (const char *host);
/** kp_zone_is_public_suffix: Pure. Returns: whether domains are registered under @host
 * ("co.uk"), so that it is nobody's own */
gboolean kp_zone_is_public_suffix (const char *host);
/** kp_zone_find_async: Climbs from @host until a SOA is found (RFC 2308, at most 10
 * labels), then asks its NS; offline it gives the guess. */
void kp_zone_find_async (KpResolver *resolver, const char *host, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer data);
/** kp_zone_find_finish: Returns: (transfer full) (nullable): the zone; %NULL only when
 * cancelled */
KpZone *kp_zone_find_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpZone, kp_zone_free)

G_END_DECLS
