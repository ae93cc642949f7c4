/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KpSigningKey:
 * @spki_sha256: lower-case hex of SHA-256 over the SubjectPublicKeyInfo
 * @host: the main name that it was made for
 * @algorithm: "ecdsa-p256", …
 * @created_at: Unix seconds
 * @csr: DER of the request that was made with it
 * @destroyed_at: Unix seconds of when the key was destroyed, 0 while it is kept
 *
 * What is known of a key that was made here. The key itself is in the vault alone. An owned
 * value.
 */
typedef struct
{
  char *spki_sha256;
  char *host;
  char *algorithm;
  gint64 created_at;
  GBytes *csr;
  gint64 destroyed_at;
} KpSigningKey;

/** kp_signing_key_new: Returns: (transfer full): a key that is kept, made at no moment yet
 */
KpSigningKey *kp_signing_key_new (const char *spki_sha256, const char *host,
                                  const char *algorithm, GBytes *csr);
/** kp_signing_key_copy: Returns: (transfer full): a copy */
KpSigningKey *kp_signing_key_copy (const KpSigningKey *self);
/** kp_signing_key_free: Frees it; %NULL is fine. */
void kp_signing_key_free (KpSigningKey *self);
/** kp_signing_key_make_name: Returns: (transfer full): what the key is called in the vault:
 * "key/SPKI-SHA256" */
char *kp_signing_key_make_name (const char *spki_sha256);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpSigningKey, kp_signing_key_free)

G_END_DECLS
