/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * KpDatabase:
 *
 * One connection to one SQLite file, typed and with its statements kept. The only place
 * that knows the engine: what it says is translated to #KpStoreError here, and SQL
 * elsewhere keeps to what PostgreSQL speaks too. A plain object that belongs to one thread,
 * the store's worker.
 */
typedef struct _KpDatabase KpDatabase;

/**
 * KpStatement:
 *
 * A prepared statement, kept by its database. Values are put and taken in the order in
 * which they stand in the SQL. What goes wrong while putting is told by the next
 * kp_statement_step() or kp_statement_run().
 */
typedef struct _KpStatement KpStatement;

/**
 * KpDatabaseMode:
 * @KP_DATABASE_WRITE: an existing file, to read and write
 * @KP_DATABASE_READ: an existing file, to read only; other processes may write
 * @KP_DATABASE_IMMUTABLE: a file that nobody changes: no lock is taken and nothing beside
 * it is made (a shipped sample on a read-only disk)
 */
typedef enum
{
  KP_DATABASE_WRITE,
  KP_DATABASE_READ,
  KP_DATABASE_IMMUTABLE,
} KpDatabaseMode;

/** KP_DATABASE_MAX_LENGTH: octets of one value, and of one row; a hostile file may hold
 * longer ones */
#define KP_DATABASE_MAX_LENGTH (16 * 1024 * 1024)
/** KP_DATABASE_BUSY_MS: how long a lock of another process is waited for, milliseconds */
#define KP_DATABASE_BUSY_MS 5000

/**
 * kp_database_open:
 * @path: an existing file
 * @mode: how
 * @error: #KpStoreError
 *
 * Opens without writing a byte: even a log that another process left is only read, until
 * kp_database_settle().
 *
 * Returns: (transfer full) (nullable): the connection
 */
KpDatabase *kp_database_open (const char *path, KpDatabaseMode mode, GError **error);

/**
 * kp_database_settle:
 * @self: a connection that was looked at and found good
 * @error: #KpStoreError
 *
 * From now on it may write: turns on WAL with synchronous=FULL (a commit that was reported
 * is on the disk).
 *
 * Returns: whether it could
 */
gboolean kp_database_settle (KpDatabase *self, GError **error);

/**
 * kp_database_make_plain:
 * @self: a connection that nobody else has beside it
 * @error: #KpStoreError
 *
 * Folds a log in and does without one: the store is this one file, which can be moved.
 *
 * Returns: whether it could
 */
gboolean kp_database_make_plain (KpDatabase *self, GError **error);

/**
 * kp_database_close:
 * @self: (transfer full) (nullable): a connection, in no transaction
 *
 * Closes it; the last one to close folds the log into the file.
 */
void kp_database_close (KpDatabase *self);

/**
 * kp_database_set_busy_timeout:
 * @self: a connection
 * @milliseconds: instead of #KP_DATABASE_BUSY_MS
 *
 * Sets how long a lock of another process is waited for.
 */
void kp_database_set_busy_timeout (KpDatabase *self, guint milliseconds);

/**
 * kp_database_get_path:
 * @self: a connection
 *
 * Returns: (transfer none): its file
 */
const char *kp_database_get_path (KpDatabase *self);

/**
 * kp_database_prepare:
 * @self: a connection
 * @sql: one statement; a literal (it is kept under its address)
 * @error: #KpStoreError
 *
 * Returns: (transfer none) (nullable): the statement, ready for values; hold it with
 *   g_autoptr, which ends it
 */
KpStatement *kp_database_prepare (KpDatabase *self, const char *sql, GError **error);

/**
 * kp_database_exec:
 * @self: a connection
 * @sql: any number of statements
 * @error: #KpStoreError
 *
 * Runs statements that give no rows.
 *
 * Returns: whether all ran
 */
gboolean kp_database_exec (KpDatabase *self, const char *sql, GError **error);

/**
 * kp_database_get_int:
 * @self: a connection
 * @sql: a statement that gives one number
 * @value: (out): the number; 0 where there is no row
 * @error: #KpStoreError
 *
 * Returns: whether it ran
 */
gboolean kp_database_get_int (KpDatabase *self, const char *sql, gint64 *value,
                              GError **error);

/**
 * kp_database_begin:
 * @self: a connection in no transaction
 * @error: #KpStoreError
 *
 * Begins a transaction that writes; the lock is taken at once, so that nothing in it can
 * turn out busy later.
 *
 * Returns: whether it began
 */
gboolean kp_database_begin (KpDatabase *self, GError **error);

/**
 * kp_database_begin_read:
 * @self: a connection in no transaction
 * @error: #KpStoreError
 *
 * Begins a transaction that only reads: several statements see the same state.
 *
 * Returns: whether it began
 */
gboolean kp_database_begin_read (KpDatabase *self, GError **error);

/**
 * kp_database_commit:
 * @self: a connection in a transaction
 * @error: #KpStoreError
 *
 * Returns: whether all of it is on the disk; if not, it was rolled back
 */
gboolean kp_database_commit (KpDatabase *self, GError **error);

/**
 * kp_database_rollback:
 * @self: a connection, perhaps in no transaction any more
 *
 * Takes back everything since the transaction began.
 */
void kp_database_rollback (KpDatabase *self);

/**
 * kp_database_get_last_id:
 * @self: a connection
 *
 * Returns: the row id that the last INSERT gave
 */
gint64 kp_database_get_last_id (KpDatabase *self);

/**
 * kp_database_get_n_changed:
 * @self: a connection
 *
 * Returns: how many rows the last statement inserted, changed or deleted
 */
guint kp_database_get_n_changed (KpDatabase *self);

/**
 * kp_database_backup:
 * @self: a connection in no transaction
 * @path: where to; what is there is replaced at once, when the copy is whole
 * @error: #KpStoreError
 *
 * Copies the whole database, page by page, into a file of its own (0600).
 *
 * Returns: whether @path holds the copy
 */
gboolean kp_database_backup (KpDatabase *self, const char *path, GError **error);

/**
 * kp_database_check:
 * @self: a connection
 * @error: %KP_STORE_ERROR_DAMAGED with what was found
 *
 * Reads the whole file and looks whether it hangs together (PRAGMA quick_check).
 *
 * Returns: whether it does
 */
gboolean kp_database_check (KpDatabase *self, GError **error);

/**
 * kp_database_check_before_writing:
 * @self: a connection in no transaction
 *
 * Puts off the look at the whole file, which takes a second for 300 MB, to the first
 * kp_database_begin(): that fails with %KP_STORE_ERROR_DAMAGED, each time, where the file
 * is damaged, and has written nothing.
 */
void kp_database_check_before_writing (KpDatabase *self);

/**
 * kp_database_create:
 * @path: an empty file that exists
 * @application_id: what marks the file
 * @error: #KpStoreError
 *
 * Opens an empty file to be filled by one who is alone with it: with a plain journal, so
 * that the file can be moved when it is closed.
 *
 * Returns: (transfer full) (nullable): the connection
 */
KpDatabase *kp_database_create (const char *path, guint32 application_id, GError **error);

/**
 * kp_statement_put_int:
 * @self: a statement
 * @value: a number
 *
 * Sets the next parameter.
 */
void kp_statement_put_int (KpStatement *self, gint64 value);

/**
 * kp_statement_put_text:
 * @self: a statement
 * @value: (nullable): a text that lives until the statement is ended; %NULL for NULL
 *
 * Sets the next parameter.
 */
void kp_statement_put_text (KpStatement *self, const char *value);

/**
 * kp_statement_put_blob:
 * @self: a statement
 * @value: bytes that live until the statement is ended
 *
 * Sets the next parameter.
 */
void kp_statement_put_blob (KpStatement *self, GBytes *value);

/**
 * kp_statement_put_null:
 * @self: a statement
 *
 * Sets the next parameter to NULL.
 */
void kp_statement_put_null (KpStatement *self);

/**
 * kp_statement_step:
 * @self: a statement
 * @row: (out): whether there is a row
 * @error: #KpStoreError
 *
 * Goes to the next row.
 *
 * Returns: whether it ran
 */
gboolean kp_statement_step (KpStatement *self, gboolean *row, GError **error);

/**
 * kp_statement_run:
 * @self: a statement that gives no rows
 * @error: #KpStoreError
 *
 * Runs it and makes it ready for other values.
 *
 * Returns: whether it ran
 */
gboolean kp_statement_run (KpStatement *self, GError **error);

/**
 * kp_statement_take_int:
 * @self: a statement on a row
 *
 * Returns: the next column as a number; 0 for NULL
 */
gint64 kp_statement_take_int (KpStatement *self);

/**
 * kp_statement_take_text:
 * @self: a statement on a row
 *
 * Returns: (transfer none) (nullable): the next column as UTF-8, until the next step; %NULL
 *   for NULL and for what is no UTF-8
 */
const char *kp_statement_take_text (KpStatement *self);

/**
 * kp_statement_take_blob:
 * @self: a statement on a row
 *
 * Returns: (transfer full): a copy of the bytes of the next column
 */
GBytes *kp_statement_take_blob (KpStatement *self);

/**
 * kp_statement_end:
 * @self: (nullable): a statement
 *
 * Forgets values and rows; the statement itself is kept for the next time.
 */
void kp_statement_end (KpStatement *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpDatabase, kp_database_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpStatement, kp_statement_end)

G_END_DECLS
