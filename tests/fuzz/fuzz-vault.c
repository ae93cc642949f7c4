/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "core/secret/vault-entries.h"
#include "core/secret/vault-seal.h"

/* What a file says of itself is believed within bounds only. */
static void
check_file (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) file = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) refusal = NULL;
  g_autoptr (KpSecret) key = kp_secret_new ("a key of 32 octets, but not its.", 32);
  KpVaultSalt salt;

  if (!kp_vault_salt_read (&salt, file, KP_VAULT_ITERATIONS, &error))
    {
      g_assert_true (error->code == KP_VAULT_ERROR_DAMAGED
                     || error->code == KP_VAULT_ERROR_NEWER);
      return;
    }
  g_assert_cmpuint (salt.iterations, >=, KP_VAULT_ITERATIONS);
  g_assert_cmpuint (salt.iterations, <=, KP_VAULT_MAX_ITERATIONS);
  g_assert_null (kp_vault_seal_open (key, file, &refusal));
  g_assert_error (refusal, KP_VAULT_ERROR, KP_VAULT_ERROR_PASSPHRASE);
}

/* What is put among entries that can be read is found there, can be taken out again, and
 * changes nothing beside it. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (KpSecret) entries = kp_secret_new (data, size);
  g_autoptr (KpSecret) secret = kp_secret_new (data, MIN (size, 64));
  g_autoptr (KpSecret) before = NULL;
  g_autoptr (KpSecret) more = NULL;
  g_autoptr (KpSecret) found = NULL;
  g_autoptr (KpSecret) less = NULL;
  g_autoptr (GError) error = NULL;
  gsize length, length_less;

  check_file (data, size);
  if (!kp_vault_entries_check (entries, &error))
    {
      g_assert_error (error, KP_VAULT_ERROR, KP_VAULT_ERROR_DAMAGED);
      g_assert_null (kp_vault_entries_put (entries, "fuzz/x", "X", secret, NULL));
      return 0;
    }
  before = kp_vault_entries_find (entries, "fuzz/x", NULL);
  more = kp_vault_entries_put (entries, "fuzz/x", "X", secret, NULL);
  g_assert_nonnull (more);
  found = kp_vault_entries_find (more, "fuzz/x", NULL);
  /* Of two by that name the first was replaced, and the other one now comes first. */
  if (before == NULL)
    g_assert_true (kp_secret_equal (found, secret));
  less = kp_vault_entries_take_out (more, "fuzz/x", NULL);
  g_assert_nonnull (less);
  g_assert_true (kp_vault_entries_check (less, NULL));
  kp_secret_get_octets (entries, &length);
  kp_secret_get_octets (less, &length_less);
  if (before == NULL)
    g_assert_true (length == length_less && kp_secret_equal (less, entries));
  return 0;
}
