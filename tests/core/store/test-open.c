/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/store/database.h"
#include "store/store-test.h"

static void
test_new (StoreTest *test, gconstpointer data)
{
  g_autofree char *list = store_test_list (test->store, 0);
  GStatBuf info;

  g_assert_cmpstr (list, ==, "");
  g_assert_cmpint (g_stat (test->dir, &info), ==, 0);
  g_assert_cmphex (info.st_mode & 0777, ==, 0700);
  g_assert_cmpint (g_stat (test->path, &info), ==, 0);
  g_assert_cmphex (info.st_mode & 0777, ==, 0600);
}

static char *
list_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, (GCompareFunc) g_strcmp0);
  g_ptr_array_set_free_func (names, g_free);
  return g_strdup_printf ("%u: %s", names->len,
                          names->len > 0 ? (char *) names->pdata[0] : "");
}

/* Closed, there is one file and nothing beside it. */
static void
test_tidy (StoreTest *test, gconstpointer data)
{
  g_autofree char *files = NULL;

  store_test_add_host (test->store, "cp.example.com");
  store_test_close (test->store);
  g_clear_object (&test->store);
  files = list_folder (test->dir);
  g_assert_cmpstr (files, ==, "1: keyplate.db");
}

static void
test_kept (StoreTest *test, gconstpointer data)
{
  g_autofree char *list = NULL;

  store_test_add_host (test->store, "cp.example.com");
  store_test_reopen (test);
  list = store_test_list (test->store, 0);
  g_assert_cmpstr (list, ==, "cp.example.com");
}

/* How a file is damaged, and what opening it must say. */
typedef struct
{
  const char *name;
  void (*damage) (StoreTest *test);
  KpStoreError code;
} Damage;

static void
write_at (const char *path, gsize offset, gconstpointer bytes, gsize length)
{
  int fd = open (path, O_WRONLY);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (pwrite (fd, bytes, length, (off_t) offset), ==, (gssize) length);
  close (fd);
}

static void
damage_garbage (StoreTest *test)
{
  g_autofree char *garbage = g_strnfill (8192, 'g');

  g_assert_true (g_file_set_contents (test->path, garbage, 8192, NULL));
}

static void
damage_empty (StoreTest *test)
{
  g_assert_cmpint (truncate (test->path, 0), ==, 0);
}

static void
damage_half_header (StoreTest *test)
{
  g_assert_cmpint (truncate (test->path, 60), ==, 0);
}

static void
damage_truncated (StoreTest *test)
{
  GStatBuf info;

  g_assert_cmpint (g_stat (test->path, &info), ==, 0);
  g_assert_cmpint (truncate (test->path, info.st_size - 4096), ==, 0);
}

static void
damage_mid_page (StoreTest *test)
{
  GStatBuf info;

  g_assert_cmpint (g_stat (test->path, &info), ==, 0);
  g_assert_cmpint (truncate (test->path, info.st_size - 100), ==, 0);
}

static void
damage_application (StoreTest *test)
{
  write_at (test->path, 68, "abcd", 4);
}

static void
damage_newer (StoreTest *test)
{
  static const guint8 version[4] = { 0, 0, 0, 99 };

  write_at (test->path, 60, version, 4);
}

static void
damage_page (StoreTest *test)
{
  guint8 noise[512];

  memset (noise, 0xa5, sizeof noise);
  write_at (test->path, 4096, noise, sizeof noise);
}

static void
damage_foreign (StoreTest *test)
{
  g_assert_true (
      g_file_set_contents (test->path, "host,provider\ncp.example.com,x\n", -1, NULL));
}

static void
damage_folder (StoreTest *test)
{
  g_assert_cmpint (g_unlink (test->path), ==, 0);
  g_assert_cmpint (g_mkdir (test->path, 0700), ==, 0);
}

static const Damage damages[] = {
  { "garbage", damage_garbage, KP_STORE_ERROR_DAMAGED },
  { "empty", damage_empty, KP_STORE_ERROR_DAMAGED },
  { "half-header", damage_half_header, KP_STORE_ERROR_DAMAGED },
  { "truncated", damage_truncated, KP_STORE_ERROR_DAMAGED },
  { "truncated-within-a-page", damage_mid_page, KP_STORE_ERROR_DAMAGED },
  { "another-program", damage_application, KP_STORE_ERROR_DAMAGED },
  { "newer", damage_newer, KP_STORE_ERROR_NEWER },
  { "page", damage_page, KP_STORE_ERROR_DAMAGED },
  { "csv", damage_foreign, KP_STORE_ERROR_DAMAGED },
  { "folder", damage_folder, KP_STORE_ERROR_DAMAGED },
};

/* Refused in words, and not a byte of it is another afterwards, nor is a file beside it. */
static void
test_damaged (StoreTest *test, gconstpointer data)
{
  const Damage *damage = data;
  gboolean is_file;
  g_autoptr (GBytes) before = NULL;
  g_autofree char *files_before = NULL;

  store_test_add_host (test->store, "cp.example.com");
  store_test_close (test->store);
  damage->damage (test);
  is_file = g_file_test (test->path, G_FILE_TEST_IS_REGULAR);
  before = is_file ? store_test_read_file (test->path) : NULL;
  files_before = list_folder (test->dir);
  for (int read_only = 0; read_only <= 1; read_only++)
    {
      g_autoptr (KpStore) store = store_test_new (test, read_only);
      g_autoptr (GBytes) after = NULL;
      g_autofree char *files_after = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_false (store_test_open (store, &error));
      g_assert_error (error, KP_STORE_ERROR, (int) damage->code);
      g_assert_nonnull (strstr (error->message, test->path));
      store_test_close (store);
      after = is_file ? store_test_read_file (test->path) : NULL;
      g_assert_true (!is_file || g_bytes_equal (before, after));
      files_after = list_folder (test->dir);
      g_assert_cmpstr (files_before, ==, files_after);
    }
}

static void
fill_journal (StoreTest *test)
{
  g_autoptr (GError) error = NULL;
  KpDatabase *database = kp_database_open (test->path, KP_DATABASE_WRITE, &error);

  g_assert_no_error (error);
  g_assert_true (kp_database_settle (database, &error));
  g_assert_true (kp_database_exec (
      database,
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)"
      " INSERT INTO journal (site_id, at, kind, text)"
      " SELECT 1, i, 'note', hex (randomblob (40)) FROM n",
      &error));
  kp_database_close (database);
}

/* Too large to be looked at whenever it is opened: nothing is written to it all the same.
 */
static void
test_damaged_large (StoreTest *test, gconstpointer data)
{
  g_autoptr (KpStore) store = store_test_new (test, FALSE);
  g_autoptr (KpSite) site = store_test_make_site ("cp.example.org", 443);
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;
  guint8 noise[512];

  store_test_add_host (test->store, "cp.example.com");
  store_test_close (test->store);
  fill_journal (test);
  memset (noise, 0xa5, sizeof noise);
  write_at (test->path, 1000 * 4096, noise, sizeof noise);
  before = store_test_read_file (test->path);
  g_assert_cmpuint (g_bytes_get_size (before), >, 6 * 1024 * 1024);

  g_assert_true (store_test_open (store, NULL));
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (store_test_add (store, &error, site, NULL));
      g_assert_error (error, KP_STORE_ERROR, KP_STORE_ERROR_DAMAGED);
    }
  store_test_close (store);
  after = store_test_read_file (test->path);
  g_assert_true (g_bytes_equal (before, after));
}

/* A log that a killed process left is part of what is looked at. */
static void
test_newer_in_log (StoreTest *test, gconstpointer data)
{
  g_autofree char *copy_dir = g_strconcat (test->dir, "-copy", NULL);
  g_autofree char *copy = g_build_filename (copy_dir, "keyplate.db", NULL);
  g_autofree char *log = g_strconcat (test->path, "-wal", NULL);
  g_autofree char *log_copy = g_strconcat (copy, "-wal", NULL);
  g_autoptr (KpStore) store = kp_store_new (copy_dir, FALSE, test->clock);
  g_autoptr (KpDatabase) database = NULL;
  g_autoptr (GBytes) file = NULL;
  g_autoptr (GBytes) log_bytes = NULL;
  g_autoptr (GBytes) after = NULL;
  g_autoptr (GBytes) log_after = NULL;
  g_autoptr (GError) error = NULL;

  database = kp_database_open (test->path, KP_DATABASE_WRITE, &error);
  g_assert_no_error (error);
  g_assert_true (kp_database_settle (database, &error));
  g_assert_true (kp_database_exec (database, "PRAGMA user_version = 99", &error));
  file = store_test_read_file (test->path);
  log_bytes = store_test_read_file (log);
  g_assert_cmpuint (g_bytes_get_size (log_bytes), >, 0);
  g_assert_cmpint (g_mkdir (copy_dir, 0700), ==, 0);
  g_assert_true (g_file_set_contents (copy, g_bytes_get_data (file, NULL),
                                      (gssize) g_bytes_get_size (file), NULL));
  g_assert_true (g_file_set_contents (log_copy, g_bytes_get_data (log_bytes, NULL),
                                      (gssize) g_bytes_get_size (log_bytes), NULL));

  g_assert_false (store_test_open (store, &error));
  g_assert_error (error, KP_STORE_ERROR, KP_STORE_ERROR_NEWER);
  after = store_test_read_file (copy);
  log_after = store_test_read_file (log_copy);
  g_assert_true (g_bytes_equal (file, after));
  g_assert_true (g_bytes_equal (log_bytes, log_after));
}

/* Reading leaves no trace. */
static void
test_read_only (StoreTest *test, gconstpointer data)
{
  g_autoptr (KpStore) store = NULL;
  g_autoptr (KpStore) other = NULL;
  g_autofree char *list = NULL;
  g_autofree char *files = NULL;
  g_autoptr (KpSite) site = store_test_make_site ("new.example.com", 443);
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;
  g_autoptr (GError) error = NULL;

  store_test_add_host (test->store, "cp.example.com");
  store_test_close (test->store);
  before = store_test_read_file (test->path);
  store = store_test_new (test, TRUE);
  other = store_test_new (test, TRUE);
  g_assert_true (store_test_open (store, &error));
  g_assert_true (store_test_open (other, &error));
  list = store_test_list (store, 0);
  g_assert_cmpstr (list, ==, "cp.example.com");
  g_assert_false (store_test_add (store, &error, site, NULL));
  g_assert_error (error, KP_STORE_ERROR, KP_STORE_ERROR_READ_ONLY);
  files = list_folder (test->dir);
  g_assert_cmpstr (files, ==, "1: keyplate.db");
  store_test_close (store);
  store_test_close (other);
  after = store_test_read_file (test->path);
  g_assert_true (g_bytes_equal (before, after));
}

/* Beside a process that writes, the reader sees what that one has written. */
static void
test_read_only_beside (StoreTest *test, gconstpointer data)
{
  g_autoptr (KpStore) store = store_test_new (test, TRUE);
  g_autofree char *list = NULL;
  g_autoptr (GError) error = NULL;

  store_test_add_host (test->store, "cp.example.com");
  store_test_open (store, &error);
  g_assert_no_error (error);
  list = store_test_list (store, 0);
  g_assert_cmpstr (list, ==, "cp.example.com");
  store_test_close (store);
}

static void
test_read_only_absent (void)
{
  StoreTest test = { NULL };
  g_autoptr (GError) error = NULL;

  store_test_init (&test);
  test.store = store_test_new (&test, TRUE);
  g_assert_false (store_test_open (test.store, &error));
  g_assert_nonnull (error);
  g_assert_false (g_file_test (test.dir, G_FILE_TEST_EXISTS));
  store_test_tear_down (&test, NULL);
}

/* A place where nobody may make a folder, root included. */
static void
test_unwritable_place (void)
{
  g_autoptr (KpClock) clock = kp_fixed_clock_new (NOW);
  g_autoptr (KpStore) store = kp_store_new ("/sys/keyplate", FALSE, clock);
  g_autoptr (GError) error = NULL;

  g_assert_false (store_test_open (store, &error));
  g_assert_error (error, KP_STORE_ERROR, KP_STORE_ERROR_READ_ONLY);
  g_assert_nonnull (strstr (error->message, "/sys/keyplate"));
}

static void
test_not_open (StoreTest *test, gconstpointer data)
{
  g_autoptr (KpStore) store = store_test_new (test, FALSE);
  g_autoptr (KpSite) site = store_test_make_site ("cp.example.com", 443);
  g_autoptr (GError) error = NULL;

  g_assert_false (store_test_add (store, &error, site, NULL));
  g_assert_error (error, KP_STORE_ERROR, KP_STORE_ERROR_FAILED);
  g_clear_error (&error);
  store_test_close (test->store);
  g_assert_false (store_test_add (test->store, &error, site, NULL));
  g_assert_error (error, KP_STORE_ERROR, KP_STORE_ERROR_FAILED);
  g_assert_cmpint (kp_site_get_id (site), ==, 0);
}

/* What is removed can be had back for a day; the first opening after that forgets it. */
static void
test_purge (StoreTest *test, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 id = store_test_add_host (test->store, "cp.example.com");
  KpEvidence *evidence;

  g_assert_true (store_test_save (
      test->store, &error,
      store_test_record (id, store_test_observe ("cp.example.com", NOW, "192.0.2.1")),
      NULL));
  g_assert_true (store_test_remove (test->store, id, &error));
  kp_fixed_clock_set (KP_FIXED_CLOCK (test->clock), NOW + 86400);
  store_test_reopen (test);
  g_assert_true (store_test_restore (test->store, id, &error));
  evidence = store_test_load_evidence (test->store, id);
  g_assert_nonnull (evidence->observation);
  kp_evidence_free (evidence);

  g_assert_true (store_test_remove (test->store, id, &error));
  kp_fixed_clock_set (KP_FIXED_CLOCK (test->clock), NOW + 2 * 86400 + 1);
  store_test_reopen (test);
  g_assert_false (store_test_restore (test->store, id, &error));
  g_assert_error (error, KP_STORE_ERROR, KP_STORE_ERROR_NOT_FOUND);
  g_assert_null (store_test_load_evidence (test->store, id));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                \
  g_test_add ("/open/" name, StoreTest, NULL, store_test_set_up, function,                 \
              store_test_tear_down)
  ADD ("new", test_new);
  ADD ("tidy", test_tidy);
  ADD ("kept", test_kept);
  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autofree char *path = g_strconcat ("/open/damaged/", damages[i].name, NULL);

      g_test_add (path, StoreTest, &damages[i], store_test_set_up, test_damaged,
                  store_test_tear_down);
    }
  ADD ("damaged-large", test_damaged_large);
  ADD ("newer-in-log", test_newer_in_log);
  ADD ("read-only", test_read_only);
  ADD ("read-only-beside", test_read_only_beside);
  g_test_add_func ("/open/read-only-absent", test_read_only_absent);
  g_test_add_func ("/open/unwritable-place", test_unwritable_place);
  ADD ("not-open", test_not_open);
  ADD ("purge", test_purge);
  return g_test_run ();
}
