/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/store/migrations.h"

#include <glib/gstdio.h>
#include <string.h>

#include "core/store/store.h"
#include "store/store-test.h"

/* A schema of its own, with a history: what later sessions will do with the store's. */
static const KpMigration steps[] = {
  { "CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT NOT NULL);"
    "INSERT INTO thing (name) VALUES ('one'), ('two')" },
  { "ALTER TABLE thing ADD COLUMN size INTEGER NOT NULL DEFAULT 7" },
  { "CREATE TABLE part (thing_id INTEGER NOT NULL REFERENCES thing (id));"
    "INSERT INTO part (thing_id) SELECT id FROM thing" },
};

typedef struct
{
  char *dir;
  char *path;
} Fixture;

static KpDatabase *
open_file (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  KpDatabase *database = kp_database_open (fixture->path, KP_DATABASE_WRITE, &error);

  g_assert_no_error (error);
  kp_database_settle (database, &error);
  g_assert_no_error (error);
  return database;
}

static gint64
get_int (KpDatabase *database, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 value = -1;

  kp_database_get_int (database, sql, &value, &error);
  g_assert_no_error (error);
  return value;
}

/* A file as version 1 wrote it, closed. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpDatabase) database = NULL;

  fixture->dir = g_dir_make_tmp ("keyplate-migrations-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->dir, "a file? 100%.db", NULL);
  g_file_set_contents (fixture->path, "", 0, &error);
  g_assert_no_error (error);
  database = kp_database_create (fixture->path, KP_STORE_APPLICATION_ID, &error);
  g_assert_no_error (error);
  g_assert_true (kp_migrations_run (database, steps, 1, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (get_int (database, "PRAGMA application_id"), ==,
                   KP_STORE_APPLICATION_ID);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->dir, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->dir, name, NULL);

      g_unlink (path);
    }
  g_rmdir (fixture->dir);
  g_free (fixture->path);
  g_free (fixture->dir);
}

static void
test_steps (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpDatabase) database = open_file (fixture);
  g_autoptr (GError) error = NULL;

  g_assert_true (kp_migrations_run (database, steps, 3, fixture->path, &error));
  g_assert_no_error (error);
  g_assert_cmpint (get_int (database, "PRAGMA user_version"), ==, 3);
  g_assert_cmpint (get_int (database, "SELECT SUM (size) FROM thing"), ==, 14);
  g_assert_cmpint (get_int (database, "SELECT COUNT (*) FROM part"), ==, 2);
}

/* Nothing is done twice. */
static void
test_again (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpDatabase) database = open_file (fixture);
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 2; i++)
    {
      g_assert_true (kp_migrations_run (database, steps, 3, NULL, &error));
      g_assert_no_error (error);
    }
  g_assert_cmpint (get_int (database, "SELECT COUNT (*) FROM thing"), ==, 2);
}

/* Before each step there is a copy that opens and holds what was there. */
static void
test_backups (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  {
    g_autoptr (KpDatabase) database = open_file (fixture);

    g_assert_true (kp_migrations_run (database, steps, 3, fixture->path, &error));
    g_assert_no_error (error);
  }
  for (int version = 1; version <= 2; version++)
    {
      g_autofree char *path = g_strdup_printf ("%s.v%d-backup", fixture->path, version);
      g_autoptr (KpDatabase) backup = NULL;
      GStatBuf info;

      g_assert_cmpint (g_stat (path, &info), ==, 0);
      g_assert_cmphex (info.st_mode & 0777, ==, 0600);
      backup = kp_database_open (path, KP_DATABASE_IMMUTABLE, &error);
      g_assert_no_error (error);
      g_assert_cmpint (get_int (backup, "PRAGMA user_version"), ==, version);
      g_assert_cmpint (get_int (backup, "SELECT COUNT (*) FROM thing"), ==, 2);
    }
}

/* They are as large as the store, so those of long ago go. */
static void
test_kept (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpDatabase) database = open_file (fixture);
  g_autoptr (GError) error = NULL;
  KpMigration many[7];

  many[0] = steps[0];
  for (guint i = 1; i < G_N_ELEMENTS (many); i++)
    many[i].sql = "UPDATE thing SET name = name || '+'";
  g_assert_true (
      kp_migrations_run (database, many, G_N_ELEMENTS (many), fixture->path, &error));
  g_assert_no_error (error);
  for (int version = 1; version < (int) G_N_ELEMENTS (many); version++)
    {
      g_autofree char *path = g_strdup_printf ("%s.v%d-backup", fixture->path, version);

      g_assert_cmpint (g_file_test (path, G_FILE_TEST_EXISTS), ==, version >= 4);
    }
}

/* A step that fails leaves the file as it was, byte by byte, also if it began well. */
static void
test_failing (Fixture *fixture, gconstpointer data)
{
  static const char *const broken[] = {
    "nonsense",
    "DELETE FROM thing; INSERT INTO nowhere VALUES (1)",
    "CREATE TABLE part (thing_id INTEGER REFERENCES thing (id));"
    "PRAGMA defer_foreign_keys = ON; INSERT INTO part VALUES (99)",
  };
  g_autoptr (GBytes) before = store_test_read_file (fixture->path);

  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      const KpMigration failing[] = { steps[0], { broken[i] } };
      g_autoptr (GBytes) after = NULL;
      g_autoptr (GError) error = NULL;
      KpDatabase *database = open_file (fixture);

      g_assert_false (kp_migrations_run (database, failing, 2, fixture->path, &error));
      g_assert_error (error, KP_STORE_ERROR, KP_STORE_ERROR_FAILED);
      g_assert_nonnull (strstr (error->message, ".v1-backup"));
      g_assert_cmpint (get_int (database, "PRAGMA user_version"), ==, 1);
      g_assert_cmpint (get_int (database, "SELECT COUNT (*) FROM thing"), ==, 2);
      kp_database_close (database);
      /* The first opening turned WAL on in the header: compare with that. */
      if (i == 0)
        {
          g_bytes_unref (before);
          before = store_test_read_file (fixture->path);
          continue;
        }
      after = store_test_read_file (fixture->path);
      g_assert_true (g_bytes_equal (before, after));
    }
}

/* The store's own steps lead to a file without references that lead nowhere. */
static void
test_own (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->dir, "own.db", NULL);
  g_autoptr (KpDatabase) database = NULL;
  g_autoptr (GError) error = NULL;
  const KpMigration *own;
  guint n;

  own = kp_migrations_get (&n);
  g_assert_cmpuint (n, >=, 1);
  g_file_set_contents (path, "", 0, &error);
  g_assert_no_error (error);
  database = kp_database_create (path, KP_STORE_APPLICATION_ID, &error);
  g_assert_no_error (error);
  kp_migrations_run (database, own, n, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (get_int (database, "PRAGMA user_version"), ==, n);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/migrations/steps", Fixture, NULL, set_up, test_steps, tear_down);
  g_test_add ("/migrations/again", Fixture, NULL, set_up, test_again, tear_down);
  g_test_add ("/migrations/kept", Fixture, NULL, set_up, test_kept, tear_down);
  g_test_add ("/migrations/backups", Fixture, NULL, set_up, test_backups, tear_down);
  g_test_add ("/migrations/failing", Fixture, NULL, set_up, test_failing, tear_down);
  g_test_add ("/migrations/own", Fixture, NULL, set_up, test_own, tear_down);
  return g_test_run ();
}
