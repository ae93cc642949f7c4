/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/secret/vault.h"

G_BEGIN_DECLS

/** KP_VAULT_ENTRIES_MAX: octets of all secrets of a file together */
#define KP_VAULT_ENTRIES_MAX (16 * 1024 * 1024)

/*
 * The secrets of a vault's file, as octets: of each its name, label and secret, with their
 * lengths before them. Pure; any thread. Octets that were read are hostile.
 */

/** kp_vault_entries_check: @entries: octets that were read. Returns: whether they are
 * entries; DAMAGED */
gboolean kp_vault_entries_check (KpSecret *entries, GError **error);
/** kp_vault_entries_find: Returns: (transfer full) (nullable): the secret of that name;
 * ABSENT, DAMAGED */
KpSecret *kp_vault_entries_find (KpSecret *entries, const char *name, GError **error);
/** kp_vault_entries_put: @entries: (nullable): none yet. Returns: (transfer full)
 * (nullable): they with @secret in place of what was called @name; FULL, DAMAGED */
KpSecret *kp_vault_entries_put (KpSecret *entries, const char *name, const char *label,
                                KpSecret *secret, GError **error);
/** kp_vault_entries_take_out: Returns: (transfer full) (nullable): @entries without what is
 * called @name; ABSENT, DAMAGED */
KpSecret *kp_vault_entries_take_out (KpSecret *entries, const char *name, GError **error);

G_END_DECLS
