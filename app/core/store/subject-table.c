/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/subject-table.h"

#include <glib/gi18n.h>

#include "core/model/job.h"
#include "core/model/subject-rules.h"
#include "core/store/store.h"

/* So many of the newest jobs of a provider are looked at for details: many that were just
 * begun have none yet. */
#define MAX_JOBS 1000

/* The columns in the order in which take_subject () reads them, the details in that of
 * #KpSubjectField. */
#define COLUMNS                                                                            \
  "subject.id, subject.name, subject.verified_at, subject.country, subject.state,"         \
  " subject.locality, subject.organization, subject.organizational_unit, subject.email"

static KpSubject *
take_subject (KpStatement *statement)
{
  gint64 id = kp_statement_take_int (statement);
  KpSubject *subject = kp_subject_new (kp_statement_take_text (statement));

  kp_subject_set_id (subject, id);
  kp_subject_set_verified_at (subject, kp_statement_take_int (statement));
  for (guint i = 0; i < KP_SUBJECT_N_FIELDS; i++)
    kp_subject_set_field (subject, i, kp_statement_take_text (statement));
  return subject;
}

/* As the user's language orders them, which SQL can't. */
static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate (kp_subject_get_name (*(KpSubject *const *) a),
                         kp_subject_get_name (*(KpSubject *const *) b));
}

GPtrArray *
kp_subject_table_load (KpDatabase *database, GError **error)
{
  g_autoptr (GPtrArray) subjects = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (KpStatement) statement =
      kp_database_prepare (database, "SELECT " COLUMNS " FROM subject", error);

  if (statement == NULL)
    return NULL;
  for (;;)
    {
      gboolean row;

      if (!kp_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        break;
      g_ptr_array_add (subjects, take_subject (statement));
    }
  g_ptr_array_sort (subjects, compare_names);
  return g_steal_pointer (&subjects);
}

static gboolean
find (KpDatabase *database, const char *key, gint64 *id, GError **error)
{
  g_autoptr (KpStatement) statement =
      kp_database_prepare (database, "SELECT id FROM subject WHERE name_key = ?", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  kp_statement_put_text (statement, key);
  if (!kp_statement_step (statement, &row, error))
    return FALSE;
  *id = row ? kp_statement_take_int (statement) : 0;
  return TRUE;
}

/* Whether the last statement found its row. */
static gboolean
expect_row (KpDatabase *database, GError **error)
{
  if (kp_database_get_n_changed (database) > 0)
    return TRUE;
  g_set_error_literal (error, KP_STORE_ERROR, KP_STORE_ERROR_NOT_FOUND,
                       _ ("Those details aren’t there any more."));
  return FALSE;
}

static gboolean
write_subject (KpDatabase *database, KpSubject *subject, const char *key, const char *sql,
               GError **error)
{
  g_autoptr (KpStatement) statement = kp_database_prepare (database, sql, error);
  g_autofree char *name = g_strstrip (g_strdup (kp_subject_get_name (subject)));
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);

  if (statement == NULL)
    return FALSE;
  kp_statement_put_text (statement, name);
  kp_statement_put_text (statement, key);
  kp_statement_put_int (statement, kp_subject_get_verified_at (subject));
  for (guint i = 0; i < KP_SUBJECT_N_FIELDS; i++)
    {
      char *value = kp_subject_normalize_field (i, kp_subject_get_field (subject, i));

      g_ptr_array_add (values, value);
      kp_statement_put_text (statement, value);
    }
  if (kp_subject_get_id (subject) != 0)
    kp_statement_put_int (statement, kp_subject_get_id (subject));
  return kp_statement_run (statement, error);
}

gboolean
kp_subject_table_save (KpDatabase *database, KpSubject *subject, KpChanges *changes,
                       gint64 *id, GError **error)
{
  g_autofree char *key = kp_subject_make_key (kp_subject_get_name (subject));
  gint64 own = kp_subject_get_id (subject);
  gint64 taken;

  if (!find (database, key, &taken, error))
    return FALSE;
  if (taken != 0 && taken != own)
    {
      g_set_error (error, KP_STORE_ERROR, KP_STORE_ERROR_EXISTS,
                   /* Translators: the name under which certificate details are kept */
                   _ ("There are details called “%s” already."),
                   kp_subject_get_name (subject));
      return FALSE;
    }
  if (!write_subject (database, subject, key,
                      own != 0
                          ? "UPDATE subject SET name = ?, name_key = ?, verified_at = ?,"
                            " country = ?, state = ?, locality = ?, organization = ?,"
                            " organizational_unit = ?, email = ? WHERE id = ?"
                          : "INSERT INTO subject (name, name_key, verified_at, country,"
                            " state, locality, organization, organizational_unit, email)"
                            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                      error)
      || !expect_row (database, error))
    return FALSE;
  *id = own != 0 ? own : kp_database_get_last_id (database);
  changes->subjects = TRUE;
  return TRUE;
}

/* An open job shows which details it was started with. */
static gboolean
note_sites (KpDatabase *database, gint64 id, KpChanges *changes, GError **error)
{
  g_autoptr (KpStatement) statement = kp_database_prepare (
      database, "SELECT site_id FROM job WHERE subject_id = ? AND ended_at = 0", error);

  if (statement == NULL)
    return FALSE;
  kp_statement_put_int (statement, id);
  for (;;)
    {
      gboolean row;

      if (!kp_statement_step (statement, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      kp_changes_add_site (changes, kp_statement_take_int (statement));
    }
}

gboolean
kp_subject_table_remove (KpDatabase *database, gint64 id, KpChanges *changes,
                         GError **error)
{
  g_autoptr (KpStatement) statement = NULL;

  if (!note_sites (database, id, changes, error))
    return FALSE;
  statement = kp_database_prepare (database, "DELETE FROM subject WHERE id = ?", error);
  if (statement == NULL)
    return FALSE;
  kp_statement_put_int (statement, id);
  if (!kp_statement_run (statement, error) || !expect_row (database, error))
    return FALSE;
  changes->subjects = TRUE;
  return TRUE;
}

gboolean
kp_subject_table_verify (KpDatabase *database, gint64 id, gint64 at, KpChanges *changes,
                         GError **error)
{
  g_autoptr (KpStatement) statement = kp_database_prepare (
      database, "UPDATE subject SET verified_at = ? WHERE id = ?", error);

  if (statement == NULL)
    return FALSE;
  kp_statement_put_int (statement, at);
  kp_statement_put_int (statement, id);
  if (!kp_statement_run (statement, error) || !expect_row (database, error))
    return FALSE;
  changes->subjects = TRUE;
  return TRUE;
}

/* What a job was given is its own, kept under a name or not; from a job without it (of an
 * older store) what it named. NULL if neither is there. */
static KpSubject *
take_used (KpStatement *statement)
{
  g_autoptr (KpJob) job = g_new0 (KpJob, 1);
  const char *data = kp_statement_take_text (statement);
  gboolean read = data != NULL && kp_job_data_from_json (job, data, NULL);
  g_autoptr (KpSubject) kept = take_subject (statement);
  g_autoptr (KpSubject) given = NULL;

  if (read && job->subject != NULL)
    given = kp_subject_from_json (job->subject, NULL);
  if (given != NULL && !kp_subject_is_empty (given))
    {
      kp_subject_set_id (given, kp_subject_get_id (kept));
      return g_steal_pointer (&given);
    }
  return kp_subject_get_id (kept) != 0 ? g_steal_pointer (&kept) : NULL;
}

gboolean
kp_subject_table_find_last_used (KpDatabase *database, const char *provider,
                                 KpSubject **subject, GError **error)
{
  g_autoptr (KpStatement) statement = kp_database_prepare (
      database,
      "SELECT job.data, " COLUMNS " FROM job"
      " JOIN site ON site.id = job.site_id"
      " LEFT JOIN subject ON subject.id = job.subject_id"
      " WHERE site.provider = ? ORDER BY job.started_at DESC, job.id DESC LIMIT ?",
      error);
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  kp_statement_put_text (statement, provider);
  kp_statement_put_int (statement, MAX_JOBS);
  *subject = NULL;
  while (row && *subject == NULL)
    {
      if (!kp_statement_step (statement, &row, error))
        return FALSE;
      if (row)
        *subject = take_used (statement);
    }
  return TRUE;
}
