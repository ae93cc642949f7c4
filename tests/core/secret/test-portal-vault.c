/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "secret/vault-test.h"

#include <libsecret/secret.h>

#include "core/secret/portal-vault.h"

/* libsecret's file as in a sandbox, with the key given here in place of by the portal. */
typedef struct
{
  char *dir;
  char *file;
  KpVault *vault;
} Fixture;

static GTestDBus *bus;

/* Of LeakSanitizer, where the program is built with it. */
extern void __lsan_disable (void) __attribute__ ((weak));
extern void __lsan_enable (void) __attribute__ ((weak));

/* As a process does that starts anew. */
static void
forget (void)
{
  secret_service_disconnect ();
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  /* libsecret 0.20 loses its back end, with the tag of the file that it read, and a file
   * that is none of its own; valgrind has a suppression for each. */
  if (__lsan_disable != NULL)
    __lsan_disable ();
  fixture->dir = vault_test_make_dir ();
  fixture->file = g_build_filename (fixture->dir, "default.keyring", NULL);
  fixture->vault = kp_portal_vault_new ();
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", fixture->file, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "of the portal", TRUE);
  forget ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->vault);
  g_free (fixture->file);
  vault_test_remove_dir (fixture->dir);
  if (__lsan_enable != NULL)
    __lsan_enable ();
}

static void
test_kept (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpVault) later = kp_portal_vault_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *contents = NULL;
  gsize length;

  g_assert_cmpint (kp_vault_get_state (fixture->vault), ==, KP_VAULT_STATE_UNKNOWN);
  g_assert_false (kp_vault_takes_passphrase (fixture->vault));
  g_assert_true (vault_test_unlock (fixture->vault, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (kp_vault_get_state (fixture->vault), ==, KP_VAULT_STATE_UNLOCKED);
  vault_test_has (fixture->vault, "token/helpdesk", NULL);
  g_assert_true (vault_test_store (fixture->vault, "token/helpdesk", "ä token", &error));
  g_assert_no_error (error);
  g_assert_true (vault_test_store (fixture->vault, "token/other", "other", NULL));
  forget ();
  vault_test_has (later, "token/helpdesk", "ä token");
  /* In its place, not beside it. */
  g_assert_true (vault_test_store (fixture->vault, "token/helpdesk", "newer", NULL));
  vault_test_has (later, "token/helpdesk", "newer");
  g_assert_true (g_file_get_contents (fixture->file, &contents, &length, NULL));
  g_assert_null (g_strstr_len (contents, (gssize) length, "newer"));
  g_assert_true (vault_test_remove (later, "token/helpdesk", NULL));
  vault_test_has (fixture->vault, "token/helpdesk", NULL);
  vault_test_has (fixture->vault, "token/other", "other");
  g_assert_false (vault_test_remove (fixture->vault, "token/helpdesk", &error));
  g_assert_error (error, KP_VAULT_ERROR, KP_VAULT_ERROR_ABSENT);
}

static void
take (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/* A key is no text: it has zeros in it. */
static void
test_octets (Fixture *fixture, gconstpointer data)
{
  vault_test_keeps_octets (fixture->vault, forget);
}

/* That each verb fails so. */
static void
all_fail (KpVault *vault, KpVaultError code)
{
  GError *error = NULL;

  g_assert_false (vault_test_unlock (vault, NULL, &error));
  g_assert_error (error, KP_VAULT_ERROR, (int) code);
  g_clear_error (&error);
  g_assert_false (vault_test_store (vault, "token/new", "a token", &error));
  g_assert_error (error, KP_VAULT_ERROR, (int) code);
  g_clear_error (&error);
  g_assert_null (vault_test_load (vault, "token/helpdesk", &error));
  g_assert_error (error, KP_VAULT_ERROR, (int) code);
  g_clear_error (&error);
  g_assert_false (vault_test_remove (vault, "token/helpdesk", &error));
  g_assert_error (error, KP_VAULT_ERROR, (int) code);
  g_clear_error (&error);
}

/* The data were carried to another desktop: its portal gives another key, to which there is
 * nothing, and nothing is lost by that. */
static void
test_other_key (Fixture *fixture, gconstpointer data)
{
  g_assert_true (vault_test_store (fixture->vault, "token/helpdesk", "a token", NULL));
  forget ();
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "of another portal", TRUE);
  vault_test_has (fixture->vault, "token/helpdesk", NULL);
  g_assert_true (vault_test_store (fixture->vault, "token/other", "other", NULL));
  forget ();
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "of the portal", TRUE);
  vault_test_has (fixture->vault, "token/helpdesk", "a token");
}

/* A file that is none of libsecret's is told, and left as it is. */
static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  g_autofree char *contents = NULL;

  g_assert_true (g_file_set_contents (fixture->file, "no keyring", -1, NULL));
  all_fail (fixture->vault, KP_VAULT_ERROR_FAILED);
  g_assert_true (g_file_get_contents (fixture->file, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "no keyring");
}

/* Without a portal libsecret looks for a Secret Service, and there is none either. */
static void
test_absent (Fixture *fixture, gconstpointer data)
{
  g_unsetenv ("SECRET_BACKEND");
  forget ();
  all_fail (fixture->vault, KP_VAULT_ERROR_UNAVAILABLE);
  g_assert_cmpint (kp_vault_get_state (fixture->vault), ==, KP_VAULT_STATE_UNAVAILABLE);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) loaded = NULL;
  g_autoptr (GError) error = NULL;

  kp_vault_load_async (fixture->vault, "key/a", cancellable, take, &loaded);
  g_cancellable_cancel (cancellable);
  while (loaded == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (kp_vault_load_finish (fixture->vault, loaded, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  /* Knows no service of this computer. */
  bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (bus);
#define TEST(name, function)                                                               \
  g_test_add ("/portal-vault/" name, Fixture, NULL, set_up, function, tear_down)
  TEST ("kept", test_kept);
  TEST ("octets", test_octets);
  TEST ("other-key", test_other_key);
  TEST ("damaged", test_damaged);
  TEST ("cancelled", test_cancelled);
  TEST ("absent", test_absent);
#undef TEST
  status = g_test_run ();
  forget ();
  g_test_dbus_down (bus);
  g_object_unref (bus);
  return status;
}
