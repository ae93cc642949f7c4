/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/database.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <unistd.h>

#include "core/store/store.h"

struct _KpStatement
{
  KpDatabase *database;
  sqlite3_stmt *handle;
  int put;
  int taken;
  int fault;
  gboolean held;
};

struct _KpDatabase
{
  sqlite3 *handle;
  char *path;
  GHashTable *statements; /* address of the SQL → KpStatement */
  gboolean check_first;   /* before anything is written */
};

/* Which of ours a code of the engine is. */
static KpStoreError
translate (int code)
{
  switch (code & 0xff)
    {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return KP_STORE_ERROR_DAMAGED;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return KP_STORE_ERROR_BUSY;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
    case SQLITE_AUTH:
      return KP_STORE_ERROR_READ_ONLY;
    case SQLITE_FULL:
      return KP_STORE_ERROR_FULL;
    default:
      return KP_STORE_ERROR_FAILED;
    }
}

static void
set_error (const char *path, int code, const char *detail, GError **error)
{
  KpStoreError ours = translate (code);

  switch (ours)
    {
    case KP_STORE_ERROR_DAMAGED:
      /* Translators: the first %s is a file, the second an English detail. */
      g_set_error (
          error, KP_STORE_ERROR, ours,
          _ ("%s is damaged or is no Keyplate store (%s). It was left as it is: put "
             "a backup in its place, or move it away to begin anew."),
          path, detail);
      break;
    case KP_STORE_ERROR_BUSY:
      /* Translators: %s is a file. */
      g_set_error (error, KP_STORE_ERROR, ours,
                   _ ("Another program holds %s for too long. Close it and try again."),
                   path);
      break;
    case KP_STORE_ERROR_READ_ONLY:
      /* Translators: the first %s is a file, the second an English detail. */
      g_set_error (
          error, KP_STORE_ERROR, ours,
          _ ("%s can’t be written (%s). Look at who owns it and its folder, and at "
             "their permissions."),
          path, detail);
      break;
    case KP_STORE_ERROR_FULL:
      g_set_error (error, KP_STORE_ERROR, ours,
                   /* Translators: %s is a file. */
                   _ ("No space is left for %s. Nothing was changed: make room and try "
                      "again."),
                   path);
      break;
    default:
      /* Translators: the first %s is a file, the second an English detail. */
      g_set_error (error, KP_STORE_ERROR, ours, _ ("%s can’t be used: %s"), path, detail);
      break;
    }
}

static void
set_database_error (KpDatabase *self, int code, GError **error)
{
  set_error (self->path, code,
             self->handle != NULL ? sqlite3_errmsg (self->handle) : sqlite3_errstr (code),
             error);
}

static gboolean
judge (KpDatabase *self, int code, GError **error)
{
  if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW)
    return TRUE;
  set_database_error (self, code, error);
  return FALSE;
}

static void
statement_free (KpStatement *statement)
{
  sqlite3_finalize (statement->handle);
  g_free (statement);
}

/* A file of unknown making is opened: nothing in its schema may act, and nothing of it may
 * be written by merely opening and closing it. */
static gboolean
harden (KpDatabase *self, GError **error)
{
  sqlite3 *handle = self->handle;

  sqlite3_extended_result_codes (handle, 1);
  sqlite3_busy_timeout (handle, KP_DATABASE_BUSY_MS);
  sqlite3_limit (handle, SQLITE_LIMIT_LENGTH, KP_DATABASE_MAX_LENGTH);
  sqlite3_limit (handle, SQLITE_LIMIT_ATTACHED, 0);
  return judge (self, sqlite3_db_config (handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL), error)
         && judge (self,
                   sqlite3_db_config (handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL),
                   error)
         && judge (self,
                   sqlite3_db_config (handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL),
                   error)
         && kp_database_exec (self,
                              "PRAGMA foreign_keys = ON; PRAGMA cell_size_check = ON;"
                              "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8192",
                              error);
}

static KpDatabase *
open_uri (const char *path, const char *query, int flags, GError **error)
{
  g_autoptr (KpDatabase) self = g_new0 (KpDatabase, 1);
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autofree char *file_uri = NULL;
  g_autofree char *uri = NULL;
  int code;

  self->path = g_strdup (path);
  self->statements =
      g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) statement_free);
  /* As a URI a name with "?" or "%" in it is still the name of a file. */
  file_uri = g_filename_to_uri (absolute, NULL, error);
  if (file_uri == NULL)
    return NULL;
  uri = g_strconcat (file_uri, query, NULL);
  code = sqlite3_open_v2 (
      uri, &self->handle,
      flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE, NULL);
  if (!judge (self, code, error))
    return NULL;
  /* The engine would make do with reading, and fail at the first write. */
  if ((flags & SQLITE_OPEN_READWRITE) && sqlite3_db_readonly (self->handle, "main") == 1)
    {
      set_error (path, SQLITE_READONLY, sqlite3_errstr (SQLITE_READONLY), error);
      return NULL;
    }
  if (!harden (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

KpDatabase *
kp_database_open (const char *path, KpDatabaseMode mode, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  switch (mode)
    {
    case KP_DATABASE_WRITE:
      return open_uri (path, "", SQLITE_OPEN_READWRITE, error);
    case KP_DATABASE_READ:
      return open_uri (path, "", SQLITE_OPEN_READONLY, error);
    case KP_DATABASE_IMMUTABLE:
      return open_uri (path, "?immutable=1", SQLITE_OPEN_READONLY, error);
    default:
      g_return_val_if_reached (NULL);
    }
}

gboolean
kp_database_make_plain (KpDatabase *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return kp_database_exec (self, "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL",
                           error);
}

KpDatabase *
kp_database_create (const char *path, guint32 application_id, GError **error)
{
  g_autoptr (KpDatabase) self = NULL;
  char pragma[64];

  g_return_val_if_fail (path != NULL, NULL);

  self = open_uri (path, "", SQLITE_OPEN_READWRITE, error);
  g_snprintf (pragma, sizeof pragma, "PRAGMA application_id = %" G_GUINT32_FORMAT,
              application_id);
  if (self == NULL || !kp_database_make_plain (self, error)
      || !kp_database_exec (self, pragma, error))
    return NULL;
  return g_steal_pointer (&self);
}

gboolean
kp_database_settle (KpDatabase *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return kp_database_exec (self,
                           "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                           "PRAGMA journal_size_limit = 16777216",
                           error)
         && judge (
             self,
             sqlite3_db_config (self->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL),
             error);
}

void
kp_database_close (KpDatabase *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->statements, g_hash_table_unref);
  sqlite3_close_v2 (self->handle);
  g_free (self->path);
  g_free (self);
}

void
kp_database_set_busy_timeout (KpDatabase *self, guint milliseconds)
{
  g_return_if_fail (self != NULL);

  sqlite3_busy_timeout (self->handle, (int) milliseconds);
}

const char *
kp_database_get_path (KpDatabase *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->path;
}

KpStatement *
kp_database_prepare (KpDatabase *self, const char *sql, GError **error)
{
  KpStatement *statement;
  sqlite3_stmt *handle = NULL;
  int code;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (sql != NULL, NULL);

  statement = g_hash_table_lookup (self->statements, sql);
  if (statement != NULL)
    {
      g_return_val_if_fail (!statement->held, NULL);
      statement->held = TRUE;
      return statement;
    }

  code =
      sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &handle, NULL);
  if (!judge (self, code, error))
    return NULL;
  statement = g_new0 (KpStatement, 1);
  statement->database = self;
  statement->handle = handle;
  statement->held = TRUE;
  g_hash_table_insert (self->statements, (gpointer) sql, statement);
  return statement;
}

gboolean
kp_database_exec (KpDatabase *self, const char *sql, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return judge (self, sqlite3_exec (self->handle, sql, NULL, NULL, NULL), error);
}

gboolean
kp_database_get_int (KpDatabase *self, const char *sql, gint64 *value, GError **error)
{
  g_autoptr (KpStatement) statement = kp_database_prepare (self, sql, error);
  gboolean row;

  if (statement == NULL || !kp_statement_step (statement, &row, error))
    return FALSE;
  *value = row ? kp_statement_take_int (statement) : 0;
  return TRUE;
}

gboolean
kp_database_check (KpDatabase *self, GError **error)
{
  g_autoptr (KpStatement) statement = NULL;
  const char *found;
  gboolean row;

  statement = kp_database_prepare (self, "PRAGMA quick_check (1)", error);
  if (statement == NULL || !kp_statement_step (statement, &row, error))
    return FALSE;
  found = row ? kp_statement_take_text (statement) : NULL;
  if (g_strcmp0 (found, "ok") == 0)
    return TRUE;
  set_error (self->path, SQLITE_CORRUPT, found != NULL ? found : "quick_check", error);
  return FALSE;
}

void
kp_database_check_before_writing (KpDatabase *self)
{
  self->check_first = TRUE;
}

gboolean
kp_database_begin (KpDatabase *self, GError **error)
{
  if (self->check_first && !kp_database_check (self, error))
    return FALSE;
  self->check_first = FALSE;
  return kp_database_exec (self, "BEGIN IMMEDIATE", error);
}

gboolean
kp_database_begin_read (KpDatabase *self, GError **error)
{
  return kp_database_exec (self, "BEGIN", error);
}

gboolean
kp_database_commit (KpDatabase *self, GError **error)
{
  if (kp_database_exec (self, "COMMIT", error))
    return TRUE;
  kp_database_rollback (self);
  return FALSE;
}

void
kp_database_rollback (KpDatabase *self)
{
  g_return_if_fail (self != NULL);

  /* Some errors (full, I/O) have rolled back already. One that fails is finished by the
   * next who opens the file. */
  if (!sqlite3_get_autocommit (self->handle))
    sqlite3_exec (self->handle, "ROLLBACK", NULL, NULL, NULL);
}

gint64
kp_database_get_last_id (KpDatabase *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return sqlite3_last_insert_rowid (self->handle);
}

guint
kp_database_get_n_changed (KpDatabase *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return (guint) sqlite3_changes (self->handle);
}

static gboolean
copy_pages (KpDatabase *self, KpDatabase *target, GError **error)
{
  sqlite3_backup *backup =
      sqlite3_backup_init (target->handle, "main", self->handle, "main");
  int code;

  if (backup == NULL)
    return judge (target, sqlite3_errcode (target->handle), error);
  code = sqlite3_backup_step (backup, -1);
  if (code == SQLITE_OK)
    code = SQLITE_BUSY;
  sqlite3_backup_finish (backup);
  return judge (target, code, error);
}

gboolean
kp_database_backup (KpDatabase *self, const char *path, GError **error)
{
  g_autofree char *temporary = g_strdup_printf ("%s.XXXXXX", path);
  gboolean good;
  int fd;

  g_return_val_if_fail (self != NULL, FALSE);

  fd = g_mkstemp_full (temporary, O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0)
    {
      set_error (path, errno == ENOSPC ? SQLITE_FULL : SQLITE_CANTOPEN, g_strerror (errno),
                 error);
      return FALSE;
    }
  close (fd);
  {
    g_autoptr (KpDatabase) target = open_uri (temporary, "", SQLITE_OPEN_READWRITE, error);

    good = target != NULL && copy_pages (self, target, error);
  }
  if (good && g_rename (temporary, path) != 0)
    {
      set_error (path, SQLITE_CANTOPEN, g_strerror (errno), error);
      good = FALSE;
    }
  if (!good)
    g_unlink (temporary);
  return good;
}

static void
note_put (KpStatement *self, int code)
{
  if (self->fault == SQLITE_OK)
    self->fault = code;
}

void
kp_statement_put_int (KpStatement *self, gint64 value)
{
  note_put (self, sqlite3_bind_int64 (self->handle, ++self->put, value));
}

void
kp_statement_put_text (KpStatement *self, const char *value)
{
  note_put (self, sqlite3_bind_text (self->handle, ++self->put, value, -1, SQLITE_STATIC));
}

void
kp_statement_put_blob (KpStatement *self, GBytes *value)
{
  gsize size;
  gconstpointer bytes = g_bytes_get_data (value, &size);

  note_put (self, sqlite3_bind_blob64 (self->handle, ++self->put,
                                       bytes != NULL ? bytes : "", size, SQLITE_STATIC));
}

void
kp_statement_put_null (KpStatement *self)
{
  note_put (self, sqlite3_bind_null (self->handle, ++self->put));
}

gboolean
kp_statement_step (KpStatement *self, gboolean *row, GError **error)
{
  int code;

  g_return_val_if_fail (self != NULL, FALSE);

  code = self->fault != SQLITE_OK ? self->fault : sqlite3_step (self->handle);
  self->taken = 0;
  *row = code == SQLITE_ROW;
  return judge (self->database, code, error);
}

gboolean
kp_statement_run (KpStatement *self, GError **error)
{
  gboolean row;
  gboolean good = kp_statement_step (self, &row, error);

  /* Ready for the next values, and still held. */
  sqlite3_reset (self->handle);
  self->put = 0;
  self->fault = SQLITE_OK;
  return good;
}

gint64
kp_statement_take_int (KpStatement *self)
{
  return sqlite3_column_int64 (self->handle, self->taken++);
}

const char *
kp_statement_take_text (KpStatement *self)
{
  const char *text = (const char *) sqlite3_column_text (self->handle, self->taken);
  int length = sqlite3_column_bytes (self->handle, self->taken);

  self->taken++;
  return text != NULL && g_utf8_validate_len (text, (gsize) length, NULL) ? text : NULL;
}

GBytes *
kp_statement_take_blob (KpStatement *self)
{
  gconstpointer bytes = sqlite3_column_blob (self->handle, self->taken);
  int size = sqlite3_column_bytes (self->handle, self->taken);

  self->taken++;
  return g_bytes_new (bytes, (gsize) size);
}

void
kp_statement_end (KpStatement *self)
{
  if (self == NULL)
    return;
  sqlite3_reset (self->handle);
  sqlite3_clear_bindings (self->handle);
  self->put = 0;
  self->taken = 0;
  self->fault = SQLITE_OK;
  self->held = FALSE;
}
