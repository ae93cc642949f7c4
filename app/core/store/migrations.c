/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/migrations.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

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

/* Jobs with the certificate details they use, and the outbox. What a verdict or a rule asks
 * for has a column; what is only shown again lies in data (JSON). claimed_by is the process
 * that sends a request just now. */
static const char version_3[] =
    "CREATE TABLE subject ("
    "  id INTEGER PRIMARY KEY,"
    "  name TEXT NOT NULL,"
    "  name_key TEXT NOT NULL UNIQUE,"
    "  country TEXT NOT NULL,"
    "  state TEXT NOT NULL,"
    "  locality TEXT NOT NULL,"
    "  organization TEXT NOT NULL,"
    "  organizational_unit TEXT NOT NULL,"
    "  email TEXT NOT NULL,"
    "  verified_at INTEGER NOT NULL DEFAULT 0);"
    "CREATE TABLE job ("
    "  id INTEGER PRIMARY KEY,"
    "  site_id INTEGER NOT NULL REFERENCES site (id) ON DELETE CASCADE,"
    "  kind INTEGER NOT NULL,"
    "  step INTEGER NOT NULL,"
    "  since INTEGER NOT NULL,"
    "  started_at INTEGER NOT NULL,"
    "  ended_at INTEGER NOT NULL DEFAULT 0,"
    "  ending INTEGER NOT NULL DEFAULT 0,"
    "  paused_at INTEGER NOT NULL DEFAULT 0,"
    "  revision INTEGER NOT NULL DEFAULT 1,"
    "  subject_id INTEGER REFERENCES subject (id) ON DELETE SET NULL,"
    "  data TEXT NOT NULL);"
    "CREATE UNIQUE INDEX job_open ON job (site_id) WHERE ended_at = 0;"
    "CREATE INDEX job_site ON job (site_id);"
    "CREATE INDEX job_subject ON job (subject_id);"
    "CREATE TABLE request ("
    "  id INTEGER PRIMARY KEY,"
    "  site_id INTEGER REFERENCES site (id) ON DELETE SET NULL,"
    "  job_id INTEGER REFERENCES job (id) ON DELETE SET NULL,"
    "  site TEXT NOT NULL,"
    "  provider TEXT NOT NULL,"
    "  channel TEXT NOT NULL,"
    "  state INTEGER NOT NULL,"
    "  priority INTEGER NOT NULL,"
    "  reference TEXT NOT NULL UNIQUE,"
    "  subject TEXT NOT NULL,"
    "  body TEXT NOT NULL,"
    "  fields TEXT NOT NULL,"
    "  ticket TEXT,"
    "  number TEXT,"
    "  url TEXT,"
    "  reason TEXT,"
    "  reason_code INTEGER NOT NULL DEFAULT 0,"
    "  created_at INTEGER NOT NULL,"
    "  state_at INTEGER NOT NULL,"
    "  tries INTEGER NOT NULL DEFAULT 0,"
    "  next_at INTEGER NOT NULL DEFAULT 0,"
    "  claimed_by TEXT,"
    "  claimed_at INTEGER NOT NULL DEFAULT 0,"
    "  revision INTEGER NOT NULL DEFAULT 1,"
    "  received_at INTEGER NOT NULL DEFAULT 0);"
    "CREATE INDEX request_site ON request (site_id);"
    "CREATE INDEX request_job ON request (job_id);"
    "CREATE INDEX request_state ON request (state, next_at);"
    "CREATE TABLE message ("
    "  id INTEGER PRIMARY KEY,"
    "  request_id INTEGER NOT NULL REFERENCES request (id) ON DELETE CASCADE,"
    "  remote_id TEXT NOT NULL,"
    "  at INTEGER NOT NULL,"
    "  author TEXT NOT NULL,"
    "  incoming INTEGER NOT NULL,"
    "  body TEXT NOT NULL,"
    "  seen INTEGER NOT NULL DEFAULT 0,"
    "  UNIQUE (request_id, remote_id));"
    "CREATE TABLE attachment ("
    "  id INTEGER PRIMARY KEY,"
    "  request_id INTEGER REFERENCES request (id) ON DELETE CASCADE,"
    "  message_id INTEGER REFERENCES message (id) ON DELETE CASCADE,"
    "  name TEXT NOT NULL,"
    "  type TEXT NOT NULL,"
    "  size INTEGER NOT NULL,"
    "  sha256 TEXT NOT NULL,"
    "  content BLOB NOT NULL);"
    "CREATE INDEX attachment_request ON attachment (request_id);"
    "CREATE INDEX attachment_message ON attachment (message_id);"
    "CREATE TABLE connection ("
    "  provider TEXT PRIMARY KEY,"
    "  channel TEXT NOT NULL,"
    "  url TEXT,"
    "  queue TEXT,"
    "  address TEXT,"
    "  updated_at INTEGER NOT NULL);"
    "CREATE TABLE signing_key ("
    "  spki_sha256 TEXT PRIMARY KEY,"
    "  host TEXT NOT NULL,"
    "  algorithm TEXT NOT NULL,"
    "  created_at INTEGER NOT NULL,"
    "  csr BLOB NOT NULL,"
    "  destroyed_at INTEGER NOT NULL DEFAULT 0);"
    "CREATE INDEX signing_key_host ON signing_key (host);";

/* What a renewal gathers beside its job: lists read none of it. csr is DER, bundle PEM,
 * overruled JSON. */
static const char version_4[] =
    "CREATE TABLE renewal ("
    "  job_id INTEGER PRIMARY KEY REFERENCES job (id) ON DELETE CASCADE,"
    "  csr BLOB,"
    "  csr_sha256 TEXT,"
    "  csr_spki_sha256 TEXT,"
    "  csr_at INTEGER NOT NULL DEFAULT 0,"
    "  order_number TEXT,"
    "  ca TEXT,"
    "  price TEXT,"
    "  ordered_at INTEGER NOT NULL DEFAULT 0,"
    "  validation_name TEXT,"
    "  validation_type TEXT,"
    "  validation_value TEXT,"
    "  bundle TEXT,"
    "  leaf_sha256 TEXT,"
    "  leaf_spki_sha256 TEXT,"
    "  leaf_not_after INTEGER NOT NULL DEFAULT 0,"
    "  bundle_at INTEGER NOT NULL DEFAULT 0,"
    "  overruled TEXT NOT NULL);";

static const KpMigration migrations[] = {
  { version_1 },
  { version_2 },
  { version_3 },
  { version_4 },
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

static char *
name_backup (const char *backup, gint64 version)
{
  return g_strdup_printf ("%s.v%" G_GINT64_FORMAT "-backup", backup, version);
}

/* Each is as large as the store: those of long ago go. */
static void
drop_old_backups (const char *backup, gint64 version)
{
  for (gint64 old = version - KP_MIGRATIONS_KEPT; backup != NULL && old > 0; old--)
    {
      g_autofree char *path = name_backup (backup, old);

      if (g_unlink (path) != 0)
        break;
    }
}

/* The store is what it was before the step; a copy is worth knowing of all the same. */
static void
tell_backup (const char *backup, gint64 version, GError **error)
{
  g_autofree char *path = backup != NULL ? name_backup (backup, version) : NULL;
  g_autofree char *shown = path != NULL ? g_filename_display_name (path) : NULL;
  g_autofree char *before = NULL;

  if (path == NULL || error == NULL || *error == NULL)
    return;
  before = (*error)->message;
  /* Translators: the first %s is a sentence that says what failed, the second a file. */
  (*error)->message = g_strdup_printf (_ ("%s A copy of it lies in %s."), before, shown);
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
  path = name_backup (backup, version);
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
          tell_backup (backup, version, error);
          return FALSE;
        }
      if (!kp_database_commit (database, error))
        {
          tell_backup (backup, version, error);
          return FALSE;
        }
      drop_old_backups (backup, version);
    }
}
