/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * KpCaIdentities:
 *
 * CA names and their issuer domain names for CAA (data/rules/ca-identities.json).
 * Immutable; any thread.
 */
typedef struct _KpCaIdentities KpCaIdentities;

/** kp_ca_identities_get_default: Returns: (transfer none): those shipped with Keyplate */
const KpCaIdentities *kp_ca_identities_get_default (void);
/** kp_ca_identities_find_by_issuer: @issuer: a certificate's issuer name; Returns:
 * (transfer none) (array zero-terminated=1) (nullable): issuer domain names of that CA,
 * %NULL if it is not known */
const char *const *kp_ca_identities_find_by_issuer (const KpCaIdentities *self,
                                                    const char *issuer);
/** kp_ca_identities_get_name: @domain: an issuer domain name; Returns: (transfer none)
 * (nullable): the CA's name */
const char *kp_ca_identities_get_name (const KpCaIdentities *self, const char *domain);
/** kp_ca_identities_expand: @domain: one issuer domain name; Returns: (transfer none)
 * (array zero-terminated=1) (nullable): all of that CA */
const char *const *kp_ca_identities_expand (const KpCaIdentities *self, const char *domain);

G_END_DECLS
