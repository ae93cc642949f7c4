/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "secret/vault-test.h"

#include <libsecret/secret.h>

#include "base/portal-twin.h"
#include "core/secret/portal-vault.h"
#include "core/secret/vault-error.h"
#include "model/kept.h"
#include "patience.h"
#include "waiting.h"

#define SECONDS (20 * patience ())

/* libsecret's file as in a sandbox, with the key given here in place of by the portal. */
typedef struct
{
  PortalTwin *portal;
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
  fixture->portal = portal_twin_new (bus, "Secret", PORTAL_TWIN_DONE);
  fixture->vault = kp_portal_vault_new (SECONDS);
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", fixture->file, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "of the portal", TRUE);
  forget ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  portal_twin_free (fixture->portal);
  g_clear_object (&fixture->vault);
  g_free (fixture->file);
  vault_test_remove_dir (fixture->dir);
  if (__lsan_enable != NULL)
    __lsan_enable ();
}

static void
test_kept (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpVault) later = kp_portal_vault_new (SECONDS);
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
  assert_kept (kp_vault_error_keep (error), error->message);
  g_clear_error (&error);
  g_assert_false (vault_test_store (vault, "token/new", "a token", &error));
  g_assert_error (error, KP_VAULT_ERROR, (int) code);
  assert_kept (kp_vault_error_keep (error), error->message);
  g_clear_error (&error);
  g_assert_null (vault_test_load (vault, "token/helpdesk", &error));
  g_assert_error (error, KP_VAULT_ERROR, (int) code);
  assert_kept (kp_vault_error_keep (error), error->message);
  g_clear_error (&error);
  g_assert_false (vault_test_remove (vault, "token/helpdesk", &error));
  g_assert_error (error, KP_VAULT_ERROR, (int) code);
  assert_kept (kp_vault_error_keep (error), error->message);
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

static void
exchange (Fixture *fixture, const char *portal, PortalTwinAnswer answer)
{
  portal_twin_free (fixture->portal);
  fixture->portal = portal_twin_new (bus, portal, answer);
}

/* A desktop with portals, of which none is for secrets. */
static void
test_absent (Fixture *fixture, gconstpointer data)
{
  exchange (fixture, "Other", PORTAL_TWIN_DONE);
  all_fail (fixture->vault, KP_VAULT_ERROR_UNAVAILABLE);
  g_assert_cmpint (kp_vault_get_state (fixture->vault), ==, KP_VAULT_STATE_UNAVAILABLE);
  /* It was installed meanwhile. */
  exchange (fixture, "Secret", PORTAL_TWIN_DONE);
  g_assert_true (vault_test_store (fixture->vault, "token/helpdesk", "a token", NULL));
  vault_test_has (fixture->vault, "token/helpdesk", "a token");
}

static gboolean
count_cb (gpointer data)
{
  (*(guint *) data)++;
  return G_SOURCE_CONTINUE;
}

/* A desktop that hangs: it is told after a while, in which nobody stands still. */
static void
test_silent (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpVault) vault = kp_portal_vault_new (1);
  g_autoptr (GError) error = NULL;
  guint beats = 0, source = g_timeout_add (10, count_cb, &beats);

  exchange (fixture, "Secret", PORTAL_TWIN_DEAF);
  g_assert_false (vault_test_store (vault, "token/helpdesk", "a token", &error));
  g_assert_error (error, KP_VAULT_ERROR, KP_VAULT_ERROR_FAILED);
  g_assert_cmpstr (error->message, ==, "The desktop did not answer.");
  g_assert_cmpuint (beats, >, 1);
  g_source_remove (source);
  g_assert_false (g_file_test (fixture->file, G_FILE_TEST_EXISTS));
  exchange (fixture, "Secret", PORTAL_TWIN_DONE);
  vault_test_has (vault, "token/helpdesk", NULL);
}

/* A portal that libsecret does not take_result: it looks for a Secret Service, and there is
 * none either. */
static void
test_not_taken (Fixture *fixture, gconstpointer data)
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

  kp_vault_load_async (fixture->vault, "key/a", cancellable, take_result, &loaded);
  g_cancellable_cancel (cancellable);
  wait_for_result (&loaded);
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
  TEST ("silent", test_silent);
  TEST ("absent", test_absent);
  TEST ("not-taken", test_not_taken);
#undef TEST
  status = g_test_run ();
  forget ();
  g_test_dbus_down (bus);
  g_object_unref (bus);
  return status;
}
