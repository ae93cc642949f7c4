/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/secret/vault.h"

G_BEGIN_DECLS

/** KP_VAULT_ITERATIONS: of PBKDF2-HMAC-SHA256 for a new file; a file with fewer is refused
 */
#define KP_VAULT_ITERATIONS 600000
/** KP_VAULT_MAX_ITERATIONS: a file that wants more would keep us busy for a minute */
#define KP_VAULT_MAX_ITERATIONS 10000000
/** KP_VAULT_MAX_FILE: octets of the largest file */
#define KP_VAULT_MAX_FILE (17 * 1024 * 1024)
/** KP_VAULT_SALT_SIZE: octets of a salt */
#define KP_VAULT_SALT_SIZE 16

/**
 * KpVaultSalt:
 * @iterations: of PBKDF2-HMAC-SHA256
 * @octets: the salt itself
 *
 * How a file's key comes from its passphrase.
 */
typedef struct
{
  guint32 iterations;
  guint8 octets[KP_VAULT_SALT_SIZE];
} KpVaultSalt;

/*
 * The octets of a vault's file (numbers are big-endian):
 *
 *    0  "KPVAULT" and the octet 1, the form
 *    8  iterations
 *   12  salt (16)
 *   28  the first four octets of SHA-256 over what is before
 *   32  HMAC-SHA256 over what is before, with a key of its own
 *   64  nonce (12)
 *   76  how much follows
 *   80  AES-256-GCM of the entries, with what is before as additional data, and its tag
 *
 * Both keys come from that of the passphrase by HKDF (RFC 5869). So a wrong passphrase
 * (the HMAC alone differs) is told apart from damage (the sum differs, or the tag). Pure;
 * any thread; octets that were read are hostile.
 */

/** kp_vault_salt_make: Fills @self with a new salt. Returns: whether there was randomness
 */
gboolean kp_vault_salt_make (KpVaultSalt *self, guint32 iterations, GError **error);
/**
 * kp_vault_salt_read:
 * @file: what the file holds
 * @least: so many iterations at least
 * @self: (out): the salt
 * @error: DAMAGED, NEWER
 *
 * Reads what is not secret.
 *
 * Returns: whether it looks like a vault
 */
gboolean kp_vault_salt_read (KpVaultSalt *self, GBytes *file, guint32 least,
                             GError **error);
/** kp_vault_salt_equal: Returns: whether both lead to the same key */
gboolean kp_vault_salt_equal (const KpVaultSalt *a, const KpVaultSalt *b);
/** kp_vault_seal_derive: Takes a good part of a second. Returns: (transfer full)
 * (nullable): the key */
KpSecret *kp_vault_seal_derive (const KpVaultSalt *salt, KpSecret *passphrase,
                                GError **error);
/** kp_vault_seal_close: Returns: (transfer full) (nullable): the file that holds @entries
 */
GBytes *kp_vault_seal_close (KpSecret *key, const KpVaultSalt *salt, KpSecret *entries,
                             GError **error);
/** kp_vault_seal_open: @file: one that kp_vault_salt_read() has read. Returns: (transfer
 * full) (nullable): its entries; PASSPHRASE, DAMAGED */
KpSecret *kp_vault_seal_open (KpSecret *key, GBytes *file, GError **error);

G_END_DECLS
