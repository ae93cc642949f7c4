/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/exchange/backup.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gstdio.h>
#include <string.h>

#include "core/store/store-replace.h"
#include "store/store-test.h"

typedef struct archive Archive;
typedef struct archive_entry ArchiveEntry;

typedef struct
{
  StoreTest test; /* with the site "old.example" */
  char *folder;   /* where backups go */
  char *path;     /* a good backup, of "new.example" */
  GBytes *good;
} Fixture;

static KpBackupReport *
back_up (Fixture *fixture, const char *data_dir, gboolean replace, GError **error)
{
  g_autoptr (KpBackup) backup = kp_backup_new (data_dir, fixture->test.clock);
  g_autoptr (GAsyncResult) result = NULL;

  kp_backup_write_async (backup, fixture->path, replace, NULL, store_test_take, &result);
  return kp_backup_write_finish (backup, store_test_wait (&result), error);
}

/* The store is closed for it, as the window closes its own. */
static KpBackupReport *
restore (Fixture *fixture, const char *path, gboolean replace, GCancellable *cancellable,
         GError **error)
{
  g_autoptr (KpBackup) backup = kp_backup_new (fixture->test.dir, fixture->test.clock);
  g_autoptr (GAsyncResult) result = NULL;

  kp_backup_restore_async (backup, path, replace, cancellable, store_test_take, &result);
  return kp_backup_restore_finish (backup, store_test_wait (&result), error);
}

static KpBackupReport *
look_into (Fixture *fixture, const char *path, GError **error)
{
  g_autoptr (KpBackup) backup = kp_backup_new (fixture->test.dir, fixture->test.clock);
  g_autoptr (GAsyncResult) result = NULL;

  kp_backup_look_async (backup, path, NULL, store_test_take, &result);
  return kp_backup_look_finish (backup, store_test_wait (&result), error);
}

static void
close_store (Fixture *fixture)
{
  store_test_close (fixture->test.store);
  g_clear_object (&fixture->test.store);
}

/* Which sites the store has, opened anew. */
static char *
look (Fixture *fixture)
{
  g_autoptr (KpStore) store = store_test_new (&fixture->test, FALSE);
  g_autoptr (GError) error = NULL;
  char *sites;

  store_test_open (store, &error);
  g_assert_no_error (error);
  sites = store_test_list (store, 0);
  store_test_close (store);
  return sites;
}

static void
assert_sites (Fixture *fixture, const char *expected)
{
  g_autofree char *sites = look (fixture);
  g_autofree char *part = g_build_filename (fixture->test.dir, "restore.part", NULL);

  g_assert_cmpstr (sites, ==, expected);
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
  g_assert_false (kp_store_replace_is_due (fixture->test.dir));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpBackupReport) report = NULL;
  gint64 id;

  store_test_set_up (&fixture->test, NULL);
  fixture->folder = g_dir_make_tmp ("keyplate-backup-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "keyplate.tar.gz", NULL);
  id = store_test_add_host (fixture->test.store, "new.example");
  report = back_up (fixture, fixture->test.dir, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (report->manifest->counts[KP_STORE_CONTENT_SITES], ==, 1);
  fixture->good = store_test_read_file (fixture->path);
  g_assert_cmpint (report->size, ==, g_bytes_get_size (fixture->good));
  g_assert_true (store_test_remove (fixture->test.store, id, NULL));
  store_test_add_host (fixture->test.store, "old.example");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  kp_store_remove_folder (fixture->folder);
  store_test_tear_down (&fixture->test, NULL);
  g_bytes_unref (fixture->good);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static void
test_replace (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpBackupReport) report = NULL;
  g_autoptr (KpBackupReport) back = NULL;

  close_store (fixture);
  g_assert_null (restore (fixture, fixture->path, FALSE, NULL, &error));
  g_assert_error (error, KP_STORE_ERROR, KP_STORE_ERROR_EXISTS);
  g_clear_error (&error);
  assert_sites (fixture, "old.example");

  report = restore (fixture, fixture->path, TRUE, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (report->saved);
  assert_sites (fixture, "new.example");
  back = restore (fixture, report->saved, TRUE, NULL, &error);
  g_assert_no_error (error);
  assert_sites (fixture, "old.example");
}

/* Whoever has it open keeps it. */
/* What is in it is told while the store is open, and nothing is changed. */
static void
test_look (Fixture *fixture, gconstpointer data)
{
  g_autofree char *cut = g_build_filename (fixture->folder, "cut", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KpBackupReport) report = look_into (fixture, fixture->path, &error);
  g_autoptr (KpBackupReport) none = NULL;
  gsize length;
  const char *good = g_bytes_get_data (fixture->good, &length);

  g_assert_no_error (error);
  g_assert_cmpint (report->manifest->counts[KP_STORE_CONTENT_SITES], ==, 1);
  g_assert_cmpint (report->size, ==, (gint64) length);
  g_assert_null (report->saved);
  g_assert_false (kp_backup_report_has_vault (report));
  g_assert_true (g_file_set_contents (cut, good, (gssize) length / 2, NULL));
  none = look_into (fixture, cut, &error);
  g_assert_null (none);
  g_assert_error (error, KP_STORE_ERROR, KP_STORE_ERROR_DAMAGED);
  close_store (fixture);
  assert_sites (fixture, "old.example");
}

static void
test_busy (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  int fd = kp_store_lock_alone (fixture->test.dir, 0, &error);

  g_assert_cmpint (fd, <, 0);
  g_assert_error (error, KP_STORE_ERROR, KP_STORE_ERROR_BUSY);
  g_clear_error (&error);

  close_store (fixture);
  g_cancellable_cancel (cancellable);
  g_assert_null (restore (fixture, fixture->path, TRUE, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_sites (fixture, "old.example");
}

static void
test_no_overwriting (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) left = NULL;
  g_autoptr (KpBackupReport) report = NULL;

  g_assert_null (back_up (fixture, fixture->test.dir, FALSE, &error));
  g_assert_error (error, KP_STORE_ERROR, KP_STORE_ERROR_EXISTS);
  g_clear_error (&error);
  left = store_test_read_file (fixture->path);
  g_assert_true (g_bytes_equal (left, fixture->good));
  report = back_up (fixture, fixture->test.dir, TRUE, &error);
  g_assert_no_error (error);
}

/* Killed in the middle of the moving, wherever that is: it is gone on with. */
static void
test_killed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *kept = g_build_filename (fixture->folder, "new.db", NULL);
  g_autofree char *ready = g_build_filename (fixture->test.dir, "restore.ready", NULL);
  g_autofree char *part = g_build_filename (fixture->test.dir, "restore.part", NULL);
  g_autofree char *staged = g_build_filename (ready, KP_STORE_FILE, NULL);
  g_autofree char *vault = g_build_filename (fixture->test.dir, KP_STORE_VAULT, NULL);
  g_autofree char *staged_vault = g_build_filename (ready, KP_STORE_VAULT, NULL);
  g_autofree char *log = g_strconcat (fixture->test.path, "-wal", NULL);
  g_autoptr (KpBackupReport) report = NULL;
  g_autoptr (GBytes) old = NULL;
  g_autoptr (GBytes) new = NULL;
  g_autoptr (GError) error = NULL;

  close_store (fixture);
  old = store_test_read_file (fixture->test.path);
  report = restore (fixture, fixture->path, TRUE, NULL, &error);
  g_assert_no_error (error);
  new = store_test_read_file (fixture->test.path);
  /* What each moment leaves: the store and a log of it not moved yet, or moved. */
  for (guint i = 0; i < 4; i++)
    {
      GBytes *present = i < 2 ? old : new;

      g_file_set_contents (fixture->test.path, g_bytes_get_data (present, NULL),
                           (gssize) g_bytes_get_size (present), NULL);
      g_mkdir (ready, 0700);
      if (i == 0)
        g_file_set_contents (log, "a log of the store before", -1, NULL);
      if (i < 2)
        g_file_set_contents (staged, g_bytes_get_data (new, NULL),
                             (gssize) g_bytes_get_size (new), NULL);
      if (i < 3)
        g_file_set_contents (staged_vault, "the vault", -1, NULL);
      assert_sites (fixture, "new.example");
      g_assert_true (g_file_test (vault, G_FILE_TEST_EXISTS));
      g_assert_false (g_file_test (ready, G_FILE_TEST_EXISTS));
    }
  /* Before that moment nothing of it counts. */
  g_file_set_contents (fixture->test.path, g_bytes_get_data (old, NULL),
                       (gssize) g_bytes_get_size (old), NULL);
  g_mkdir (part, 0700);
  assert_sites (fixture, "old.example");
}

/* Hostile files */

static gboolean
has_message (const GError *error, const char *text)
{
  if (strstr (error->message, text) != NULL)
    return TRUE;
  g_test_message ("%s: not in: %s", text, error->message);
  return FALSE;
}

static void
refuse (Fixture *fixture, KpStoreError code, const char *text)
{
  g_autofree char *bad = g_build_filename (fixture->folder, "bad", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (restore (fixture, bad, TRUE, NULL, &error));
  g_assert_error (error, KP_STORE_ERROR, (int) code);
  g_assert_true (has_message (error, text));
}

static void
write_bad (Fixture *fixture, const guint8 *octets, gsize length)
{
  g_autofree char *bad = g_build_filename (fixture->folder, "bad", NULL);

  g_assert_true (g_file_set_contents (bad, (const char *) octets, (gssize) length, NULL));
}

/* Of a backup that was good. */
static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  gsize length;
  const guint8 *good = g_bytes_get_data (fixture->good, &length);
  g_autofree guint8 *turned = g_memdup2 (good, length);

  close_store (fixture);
  for (guint i = 0; i < 8; i++)
    {
      write_bad (fixture, good, length * i / 8);
      refuse (fixture, KP_STORE_ERROR_DAMAGED, "bad");
      turned[length * i / 8 + 20] ^= 0x55;
      write_bad (fixture, turned, length);
      refuse (fixture, KP_STORE_ERROR_DAMAGED, "bad");
      turned[length * i / 8 + 20] ^= 0x55;
    }
  write_bad (fixture, (const guint8 *) "a letter", 8);
  refuse (fixture, KP_STORE_ERROR_DAMAGED, "bad");
  assert_sites (fixture, "old.example");
}

static void
add_entry (Archive *archive, const char *name, unsigned int type, const char *content)
{
  ArchiveEntry *entry = archive_entry_new ();

  archive_entry_set_pathname (entry, name);
  archive_entry_set_filetype (entry, type);
  archive_entry_set_perm (entry, 0644);
  if (type == AE_IFLNK)
    archive_entry_set_symlink (entry, "/etc/passwd");
  archive_entry_set_size (entry, type == AE_IFREG ? (la_int64_t) strlen (content) : 0);
  g_assert_cmpint (archive_write_header (archive, entry), ==, ARCHIVE_OK);
  if (type == AE_IFREG)
    archive_write_data (archive, content, strlen (content));
  archive_entry_free (entry);
}

#define HEAD(version, store)                                                               \
  "{\"format\":\"keyplate-backup\",\"version\":" version                                   \
  ",\"created_at\":\"2026-11-22T08:10:00Z\",\"program\":\"1\",\"store_version\":" store    \
  ",\"counts\":{},\"files\":["
#define FILE_OF(name, size, sum)                                                           \
  "{\"name\":\"" name "\",\"size\":" size ",\"sha256\":\"" sum "\"}"
/* Of "hello". */
#define SUM "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
#define OTHER "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9825"
#define STORE FILE_OF ("keyplate.db", "5", SUM)

static const struct
{
  const char *manifest;
  const char *name; /* of the second file */
  unsigned int type;
  const char *third; /* (nullable) */
  KpStoreError code;
  const char *text;
} rows[] = {
  /* What is right but for its store, which is none. */
  { HEAD ("1", "1") STORE "]}", "keyplate.db", AE_IFREG, NULL, KP_STORE_ERROR_DAMAGED,
    "no database" },
  { HEAD ("2", "1") STORE "]}", "keyplate.db", AE_IFREG, NULL, KP_STORE_ERROR_NEWER,
    "format 2.1" },
  { HEAD ("1", "99") STORE "]}", "keyplate.db", AE_IFREG, NULL, KP_STORE_ERROR_NEWER,
    "format 1.99" },
  { "{\"format\":\"other\"}", "keyplate.db", AE_IFREG, NULL, KP_STORE_ERROR_DAMAGED,
    "other" },
  { "no JSON", "keyplate.db", AE_IFREG, NULL, KP_STORE_ERROR_DAMAGED, "manifest.json" },
  { HEAD ("1", "1") "]}", "keyplate.db", AE_IFREG, NULL, KP_STORE_ERROR_DAMAGED, "store" },
  { HEAD ("1", "1") STORE "," FILE_OF ("../x", "5", SUM) "]}", "keyplate.db", AE_IFREG,
    NULL, KP_STORE_ERROR_DAMAGED, "../x" },
  { HEAD ("1", "1") STORE "," FILE_OF ("providers/../x.json", "5", SUM) "]}", "keyplate.db",
    AE_IFREG, NULL, KP_STORE_ERROR_DAMAGED, "../x" },
  { HEAD ("1", "1") STORE "," FILE_OF ("/etc/x.json", "5", SUM) "]}", "keyplate.db",
    AE_IFREG, NULL, KP_STORE_ERROR_DAMAGED, "/etc/x" },
  { HEAD ("1", "1") STORE "," STORE "]}", "keyplate.db", AE_IFREG, "keyplate.db",
    KP_STORE_ERROR_DAMAGED, "keyplate.db" },
  { HEAD ("1", "1") FILE_OF ("keyplate.db", "4", SUM) "]}", "keyplate.db", AE_IFREG, NULL,
    KP_STORE_ERROR_DAMAGED, "as long" },
  { HEAD ("1", "1") FILE_OF ("keyplate.db", "-1", SUM) "]}", "keyplate.db", AE_IFREG, NULL,
    KP_STORE_ERROR_DAMAGED, "size" },
  { HEAD ("1", "1") FILE_OF ("keyplate.db", "5", OTHER) "]}", "keyplate.db", AE_IFREG, NULL,
    KP_STORE_ERROR_DAMAGED, "changed" },
  { HEAD ("1", "1") FILE_OF ("keyplate.db", "5", "") "]}", "keyplate.db", AE_IFREG, NULL,
    KP_STORE_ERROR_DAMAGED, "sha256" },
  /* 15 GB out of nothing, and more than can ever be. */
  { HEAD ("1", "1") FILE_OF ("keyplate.db", "16106127360", SUM) "]}", "keyplate.db",
    AE_IFREG, NULL, KP_STORE_ERROR_DAMAGED, "grow" },
  { HEAD ("1", "1") FILE_OF ("keyplate.db", "99999999999999", SUM) "]}", "keyplate.db",
    AE_IFREG, NULL, KP_STORE_ERROR_DAMAGED, "size" },
  { HEAD ("1", "1") STORE "]}", "keyplate.db", AE_IFLNK, NULL, KP_STORE_ERROR_DAMAGED,
    "plain file" },
  { HEAD ("1", "1") STORE "]}", "keyplate.db", AE_IFDIR, NULL, KP_STORE_ERROR_DAMAGED,
    "keyplate.db" },
  { HEAD ("1", "1") STORE "]}", "../keyplate.db", AE_IFREG, NULL, KP_STORE_ERROR_DAMAGED,
    "../keyplate.db" },
  { HEAD ("1", "1") STORE "]}", "keyplate.db", AE_IFREG, "more", KP_STORE_ERROR_DAMAGED,
    "more in it" },
  { HEAD ("1", "1") STORE "," FILE_OF ("vault", "5", SUM) "]}", "keyplate.db", AE_IFREG,
    NULL, KP_STORE_ERROR_DAMAGED, "missing" },
};

static void
test_hostile (Fixture *fixture, gconstpointer data)
{
  g_autofree char *bad = g_build_filename (fixture->folder, "bad", NULL);

  close_store (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Archive *archive = archive_write_new ();

      g_test_message ("row %u", i);
      archive_write_set_format_gnutar (archive);
      g_assert_cmpint (archive_write_open_filename (archive, bad), ==, ARCHIVE_OK);
      add_entry (archive, "manifest.json", AE_IFREG, rows[i].manifest);
      add_entry (archive, rows[i].name, rows[i].type, "hello");
      if (rows[i].third != NULL)
        add_entry (archive, rows[i].third, AE_IFREG, "hello");
      archive_write_free (archive);
      refuse (fixture, rows[i].code, rows[i].text);
    }
  assert_sites (fixture, "old.example");
}

#define ADD(name, function)                                                                \
  g_test_add ("/backup/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("replace", test_replace);
  ADD ("look", test_look);
  ADD ("busy", test_busy);
  ADD ("no-overwriting", test_no_overwriting);
  ADD ("killed", test_killed);
  ADD ("damaged", test_damaged);
  ADD ("hostile", test_hostile);
  return g_test_run ();
}
