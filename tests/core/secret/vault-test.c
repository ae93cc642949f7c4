/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "secret/vault-test.h"
#include "waiting.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define MASK 0x5a
#define RARE 0xa7
/* Larger ones are those of the sanitizers: addresses, not memory. */
#define MAX_REGION (G_GUINT64_CONSTANT (256) * 1024 * 1024)
#define WINDOW (1024 * 1024)

KpSecret *
vault_test_secret (const char *text)
{
  return kp_secret_new (text, strlen (text));
}

gboolean
vault_test_unlock (KpVault *vault, const char *passphrase, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KpSecret) secret = passphrase != NULL ? vault_test_secret (passphrase) : NULL;

  kp_vault_unlock_async (vault, secret, NULL, take_result, &result);
  return kp_vault_unlock_finish (vault, wait_for_result (&result), error);
}

gboolean
vault_test_store (KpVault *vault, const char *name, const char *text, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KpSecret) secret = vault_test_secret (text);

  kp_vault_store_async (vault, name, "A secret of the tests", secret, NULL, take_result,
                        &result);
  return kp_vault_store_finish (vault, wait_for_result (&result), error);
}

char *
vault_test_load (KpVault *vault, const char *name, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KpSecret) secret = NULL;

  kp_vault_load_async (vault, name, NULL, take_result, &result);
  secret = kp_vault_load_finish (vault, wait_for_result (&result), error);
  return secret != NULL ? g_strdup (kp_secret_get_text (secret)) : NULL;
}

gboolean
vault_test_remove (KpVault *vault, const char *name, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_vault_remove_async (vault, name, NULL, take_result, &result);
  return kp_vault_remove_finish (vault, wait_for_result (&result), error);
}

void
vault_test_has (KpVault *vault, const char *name, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *found = vault_test_load (vault, name, &error);

  if (text != NULL)
    g_assert_no_error (error);
  else
    g_assert_error (error, KP_VAULT_ERROR, KP_VAULT_ERROR_ABSENT);
  g_assert_cmpstr (found, ==, text);
}

void
vault_test_keeps_octets (KpVault *vault, void (*forget) (void))
{
  static const guint8 octets[] = { 0x30, 0x00, 0xff, 0x0a, 0x00 };
  g_autoptr (KpSecret) secret = kp_secret_new (octets, sizeof octets);
  g_autoptr (KpSecret) found = NULL;
  g_autoptr (GAsyncResult) stored = NULL;
  g_autoptr (GAsyncResult) loaded = NULL;
  g_autoptr (GError) error = NULL;

  kp_vault_store_async (vault, "key/a", "A", secret, NULL, take_result, &stored);
  g_assert_true (kp_vault_store_finish (vault, wait_for_result (&stored), NULL));
  if (forget != NULL)
    forget ();
  kp_vault_load_async (vault, "key/a", NULL, take_result, &loaded);
  found = kp_vault_load_finish (vault, wait_for_result (&loaded), &error);
  g_assert_no_error (error);
  g_assert_true (kp_secret_equal (secret, found));
}

void
pattern_make (Pattern *self)
{
  for (guint i = 0; i < sizeof self->masked; i++)
    self->masked[i] = (guint8) g_random_int ();
  /* It begins with what memory is not full of. */
  self->masked[0] = RARE ^ MASK;
}

KpSecret *
pattern_to_secret (const Pattern *self)
{
  guint8 *octets;
  KpSecret *secret = kp_secret_new_empty (sizeof self->masked, &octets);

  for (guint i = 0; i < sizeof self->masked; i++)
    octets[i] = self->masked[i] ^ MASK;
  return secret;
}

static gboolean
is_at (const Pattern *self, const guint8 *octets)
{
  for (guint i = 0; i < sizeof self->masked; i++)
    if (octets[i] != (self->masked[i] ^ MASK))
      return FALSE;
  return TRUE;
}

/* Reads a region in windows that overlap by a pattern. @buffer itself is a copy of what is
 * looked at, so it is passed over. */
static guint
count_in (const Pattern *self, int memory, guint64 start, guint64 end, guint8 *buffer)
{
  guint n = 0;

  for (guint64 at = start; at < end; at += WINDOW)
    {
      gsize wanted = (gsize) MIN (end - at, WINDOW + sizeof self->masked - 1);
      gssize got;

      if (at + wanted > (guint64) (gsize) buffer
          && at < (guint64) (gsize) buffer + 2 * WINDOW)
        continue;
      got = pread (memory, buffer, wanted, (off_t) at);
      for (const guint8 *p = buffer, *stop = buffer + MAX (got, 0);
           stop - p >= (gssize) sizeof self->masked
           && (p = memchr (p, RARE, (gsize) (stop - p) - sizeof self->masked + 1)) != NULL;
           p++)
        n += is_at (self, p);
      if (got > 0)
        memset (buffer, 0, (gsize) got);
    }
  return n;
}

guint
pattern_count (const Pattern *self)
{
  g_autofree char *maps = NULL;
  g_auto (GStrv) lines = NULL;
  guint8 *buffer = g_malloc0 (2 * WINDOW);
  int memory = open ("/proc/self/mem", O_RDONLY | O_CLOEXEC);
  guint n = 0;

  g_assert_cmpint (memory, >=, 0);
  g_assert_true (g_file_get_contents ("/proc/self/maps", &maps, NULL, NULL));
  lines = g_strsplit (maps, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *rest = NULL;
      guint64 start = g_ascii_strtoull (lines[i], &rest, 16);
      guint64 end = *rest == '-' ? g_ascii_strtoull (rest + 1, &rest, 16) : 0;

      if (g_str_has_prefix (rest, " rw") && end - start <= MAX_REGION)
        n += count_in (self, memory, start, end, buffer);
    }
  close (memory);
  g_free (buffer);
  return n;
}

char *
vault_test_make_dir (void)
{
  g_autoptr (GError) error = NULL;
  char *dir = g_dir_make_tmp ("keyplate-vault-XXXXXX", &error);

  g_assert_no_error (error);
  return dir;
}

static void
empty (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR)
          && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        empty (child);
      g_remove (child);
    }
}

void
vault_test_remove_dir (char *dir)
{
  empty (dir);
  g_rmdir (dir);
  g_free (dir);
}
