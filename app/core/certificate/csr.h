/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/model/subject.h"

G_BEGIN_DECLS

/** KP_CSR_MAX_SIZE: octets of the largest signing request that is read */
#define KP_CSR_MAX_SIZE (16 * 1024)

/** KP_CSR_MAX_READ_NAMES: names of a signing request that are kept */
#define KP_CSR_MAX_READ_NAMES 256

/** KpCsrKeyKind: kinds of key that a public certificate can have (BR section 6.1.5), and
 * the rest */
typedef enum
{
  KP_CSR_KEY_OTHER,
  KP_CSR_KEY_RSA,
  KP_CSR_KEY_P256,
  KP_CSR_KEY_P384,
  KP_CSR_KEY_P521,
} KpCsrKeyKind;

/**
 * KpCsrSignature:
 * @KP_CSR_SIGNATURE_GOOD: made with the request's own key
 * @KP_CSR_SIGNATURE_WRONG: not so: damaged, or altered afterwards
 * @KP_CSR_SIGNATURE_UNKNOWN: made in a way that can't be checked
 *
 * What the check of a request's own signature said.
 */
typedef enum
{
  KP_CSR_SIGNATURE_GOOD,
  KP_CSR_SIGNATURE_WRONG,
  KP_CSR_SIGNATURE_UNKNOWN,
} KpCsrSignature;

/**
 * KpCsr:
 * @der: its octets
 * @sha256: fingerprint over them, lower-case hex
 * @spki_sha256: the same over its SubjectPublicKeyInfo
 * @names: (element-type utf8): host names of the SAN as A-labels in lower case, each once;
 *   of the common name where the SAN has none
 * @has_san: the SAN has host names
 * @n_other: entries of the SAN that are left out: no host names, or more than
 *   %KP_CSR_MAX_READ_NAMES
 * @common_name: (nullable): the common name as it stands there
 * @key: "ECDSA P-256", "RSA 2048", as of certificates
 * @key_kind: what kind of key that is
 * @key_bits: of RSA
 * @weak_exponent: RSA with a public exponent that is even, below 65,537, or beyond bounds
 * @subject: details as they stand there: nothing is made of "UK" or of case
 * @signature: what the check of its signature said
 * @signed_with: "SHA-256", or the OID of what is no known way
 * @weak_hash: that is less than SHA-256
 * @is_pss: the signature is RSA-PSS
 * @must_staple: it asks for the TLS feature extension (RFC 7633)
 *
 * What of one signing request (PKCS #10, RFC 2986) a check and a person need. A challenge
 * password is never read. Immutable.
 */
typedef struct
{
  GBytes *der;
  char *sha256;
  char *spki_sha256;
  GPtrArray *names;
  gboolean has_san;
  guint n_other;
  char *common_name;
  char *key;
  KpCsrKeyKind key_kind;
  guint key_bits;
  gboolean weak_exponent;
  KpSubject *subject;
  KpCsrSignature signature;
  char *signed_with;
  gboolean weak_hash;
  gboolean is_pss;
  gboolean must_staple;
} KpCsr;

/**
 * kp_csr_new_from_der:
 * @der: hostile octets of one signing request and nothing behind it
 * @error: G_IO_ERROR_INVALID_DATA; G_IO_ERROR_MESSAGE_TOO_LARGE over %KP_CSR_MAX_SIZE
 *
 * Reads it and checks its signature, unless the key is too large for that. Pure; any
 * thread.
 *
 * Returns: (transfer full) (nullable): the request
 */
KpCsr *kp_csr_new_from_der (GBytes *der, GError **error);
/** kp_csr_free: Frees @self; %NULL is fine. */
void kp_csr_free (KpCsr *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpCsr, kp_csr_free)

G_END_DECLS
