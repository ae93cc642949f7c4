/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/secret/core-dump.h"
#include "secret/vault-test.h"

#include <string.h>
#include <sys/resource.h>

static void
test_octets (void)
{
  static const guint8 octets[] = { 'k', 0, 'y', 0xff };
  g_autoptr (KpSecret) secret = kp_secret_new (octets, sizeof octets);
  g_autoptr (KpSecret) none = kp_secret_new (NULL, 0);
  gsize length = 1;

  g_assert_cmpmem (kp_secret_get_octets (secret, &length), length, octets, sizeof octets);
  g_assert_null (kp_secret_get_text (secret));
  kp_secret_get_octets (none, &length);
  g_assert_cmpuint (length, ==, 0);
  g_assert_cmpstr (kp_secret_get_text (none), ==, "");
}

static void
test_text (void)
{
  g_autoptr (KpSecret) good = vault_test_secret ("Grüße");
  g_autoptr (KpSecret) latin = vault_test_secret ("Gr\xfc\xdf"
                                                  "e");

  g_assert_cmpstr (kp_secret_get_text (good), ==, "Grüße");
  g_assert_null (kp_secret_get_text (latin));
}

/* Whole pages too: there is a NUL behind each. */
static void
test_sizes (void)
{
  static const gsize sizes[] = { 1, 4095, 4096, 4097, 65536 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      guint8 *octets;
      g_autoptr (KpSecret) secret = kp_secret_new_empty (sizes[i], &octets);

      memset (octets, 'x', sizes[i]);
      g_assert_cmpuint (strlen (kp_secret_get_text (secret)), ==, sizes[i]);
    }
}

static void
test_equal (void)
{
  g_autoptr (KpSecret) one = vault_test_secret ("a secret");
  g_autoptr (KpSecret) same = vault_test_secret ("a secret");
  g_autoptr (KpSecret) other = vault_test_secret ("a secreT");
  g_autoptr (KpSecret) longer = vault_test_secret ("a secret more");

  g_assert_true (kp_secret_equal (one, same));
  g_assert_false (kp_secret_equal (one, other));
  g_assert_false (kp_secret_equal (one, longer));
}

static void
test_shorten (void)
{
  g_autoptr (KpSecret) secret = vault_test_secret ("passphrase\n");
  const guint8 *octets;
  gsize length;

  kp_secret_shorten (secret, strlen ("pass"));
  g_assert_cmpstr (kp_secret_get_text (secret), ==, "pass");
  octets = kp_secret_get_octets (secret, &length);
  for (guint i = 4; i < strlen ("passphrase\n"); i++)
    g_assert_cmpuint (octets[i], ==, 0);
}

static void
test_wiped (void)
{
  Pattern pattern;
  KpSecret *secret;
  KpSecret *more;

  pattern_make (&pattern);
  g_assert_cmpuint (pattern_count (&pattern), ==, 0);
  secret = pattern_to_secret (&pattern);
  more = kp_secret_ref (secret);
  g_assert_cmpuint (pattern_count (&pattern), ==, 1);
  kp_secret_unref (secret);
  g_assert_cmpuint (pattern_count (&pattern), ==, 1);
  kp_secret_unref (more);
  g_assert_cmpuint (pattern_count (&pattern), ==, 0);
}

/* What it was made of is wiped with the taking. */
static void
test_taken_is_wiped (void)
{
  Pattern pattern;
  KpSecret *first;
  KpSecret *second;
  const guint8 *octets;
  gsize length;

  pattern_make (&pattern);
  first = pattern_to_secret (&pattern);
  octets = kp_secret_get_octets (first, &length);
  second = kp_secret_new_take (g_memdup2 (octets, length), length, g_free);
  kp_secret_unref (first);
  g_assert_cmpuint (pattern_count (&pattern), ==, 1);
  kp_secret_unref (second);
  g_assert_cmpuint (pattern_count (&pattern), ==, 0);
}

static void
test_names (void)
{
  static const char *const bad[] = { "", "a b", "a:b", "key/ü", "a\n", NULL };
  g_autofree char *longest = g_strnfill (KP_VAULT_MAX_NAME, 'a');
  g_autofree char *longer = g_strnfill (KP_VAULT_MAX_NAME + 1, 'a');

  g_assert_true (kp_vault_is_name ("key/00ff"));
  g_assert_true (kp_vault_is_name ("token/cloud-office_2.x"));
  g_assert_true (kp_vault_is_name (longest));
  g_assert_false (kp_vault_is_name (longer));
  for (guint i = 0; bad[i] != NULL; i++)
    g_assert_false (kp_vault_is_name (bad[i]));
}

/* A crash writes down what libraries keep of a key. */
static void
test_core_dump (void)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_CORE, &limit), ==, 0);
  limit.rlim_cur = limit.rlim_max;
  g_assert_cmpint (setrlimit (RLIMIT_CORE, &limit), ==, 0);
  kp_core_dump_forbid ();
  g_assert_cmpint (getrlimit (RLIMIT_CORE, &limit), ==, 0);
  g_assert_cmpuint (limit.rlim_cur, ==, 0);
  g_assert_cmpuint (limit.rlim_max, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/secret/octets", test_octets);
  g_test_add_func ("/secret/text", test_text);
  g_test_add_func ("/secret/sizes", test_sizes);
  g_test_add_func ("/secret/equal", test_equal);
  g_test_add_func ("/secret/shorten", test_shorten);
  g_test_add_func ("/secret/wiped", test_wiped);
  g_test_add_func ("/secret/taken-is-wiped", test_taken_is_wiped);
  g_test_add_func ("/secret/names", test_names);
  g_test_add_func ("/secret/core-dump", test_core_dump);
  return g_test_run ();
}
