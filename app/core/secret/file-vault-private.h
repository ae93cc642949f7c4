/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/secret/file-vault.h"

G_BEGIN_DECLS

/** kp_file_vault_set_iterations: Makes and takes files with so many iterations, before
 * anything else is done. For tests, that unlock a vault many times. */
void kp_file_vault_set_iterations (KpFileVault *self, guint32 iterations);
/** kp_file_vault_set_patience: How many seconds another process is waited for. For tests.
 */
void kp_file_vault_set_patience (KpFileVault *self, guint seconds);

G_END_DECLS
