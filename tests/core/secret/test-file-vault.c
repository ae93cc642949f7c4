/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "patience.h"
#include "secret/vault-test.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/secret/file-vault-private.h"
#include "core/secret/vault-entries.h"
#include "core/secret/vault-seal.h"
#include "core/secret/vault-error.h"
#include "model/kept.h"
#include "waiting.h"

/* The real number is used once. */
#define FEW 10
/* Names under which a process of its own stores. */
#define ON_NAMES 10

typedef struct
{
  char *dir;
  char *path;
  KpVault *vault;
} Fixture;

static KpVault *
open_vault (Fixture *fixture)
{
  KpVault *vault = kp_file_vault_new (fixture->dir);

  kp_file_vault_set_iterations (KP_FILE_VAULT (vault), FEW);
  return vault;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->dir = vault_test_make_dir ();
  fixture->path = g_build_filename (fixture->dir, "vault", NULL);
  fixture->vault = open_vault (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->vault);
  g_free (fixture->path);
  vault_test_remove_dir (fixture->dir);
}

static void
reopen (Fixture *fixture, const char *passphrase)
{
  g_autoptr (GError) error = NULL;

  g_clear_object (&fixture->vault);
  fixture->vault = open_vault (fixture);
  if (passphrase != NULL)
    vault_test_unlock (fixture->vault, passphrase, &error);
  g_assert_no_error (error);
}

static void
fill (Fixture *fixture)
{
  reopen (fixture, "right");
  g_assert_true (vault_test_store (fixture->vault, "token/helpdesk", "a token", NULL));
}

static void
test_states (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (kp_vault_get_state (fixture->vault), ==, KP_VAULT_STATE_NEW);
  g_assert_true (kp_vault_takes_passphrase (fixture->vault));
  g_assert_false (vault_test_store (fixture->vault, "key/a", "a", &error));
  g_assert_error (error, KP_VAULT_ERROR, KP_VAULT_ERROR_LOCKED);
  assert_kept (kp_vault_error_keep (error), error->message);
  g_clear_error (&error);
  g_assert_false (vault_test_unlock (fixture->vault, NULL, &error));
  g_assert_error (error, KP_VAULT_ERROR, KP_VAULT_ERROR_LOCKED);
  assert_kept (kp_vault_error_keep (error), error->message);
  g_clear_error (&error);
  g_assert_false (vault_test_unlock (fixture->vault, "", &error));
  g_assert_error (error, KP_VAULT_ERROR, KP_VAULT_ERROR_PASSPHRASE);
  g_assert_cmpint (kp_vault_get_state (fixture->vault), ==, KP_VAULT_STATE_NEW);

  g_assert_true (vault_test_unlock (fixture->vault, "right", NULL));
  g_assert_cmpint (kp_vault_get_state (fixture->vault), ==, KP_VAULT_STATE_UNLOCKED);
  g_assert_true (vault_test_unlock (fixture->vault, NULL, NULL));
  reopen (fixture, NULL);
  g_assert_cmpint (kp_vault_get_state (fixture->vault), ==, KP_VAULT_STATE_LOCKED);
}

static void
test_kept (Fixture *fixture, gconstpointer data)
{
  fill (fixture);
  g_assert_true (vault_test_store (fixture->vault, "key/00ff", "ä key", NULL));
  g_assert_true (vault_test_store (fixture->vault, "token/other", "", NULL));
  g_assert_true (vault_test_store (fixture->vault, "token/helpdesk", "a newer one", NULL));
  reopen (fixture, "right");
  vault_test_has (fixture->vault, "token/helpdesk", "a newer one");
  vault_test_has (fixture->vault, "key/00ff", "ä key");
  vault_test_has (fixture->vault, "token/other", "");
  vault_test_has (fixture->vault, "token", NULL);

  g_assert_true (vault_test_remove (fixture->vault, "key/00ff", NULL));
  reopen (fixture, "right");
  vault_test_has (fixture->vault, "key/00ff", NULL);
  vault_test_has (fixture->vault, "token/helpdesk", "a newer one");
}

static void
test_remove_absent (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fill (fixture);
  g_assert_false (vault_test_remove (fixture->vault, "token/none", &error));
  g_assert_error (error, KP_VAULT_ERROR, KP_VAULT_ERROR_ABSENT);
  vault_test_has (fixture->vault, "token/helpdesk", "a token");
}

static void
test_wrong_passphrase (Fixture *fixture, gconstpointer data)
{
  static const char *const wrong[] = { "wrong", "righ", "right ", "Right", NULL };
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize length, length_after;

  fill (fixture);
  g_assert_true (g_file_get_contents (fixture->path, &before, &length, NULL));
  for (guint i = 0; wrong[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;

      reopen (fixture, NULL);
      g_assert_false (vault_test_unlock (fixture->vault, wrong[i], &error));
      g_assert_error (error, KP_VAULT_ERROR, KP_VAULT_ERROR_PASSPHRASE);
      assert_kept (kp_vault_error_keep (error), error->message);
      g_assert_null (strstr (error->message, wrong[i]));
    }
  g_assert_true (g_file_get_contents (fixture->path, &after, &length_after, NULL));
  g_assert_cmpmem (before, length, after, length_after);
  reopen (fixture, "right");
  vault_test_has (fixture->vault, "token/helpdesk", "a token");
}

/* Whichever octet is another: the right passphrase is not called wrong for it, nothing is
 * read, and the file stays as it is. */
static void
test_every_octet (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpSecret) passphrase = vault_test_secret ("right");
  g_autofree guint8 *octets = NULL;
  gsize length, n_checked = 0;

  fill (fixture);
  g_assert_true (g_file_get_contents (fixture->path, (char **) &octets, &length, NULL));
  for (gsize i = 0; i < length; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KpSecret) key = NULL;
      g_autoptr (KpSecret) entries = NULL;
      g_autoptr (GBytes) file = NULL;
      KpVaultSalt salt;

      octets[i] ^= 0x20;
      file = g_bytes_new (octets, length);
      octets[i] ^= 0x20;
      if (kp_vault_salt_read (&salt, file, FEW, &error))
        {
          key = kp_vault_seal_derive (&salt, passphrase, NULL);
          entries = kp_vault_seal_open (key, file, &error);
        }
      g_assert_null (entries);
      /* The check of the passphrase itself can't tell. */
      if (i >= 32 && i < 64)
        g_assert_error (error, KP_VAULT_ERROR, KP_VAULT_ERROR_PASSPHRASE);
      else if (i == 7)
        g_assert_error (error, KP_VAULT_ERROR, KP_VAULT_ERROR_NEWER);
      else
        g_assert_error (error, KP_VAULT_ERROR, KP_VAULT_ERROR_DAMAGED);
      assert_kept (kp_vault_error_keep (error), error->message);
      n_checked++;
    }
  g_assert_cmpuint (n_checked, >, 100);
}

static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  static const char *const texts[] = { "", "KPVAULT", "KPVAULT\1", "something else", NULL };

  for (guint i = 0; texts[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *after = NULL;

      g_assert_true (g_file_set_contents (fixture->path, texts[i], -1, NULL));
      reopen (fixture, NULL);
      g_assert_false (vault_test_unlock (fixture->vault, "right", &error));
      g_assert_error (error, KP_VAULT_ERROR, KP_VAULT_ERROR_DAMAGED);
      assert_kept (kp_vault_error_keep (error), error->message);
      g_assert_true (g_file_get_contents (fixture->path, &after, NULL, NULL));
      g_assert_cmpstr (after, ==, texts[i]);
    }
}

/* A file that says another number of iterations neither weakens the next one nor keeps us
 * busy for ever. */
static void
test_iterations_are_bounded (void)
{
  static const guint32 bad[] = { 0, 1, KP_VAULT_ITERATIONS - 1, KP_VAULT_MAX_ITERATIONS + 1,
                                 G_MAXUINT32 };
  g_autoptr (KpSecret) passphrase = vault_test_secret ("right");
  g_autoptr (KpSecret) none = vault_test_secret ("");
  KpVaultSalt salt, again;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KpSecret) key = NULL;
      g_autoptr (GBytes) file = NULL;

      g_assert_true (kp_vault_salt_make (&salt, 1, NULL));
      key = kp_vault_seal_derive (&salt, passphrase, NULL);
      salt.iterations = bad[i];
      file = kp_vault_seal_close (key, &salt, none, NULL);
      g_assert_false (kp_vault_salt_read (&again, file, KP_VAULT_ITERATIONS, &error));
      g_assert_error (error, KP_VAULT_ERROR, KP_VAULT_ERROR_DAMAGED);
      assert_kept (kp_vault_error_keep (error), error->message);
    }
}

/* As it is in use: 600,000 of them, and everything that makes a key is new each time. */
static void
test_real_iterations (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpVault) vault = kp_file_vault_new (fixture->dir);
  g_autofree guint8 *first = NULL;
  g_autofree guint8 *second = NULL;
  gsize length;

  g_assert_true (vault_test_unlock (vault, "right", NULL));
  g_assert_true (vault_test_store (vault, "key/a", "a", NULL));
  g_assert_true (g_file_get_contents (fixture->path, (char **) &first, &length, NULL));
  g_assert_cmpmem (first + 8, 4, "\x00\x09\x27\xc0", 4);
  g_assert_true (vault_test_store (vault, "key/a", "a", NULL));
  g_assert_true (g_file_get_contents (fixture->path, (char **) &second, &length, NULL));
  /* The same salt, and another nonce. */
  g_assert_cmpmem (first + 12, 16, second + 12, 16);
  g_assert_cmpint (memcmp (first + 64, second + 64, 12), !=, 0);
}

static void
test_private (Fixture *fixture, gconstpointer data)
{
  g_autofree char *octets = NULL;
  GStatBuf info;
  gsize length;

  umask (0);
  fill (fixture);
  umask (022);
  g_assert_cmpint (g_stat (fixture->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_true (g_file_get_contents (fixture->path, &octets, &length, NULL));
  g_assert_null (memmem (octets, length, "a token", strlen ("a token")));
  g_assert_null (memmem (octets, length, "helpdesk", strlen ("helpdesk")));
}

/* What a killed process left, or somebody laid there to have it followed. */
static void
test_left_over (Fixture *fixture, gconstpointer data)
{
  g_autofree char *part = g_build_filename (fixture->dir, "vault.part", NULL);
  g_autofree char *prey = g_build_filename (fixture->dir, "prey", NULL);
  g_autofree char *text = NULL;

  g_assert_true (g_file_set_contents (prey, "untouched", -1, NULL));
  g_assert_cmpint (symlink (prey, part), ==, 0);
  fill (fixture);
  g_assert_true (g_file_get_contents (prey, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "untouched");
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
  reopen (fixture, "right");
  vault_test_has (fixture->vault, "token/helpdesk", "a token");
}

/* Two that are open at once see what the other keeps. */
static void
test_two (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpVault) other = open_vault (fixture);

  g_assert_true (vault_test_unlock (fixture->vault, "right", NULL));
  g_assert_true (vault_test_unlock (other, "right", NULL));
  g_assert_true (vault_test_store (fixture->vault, "key/a", "a", NULL));
  g_assert_true (vault_test_store (other, "key/b", "b", NULL));
  vault_test_has (fixture->vault, "key/b", "b");
  vault_test_has (other, "key/a", "a");
}

/* Many processes at once, on a folder without a vault: nothing of any is lost. */
static void
test_processes (Fixture *fixture, gconstpointer data)
{
  enum
  {
    PROCESSES = 4,
    EACH = ON_NAMES
  };
  /* Not "/proc/self/exe" itself, which under valgrind is valgrind. */
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  pid_t children[PROCESSES];

  for (int i = 0; i < PROCESSES; i++)
    {
      g_autofree char *number = g_strdup_printf ("%d", i);
      char *argv[] = { program, (char *) "--store", fixture->dir, number, NULL };
      GPid child;
      g_autoptr (GError) error = NULL;

      g_spawn_async (NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &child,
                     &error);
      g_assert_no_error (error);
      children[i] = child;
    }
  for (int i = 0; i < PROCESSES; i++)
    {
      int status = -1;

      g_assert_cmpint (waitpid (children[i], &status, 0), ==, children[i]);
      g_assert_cmpint (status, ==, 0);
    }
  reopen (fixture, "right");
  for (int i = 0; i < PROCESSES * EACH; i++)
    {
      g_autofree char *name = g_strdup_printf ("key/%d-%d", i / EACH, i % EACH);

      vault_test_has (fixture->vault, name, name);
    }
}

/* Reads what the child has told until now, and waits for the first of it. Returns: how many
 * it has stored */
static int
count_told (int fd, int n)
{
  char told[64];
  gssize length;

  do
    {
      length = read (fd, told, sizeof told);
      n += (int) MAX (length, 0);
    }
  while (n == 0 && length > 0);
  return n;
}

/* Killed at any moment of its storing: what it said is kept is there, what was kept before
 * too, and the next one goes on. */
static void
test_killed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);

  fill (fixture);
  for (int i = 0; i < (patience () > 1 ? 6 : 20); i++)
    {
      g_autofree char *number = g_strdup_printf ("%d", i);
      g_autofree char *last = NULL;
      char *argv[] = { program, (char *) "--store-on", fixture->dir, number, NULL };
      g_autoptr (GError) error = NULL;
      GPid child;
      int fd, n, status;

      g_spawn_async_with_pipes (NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
                                &child, NULL, &fd, NULL, &error);
      g_assert_no_error (error);
      n = count_told (fd, 0);
      g_usleep ((gulong) g_test_rand_int_range (0, 10 * 1000));
      kill (child, SIGKILL);
      waitpid (child, &status, 0);
      /* It was in the middle of it. */
      g_assert_true (WIFSIGNALED (status));
      g_assert_cmpint (n, >, 0);
      for (int more = -1; more != n;)
        {
          more = n;
          n = count_told (fd, n);
        }
      close (fd);
      reopen (fixture, "right");
      vault_test_has (fixture->vault, "token/helpdesk", "a token");
      last = g_strdup_printf ("key/%s-%d", number, (n - 1) % ON_NAMES);
      vault_test_has (fixture->vault, last, last);
      g_assert_true (vault_test_store (fixture->vault, "key/after", number, NULL));
    }
}

/* One of those. @on: stores until it is killed, and tells of each */
static int
store_many (const char *dir, const char *number, gboolean on)
{
  g_autoptr (KpVault) vault = kp_file_vault_new (dir);
  gboolean done;

  kp_file_vault_set_iterations (KP_FILE_VAULT (vault), FEW);
  done = vault_test_unlock (vault, "right", NULL);
  for (int i = 0; done && (on || i < ON_NAMES); i++)
    {
      g_autofree char *name = g_strdup_printf ("key/%s-%d", number, i % ON_NAMES);

      done = vault_test_store (vault, name, name, NULL)
             && (!on || write (STDOUT_FILENO, ".", 1) == 1);
    }
  return done ? 0 : 1;
}

static void
test_busy (Fixture *fixture, gconstpointer data)
{
  g_autofree char *lock = g_build_filename (fixture->dir, "vault.lock", NULL);
  g_autoptr (GError) error = NULL;
  int fd;

  fill (fixture);
  fd = open (lock, O_RDWR | O_CLOEXEC);
  g_assert_cmpint (flock (fd, LOCK_EX), ==, 0);
  kp_file_vault_set_patience (KP_FILE_VAULT (fixture->vault), 0);
  g_assert_false (vault_test_store (fixture->vault, "key/a", "a", &error));
  g_assert_error (error, KP_VAULT_ERROR, KP_VAULT_ERROR_BUSY);
  assert_kept (kp_vault_error_keep (error), error->message);
  /* Reading needs nobody's leave. */
  vault_test_has (fixture->vault, "token/helpdesk", "a token");
  close (fd);
  g_assert_true (vault_test_store (fixture->vault, "key/a", "a", NULL));
}

static void
take_error (GObject *source, GAsyncResult *result, gpointer data)
{
  kp_vault_store_finish (KP_VAULT (source), result, data);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autofree char *lock = g_build_filename (fixture->dir, "vault.lock", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (KpSecret) secret = vault_test_secret ("a");
  g_autoptr (GError) error = NULL;
  int fd;

  fill (fixture);
  fd = open (lock, O_RDWR | O_CLOEXEC);
  g_assert_cmpint (flock (fd, LOCK_EX), ==, 0);
  kp_vault_store_async (fixture->vault, "key/a", "A", secret, cancellable, take_error,
                        &error);
  g_usleep (G_USEC_PER_SEC / 10);
  g_cancellable_cancel (cancellable);
  while (error == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  close (fd);
  vault_test_has (fixture->vault, "key/a", NULL);
}

/* The file was moved away and begun anew by somebody with another passphrase. */
static void
test_replaced (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpVault) other = open_vault (fixture);
  g_autoptr (GError) error = NULL;

  fill (fixture);
  g_assert_cmpint (g_remove (fixture->path), ==, 0);
  g_assert_true (vault_test_unlock (other, "another", NULL));
  g_assert_true (vault_test_store (other, "key/a", "a", NULL));
  g_assert_false (vault_test_store (fixture->vault, "key/b", "b", &error));
  g_assert_error (error, KP_VAULT_ERROR, KP_VAULT_ERROR_LOCKED);
  assert_kept (kp_vault_error_keep (error), error->message);
  vault_test_has (other, "key/a", "a");
}

/* As on a full disk: what was there stays, whole. */
static void
test_full (Fixture *fixture, gconstpointer data)
{
  g_autofree char *large = g_strnfill (KP_VAULT_MAX_SECRET, 'x');
  g_autofree char *part = g_build_filename (fixture->dir, "vault.part", NULL);
  g_autoptr (GError) error = NULL;
  struct rlimit limit, small;

  fill (fixture);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  small = limit;
  small.rlim_cur = 4096;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  g_assert_false (vault_test_store (fixture->vault, "key/a", large, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  g_assert_error (error, KP_VAULT_ERROR, KP_VAULT_ERROR_FULL);
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
  reopen (fixture, "right");
  vault_test_has (fixture->vault, "token/helpdesk", "a token");
}

static void
test_too_large (Fixture *fixture, gconstpointer data)
{
  g_autofree char *larger = g_strnfill (KP_VAULT_MAX_SECRET + 1, 'x');
  g_autoptr (GError) error = NULL;

  fill (fixture);
  g_assert_false (vault_test_store (fixture->vault, "key/a", larger, &error));
  g_assert_error (error, KP_VAULT_ERROR, KP_VAULT_ERROR_FULL);
  larger[KP_VAULT_MAX_SECRET] = '\0';
  g_assert_true (vault_test_store (fixture->vault, "key/a", larger, NULL));
  vault_test_has (fixture->vault, "key/a", larger);
}

static void
test_bound_of_all (void)
{
  g_autofree char *large = g_strnfill (KP_VAULT_MAX_SECRET, 'x');
  g_autoptr (KpSecret) secret = vault_test_secret (large);
  KpSecret *entries = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;
  gsize length;

  while (error == NULL)
    {
      g_autofree char *name = g_strdup_printf ("key/%u", n);
      KpSecret *more = kp_vault_entries_put (entries, name, "Label", secret, &error);

      if (more == NULL)
        break;
      g_clear_pointer (&entries, kp_secret_unref);
      entries = more;
      n++;
    }
  g_assert_error (error, KP_VAULT_ERROR, KP_VAULT_ERROR_FULL);
  kp_secret_get_octets (entries, &length);
  g_assert_cmpuint (length, <=, KP_VAULT_ENTRIES_MAX);
  g_assert_cmpuint (n, >, 250);
  kp_secret_unref (entries);
}

/* What is still to be dropped is dropped. */
static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* Neither storing nor loading leaves a copy in memory. */
static void
test_wiped (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) stored = NULL;
  g_autoptr (GAsyncResult) loaded = NULL;
  g_autoptr (GError) error = NULL;
  Pattern pattern;
  KpSecret *secret;

  pattern_make (&pattern);
  secret = pattern_to_secret (&pattern);
  g_assert_true (vault_test_unlock (fixture->vault, "right", NULL));
  kp_vault_store_async (fixture->vault, "key/a", "A", secret, NULL, take_result, &stored);
  kp_secret_unref (secret);
  g_assert_true (kp_vault_store_finish (fixture->vault, wait_for_result (&stored), &error));
  g_assert_no_error (error);
  g_clear_object (&stored);
  settle ();
  g_assert_cmpuint (pattern_count (&pattern), ==, 0);

  /* Not as text, which would be a copy. */
  kp_vault_load_async (fixture->vault, "key/a", NULL, take_result, &loaded);
  secret = kp_vault_load_finish (fixture->vault, wait_for_result (&loaded), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (pattern_count (&pattern), ==, 1);
  kp_secret_unref (secret);
  g_clear_object (&loaded);
  settle ();
  g_assert_cmpuint (pattern_count (&pattern), ==, 0);
}

static void
test_no_place (void)
{
  g_autoptr (KpVault) vault = kp_file_vault_new ("/proc/self/nowhere");
  g_autoptr (GError) error = NULL;

  g_assert_false (vault_test_unlock (vault, "right", &error));
  g_assert_error (error, KP_VAULT_ERROR, KP_VAULT_ERROR_FAILED);
}

int
main (int argc, char **argv)
{
  if (argc == 4 && g_str_equal (argv[1], "--store"))
    return store_many (argv[2], argv[3], FALSE);
  if (argc == 4 && g_str_equal (argv[1], "--store-on"))
    return store_many (argv[2], argv[3], TRUE);
  g_test_init (&argc, &argv, NULL);
#define TEST(name, function)                                                               \
  g_test_add ("/file-vault/" name, Fixture, NULL, set_up, function, tear_down)
  TEST ("states", test_states);
  TEST ("kept", test_kept);
  TEST ("remove-absent", test_remove_absent);
  TEST ("wrong-passphrase", test_wrong_passphrase);
  TEST ("every-octet", test_every_octet);
  TEST ("damaged", test_damaged);
  /* Half a minute under valgrind, for the same memory. */
  if (patience () == 1)
    TEST ("real-iterations", test_real_iterations);
  TEST ("private", test_private);
  TEST ("left-over", test_left_over);
  TEST ("two", test_two);
  TEST ("processes", test_processes);
  TEST ("killed", test_killed);
  TEST ("busy", test_busy);
  TEST ("cancelled", test_cancelled);
  TEST ("replaced", test_replaced);
  TEST ("full", test_full);
  TEST ("too-large", test_too_large);
  TEST ("wiped", test_wiped);
#undef TEST
  g_test_add_func ("/file-vault/iterations-are-bounded", test_iterations_are_bounded);
  /* A minute under valgrind, to copy two gigabytes. */
  if (!is_watched ())
    g_test_add_func ("/file-vault/bound-of-all", test_bound_of_all);
  g_test_add_func ("/file-vault/no-place", test_no_place);
  return g_test_run ();
}
