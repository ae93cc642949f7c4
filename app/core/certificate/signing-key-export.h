/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/certificate/key.h"
#include "core/model/signing-key.h"
#include "core/secret/vault.h"

G_BEGIN_DECLS

/** KpKeyFile: the two forms in which a key leaves the vault; there is none that is not
 * encrypted */
typedef enum
{
  KP_KEY_FILE_PKCS8,  /* PEM, "ENCRYPTED PRIVATE KEY": what Apache and nginx read */
  KP_KEY_FILE_PKCS12, /* with the certificates: what Windows and Java read */
} KpKeyFile;

/**
 * kp_signing_key_export_async:
 * @vault: where the key is, unlocked
 * @key: which one
 * @form: what kind of file
 * @passphrase: what will open it
 * @chain: (nullable) (element-type GBytes): for PKCS #12, as kp_key_to_pkcs12() takes it
 * @cancellable: (nullable): gives up
 * @callback: called when it is there
 * @data: for @callback
 *
 * Makes what a file of the key is to hold, in a thread of its own: deriving a key from a
 * passphrase takes up to a second.
 */
void kp_signing_key_export_async (KpVault *vault, const KpSigningKey *key, KpKeyFile form,
                                  KpSecret *passphrase, GPtrArray *chain,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer data);
/** kp_signing_key_export_finish: Returns: (transfer full) (nullable): the octets; errors of
 * #KpVaultError and #KpKeyError, INVALID where the vault has another key by that name */
GBytes *kp_signing_key_export_finish (GAsyncResult *result, GError **error);

G_END_DECLS
