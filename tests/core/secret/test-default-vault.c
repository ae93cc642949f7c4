/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "secret/vault-test.h"

#include "core/secret/default-vault.h"
#include "core/secret/memory-vault.h"
#include "waiting.h"

typedef struct
{
  KpVault *service;
  KpVault *file;
  KpVault *both;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->service = kp_memory_vault_new ();
  fixture->file = kp_memory_vault_new ();
  fixture->both =
      kp_default_vault_new (g_object_ref (fixture->service), g_object_ref (fixture->file));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->both);
  g_object_unref (fixture->service);
  g_object_unref (fixture->file);
}

static void
break_with (KpVault *vault, KpVaultError code)
{
  g_autoptr (GError) error = g_error_new_literal (KP_VAULT_ERROR, (int) code, "Broken.");

  kp_memory_vault_set_error (KP_MEMORY_VAULT (vault), error);
}

static void
test_service_first (Fixture *fixture, gconstpointer data)
{
  g_assert_true (vault_test_unlock (fixture->both, NULL, NULL));
  g_assert_true (vault_test_store (fixture->both, "token/a", "one", NULL));
  vault_test_has (fixture->service, "token/a", "one");
  vault_test_has (fixture->file, "token/a", NULL);
  vault_test_has (fixture->both, "token/a", "one");
}

static void
test_file_without_service (Fixture *fixture, gconstpointer data)
{
  break_with (fixture->service, KP_VAULT_ERROR_UNAVAILABLE);
  g_assert_true (vault_test_unlock (fixture->both, NULL, NULL));
  g_assert_true (vault_test_store (fixture->both, "token/a", "one", NULL));
  vault_test_has (fixture->file, "token/a", "one");
  vault_test_has (fixture->both, "token/a", "one");
  vault_test_has (fixture->both, "token/b", NULL);
  g_assert_true (vault_test_remove (fixture->both, "token/a", NULL));
  vault_test_has (fixture->file, "token/a", NULL);
}

/* A service that is there and locked is not passed over: a token must not land beside the
 * place where it is looked for. */
static void
test_locked_service (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  break_with (fixture->service, KP_VAULT_ERROR_LOCKED);
  g_assert_false (vault_test_store (fixture->both, "token/a", "one", &error));
  g_assert_error (error, KP_VAULT_ERROR, KP_VAULT_ERROR_LOCKED);
  vault_test_has (fixture->file, "token/a", NULL);
  g_assert_cmpint (kp_vault_get_state (fixture->both), ==, KP_VAULT_STATE_LOCKED);
}

static void
test_passphrase_means_file (Fixture *fixture, gconstpointer data)
{
  break_with (fixture->service, KP_VAULT_ERROR_LOCKED);
  g_assert_true (vault_test_unlock (fixture->both, "passphrase", NULL));
  g_assert_true (vault_test_store (fixture->both, "token/a", "one", NULL));
  vault_test_has (fixture->file, "token/a", "one");
}

/* What was kept in a session is found without one, and the other way round. */
static void
test_both_are_looked_in (Fixture *fixture, gconstpointer data)
{
  g_assert_true (vault_test_store (fixture->service, "key/s", "s", NULL));
  g_assert_true (vault_test_store (fixture->file, "key/f", "f", NULL));
  vault_test_has (fixture->both, "key/s", "s");
  vault_test_has (fixture->both, "key/f", "f");
  vault_test_has (fixture->both, "key/x", NULL);
  g_assert_true (vault_test_remove (fixture->both, "key/f", NULL));
  vault_test_has (fixture->file, "key/f", NULL);
}

/* A token that was given anew is the only one left, whichever keeps it. */
static void
test_new_one_only (Fixture *fixture, gconstpointer data)
{
  g_assert_true (vault_test_store (fixture->file, "token/a", "old", NULL));
  g_assert_true (vault_test_store (fixture->both, "token/a", "new", NULL));
  vault_test_has (fixture->service, "token/a", "new");
  vault_test_has (fixture->file, "token/a", NULL);
  g_assert_true (vault_test_unlock (fixture->both, "passphrase", NULL));
  vault_test_has (fixture->both, "token/a", "new");
  g_assert_true (vault_test_store (fixture->both, "token/a", "newer", NULL));
  vault_test_has (fixture->file, "token/a", "newer");
  vault_test_has (fixture->service, "token/a", NULL);

  /* It is kept, though the other can't be asked. */
  break_with (fixture->service, KP_VAULT_ERROR_LOCKED);
  g_assert_true (vault_test_store (fixture->both, "token/a", "newest", NULL));
  vault_test_has (fixture->both, "token/a", "newest");
}

/* What is to be destroyed is destroyed in both. */
static void
test_removed_from_both (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (vault_test_store (fixture->service, "key/a", "a", NULL));
  g_assert_true (vault_test_store (fixture->file, "key/a", "a", NULL));
  g_assert_true (vault_test_remove (fixture->both, "key/a", NULL));
  vault_test_has (fixture->service, "key/a", NULL);
  vault_test_has (fixture->file, "key/a", NULL);

  /* Gone from the first; whether the other has it too, nobody knows. */
  g_assert_true (vault_test_store (fixture->service, "key/a", "a", NULL));
  break_with (fixture->file, KP_VAULT_ERROR_LOCKED);
  g_assert_false (vault_test_remove (fixture->both, "key/a", &error));
  g_assert_error (error, KP_VAULT_ERROR, KP_VAULT_ERROR_LOCKED);
  g_assert_true (g_str_has_prefix (error->message, "It is gone from one place, but may"));
  vault_test_has (fixture->service, "key/a", NULL);

  g_assert_true (vault_test_store (fixture->service, "key/a", "a", NULL));
  break_with (fixture->file, KP_VAULT_ERROR_UNAVAILABLE);
  g_assert_true (vault_test_remove (fixture->both, "key/a", NULL));
}

static gboolean
reach (KpVault *vault, const char *name, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_vault_reach_async (vault, name, NULL, take_result, &result);
  wait_for_result (&result);
  return kp_vault_reach_finish (vault, result, error);
}

/* Before anything is removed it is seen whether it could be removed from both. */
static void
test_reached_in_both (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (reach (fixture->both, "key/a", &error));
  g_assert_error (error, KP_VAULT_ERROR, KP_VAULT_ERROR_ABSENT);
  g_clear_error (&error);
  g_assert_true (vault_test_store (fixture->file, "key/a", "a", NULL));
  g_assert_true (reach (fixture->both, "key/a", NULL));
  g_assert_true (vault_test_store (fixture->both, "key/a", "a", NULL));
  g_assert_true (reach (fixture->both, "key/a", NULL));

  /* Found in the first, which says nothing of the second. */
  break_with (fixture->file, KP_VAULT_ERROR_LOCKED);
  g_assert_false (reach (fixture->both, "key/a", &error));
  g_assert_error (error, KP_VAULT_ERROR, KP_VAULT_ERROR_LOCKED);
  g_assert_cmpint (kp_vault_get_state (fixture->both), ==, KP_VAULT_STATE_LOCKED);
  g_clear_error (&error);
  vault_test_has (fixture->service, "key/a", "a");
}

/* In none of those that are there: it may be in the one that isn't. */
static void
test_not_reached (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  break_with (fixture->service, KP_VAULT_ERROR_UNAVAILABLE);
  g_assert_false (reach (fixture->both, "key/a", &error));
  g_assert_error (error, KP_VAULT_ERROR, KP_VAULT_ERROR_UNAVAILABLE);
  g_clear_error (&error);
  g_assert_true (vault_test_store (fixture->file, "key/a", "a", NULL));
  g_assert_true (reach (fixture->both, "key/a", NULL));
  break_with (fixture->service, KP_VAULT_ERROR_LOCKED);
  g_assert_false (reach (fixture->both, "key/a", &error));
  g_assert_error (error, KP_VAULT_ERROR, KP_VAULT_ERROR_LOCKED);
}

/* Nothing of that name where it could be looked for; that the other place is not there is
 * said as well, whichever of the two was asked first: it may be in that. */
static void
test_absent_without_service (Fixture *fixture, gconstpointer data)
{
  break_with (fixture->service, KP_VAULT_ERROR_UNAVAILABLE);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (vault_test_load (fixture->both, "key/x", &error));
      g_assert_error (error, KP_VAULT_ERROR, KP_VAULT_ERROR_ABSENT);
      g_assert_true (g_str_has_prefix (error->message, "The vault keeps nothing"));
      g_assert_true (g_str_has_suffix (error->message, "Broken."));
      g_assert_true (vault_test_unlock (fixture->both, "passphrase", NULL));
    }
}

/* The other one is locked, so nobody knows. */
static void
test_other_is_locked (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  break_with (fixture->file, KP_VAULT_ERROR_LOCKED);
  g_assert_null (vault_test_load (fixture->both, "key/x", &error));
  g_assert_error (error, KP_VAULT_ERROR, KP_VAULT_ERROR_LOCKED);
}

/* On a computer without a Secret Service the file asks for its passphrase. */
static void
test_real_file (void)
{
  char *dir = vault_test_make_dir ();
  g_autoptr (GError) error = NULL;
  g_autoptr (KpVault) real = kp_vault_new_default (dir);

  g_assert_false (kp_vault_takes_passphrase (real));
  g_assert_false (vault_test_unlock (real, NULL, &error));
  g_assert_error (error, KP_VAULT_ERROR, KP_VAULT_ERROR_LOCKED);
  g_assert_true (kp_vault_takes_passphrase (real));
  g_assert_cmpint (kp_vault_get_state (real), ==, KP_VAULT_STATE_NEW);
  g_assert_true (vault_test_unlock (real, "passphrase", NULL));
  g_assert_cmpint (kp_vault_get_state (real), ==, KP_VAULT_STATE_UNLOCKED);
  g_assert_true (vault_test_store (real, "key/x", "x", NULL));
  vault_test_has (real, "key/x", "x");
  vault_test_remove_dir (dir);
}

int
main (int argc, char **argv)
{
  /* No session of whoever runs the test is asked. */
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere", TRUE);
  g_test_init (&argc, &argv, NULL);
#define TEST(name, function)                                                               \
  g_test_add ("/default-vault/" name, Fixture, NULL, set_up, function, tear_down)
  TEST ("service-first", test_service_first);
  TEST ("file-without-service", test_file_without_service);
  TEST ("locked-service", test_locked_service);
  TEST ("passphrase-means-file", test_passphrase_means_file);
  TEST ("both-are-looked-in", test_both_are_looked_in);
  TEST ("new-one-only", test_new_one_only);
  TEST ("removed-from-both", test_removed_from_both);
  TEST ("reached-in-both", test_reached_in_both);
  TEST ("not-reached", test_not_reached);
  TEST ("absent-without-service", test_absent_without_service);
  TEST ("other-is-locked", test_other_is_locked);
#undef TEST
  g_test_add_func ("/default-vault/real-file", test_real_file);
  return g_test_run ();
}
