/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <gnutls/x509.h>
#include "core/model/certificate-facts.h"

G_BEGIN_DECLS

/** kp_certificate_facts_from_der: Hostile octets, at most 64 KiB. Returns: (transfer full)
 * (nullable): its facts; G_IO_ERROR_INVALID_DATA */
KpCertificateFacts *kp_certificate_facts_from_der (GBytes *der, GError **error);
/** kp_certificate_sha256: Returns: (transfer full): lower-case hex of the fingerprint over
 * @der */
char *kp_certificate_sha256 (GBytes *der);
/** kp_certificate_to_pem: Returns: (transfer full): PEM text of one certificate */
char *kp_certificate_to_pem (GBytes *der);

G_END_DECLS
