/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * KpCertificateFacts:
 * @names: (array zero-terminated=1): dNSName entries of the SAN, lower case A-labels; never
 * from the CN
 * @subject: the subject as RFC 4514 text, at most 1,024 characters
 * @issuer: the issuer's common name, else its organization: how people call the CA
 * @key: "ECDSA P-256", "RSA 2048" …
 * @not_before: Unix seconds
 * @not_after: Unix seconds
 * @sha256: fingerprint over the DER, lower-case hex
 * @spki_sha256: the same over the SubjectPublicKeyInfo
 * @self_issued: subject and issuer are the same and it signed itself
 *
 * What of one certificate a verdict and a list need. Immutable; reference counted.
 */
typedef struct
{
  char **names;
  char *subject;
  char *issuer;
  char *key;
  gint64 not_before;
  gint64 not_after;
  char *sha256;
  char *spki_sha256;
  gboolean self_issued;
} KpCertificateFacts;

#define KP_TYPE_CERTIFICATE_FACTS (kp_certificate_facts_get_type ())
GType kp_certificate_facts_get_type (void);

/** kp_certificate_facts_new: Returns: (transfer full): empty facts, to be filled by whoever
 * parsed the certificate */
KpCertificateFacts *kp_certificate_facts_new (void);
/** kp_certificate_facts_ref: Returns: (transfer full): @self with one more reference */
KpCertificateFacts *kp_certificate_facts_ref (KpCertificateFacts *self);
/** kp_certificate_facts_unref: Drops a reference. */
void kp_certificate_facts_unref (KpCertificateFacts *self);
/**
 * kp_certificate_name_covers:
 * @name: dNSName entry of a certificate or a signing request
 * @host: canonical host name
 *
 * "*" stands for exactly one whole leftmost label (RFC 6125 section 6.4.3, BR 7.1.4.2).
 *
 * Returns: whether what is for @name is for @host
 */
gboolean kp_certificate_name_covers (const char *name, const char *host);
/**
 * kp_certificate_facts_cover:
 * @self: facts
 * @host: canonical host name
 *
 * By SAN dNSName only, as kp_certificate_name_covers() says.
 *
 * Returns: whether the certificate is for @host
 */
gboolean kp_certificate_facts_cover (const KpCertificateFacts *self, const char *host);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpCertificateFacts, kp_certificate_facts_unref)

G_END_DECLS
