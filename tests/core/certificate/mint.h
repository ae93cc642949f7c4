/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <gnutls/x509.h>

G_BEGIN_DECLS

/* Makes certificates for tests, in memory and when they run: no key is ever in the tree.
 * A failure ends the test program. */

typedef enum
{
  MINT_P256,
  MINT_P384,
  MINT_RSA_1024,
  MINT_RSA_2048,
} MintKey;

typedef struct _Mint Mint;

/**
 * MintSpec:
 * @common_name: (nullable): CN of the subject
 * @organization: (nullable): O of the subject
 * @subject: (nullable): the whole subject as RFC 4514 text, instead of both
 * @names: (nullable) (array zero-terminated=1): SAN dNSName entries
 * @not_before: Unix seconds; 0 for 30 days ago
 * @not_after: Unix seconds; 0 for in 60 days
 * @key: what key it gets
 * @key_of: (nullable): take this one's key instead of a new one (a renewal, a cross-sign)
 * @digest: of the signature; 0 for SHA-256
 * @ca: a CA certificate; otherwise one for a TLS server
 * @path_length: where @limits_path: how many CAs may follow
 * @limits_path: whether @path_length counts
 * @purpose: (nullable): OID instead of serverAuth; "" for no extended key usage
 * @permitted: (nullable): a CA may only sign dNSNames under this
 * @issuer_at: (nullable) (array zero-terminated=1): where the issuer's certificate is
 *   (caIssuers of the authority information access)
 * @no_key_ids: without subject and authority key identifier
 * @filler: octets of an extension nobody knows, to make it large
 *
 * What to make; all zero is a server's P-256 certificate without a name.
 */
typedef struct
{
  const char *common_name;
  const char *organization;
  const char *subject;
  const char *const *names;
  gint64 not_before;
  gint64 not_after;
  MintKey key;
  Mint *key_of;
  gnutls_digest_algorithm_t digest;
  gboolean ca;
  guint path_length;
  gboolean limits_path;
  const char *purpose;
  const char *permitted;
  const char *const *issuer_at;
  gboolean no_key_ids;
  guint filler;
} MintSpec;

/**
 * Mint:
 * @crt: the certificate
 * @privkey: its key
 * @der: its octets
 */
struct _Mint
{
  gnutls_x509_crt_t crt;
  gnutls_x509_privkey_t privkey;
  GBytes *der;
};

/** mint_new: @issuer: (nullable): who signs it, itself if %NULL. Returns: (transfer full)
 */
Mint *mint_new (const MintSpec *spec, Mint *issuer);
/** mint_ca: A CA of that name with a P-256 key, valid for years. Returns: (transfer full)
 */
Mint *mint_ca (const char *name, Mint *issuer);
/** mint_leaf: A server's certificate for @name with a P-256 key. Returns: (transfer full)
 */
Mint *mint_leaf (const char *name, Mint *issuer);
/** mint_free: Frees @self; %NULL is fine. */
void mint_free (Mint *self);
/** mint_to_pem: Returns: (transfer full): the certificate as PEM */
char *mint_to_pem (Mint *self);
/** mint_key_to_pem: Returns: (transfer full): the key as PEM, for a server of the test */
char *mint_key_to_pem (Mint *self);
/** mint_chain: Returns: (transfer full) (element-type GBytes): DER of those given, up to
 * %NULL, in that order */
GPtrArray *mint_chain (Mint *first, ...) G_GNUC_NULL_TERMINATED;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Mint, mint_free)

G_END_DECLS
