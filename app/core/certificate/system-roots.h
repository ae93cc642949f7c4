/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * kp_system_roots_read:
 *
 * The roots that this system trusts: of the file that SSL_CERT_FILE names, as with OpenSSL
 * and what follows it; else of the file in which most systems keep them; else what GnuTLS
 * finds, in PKCS #11 for one. A file that SSL_CERT_FILE names and that can't be read gives
 * none: nothing else is taken in its place.
 *
 * Returns: (transfer full) (element-type GBytes): DER of each, not looked into; perhaps
 * none
 */
GPtrArray *kp_system_roots_read (void);

G_END_DECLS
