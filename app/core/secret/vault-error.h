/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/sentence.h"
#include "core/secret/vault.h"

G_BEGIN_DECLS

/** kp_vault_error_new: @kept: (transfer full): its sentence, from kp_sentence_keep().
 * Returns: (transfer full): an error that says it and keeps it. Any thread */
GError *kp_vault_error_new (KpVaultError code, char *kept);
/** kp_vault_error_keep: Returns: (transfer full) (nullable): what the store keeps of
 * @error; %NULL if it is not of this domain, or not one of the sentences that are kept */
char *kp_vault_error_keep (const GError *error);

G_END_DECLS
