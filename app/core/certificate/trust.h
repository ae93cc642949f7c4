/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <gnutls/x509.h>
#include "core/model/probe.h"

G_BEGIN_DECLS

/** KpTrustError: why roots can't be used */
typedef enum
{
  KP_TRUST_ERROR_NO_ROOTS,    /* the text or system holds no certificate */
  KP_TRUST_ERROR_PRIVATE_KEY, /* the file holds a private key: refused */
  KP_TRUST_ERROR_TOO_LARGE,
} KpTrustError;

#define KP_TRUST_ERROR (kp_trust_error_quark ())
GQuark kp_trust_error_quark (void);

#define KP_TYPE_TRUST (kp_trust_get_type ())
G_DECLARE_FINAL_TYPE (KpTrust, kp_trust, KP, TRUST, GObject)

/**
 * KpTrust:
 *
 * Which roots a site's chain may end in: the system's and the user's own, and the
 * intermediates known so far. Immutable but for kp_trust_learn(); main thread.
 */

/** kp_trust_new: @extra_pem: (nullable): PEM of the user's roots; @system: whether the
 * system's count. Returns: (transfer full) (nullable): the trust */
KpTrust *kp_trust_new (const char *extra_pem, gboolean system, GError **error);
/** kp_trust_learn: Adds known CA certificates (DER; others are passed over): they only help
 * to tell a chain that is incomplete. */
void kp_trust_learn (KpTrust *self, GPtrArray *intermediates);
/**
 * kp_trust_judge:
 * @self: the trust
 * @chain: (element-type GBytes): DER as served, leaf first, at most 16
 * @probe: filled: trust, weak, root_served, root_sha256, root_name, chain_not_after,
 * certificate, chain_sha256
 *
 * Judges a served chain for a TLS server, without regard to dates and names (a verdict
 * compares those with its own now).
 *
 * Returns: %FALSE if the leaf is no certificate
 */
gboolean kp_trust_judge (KpTrust *self, GPtrArray *chain, KpProbe *probe);

G_END_DECLS
