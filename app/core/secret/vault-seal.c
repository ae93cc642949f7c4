/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/secret/vault-seal.h"

#include <glib/gi18n.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <string.h>

#include "core/secret/vault-entries.h"
#include "core/secret/vault-error.h"

#define MAGIC "KPVAULT"
#define FORM 1
#define KEY_SIZE 32
#define TAG_SIZE 16
#define NONCE_SIZE 12

/* Where things lie. */
#define AT_FORM 7
#define AT_ITERATIONS 8
#define AT_SALT 12
#define AT_SUM 28
#define AT_CHECK 32
#define AT_NONCE 64
#define AT_LENGTH 76
#define HEADER 80

G_STATIC_ASSERT (AT_SUM == AT_SALT + KP_VAULT_SALT_SIZE);
G_STATIC_ASSERT (AT_LENGTH == AT_NONCE + NONCE_SIZE);
G_STATIC_ASSERT (KP_VAULT_MAX_FILE > HEADER + KP_VAULT_ENTRIES_MAX + TAG_SIZE);

static gboolean
fail (GError **error, int number)
{
  g_set_error (error, KP_VAULT_ERROR, KP_VAULT_ERROR_FAILED,
               /* Translators: %s is a reason from the library that encrypts. */
               _ ("The vault could not be encrypted: %s"), gnutls_strerror (number));
  return FALSE;
}

static gboolean
fail_damaged (GError **error)
{
  g_propagate_error (
      error, kp_vault_error_new (KP_VAULT_ERROR_DAMAGED,
                                 kp_sentence_keep (KP_SENTENCE_VAULT_DAMAGED, NULL)));
  return FALSE;
}

static void
put_number (guint8 *at, gsize number)
{
  guint32 big = GUINT32_TO_BE ((guint32) number);

  memcpy (at, &big, sizeof big);
}

static guint32
take_number (const guint8 *at)
{
  guint32 big;

  memcpy (&big, at, sizeof big);
  return GUINT32_FROM_BE (big);
}

static void
compute_sum (const guint8 *header, guint8 *sum)
{
  guint8 digest[32];

  gnutls_hash_fast (GNUTLS_DIG_SHA256, header, AT_SUM, digest);
  memcpy (sum, digest, AT_CHECK - AT_SUM);
}

/* The key for one purpose. */
static KpSecret *
make_key (KpSecret *key, const char *purpose, GError **error)
{
  gnutls_datum_t info = { (guint8 *) purpose, (unsigned int) strlen (purpose) };
  gnutls_datum_t master;
  guint8 *octets;
  gsize length;
  KpSecret *derived = kp_secret_new_empty (KEY_SIZE, &octets);
  int number;

  master.data = (guint8 *) kp_secret_get_octets (key, &length);
  master.size = (unsigned int) length;
  number = gnutls_hkdf_expand (GNUTLS_MAC_SHA256, &master, &info, octets, KEY_SIZE);
  if (number < 0)
    {
      fail (error, number);
      g_clear_pointer (&derived, kp_secret_unref);
    }
  return derived;
}

static gboolean
compute_check (KpSecret *key, const guint8 *header, guint8 *check, GError **error)
{
  g_autoptr (KpSecret) own = make_key (key, "keyplate vault check", error);
  const guint8 *octets;
  gsize length;
  int number;

  if (own == NULL)
    return FALSE;
  octets = kp_secret_get_octets (own, &length);
  number = gnutls_hmac_fast (GNUTLS_MAC_SHA256, octets, length, header, AT_CHECK, check);
  return number >= 0 || fail (error, number);
}

static gboolean
begin_cipher (KpSecret *key, gnutls_aead_cipher_hd_t *cipher, GError **error)
{
  g_autoptr (KpSecret) own = make_key (key, "keyplate vault entries", error);
  gnutls_datum_t datum;
  gsize length;
  int number;

  if (own == NULL)
    return FALSE;
  datum.data = (guint8 *) kp_secret_get_octets (own, &length);
  datum.size = (unsigned int) length;
  number = gnutls_aead_cipher_init (cipher, GNUTLS_CIPHER_AES_256_GCM, &datum);
  return number >= 0 || fail (error, number);
}

gboolean
kp_vault_salt_make (KpVaultSalt *self, guint32 iterations, GError **error)
{
  int number = gnutls_rnd (GNUTLS_RND_RANDOM, self->octets, sizeof self->octets);

  self->iterations = iterations;
  return number >= 0 || fail (error, number);
}

gboolean
kp_vault_salt_read (KpVaultSalt *self, GBytes *file, guint32 least, GError **error)
{
  guint8 sum[AT_CHECK - AT_SUM];
  gsize length;
  const guint8 *octets = g_bytes_get_data (file, &length);

  if (length <= AT_FORM || memcmp (octets, MAGIC, AT_FORM) != 0)
    return fail_damaged (error);
  if (octets[AT_FORM] > FORM)
    {
      g_propagate_error (
          error, kp_vault_error_new (KP_VAULT_ERROR_NEWER,
                                     kp_sentence_keep (KP_SENTENCE_VAULT_NEWER, NULL)));
      return FALSE;
    }
  if (length < HEADER + TAG_SIZE || length > KP_VAULT_MAX_FILE || octets[AT_FORM] != FORM
      || take_number (octets + AT_LENGTH) != length - HEADER)
    return fail_damaged (error);
  compute_sum (octets, sum);
  self->iterations = take_number (octets + AT_ITERATIONS);
  memcpy (self->octets, octets + AT_SALT, sizeof self->octets);
  if (memcmp (sum, octets + AT_SUM, sizeof sum) != 0 || self->iterations < least
      || self->iterations > KP_VAULT_MAX_ITERATIONS)
    return fail_damaged (error);
  return TRUE;
}

gboolean
kp_vault_salt_equal (const KpVaultSalt *a, const KpVaultSalt *b)
{
  return a->iterations == b->iterations
         && memcmp (a->octets, b->octets, sizeof a->octets) == 0;
}

KpSecret *
kp_vault_seal_derive (const KpVaultSalt *salt, KpSecret *passphrase, GError **error)
{
  gnutls_datum_t salt_datum = { (guint8 *) salt->octets, sizeof salt->octets };
  gnutls_datum_t datum;
  guint8 *octets;
  gsize length;
  KpSecret *key = kp_secret_new_empty (KEY_SIZE, &octets);
  int number;

  datum.data = (guint8 *) kp_secret_get_octets (passphrase, &length);
  datum.size = (unsigned int) length;
  number = gnutls_pbkdf2 (GNUTLS_MAC_SHA256, &datum, &salt_datum, salt->iterations, octets,
                          KEY_SIZE);
  if (number < 0)
    {
      fail (error, number);
      g_clear_pointer (&key, kp_secret_unref);
    }
  return key;
}

static gboolean
fill_header (KpSecret *key, const KpVaultSalt *salt, gsize length, guint8 *header,
             GError **error)
{
  int number;

  memcpy (header, MAGIC, AT_FORM);
  header[AT_FORM] = FORM;
  put_number (header + AT_ITERATIONS, salt->iterations);
  memcpy (header + AT_SALT, salt->octets, sizeof salt->octets);
  compute_sum (header, header + AT_SUM);
  if (!compute_check (key, header, header + AT_CHECK, error))
    return FALSE;
  number = gnutls_rnd (GNUTLS_RND_NONCE, header + AT_NONCE, NONCE_SIZE);
  put_number (header + AT_LENGTH, length);
  return number >= 0 || fail (error, number);
}

GBytes *
kp_vault_seal_close (KpSecret *key, const KpVaultSalt *salt, KpSecret *entries,
                     GError **error)
{
  gnutls_aead_cipher_hd_t cipher;
  gsize length;
  const guint8 *plain = kp_secret_get_octets (entries, &length);
  gsize sealed_length = length + TAG_SIZE;
  g_autofree guint8 *octets = g_malloc (HEADER + sealed_length);
  int number;

  if (!fill_header (key, salt, sealed_length, octets, error)
      || !begin_cipher (key, &cipher, error))
    return NULL;
  number =
      gnutls_aead_cipher_encrypt (cipher, octets + AT_NONCE, NONCE_SIZE, octets, HEADER,
                                  TAG_SIZE, plain, length, octets + HEADER, &sealed_length);
  gnutls_aead_cipher_deinit (cipher);
  if (number < 0)
    {
      fail (error, number);
      return NULL;
    }
  return g_bytes_new_take (g_steal_pointer (&octets), HEADER + sealed_length);
}

static gboolean
check_passphrase (KpSecret *key, const guint8 *header, GError **error)
{
  guint8 check[AT_NONCE - AT_CHECK];

  if (!compute_check (key, header, check, error))
    return FALSE;
  if (gnutls_memcmp (check, header + AT_CHECK, sizeof check) == 0)
    return TRUE;
  g_propagate_error (
      error, kp_vault_error_new (KP_VAULT_ERROR_PASSPHRASE,
                                 kp_sentence_keep (KP_SENTENCE_VAULT_PASSPHRASE, NULL)));
  return FALSE;
}

KpSecret *
kp_vault_seal_open (KpSecret *key, GBytes *file, GError **error)
{
  g_autoptr (KpSecret) entries = NULL;
  gnutls_aead_cipher_hd_t cipher;
  gsize length, plain_length;
  const guint8 *octets = g_bytes_get_data (file, &length);
  guint8 *plain;
  int number;

  g_return_val_if_fail (length >= HEADER + TAG_SIZE, NULL);

  if (!check_passphrase (key, octets, error) || !begin_cipher (key, &cipher, error))
    return NULL;
  plain_length = length - HEADER - TAG_SIZE;
  entries = kp_secret_new_empty (plain_length, &plain);
  number = gnutls_aead_cipher_decrypt (cipher, octets + AT_NONCE, NONCE_SIZE, octets,
                                       HEADER, TAG_SIZE, octets + HEADER, length - HEADER,
                                       plain, &plain_length);
  gnutls_aead_cipher_deinit (cipher);
  if (number < 0)
    {
      fail_damaged (error);
      return NULL;
    }
  return kp_vault_entries_check (entries, error) ? g_steal_pointer (&entries) : NULL;
}
