/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/check/unsafe-lookup.h"
#include "core/secret/vault.h"
#include "core/store/settings.h"

G_BEGIN_DECLS

#define KP_TYPE_UNSAFE_ACCESS (kp_unsafe_access_get_type ())
G_DECLARE_FINAL_TYPE (KpUnsafeAccess, kp_unsafe_access, KP, UNSAFE_ACCESS, GObject)

/**
 * KpUnsafeAccess:
 *
 * Gives the look-up in a list of suspected unsafe sites that the user has chosen (setting
 * "unsafe-lookup") and has a key for in the vault. Main thread.
 */

/** kp_unsafe_access_new: @settings: which list, and how it is reached; @vault: has the key;
 * @clock: for how long an answer holds. Returns: (transfer full): an access */
KpUnsafeAccess *kp_unsafe_access_new (KpSettings *settings, KpVault *vault, KpClock *clock);
/** kp_unsafe_access_get_async: Reads the key; whether its user is asked to unlock the vault
 * is the vault's affair. */
void kp_unsafe_access_get_async (KpUnsafeAccess *self, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer data);
/** kp_unsafe_access_get_finish: @why_not: (out) (transfer full) (optional): where there is
 * none, why, as a sentence. Returns: (transfer full) (nullable): the look-up, the same one
 * as long as nothing changes: it knows what it was answered */
KpUnsafeLookup *kp_unsafe_access_get_finish (KpUnsafeAccess *self, GAsyncResult *result,
                                             char **why_not);

G_END_DECLS
