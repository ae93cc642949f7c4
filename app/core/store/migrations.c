/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/migrations.h"

#include <glib/gi18n.h>

#include "core/store/store.h"

/* Times are Unix seconds with 0 for "never", flags 0 or 1. The columns from checked_at on
 * are the summary of the last verdict: derived, kept so that a list needs no other table.
 * attention has its sign bit turned, so that a signed column sorts like the unsigned key.
 */
static const char version_1[] =
    "CREATE TABLE customer ("
    "  id INTEGER PRIMARY KEY,"
    "  name TEXT NOT NULL,"
    "  name_key TEXT NOT NULL UNIQUE,"
    "  dns_administrator TEXT NOT NULL,"
    "  email TEXT NOT NULL,"
    "  language TEXT NOT NULL,"
    "  changes_dns_itself INTEGER NOT NULL,"
    "  dns_host TEXT NOT NULL,"
    "  note TEXT NOT NULL);"
    "CREATE TABLE site ("
    "  id INTEGER PRIMARY KEY,"
    "  host TEXT NOT NULL,"
    "  port INTEGER NOT NULL,"
    "  provider TEXT NOT NULL,"
    "  customer_id INTEGER REFERENCES customer (id) ON DELETE SET NULL,"
    "  target TEXT,"
    "  proxied INTEGER NOT NULL,"
    "  note TEXT NOT NULL,"
    "  added_at INTEGER NOT NULL,"
    "  retired_at INTEGER NOT NULL DEFAULT 0,"
    "  removed_at INTEGER NOT NULL DEFAULT 0,"
    "  checked_at INTEGER NOT NULL DEFAULT 0,"
    "  lock INTEGER NOT NULL DEFAULT 0,"
    "  status INTEGER NOT NULL DEFAULT 0,"
    "  status_at INTEGER NOT NULL DEFAULT 0,"
    "  last_lock INTEGER NOT NULL DEFAULT 0,"
    "  last_lock_at INTEGER NOT NULL DEFAULT 0,"
    "  last_locked_at INTEGER NOT NULL DEFAULT 0,"
    "  next_who INTEGER NOT NULL DEFAULT 0,"
    "  next_kind INTEGER NOT NULL DEFAULT 0,"
    "  next_since INTEGER NOT NULL DEFAULT 0,"
    "  next_due INTEGER NOT NULL DEFAULT 0,"
    "  next_overdue INTEGER NOT NULL DEFAULT 0,"
    "  until INTEGER NOT NULL DEFAULT 0,"
    "  not_before INTEGER NOT NULL DEFAULT 0,"
    "  not_after INTEGER NOT NULL DEFAULT 0,"
    "  renew_by INTEGER NOT NULL DEFAULT 0,"
    "  expiring INTEGER NOT NULL DEFAULT 0,"
    "  main_finding TEXT,"
    "  cause TEXT,"
    "  findings TEXT,"
    "  attention INTEGER NOT NULL,"
    "  holds_until INTEGER NOT NULL DEFAULT 0);"
    "CREATE UNIQUE INDEX site_address ON site (host, port)"
    "  WHERE removed_at = 0 AND retired_at = 0;"
    "CREATE INDEX site_attention ON site (attention, host, port)"
    "  WHERE removed_at = 0 AND retired_at = 0;"
    "CREATE INDEX site_customer ON site (customer_id);"
    "CREATE INDEX site_removed ON site (removed_at) WHERE removed_at > 0;"
    "CREATE TABLE evidence ("
    "  site_id INTEGER PRIMARY KEY REFERENCES site (id) ON DELETE CASCADE,"
    "  checked_at INTEGER NOT NULL,"
    "  observation TEXT,"
    "  previous TEXT,"
    "  history TEXT NOT NULL);"
    "CREATE TABLE certificate ("
    "  sha256 TEXT PRIMARY KEY,"
    "  der BLOB NOT NULL,"
    "  is_ca INTEGER NOT NULL,"
    "  is_trusted INTEGER NOT NULL,"
    "  first_seen INTEGER NOT NULL);"
    "CREATE INDEX certificate_ca ON certificate (is_trusted, first_seen) WHERE is_ca = 1;"
    "CREATE TABLE evidence_certificate ("
    "  site_id INTEGER NOT NULL REFERENCES evidence (site_id) ON DELETE CASCADE,"
    "  sha256 TEXT NOT NULL REFERENCES certificate (sha256),"
    "  PRIMARY KEY (site_id, sha256));"
    "CREATE INDEX evidence_certificate_sha256 ON evidence_certificate (sha256);"
    "CREATE TABLE journal ("
    "  id INTEGER PRIMARY KEY,"
    "  site_id INTEGER NOT NULL REFERENCES site (id) ON DELETE CASCADE,"
    "  at INTEGER NOT NULL,"
    "  kind TEXT NOT NULL,"
    "  text TEXT NOT NULL);"
    "CREATE INDEX journal_site ON journal (site_id, id);"
    "CREATE TABLE setting ("
    "  name TEXT PRIMARY KEY,"
    "  value TEXT NOT NULL);"
    "CREATE TABLE change_log ("
    "  seq INTEGER PRIMARY KEY,"
    "  writer INTEGER NOT NULL,"
    "  kind INTEGER NOT NULL,"
    "  row_id INTEGER NOT NULL);";

/* Which profile a summary was made by: -1 for what was judged before that was noted. */
static const char version_2[] =
    "ALTER TABLE site ADD COLUMN judged_by INTEGER NOT NULL DEFAULT -1;";

static const KpMigration migrations[] = {
  { version_1 },
  { version_2 },
};

const KpMigration *
kp_migrations_get (guint *n)
{
  *n = G_N_ELEMENTS (migrations);
  return migrations;
}

/* References that lead nowhere would be a mistake of the step. */
static gboolean
check_references (KpDatabase *database, GError **error)
{
  g_autoptr (KpStatement) statement = NULL;
  gboolean row;

  statement = kp_database_prepare (database, "PRAGMA foreign_key_check", error);
  if (statement == NULL || !kp_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  g_set_error (error, KP_STORE_ERROR, KP_STORE_ERROR_FAILED,
               /* Translators: the first %s is a file, the second a table of it. */
               _ ("%s could not be brought to the form of this version: a reference in %s "
                  "leads nowhere. Nothing was changed."),
               kp_database_get_path (database), kp_statement_take_text (statement));
  return FALSE;
}

static gboolean
migrate (KpDatabase *database, const char *sql, guint version, GError **error)
{
  g_autofree char *pragma = g_strdup_printf ("PRAGMA user_version = %u", version);

  return kp_database_exec (database, sql, error) && check_references (database, error)
         && kp_database_exec (database, pragma, error);
}

/* Takes the write lock, and tells whether anybody wrote since @seen was read. */
static gboolean
begin_unchanged (KpDatabase *database, gint64 seen, gboolean *unchanged, GError **error)
{
  gint64 now_seen;

  if (!kp_database_begin (database, error))
    return FALSE;
  if (!kp_database_get_int (database, "PRAGMA data_version", &now_seen, error))
    {
      kp_database_rollback (database);
      return FALSE;
    }
  *unchanged = now_seen == seen;
  return TRUE;
}

/* Begins the transaction of a step with a backup that holds all that was ever committed: a
 * copy can only be made outside, so it is made again if somebody wrote in between. */
static gboolean
begin_backed_up (KpDatabase *database, const char *backup, gint64 version, GError **error)
{
  g_autofree char *path = NULL;
  gboolean unchanged = FALSE;

  if (backup == NULL)
    return kp_database_begin (database, error);
  path = g_strdup_printf ("%s.v%" G_GINT64_FORMAT "-backup", backup, version);
  for (;;)
    {
      gint64 seen;

      if (!kp_database_get_int (database, "PRAGMA data_version", &seen, error)
          || !kp_database_backup (database, path, error)
          || !begin_unchanged (database, seen, &unchanged, error))
        return FALSE;
      if (unchanged)
        return TRUE;
      kp_database_rollback (database);
    }
}

gboolean
kp_migrations_run (KpDatabase *database, const KpMigration *steps, guint n,
                   const char *backup, GError **error)
{
  for (;;)
    {
      gint64 version;
      gint64 locked_version;

      if (!kp_database_get_int (database, "PRAGMA user_version", &version, error))
        return FALSE;
      if (version < 0 || version >= n)
        return TRUE;
      if (!begin_backed_up (database, backup, version, error))
        return FALSE;
      if (!kp_database_get_int (database, "PRAGMA user_version", &locked_version, error)
          || (locked_version == version
              && !migrate (database, steps[version].sql, (guint) version + 1, error)))
        {
          kp_database_rollback (database);
          return FALSE;
        }
      if (!kp_database_commit (database, error))
        return FALSE;
    }
}
