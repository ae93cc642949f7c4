/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <gnutls/x509.h>

G_BEGIN_DECLS

/**
 * KpChainLink:
 * @crt: the certificate
 * @der: its octets
 * @sha256: its fingerprint, lower-case hex
 * @subject: the subject as DER
 * @issuer: the issuer as DER
 * @key_id: (nullable): subject key identifier
 * @issuer_key_id: (nullable): authority key identifier
 * @not_after: Unix seconds
 * @ca: it may sign others
 * @path_length: CAs that may follow, -1 for any number
 * @constrained: it limits the names below
 * @serves: it may be used for a TLS server: its extended key usage names that, or is absent
 * @weak_key: a key that is refused today (RSA under 2048 bits, EC under 256, DSA)
 * @weak_signature: signed with what is refused today (SHA-1, MD5 …)
 * @system: as a root: it is of this system, not the user's own
 *
 * A certificate with all that building a path needs, read once. Immutable but for @system;
 * reference counted.
 */
typedef struct
{
  gnutls_x509_crt_t crt;
  GBytes *der;
  char *sha256;
  GBytes *subject;
  GBytes *issuer;
  GBytes *key_id;
  GBytes *issuer_key_id;
  gint64 not_after;
  gboolean ca;
  int path_length;
  gboolean constrained;
  gboolean serves;
  gboolean weak_key;
  gboolean weak_signature;
  gboolean system;
} KpChainLink;

/**
 * kp_chain_link_new:
 * @der: hostile octets of one certificate
 * @sha256: (transfer full): its fingerprint
 *
 * Returns: (transfer full) (nullable): the link; %NULL if @der is no certificate
 */
KpChainLink *kp_chain_link_new (GBytes *der, char *sha256);

/**
 * kp_chain_link_ref:
 * @self: a link
 *
 * Returns: (transfer full): @self with one more reference
 */
KpChainLink *kp_chain_link_ref (KpChainLink *self);

/**
 * kp_chain_link_unref:
 * @self: a link
 *
 * Drops a reference.
 */
void kp_chain_link_unref (KpChainLink *self);

/**
 * kp_chain_link_may_sign:
 * @self: who would have signed
 * @other: a certificate
 *
 * Compares names and, where both have them, key identifiers (RFC 5280 section 4.2.1.1); no
 * signature. Pure.
 *
 * Returns: whether @self may have signed @other
 */
gboolean kp_chain_link_may_sign (const KpChainLink *self, const KpChainLink *other);

/**
 * kp_chain_link_did_sign:
 * @self: who would have signed
 * @other: a certificate
 *
 * Returns: whether @self is a CA and its key signed @other, however weakly
 */
gboolean kp_chain_link_did_sign (const KpChainLink *self, const KpChainLink *other);

/** kp_chain_link_has_extension: Returns: whether it has the extension with that OID */
gboolean kp_chain_link_has_extension (const KpChainLink *self, const char *oid);

/**
 * kp_chain_link_is_self_issued:
 * @self: a link
 *
 * Returns: whether subject and issuer are the same
 */
gboolean kp_chain_link_is_self_issued (const KpChainLink *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpChainLink, kp_chain_link_unref)

G_END_DECLS
