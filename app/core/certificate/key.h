/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <gnutls/x509.h>

#include "core/secret/secret.h"

G_BEGIN_DECLS

/**
 * KpKeyError:
 * @KP_KEY_ERROR_INVALID: no private key, or one that is damaged
 * @KP_KEY_ERROR_TYPE: a key that no public certificate may have (BR section 6.1.5)
 * @KP_KEY_ERROR_PASSPHRASE: no passphrase: empty, or not text
 * @KP_KEY_ERROR_FAILED: anything else; the message holds the reason
 *
 * Why there is no key.
 */
typedef enum
{
  KP_KEY_ERROR_INVALID,
  KP_KEY_ERROR_TYPE,
  KP_KEY_ERROR_PASSPHRASE,
  KP_KEY_ERROR_FAILED,
} KpKeyError;

#define KP_KEY_ERROR (kp_key_error_quark ())
GQuark kp_key_error_quark (void);

/** KpKeyType: the keys that every public CA takes (BR section 6.1.5, without P-521), in the
 * order in which they are offered */
typedef enum
{
  KP_KEY_ECDSA_P256,
  KP_KEY_ECDSA_P384,
  KP_KEY_RSA_2048,
  KP_KEY_RSA_3072,
  KP_KEY_RSA_4096,
  KP_KEY_N_TYPES,
} KpKeyType;

/** kp_key_type_to_string: Returns: (transfer none): "ecdsa-p256", … */
const char *kp_key_type_to_string (KpKeyType type);
/** kp_key_type_from_string: @type: (out): the type. Returns: whether @text is one */
gboolean kp_key_type_from_string (const char *text, KpKeyType *type);

/** kp_key_type_get_label: Returns: (transfer none): what people call it, as certificates
 * are described too: "ECDSA P-256", … */
const char *kp_key_type_get_label (KpKeyType type);

/**
 * KpKey:
 *
 * A private key with its public one. Nothing of it is printed or saved as it is: it leaves
 * as a #KpSecret for the vault, or encrypted. Any thread.
 */
typedef struct _KpKey KpKey;

/**
 * kp_key_generate_async:
 * @type: what kind of key
 * @cancellable: (nullable): gives up
 * @callback: called when it is there
 * @data: for @callback
 *
 * Makes a key in a thread of its own: at once for ECDSA, in up to some seconds for RSA,
 * and nothing tells how far it is. A cancelled call fails at once with
 * %G_IO_ERROR_CANCELLED; the key that comes out in spite of it is wiped.
 */
void kp_key_generate_async (KpKeyType type, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer data);
/** kp_key_generate_finish: Returns: (transfer full) (nullable): the key */
KpKey *kp_key_generate_finish (GAsyncResult *result, GError **error);
/** kp_key_new_from_secret: @secret: PKCS #8 in DER (RFC 5958). Returns: (transfer full)
 * (nullable): the key; INVALID, TYPE */
KpKey *kp_key_new_from_secret (KpSecret *secret, GError **error);
/** kp_key_free: Wipes it. */
void kp_key_free (KpKey *self);

/** kp_key_get_key_type: Returns: what kind of key it is */
KpKeyType kp_key_get_key_type (KpKey *self);
/** kp_key_get_spki_sha256: Returns: (transfer none): lower-case hex of SHA-256 over its
 * SubjectPublicKeyInfo: what tells that a certificate is for it */
const char *kp_key_get_spki_sha256 (KpKey *self);
/** kp_key_get_privkey: Returns: (transfer none): it for GnuTLS, to sign with */
gnutls_x509_privkey_t kp_key_get_privkey (KpKey *self);
/** kp_key_to_secret: Returns: (transfer full) (nullable): PKCS #8 in DER, for the vault */
KpSecret *kp_key_to_secret (KpKey *self, GError **error);
/** kp_key_to_pkcs8: Returns: (transfer full) (nullable): encrypted PKCS #8 as PEM (PBES2,
 * AES-256), which @passphrase opens; PASSPHRASE */
GBytes *kp_key_to_pkcs8 (KpKey *self, KpSecret *passphrase, GError **error);
/**
 * kp_key_to_pkcs12:
 * @self: a key
 * @passphrase: what opens it
 * @name: how programs that take it call it
 * @chain: (nullable) (element-type GBytes): DER of its certificate and of those that lead
 *   to a root, in that order
 * @error: PASSPHRASE, INVALID for a chain that can't be read
 *
 * Returns: (transfer full) (nullable): PKCS #12 in DER with the key, encrypted as
 * kp_key_to_pkcs8(), and the certificates
 */
GBytes *kp_key_to_pkcs12 (KpKey *self, KpSecret *passphrase, const char *name,
                          GPtrArray *chain, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpKey, kp_key_free)

G_END_DECLS
