/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/net/public-addresses.h"

#include <string.h>

#define IPV4_SIZE 4
#define IPV6_SIZE 16

typedef struct
{
  guint8 prefix[IPV6_SIZE];
  guint bits;
} Range;

/* What the registry of IPv4 says is not globally reachable, multicast, and 6to4's relay
 * (RFC 7526). */
static const Range ipv4_refused[] = {
  { { 0 }, 8 },             /* this network */
  { { 10 }, 8 },            /* RFC 1918 */
  { { 100, 64 }, 10 },      /* shared by customers of a provider, RFC 6598 */
  { { 127 }, 8 },           /* loopback */
  { { 169, 254 }, 16 },     /* link-local */
  { { 172, 16 }, 12 },      /* RFC 1918 */
  { { 192, 0, 0 }, 24 },    /* protocol assignments */
  { { 192, 0, 2 }, 24 },    /* documentation */
  { { 192, 88, 99 }, 24 },  /* relay of 6to4 */
  { { 192, 168 }, 16 },     /* RFC 1918 */
  { { 198, 18 }, 15 },      /* benchmarks */
  { { 198, 51, 100 }, 24 }, /* documentation */
  { { 203, 0, 113 }, 24 },  /* documentation */
  { { 224 }, 4 },           /* multicast */
  { { 240 }, 4 },           /* reserved, and broadcast */
};

/* Only this part of IPv6 is given out (RFC 4291 section 2.4). */
static const Range ipv6_given_out = { { 0x20 }, 3 };
static const Range ipv6_refused[] = {
  { { 0x20, 0x01 }, 23 },             /* protocol assignments, Teredo among them */
  { { 0x20, 0x01, 0x0d, 0xb8 }, 32 }, /* documentation */
  { { 0x20, 0x02 }, 16 },             /* 6to4 */
  { { 0x3f, 0xff, 0x00 }, 20 },       /* documentation, RFC 9637 */
};

/* Their last four octets are the IPv4 address that is really meant: mapped (RFC 4291
 * section 2.5.5.2), and NAT64 (RFC 6052), which a network without IPv4 gives for every one.
 */
static const Range ipv6_of_ipv4[] = {
  { { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff }, 96 },
  { { 0x00, 0x64, 0xff, 0x9b }, 96 },
};

struct _KpPublicAddresses
{
  GObject parent;
};

static void kp_public_addresses_iface_init (KpAddressPolicyInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KpPublicAddresses, kp_public_addresses, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KP_TYPE_ADDRESS_POLICY,
                                                      kp_public_addresses_iface_init))

static gboolean
is_in (const guint8 *octets, const Range *range)
{
  guint whole = range->bits / 8, rest = range->bits % 8;
  guint8 mask = (guint8) (0xff << (8 - rest));

  return memcmp (octets, range->prefix, whole) == 0
         && (rest == 0 || (octets[whole] & mask) == range->prefix[whole]);
}

static gboolean
is_in_any (const guint8 *octets, const Range *ranges, guint n)
{
  for (guint i = 0; i < n; i++)
    if (is_in (octets, &ranges[i]))
      return TRUE;
  return FALSE;
}

static gboolean
is_public_ipv4 (const guint8 *octets)
{
  return !is_in_any (octets, ipv4_refused, G_N_ELEMENTS (ipv4_refused));
}

static gboolean
is_public_ipv6 (const guint8 *octets)
{
  if (is_in_any (octets, ipv6_of_ipv4, G_N_ELEMENTS (ipv6_of_ipv4)))
    return is_public_ipv4 (octets + IPV6_SIZE - IPV4_SIZE);
  return is_in (octets, &ipv6_given_out)
         && !is_in_any (octets, ipv6_refused, G_N_ELEMENTS (ipv6_refused));
}

static gboolean
allows (KpAddressPolicy *policy, GInetAddress *address)
{
  const guint8 *octets = g_inet_address_to_bytes (address);

  switch (g_inet_address_get_family (address))
    {
    case G_SOCKET_FAMILY_IPV4:
      return is_public_ipv4 (octets);
    case G_SOCKET_FAMILY_IPV6:
      return is_public_ipv6 (octets);
    case G_SOCKET_FAMILY_INVALID:
    case G_SOCKET_FAMILY_UNIX:
    default:
      return FALSE;
    }
}

static void
kp_public_addresses_iface_init (KpAddressPolicyInterface *iface)
{
  iface->allows = allows;
}

static void
kp_public_addresses_class_init (KpPublicAddressesClass *klass)
{
}

static void
kp_public_addresses_init (KpPublicAddresses *self)
{
}

KpAddressPolicy *
kp_public_addresses_new (void)
{
  return g_object_new (KP_TYPE_PUBLIC_ADDRESSES, NULL);
}
