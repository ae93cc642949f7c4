/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/secret/vault.h"

G_BEGIN_DECLS

#define KP_TYPE_MEMORY_VAULT (kp_memory_vault_get_type ())
G_DECLARE_FINAL_TYPE (KpMemoryVault, kp_memory_vault, KP, MEMORY_VAULT, GObject)

/**
 * KpMemoryVault:
 *
 * A vault that keeps what it is given as long as it lives: for the samples, and the twin of
 * the others in tests.
 */

/** kp_memory_vault_new: Returns: (transfer full): an empty vault */
KpVault *kp_memory_vault_new (void);
/** kp_memory_vault_set_error: From now on everything fails with @error (nullable: nothing
 * does). */
void kp_memory_vault_set_error (KpMemoryVault *self, const GError *error);
/** kp_memory_vault_get_n_secrets: Returns: how many it keeps */
guint kp_memory_vault_get_n_secrets (KpMemoryVault *self);

G_END_DECLS
