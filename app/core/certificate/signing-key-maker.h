/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/certificate/csr-maker.h"
#include "core/secret/vault.h"
#include "core/store/store-signing-keys.h"

G_BEGIN_DECLS

/**
 * kp_signing_key_make_async:
 * @vault: where the key goes, unlocked
 * @store: where it is noted
 * @type: what kind of key
 * @names: (array zero-terminated=1): from kp_csr_read_names()
 * @subject: (nullable): details to ask for; neither the organizational unit nor the email
 *   address goes in
 * @now: Unix seconds
 * @cancellable: (nullable): gives up
 * @callback: called when it is made
 * @data: for @callback
 *
 * Makes a key and its signing request, puts the key into @vault and notes both in @store.
 * What fails or is cancelled leaves nothing behind; where it may, the message says so.
 */
void kp_signing_key_make_async (KpVault *vault, KpStore *store, KpKeyType type,
                                const char *const *names, KpSubject *subject, gint64 now,
                                GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer data);
/** kp_signing_key_make_finish: Returns: (transfer full) (nullable): what is kept; errors of
 * #KpKeyError, #KpCsrError, #KpVaultError and #KpStoreError */
KpSigningKey *kp_signing_key_make_finish (GAsyncResult *result, GError **error);

G_END_DECLS
