/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KP_TYPE_ROOTS (kp_roots_get_type ())
G_DECLARE_FINAL_TYPE (KpRoots, kp_roots, KP, ROOTS, GTlsDatabase)

/**
 * KpRoots:
 *
 * The system's roots, and others of the user's beside them, for verifying the servers that
 * Keyplate itself connects to. Immutable; any thread.
 */

/**
 * kp_roots_new:
 * @pem: certificates as PEM text, at most KP_ROOTS_MAX
 * @error: a #GTlsError of the first one that can't be read
 *
 * Returns: (transfer full) (nullable): the system's roots and those of @pem
 */
GTlsDatabase *kp_roots_new (const char *pem, GError **error);

/** KP_ROOTS_MAX: certificates that are taken of one text */
#define KP_ROOTS_MAX 500

G_END_DECLS
