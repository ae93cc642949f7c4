/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <gnutls/x509.h>

G_BEGIN_DECLS

/**
 * kp_certificate_text_clean:
 * @octets: hostile octets
 * @length: how many
 * @max: characters to keep
 *
 * Makes octets of a certificate fit to be shown: valid UTF-8 in which control characters
 * and those that turn the direction of text are replaced, cut at @max characters. Pure.
 *
 * Returns: (transfer full): the text
 */
char *kp_certificate_text_clean (const char *octets, gsize length, gsize max);

/**
 * kp_certificate_text_part:
 * @crt: a certificate
 * @issuer: of the issuer's name instead of the subject's
 * @oid: what of it
 * @index: of several
 *
 * Returns: (transfer full) (nullable): that part as it stands there, nothing escaped; at
 * most 512 characters; %NULL if there is none or it has over 1,024 octets
 */
char *kp_certificate_text_part (gnutls_x509_crt_t crt, gboolean issuer, const char *oid,
                                guint index);

/**
 * kp_certificate_text_name:
 * @crt: a certificate
 * @issuer: the issuer's name instead of the subject's
 *
 * Returns: (transfer full): how people call it: the common name, else the organization,
 * else the whole name; at most 256 characters
 */
char *kp_certificate_text_name (gnutls_x509_crt_t crt, gboolean issuer);

/**
 * kp_certificate_text_key:
 * @crt: a certificate
 *
 * Returns: (transfer full): its key: "ECDSA P-256", "RSA 2048", or the algorithm's OID
 */
char *kp_certificate_text_key (gnutls_x509_crt_t crt);

/**
 * kp_certificate_text_signature:
 * @crt: a certificate
 *
 * Returns: (transfer full): what it is signed with: "ECDSA-SHA256", or an OID
 */
char *kp_certificate_text_signature (gnutls_x509_crt_t crt);

/**
 * kp_certificate_text_purposes:
 * @crt: a certificate
 *
 * Returns: (transfer full): its extended key usage in the user's language: "TLS server, TLS
 * client"; "" if it has none
 */
char *kp_certificate_text_purposes (gnutls_x509_crt_t crt);

/**
 * kp_certificate_text_hex:
 * @octets: octets
 * @length: how many
 * @max: octets to show; what follows is told by "…"
 *
 * Returns: (transfer full): "A1:B2:…"
 */
char *kp_certificate_text_hex (const guint8 *octets, gsize length, gsize max);

G_END_DECLS
