/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <gnutls/x509.h>
#include "core/certificate/chain-path.h"
#include "core/model/probe.h"

G_BEGIN_DECLS

/** KP_TRUST_CHAIN_MAX: certificates of a served chain that are looked at */
#define KP_TRUST_CHAIN_MAX 16
/** KP_TRUST_ATTEMPTS_MAX: what all searches for one bundle may try together: a signature
 * can be made to take milliseconds */
#define KP_TRUST_ATTEMPTS_MAX 128

/**
 * KpTrustError:
 * @KP_TRUST_ERROR_NO_ROOTS: the text or system holds no certificate
 * @KP_TRUST_ERROR_PRIVATE_KEY: the file holds a private key: refused
 * @KP_TRUST_ERROR_TOO_LARGE: over 1 MiB
 * @KP_TRUST_ERROR_NOT_CA: a certificate that can sign no other
 *
 * Why roots can't be used.
 */
typedef enum
{
  KP_TRUST_ERROR_NO_ROOTS,
  KP_TRUST_ERROR_PRIVATE_KEY,
  KP_TRUST_ERROR_TOO_LARGE,
  KP_TRUST_ERROR_NOT_CA,
} KpTrustError;

#define KP_TRUST_ERROR (kp_trust_error_quark ())
GQuark kp_trust_error_quark (void);

#define KP_TYPE_TRUST (kp_trust_get_type ())
G_DECLARE_FINAL_TYPE (KpTrust, kp_trust, KP, TRUST, GObject)

/**
 * KpTrust:
 *
 * Which roots a site's chain may end in: the system's and the user's own, and the
 * intermediates known so far: what kp_trust_learn() was given, and what stood in a served
 * chain that leads to one of those roots. One thread: another has a copy of its own.
 */

/**
 * kp_trust_new:
 * @extra_pem: (nullable): PEM of the user's roots
 * @system: whether the system's roots count
 * @error: #KpTrustError
 *
 * An intermediate among the user's roots ends a chain as well as a root does. A root that
 * is in both is the system's. Where SSL_CERT_FILE names a file, its certificates are the
 * system's; if it can't be read there are none.
 *
 * Returns: (transfer full) (nullable): the trust
 */
KpTrust *kp_trust_new (const char *extra_pem, gboolean system, GError **error);

/** kp_trust_copy: Returns: (transfer full): a trust in the same, for another thread; what
 * either learns from then on the other does not */
KpTrust *kp_trust_copy (KpTrust *self);

/**
 * kp_trust_learn:
 * @self: the trust
 * @intermediates: (element-type GBytes): DER of certificates
 *
 * Adds known CA certificates (others are passed over): they only help to tell a chain that
 * is incomplete. At most 4,096 are kept.
 */
void kp_trust_learn (KpTrust *self, GPtrArray *intermediates);

/**
 * kp_trust_judge:
 * @self: the trust
 * @chain: (element-type GBytes): DER as served, leaf first; what follows
 *   %KP_TRUST_CHAIN_MAX is not looked at
 * @probe: filled: trust, weak, root_served, root_sha256, root_name, chain_not_after,
 *   certificate, chain_sha256
 *
 * Judges a served chain for a TLS server, without regard to dates and names (a verdict
 * compares those with its own now). The order of what follows the leaf does not matter, and
 * neither do certificates that belong to no path, because clients build paths (RFC 8446
 * section 4.4.2). What the chain leads to and whether it is weak are told apart: a chain
 * that is signed with SHA-1 by a known root has that root's trust, and is weak.
 *
 * Where it leads to no root, the root is the topmost certificate if that is self-issued,
 * else the fingerprint of its issuer's name: the same for all that one interceptor signs.
 *
 * Returns: %FALSE if the leaf is no certificate; @probe is untouched then
 */
gboolean kp_trust_judge (KpTrust *self, GPtrArray *chain, KpProbe *probe);

/**
 * kp_trust_find_path:
 * @self: the trust
 * @leaf: a certificate, of whatever purpose
 * @given: (element-type KpChainLink): what came with it
 * @helpers: (nullable) (element-type KpChainLink): what else may be used
 * @now: Unix seconds
 * @attempts: (inout): paths that may be tried, at first %KP_TRUST_ATTEMPTS_MAX; counts down
 * @path: (out): from @leaf to a root; its links are @given's, @helpers' and @self's
 *
 * Finds how clients will verify it, names apart. Of several paths to a root the one is
 * taken that lasts as long as the leaf, else one that is valid at @now, else any; and of
 * those one that needs no more than @given. Where none does, @helpers and the intermediates
 * known so far count as well. The work is bounded whatever is given.
 *
 * Returns: whether there is one
 */
gboolean kp_trust_find_path (KpTrust *self, KpChainLink *leaf, GPtrArray *given,
                             GPtrArray *helpers, gint64 now, guint *attempts,
                             KpChainPath *path);

/** kp_trust_has_root: Returns: whether @link is one of the roots */
gboolean kp_trust_has_root (KpTrust *self, const KpChainLink *link);
/**
 * kp_trust_find_issuer:
 * @self: the trust
 * @link: a certificate
 *
 * Returns: (transfer none) (nullable): a root that by its name would have signed it
 */
KpChainLink *kp_trust_find_issuer (KpTrust *self, const KpChainLink *link);

G_END_DECLS
