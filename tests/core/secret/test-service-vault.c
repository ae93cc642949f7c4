/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "secret/vault-test.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/secret/service-vault.h"
#include "core/secret/vault-error.h"
#include "model/kept.h"
#include "patience.h"
#include "waiting.h"

#define BUS_NAME "org.freedesktop.secrets"
#define SERVICE "/org/freedesktop/secrets"
#define LOGIN "/org/freedesktop/secrets/collection/login"

/* A real GNOME keyring on a bus of the test's own, which starts nothing by itself. */
typedef struct
{
  char *dir;
  GPid daemon;
  KpVault *vault;
} Fixture;

static GTestDBus *bus;

static gboolean
has_owner (void)
{
  g_autoptr (GDBusConnection) connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GVariant) answer = g_dbus_connection_call_sync (
      connection, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
      "NameHasOwner", g_variant_new ("(s)", BUS_NAME), NULL, G_DBUS_CALL_FLAGS_NONE, -1,
      NULL, NULL);
  gboolean owned;

  g_assert_nonnull (answer);
  g_variant_get (answer, "(b)", &owned);
  return owned;
}

static void
wait_for_owner (gboolean owned)
{
  gint64 end = g_get_monotonic_time () + 20 * patience () * G_USEC_PER_SEC;

  while (has_owner () != owned)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_usleep (G_USEC_PER_SEC / 50);
    }
}

/* @passphrase: (nullable): without one there is no keyring to keep anything in */
static void
start_keyring (Fixture *fixture, const char *passphrase)
{
  const char *argv[] = { "gnome-keyring-daemon", "--foreground", "--components=secrets",
                         passphrase != NULL ? "--unlock" : NULL, NULL };
  g_auto (GStrv) environment = g_get_environ ();
  g_autoptr (GError) error = NULL;
  int input;

  environment = g_environ_setenv (environment, "XDG_DATA_HOME", fixture->dir, TRUE);
  environment = g_environ_setenv (environment, "XDG_RUNTIME_DIR", fixture->dir, TRUE);
  environment = g_environ_setenv (environment, "HOME", fixture->dir, TRUE);
  environment = g_environ_unsetenv (environment, "DISPLAY");
  g_spawn_async_with_pipes (NULL, (char **) argv, environment,
                            G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD
                                | G_SPAWN_STDERR_TO_DEV_NULL | G_SPAWN_STDOUT_TO_DEV_NULL,
                            NULL, NULL, &fixture->daemon, &input, NULL, NULL, &error);
  g_assert_no_error (error);
  if (passphrase != NULL)
    g_assert_cmpint (write (input, passphrase, strlen (passphrase)), >, 0);
  close (input);
  wait_for_owner (TRUE);
}

static void
stop_keyring (Fixture *fixture)
{
  if (fixture->daemon == 0)
    return;
  kill (fixture->daemon, SIGTERM);
  waitpid (fixture->daemon, NULL, 0);
  fixture->daemon = 0;
  wait_for_owner (FALSE);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->dir = vault_test_make_dir ();
  fixture->vault = kp_service_vault_new ();
  if (data != NULL)
    start_keyring (fixture, data);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->vault);
  stop_keyring (fixture);
  vault_test_remove_dir (fixture->dir);
}

static void
lock (void)
{
  g_autoptr (GDBusConnection) connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GError) error = NULL;
  const char *const paths[] = { LOGIN, NULL };
  g_autoptr (GVariant) answer = g_dbus_connection_call_sync (
      connection, BUS_NAME, SERVICE, "org.freedesktop.Secret.Service", "Lock",
      g_variant_new ("(^ao)", paths), NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);

  g_assert_no_error (error);
}

/* That each verb fails so. */
static void
all_fail (KpVault *vault, KpVaultError code, const char *known)
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
  g_assert_null (vault_test_load (vault, known, &error));
  g_assert_error (error, KP_VAULT_ERROR, (int) code);
  assert_kept (kp_vault_error_keep (error), error->message);
  g_clear_error (&error);
  g_assert_false (vault_test_remove (vault, known, &error));
  g_assert_error (error, KP_VAULT_ERROR, (int) code);
  assert_kept (kp_vault_error_keep (error), error->message);
  g_clear_error (&error);
}

static void
test_absent (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (kp_vault_get_state (fixture->vault), ==, KP_VAULT_STATE_UNKNOWN);
  all_fail (fixture->vault, KP_VAULT_ERROR_UNAVAILABLE, "token/helpdesk");
  g_assert_cmpint (kp_vault_get_state (fixture->vault), ==, KP_VAULT_STATE_UNAVAILABLE);
}

static void
test_unlocked (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpVault) later = kp_service_vault_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (vault_test_unlock (fixture->vault, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (kp_vault_get_state (fixture->vault), ==, KP_VAULT_STATE_UNLOCKED);
  vault_test_has (fixture->vault, "token/helpdesk", NULL);
  vault_test_store (fixture->vault, "token/helpdesk", "ä token", &error);
  g_assert_no_error (error);
  g_assert_true (vault_test_store (fixture->vault, "token/other", "other", NULL));
  vault_test_has (later, "token/helpdesk", "ä token");
  /* In its place, not beside it. */
  g_assert_true (vault_test_store (fixture->vault, "token/helpdesk", "newer", NULL));
  vault_test_has (later, "token/helpdesk", "newer");
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
  vault_test_keeps_octets (fixture->vault, NULL);
}

static void
test_locked (Fixture *fixture, gconstpointer data)
{
  g_assert_true (vault_test_store (fixture->vault, "token/helpdesk", "a token", NULL));
  lock ();
  all_fail (fixture->vault, KP_VAULT_ERROR_LOCKED, "token/helpdesk");
  g_assert_cmpint (kp_vault_get_state (fixture->vault), ==, KP_VAULT_STATE_LOCKED);
}

/* Who is asked does not answer: there is nobody to show the question to. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_assert_true (vault_test_store (fixture->vault, "token/helpdesk", "a token", NULL));
  lock ();
  kp_vault_set_may_ask (fixture->vault, TRUE);
  all_fail (fixture->vault, KP_VAULT_ERROR_REFUSED, "token/helpdesk");
}

/* A session whose user has no keyring yet. */
static void
test_none_set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  start_keyring (fixture, NULL);
  g_assert_false (vault_test_store (fixture->vault, "token/a", "a token", &error));
  g_assert_error (error, KP_VAULT_ERROR, KP_VAULT_ERROR_LOCKED);
  assert_kept (kp_vault_error_keep (error), error->message);
  vault_test_has (fixture->vault, "token/a", NULL);
}

/* It goes away while we use it, and comes back. */
static void
test_comes_and_goes (Fixture *fixture, gconstpointer data)
{
  g_assert_true (vault_test_store (fixture->vault, "token/helpdesk", "a token", NULL));
  stop_keyring (fixture);
  all_fail (fixture->vault, KP_VAULT_ERROR_UNAVAILABLE, "token/helpdesk");
  start_keyring (fixture, data);
  vault_test_has (fixture->vault, "token/helpdesk", "a token");
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
  /* Ends with the test, and knows no service of this computer. */
  bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (bus);
#define TEST(name, data, function)                                                         \
  g_test_add ("/service-vault/" name, Fixture, data, set_up, function, tear_down)
  TEST ("absent", NULL, test_absent);
  TEST ("unlocked", "a passphrase", test_unlocked);
  TEST ("octets", "a passphrase", test_octets);
  TEST ("locked", "a passphrase", test_locked);
  TEST ("refused", "a passphrase", test_refused);
  TEST ("none-set-up", NULL, test_none_set_up);
  TEST ("comes-and-goes", "a passphrase", test_comes_and_goes);
  TEST ("cancelled", "a passphrase", test_cancelled);
#undef TEST
  status = g_test_run ();
  g_test_dbus_down (bus);
  g_object_unref (bus);
  return status;
}
