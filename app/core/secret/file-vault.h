/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/secret/vault.h"

G_BEGIN_DECLS

#define KP_TYPE_FILE_VAULT (kp_file_vault_get_type ())
G_DECLARE_FINAL_TYPE (KpFileVault, kp_file_vault, KP, FILE_VAULT, GObject)

/**
 * KpFileVault:
 *
 * The encrypted file DIR/vault, for where no Secret Service runs. A passphrase unlocks it
 * for the life of the object; the first one given is its own. Several processes may use it.
 * What it keeps is read when it is asked for, and not held.
 */

/** kp_file_vault_new: Returns: (transfer full): a vault, locked or new */
KpVault *kp_file_vault_new (const char *data_dir);

G_END_DECLS
