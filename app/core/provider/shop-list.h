/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** KpShopKind: how a certificate is bought there. Another way (ACME) is another kind with a
 * row in the table of kinds; a job asks for the kind and knows no CA. */
typedef enum
{
  KP_SHOP_KIND_SHOP, /* the user orders on a web page */
} KpShopKind;

/** KpShopSells: what a CA checks before it issues: the domain, or the organization too */
typedef enum
{
  KP_SHOP_SELLS_DV = 1 << 0,
  KP_SHOP_SELLS_OV = 1 << 1,
} KpShopSells;

/**
 * KpShop:
 * @kind: how it is bought there
 * @name: of the CA, as kp_ca_identities_get_name() calls it
 * @uri: where the order begins, https
 * @caa: the CA's issuer domain name (RFC 8659 section 4.2)
 * @sells: #KpShopSells
 *
 * Where certificates can be bought (data/rules/shops.json). Immutable; any thread.
 */
typedef struct
{
  KpShopKind kind;
  char *name;
  char *uri;
  char *caa;
  guint sells;
} KpShop;

/** kp_shop_list_get_default: Returns: (transfer none) (element-type KpShop): those shipped
 * with Keyplate, in the order of their names */
GPtrArray *kp_shop_list_get_default (void);
/**
 * kp_shop_list_new_from_json:
 * @json: text of a file of shops, at most 256 KiB
 * @length: its octets, or -1
 * @file_name: how messages call it
 * @error: G_IO_ERROR_INVALID_DATA, G_IO_ERROR_MESSAGE_TOO_LARGE; the message names file,
 * line and reason
 *
 * Returns: (transfer full) (element-type KpShop) (nullable): the shops, in the order of the
 *   file
 */
GPtrArray *kp_shop_list_new_from_json (const char *json, gssize length,
                                       const char *file_name, GError **error);
/** kp_shop_list_find: @shops: (element-type KpShop). Returns: (transfer none) (nullable):
 * the shop of the CA that is called @name, whatever its case */
const KpShop *kp_shop_list_find (GPtrArray *shops, const char *name);

G_END_DECLS
