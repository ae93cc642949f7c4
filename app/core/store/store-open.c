/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/store-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "core/store/migrations.h"
#include "core/store/store-content.h"
#include "core/store/store-replace.h"

/*
 * How a store is opened, and what is looked at before a byte is written:
 *
 * - Each process that has it open holds a shared lock (flock) on the folder; one that opens
 *   it tries for an exclusive one. Who gets that is alone.
 * - The header of the file (SQLite file format, section 1.3) is read by hand: whose file is
 *   it, is it as long as it says?
 * - Alone, and with no log beside it, the last process closed it cleanly. A file up to
 *   CHECK_ALWAYS is checked all the same, as that costs a few milliseconds.
 * - Alone, and with a log beside it, the last process was killed: SQLite recovers by
 * itself, and all of the file is checked.
 * - Not alone: another process has looked at it when it opened it, and works with it.
 * - Damage deeper in a large file that was closed cleanly is found when it is read, or by
 * a look at all of it before the first write, and told then (KP_STORE_ERROR_DAMAGED).
 *
 * A file that is refused is what it was, byte by byte: where nobody else has it open it is
 * looked at as immutable, and a log is not folded in before all is found well.
 */
#define CHECK_ALWAYS (4 * 1024 * 1024)

#define HEADER_SIZE 100
static const char magic[16] = "SQLite format 3";

typedef struct
{
  const char *path;
  gboolean read_only;
  gboolean alone;
  goffset size;
  goffset log_size;
  guint busy_timeout;
} Opening;

static void
set_errno_error (const char *path, int code, GError **error)
{
  switch (code)
    {
    case ENOSPC:
    case EDQUOT:
      g_set_error (error, KP_STORE_ERROR, KP_STORE_ERROR_FULL,
                   /* Translators: %s is a file. */
                   _ ("No space is left for %s. Make room and try again."), path);
      break;
    case EACCES:
    case EPERM:
    case EROFS:
      g_set_error (
          error, KP_STORE_ERROR, KP_STORE_ERROR_READ_ONLY,
          /* Translators: the first %s is a file, the second the system's reason. */
          _ ("%s can’t be written (%s). Look at who owns it and its folder, and at "
             "their permissions."),
          path, g_strerror (code));
      break;
    default:
      g_set_error (
          error, KP_STORE_ERROR, KP_STORE_ERROR_FAILED,
          /* Translators: the first %s is a file, the second the system's reason. */
          _ ("%s can’t be used: %s"), path, g_strerror (code));
      break;
    }
}

static void
set_damaged (const char *path, const char *why, GError **error)
{
  g_set_error (error, KP_STORE_ERROR, KP_STORE_ERROR_DAMAGED,
               /* Translators: the first %s is a file, the second what is wrong with it. */
               _ ("%s is damaged or is no Keyplate store (%s). It was left as it is: put a "
                  "backup in its place, or move it away to begin anew."),
               path, why);
}

/* Waits for @operation as long as for the database itself: only a process that is just
 * opening the store holds it exclusively. */
static gboolean
lock_folder (int fd, int operation, guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + milliseconds * G_TIME_SPAN_MILLISECOND;

  for (;;)
    {
      if (flock (fd, operation | LOCK_NB) == 0)
        return TRUE;
      if ((errno != EWOULDBLOCK && errno != EINTR) || g_get_monotonic_time () >= end)
        return FALSE;
      g_usleep (5000);
    }
}

/* Shared by all who have it open. A file system that knows no locks is one where nobody can
 * tell: then the file is taken for unclean rather than clean. */
static int
open_folder (const char *folder, guint milliseconds, gboolean *alone, GError **error)
{
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    {
      set_errno_error (folder, errno, error);
      return -1;
    }
  *alone = TRUE;
  if (flock (fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
    return fd;
  *alone = FALSE;
  if (lock_folder (fd, LOCK_SH, milliseconds))
    return fd;
  g_set_error (error, KP_STORE_ERROR, KP_STORE_ERROR_BUSY,
               /* Translators: %s is a folder. */
               _ ("Another program holds %s for too long. Close it and try again."),
               folder);
  close (fd);
  return -1;
}

static guint32
read_number (const guint8 *header, guint offset)
{
  guint32 number;

  memcpy (&number, header + offset, sizeof number);
  return GUINT32_FROM_BE (number);
}

static goffset
get_log_size (const char *path)
{
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  GStatBuf info;

  return g_stat (log, &info) == 0 ? info.st_size : 0;
}

static void
set_newer (const char *path, gint64 version, guint newest, GError **error)
{
  g_set_error (
      error, KP_STORE_ERROR, KP_STORE_ERROR_NEWER,
      /* Translators: %s is a file; the numbers are versions of its format. */
      _ ("%s was written by a newer Keyplate (format %d, this one reads up to %u). "
         "It was left as it is: update Keyplate to open it."),
      path, (int) version, newest);
}

/* What can be told without the engine. Numbers that the log may have changed since are only
 * looked at where there is none. */
static gboolean
check_header (Opening *opening, const guint8 *header, gsize length, GError **error)
{
  guint newest;
  guint32 page_size;

  kp_migrations_get (&newest);
  if (length < HEADER_SIZE || memcmp (header, magic, sizeof magic) != 0)
    {
      set_damaged (opening->path, length == 0 ? _ ("it is empty") : _ ("no database"),
                   error);
      return FALSE;
    }
  if (read_number (header, 68) != KP_STORE_APPLICATION_ID)
    {
      set_damaged (opening->path, _ ("another program’s database"), error);
      return FALSE;
    }
  if (opening->log_size > 0)
    return TRUE;
  if (read_number (header, 60) > newest)
    {
      set_newer (opening->path, read_number (header, 60), newest, error);
      return FALSE;
    }
  /* 1 stands for 65,536. */
  page_size = (guint32) header[16] << 8 | header[17];
  if (page_size == 1)
    page_size = 65536;
  if (opening->alone && read_number (header, 24) == read_number (header, 92)
      && opening->size < (goffset) read_number (header, 28) * page_size)
    {
      set_damaged (opening->path, _ ("its end is missing"), error);
      return FALSE;
    }
  return TRUE;
}

static gboolean
look_at_file (Opening *opening, GError **error)
{
  guint8 header[HEADER_SIZE];
  GStatBuf info;
  gssize length;
  int fd = open (opening->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

  if (fd < 0 || fstat (fd, &info) != 0)
    {
      int code = errno;

      if (fd >= 0)
        close (fd);
      set_errno_error (opening->path, code, error);
      return FALSE;
    }
  length = S_ISREG (info.st_mode) ? read (fd, header, sizeof header) : 0;
  close (fd);
  if (!S_ISREG (info.st_mode))
    {
      set_damaged (opening->path, _ ("no regular file"), error);
      return FALSE;
    }
  opening->size = info.st_size;
  opening->log_size = get_log_size (opening->path);
  return check_header (opening, header, length > 0 ? (gsize) length : 0, error);
}

/* The same with the engine, which sees through the log. */
static gboolean
check_versions (KpDatabase *database, gboolean migrates, GError **error)
{
  const char *path = kp_database_get_path (database);
  gint64 application;
  gint64 version;
  guint newest;

  kp_migrations_get (&newest);
  if (!kp_database_get_int (database, "PRAGMA application_id", &application, error)
      || !kp_database_get_int (database, "PRAGMA user_version", &version, error))
    return FALSE;
  if (application != KP_STORE_APPLICATION_ID || version < 1)
    set_damaged (path, _ ("another program’s database"), error);
  else if (version > newest)
    set_newer (path, version, newest, error);
  else if (version < newest && !migrates)
    g_set_error (error, KP_STORE_ERROR, KP_STORE_ERROR_READ_ONLY,
                 /* Translators: %s is a file. */
                 _ ("%s was written by an older Keyplate. It can’t be opened read-only "
                    "before it was opened for writing once."),
                 path);
  else
    return TRUE;
  return FALSE;
}

static KpDatabase *
open_mode (const Opening *opening, KpDatabaseMode mode, gboolean migrates, GError **error)
{
  g_autoptr (KpDatabase) database = kp_database_open (opening->path, mode, error);

  if (database == NULL)
    return NULL;
  kp_database_set_busy_timeout (database, opening->busy_timeout);
  return check_versions (database, migrates, error) ? g_steal_pointer (&database) : NULL;
}

/* Nobody else is there and no log: looking leaves no trace, not even a file beside it. */
static gboolean
look_inside (const Opening *opening, GError **error)
{
  g_autoptr (KpDatabase) database =
      open_mode (opening, KP_DATABASE_IMMUTABLE, !opening->read_only, error);

  return database != NULL
         && (opening->size > CHECK_ALWAYS || kp_database_check (database, error));
}

static KpDatabase *
open_for_reading (const Opening *opening, GError **error)
{
  g_autoptr (KpDatabase) database = NULL;
  g_autofree char *log = g_strconcat (opening->path, "-wal", NULL);
  gboolean live =
      g_file_test (log, G_FILE_TEST_EXISTS) && (opening->log_size > 0 || !opening->alone);

  database =
      open_mode (opening, live ? KP_DATABASE_READ : KP_DATABASE_IMMUTABLE, FALSE, error);
  if (database == NULL)
    return NULL;
  if (opening->size <= CHECK_ALWAYS && !kp_database_check (database, error))
    return NULL;
  return g_steal_pointer (&database);
}

static KpDatabase *
open_for_writing (const Opening *opening, GError **error)
{
  g_autoptr (KpDatabase) database = NULL;
  const KpMigration *migrations;
  guint n;

  if (opening->alone && opening->log_size == 0 && !look_inside (opening, error))
    return NULL;
  database = open_mode (opening, KP_DATABASE_WRITE, TRUE, error);
  if (database == NULL)
    return NULL;
  if (opening->alone && opening->log_size > 0 && !kp_database_check (database, error))
    return NULL;
  if (opening->size > CHECK_ALWAYS && (!opening->alone || opening->log_size == 0))
    kp_database_check_before_writing (database);
  migrations = kp_migrations_get (&n);
  if (!kp_database_settle (database, error)
      || !kp_migrations_run (database, migrations, n, opening->path, error))
    return NULL;
  return g_steal_pointer (&database);
}

static gboolean
fill_new_file (const char *path, GError **error)
{
  g_autoptr (KpDatabase) database =
      kp_database_create (path, KP_STORE_APPLICATION_ID, error);
  const KpMigration *migrations;
  guint n;

  migrations = kp_migrations_get (&n);
  return database != NULL && kp_migrations_run (database, migrations, n, NULL, error);
}

/* Made under another name and then given its own: there never is a half-made store, and of
 * two processes that begin at once one is the first. */
static gboolean
make_file (const char *path, int folder, GError **error)
{
  g_autofree char *temporary = g_strconcat (path, ".XXXXXX", NULL);
  gboolean made;
  int fd = g_mkstemp_full (temporary, O_RDWR | O_CLOEXEC, 0600);

  if (fd < 0)
    {
      set_errno_error (path, errno, error);
      return FALSE;
    }
  close (fd);
  made = fill_new_file (temporary, error);
  if (made && link (temporary, path) != 0 && errno != EEXIST)
    {
      /* A file system without hard links. */
      made = g_rename (temporary, path) == 0;
      if (!made)
        set_errno_error (path, errno, error);
    }
  g_unlink (temporary);
  fsync (folder);
  return made;
}

/* A backup that a killed process was putting in place: nothing else may be seen before. */
static gboolean
finish_restoring (const char *data_dir, const Opening *opening, GError **error)
{
  g_autofree char *shown = NULL;

  if (!opening->read_only && opening->alone)
    return kp_store_replace_finish (data_dir, error);
  if (!kp_store_replace_is_due (data_dir))
    return TRUE;
  shown = g_filename_display_name (data_dir);
  g_set_error (error, KP_STORE_ERROR, KP_STORE_ERROR_READ_ONLY,
               /* Translators: %s is a folder. */
               _ ("A backup is only half put back in %s. It can’t be opened read-only "
                  "before it was opened for writing once, which finishes that."),
               shown);
  return FALSE;
}

KpDatabase *
kp_store_open_file (const char *data_dir, gboolean read_only, guint busy_timeout, int *lock,
                    GError **error)
{
  g_autofree char *path = g_build_filename (data_dir, KP_STORE_FILE, NULL);
  g_autoptr (KpDatabase) database = NULL;
  Opening opening = { .path = path, .read_only = read_only, .busy_timeout = busy_timeout };
  int folder;

  *lock = -1;
  if (!read_only && g_mkdir_with_parents (data_dir, 0700) != 0)
    {
      set_errno_error (data_dir, errno, error);
      return NULL;
    }
  folder = open_folder (data_dir, busy_timeout, &opening.alone, error);
  if (folder < 0)
    return NULL;
  if (finish_restoring (data_dir, &opening, error)
      && (read_only || g_access (path, F_OK) == 0 || make_file (path, folder, error))
      && look_at_file (&opening, error))
    database =
        read_only ? open_for_reading (&opening, error) : open_for_writing (&opening, error);
  if (database == NULL)
    {
      close (folder);
      return NULL;
    }
  flock (folder, LOCK_SH);
  *lock = folder;
  return g_steal_pointer (&database);
}

/* Keyplate makes none: whoever put one in wants it to act. */
static gboolean
check_schema (KpDatabase *database, GError **error)
{
  gint64 n;

  if (!kp_database_get_int (
          database,
          "SELECT COUNT (*) FROM sqlite_master WHERE type NOT IN ('table', 'index')", &n,
          error))
    return FALSE;
  if (n == 0)
    return TRUE;
  set_damaged (kp_database_get_path (database), _ ("another program’s database"), error);
  return FALSE;
}

KpDatabase *
kp_store_open_copy (const char *path, gboolean migrate, GError **error)
{
  g_autoptr (KpDatabase) database = NULL;
  Opening opening = { .path = path, .alone = TRUE, .busy_timeout = 0 };
  const KpMigration *migrations;
  guint n;

  g_return_val_if_fail (path != NULL, NULL);

  if (!look_at_file (&opening, error))
    return NULL;
  database = open_mode (&opening, KP_DATABASE_WRITE, TRUE, error);
  migrations = kp_migrations_get (&n);
  if (database == NULL || !kp_database_make_plain (database, error)
      || !kp_database_check (database, error) || !check_schema (database, error)
      || (migrate && !kp_migrations_run (database, migrations, n, NULL, error)))
    return NULL;
  return g_steal_pointer (&database);
}

KpDatabase *
kp_store_open_alone (const char *data_dir, GError **error)
{
  g_autofree char *path = g_build_filename (data_dir, KP_STORE_FILE, NULL);
  g_autoptr (KpDatabase) database = NULL;
  Opening opening = {
    .path = path, .read_only = TRUE, .alone = TRUE, .busy_timeout = KP_DATABASE_BUSY_MS
  };

  if (!look_at_file (&opening, error))
    return NULL;
  database =
      open_mode (&opening, opening.log_size > 0 ? KP_DATABASE_READ : KP_DATABASE_IMMUTABLE,
                 TRUE, error);
  if (database == NULL || !kp_database_check (database, error))
    return NULL;
  return g_steal_pointer (&database);
}
