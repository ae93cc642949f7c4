/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/certificate/key.h"
#include "core/model/subject.h"

G_BEGIN_DECLS

/** KP_CSR_MAX_NAMES: names of one certificate that every CA takes */
#define KP_CSR_MAX_NAMES 100

/**
 * KpCsrError:
 * @KP_CSR_ERROR_NAME: a name that no certificate can be for
 * @KP_CSR_ERROR_NAMES: none, or too many
 * @KP_CSR_ERROR_SUBJECT: a detail that no certificate may hold
 * @KP_CSR_ERROR_FAILED: anything else; the message holds the reason
 *
 * Why there is no signing request.
 */
typedef enum
{
  KP_CSR_ERROR_NAME,
  KP_CSR_ERROR_NAMES,
  KP_CSR_ERROR_SUBJECT,
  KP_CSR_ERROR_FAILED,
} KpCsrError;

#define KP_CSR_ERROR (kp_csr_error_quark ())
GQuark kp_csr_error_quark (void);

/**
 * kp_csr_read_names:
 * @texts: (array zero-terminated=1): what was typed, the main name first
 * @error: NAME, NAMES
 *
 * Returns: (transfer full) (nullable): the same as A-labels in canonical form, each once
 */
char **kp_csr_read_names (const char *const *texts, GError **error);

/**
 * kp_csr_make:
 * @key: whose request it is
 * @names: (array zero-terminated=1): from kp_csr_read_names()
 * @subject: (nullable): details to ask for; the email address stays out
 * @with_unit: whether the organizational unit goes in too: public CAs must not sign one (BR
 *   section 7.1.2.7.4), a private one may
 * @error: SUBJECT, FAILED
 *
 * A signing request (PKCS #10, RFC 2986): every name as SAN, the first one also as common
 * name if it has 64 characters at most; for TLS servers, with the key usage of the key's
 * kind; signed with SHA-256, or SHA-384 for P-384.
 *
 * Returns: (transfer full) (nullable): its DER
 */
GBytes *kp_csr_make (KpKey *key, const char *const *names, KpSubject *subject,
                     gboolean with_unit, GError **error);

/** kp_csr_to_pem: Returns: (transfer full) (nullable): @der with the label CERTIFICATE
 * REQUEST (RFC 7468 section 7); %NULL without memory */
char *kp_csr_to_pem (GBytes *der);

G_END_DECLS
