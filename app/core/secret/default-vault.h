/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/secret/vault.h"

G_BEGIN_DECLS

#define KP_TYPE_DEFAULT_VAULT (kp_default_vault_get_type ())
G_DECLARE_FINAL_TYPE (KpDefaultVault, kp_default_vault, KP, DEFAULT_VAULT, GObject)

/**
 * KpDefaultVault:
 *
 * Two vaults that look like one: the Secret Service where it runs (in a sandbox what the
 * Secret portal gives), else the encrypted file. Whoever gives a passphrase means the file
 * from then on. What one of them does not keep is looked for in the other: a job of the
 * night has no session, but may have begun in one. Of one name only one of them keeps a
 * secret, as far as both can be asked.
 */

/** kp_default_vault_new: @service: (transfer full): what is asked first; @file: (transfer
 * full): what is used where that is unavailable. Returns: (transfer full): both as one */
KpVault *kp_default_vault_new (KpVault *service, KpVault *file);
/** kp_vault_new_default: Returns: (transfer full): the vault of the store in @data_dir */
KpVault *kp_vault_new_default (const char *data_dir);

G_END_DECLS
