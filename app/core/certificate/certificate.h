/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <gnutls/x509.h>
#include "core/model/certificate-facts.h"

G_BEGIN_DECLS

/** KP_CERTIFICATE_MAX_SIZE: octets of the largest certificate that is read */
#define KP_CERTIFICATE_MAX_SIZE (64 * 1024)

/** KP_CERTIFICATE_MAX_NAMES: names of a certificate that are kept */
#define KP_CERTIFICATE_MAX_NAMES 256

/**
 * kp_certificate_facts_from_der:
 * @der: hostile octets of one certificate, at most %KP_CERTIFICATE_MAX_SIZE
 * @error: G_IO_ERROR_INVALID_DATA
 *
 * Names that are no printable ASCII, hold a NUL or have over 253 octets are left out, and
 * so is what follows %KP_CERTIFICATE_MAX_NAMES. Pure; any thread.
 *
 * Returns: (transfer full) (nullable): its facts
 */
KpCertificateFacts *kp_certificate_facts_from_der (GBytes *der, GError **error);

/**
 * kp_certificate_facts_from_crt:
 * @crt: the certificate that @der holds, for whoever has it at hand
 * @der: its octets
 * @error: G_IO_ERROR_INVALID_DATA
 *
 * Returns: (transfer full) (nullable): its facts
 */
KpCertificateFacts *kp_certificate_facts_from_crt (gnutls_x509_crt_t crt, GBytes *der,
                                                   GError **error);

/**
 * kp_certificate_import:
 * @der: hostile octets of one certificate and nothing behind it
 * @error: G_IO_ERROR_INVALID_DATA
 *
 * Returns: (transfer full) (nullable): the certificate, to be freed with
 * gnutls_x509_crt_deinit()
 */
gnutls_x509_crt_t kp_certificate_import (GBytes *der, GError **error);

/**
 * kp_certificate_key_is_bounded:
 * @der: hostile octets of one certificate
 * @length: how many
 *
 * A modulus as large as a certificate can be would keep a signature's check busy for hours:
 * RSA over 8,192 bits is refused before anything is computed with it. Pure; any thread.
 *
 * Returns: whether the certificate has a key, and one of bearable size
 */
gboolean kp_certificate_key_is_bounded (gconstpointer der, gsize length);

/**
 * kp_certificate_sha256:
 * @der: octets
 *
 * Returns: (transfer full): lower-case hex of the fingerprint over @der
 */
char *kp_certificate_sha256 (GBytes *der);

/**
 * kp_certificate_to_pem:
 * @der: octets of one certificate
 *
 * Returns: (transfer full): PEM text of it (RFC 7468), ending with a line end
 */
char *kp_certificate_to_pem (GBytes *der);

/**
 * kp_certificate_is_self_signed:
 * @crt: a certificate
 *
 * Returns: whether subject and issuer are the same and its own key signed it
 */
gboolean kp_certificate_is_self_signed (gnutls_x509_crt_t crt);

G_END_DECLS
