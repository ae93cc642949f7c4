/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/job-table.h"

#include <glib/gi18n.h>

#include "core/store/store.h"

/* What hands a job over brings the details, and opens the ticket; what hands a certificate
 * over has it attached. A reminder does none of it, also where there is no ticket that it
 * could stand in (a mail). The numbers are those of a renewal that waits for it to be
 * installed. */
#define BRINGS_CERTIFICATE "EXISTS (SELECT 1 FROM attachment WHERE request_id = request.id)"
#define HANDED_OVER                                                                        \
  " FROM request WHERE job_id = job.id AND CASE WHEN job.kind = 2 AND job.step = 9"        \
  " THEN " BRINGS_CERTIFICATE                                                              \
  " ELSE ticket IS NULL AND fields <> '{}' AND NOT " BRINGS_CERTIFICATE " END"             \
  " ORDER BY request.id DESC LIMIT 1"

/* In the order of take_job(), with how the newest request that hands it over stands. */
#define COLUMNS                                                                            \
  "id, site_id, revision, kind, step, since, started_at, ended_at, ending, paused_at,"     \
  " subject_id, data,"                                                                     \
  " (SELECT state" HANDED_OVER "), (SELECT reason_code" HANDED_OVER ")"

/* A number of an enumeration; what is outside it (a damaged row) is @fallback. */
static int
take_enum (KpStatement *statement, int first, int last, int fallback)
{
  gint64 value = kp_statement_take_int (statement);

  return value >= first && value <= last ? (int) value : fallback;
}

/* Whether it goes on only once somebody has done something about it. */
static gboolean
is_held_up (KpRequestState state, KpRequestReason reason)
{
  switch (state)
    {
    case KP_REQUEST_WAITING_FOR_YOU:
    case KP_REQUEST_REFUSED:
    case KP_REQUEST_CANCELLED:
      return TRUE;
    case KP_REQUEST_QUEUED:
      return reason == KP_REQUEST_REASON_TOKEN || reason == KP_REQUEST_REASON_CONNECTION
             || reason == KP_REQUEST_REASON_VAULT;
    case KP_REQUEST_SENDING:
    case KP_REQUEST_SENT:
    case KP_REQUEST_UNCERTAIN:
    case KP_REQUEST_OFFLINE:
    case KP_REQUEST_DRAFT:
    default:
      return FALSE;
    }
}

static KpJob *
take_job (KpStatement *statement)
{
  KpJob *job = g_new0 (KpJob, 1);
  g_autoptr (GError) error = NULL;
  KpRequestState state;
  const char *data;

  job->id = kp_statement_take_int (statement);
  job->site_id = kp_statement_take_int (statement);
  job->revision = kp_statement_take_int (statement);
  job->kind = take_enum (statement, KP_JOB_SECURE, KP_JOB_RENEW, KP_JOB_SECURE);
  job->step = take_enum (statement, KP_JOB_STEP_NAME, KP_JOB_N_STEPS - 1, KP_JOB_STEP_NAME);
  job->since = kp_statement_take_int (statement);
  job->started_at = kp_statement_take_int (statement);
  job->ended_at = kp_statement_take_int (statement);
  job->ending = take_enum (statement, KP_JOB_OPEN, KP_JOB_RETIRED, KP_JOB_OPEN);
  job->paused_at = kp_statement_take_int (statement);
  job->subject_id = kp_statement_take_int (statement);
  data = kp_statement_take_text (statement);
  if (data == NULL || !kp_job_data_from_json (job, data, &error))
    g_debug ("The details of a job of the store are passed over: %s",
             error != NULL ? error->message : "none");
  state = (KpRequestState) kp_statement_take_int (statement);
  job->held_up = is_held_up (state, (KpRequestReason) kp_statement_take_int (statement));
  return job;
}

GHashTable *
kp_job_table_load_open (KpDatabase *database, GError **error)
{
  g_autoptr (GHashTable) jobs = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL,
                                                       (GDestroyNotify) kp_job_free);
  g_autoptr (KpStatement) statement = kp_database_prepare (
      database, "SELECT " COLUMNS " FROM job WHERE ended_at = 0", error);

  if (statement == NULL)
    return NULL;
  for (;;)
    {
      gboolean row;
      KpJob *job;

      if (!kp_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&jobs);
      job = take_job (statement);
      g_hash_table_insert (jobs, &job->site_id, job);
    }
}

GPtrArray *
kp_job_table_load (KpDatabase *database, gint64 site_id, GError **error)
{
  g_autoptr (GPtrArray) jobs =
      g_ptr_array_new_with_free_func ((GDestroyNotify) kp_job_free);
  g_autoptr (KpStatement) statement = kp_database_prepare (
      database, "SELECT " COLUMNS " FROM job WHERE site_id = ? ORDER BY id DESC", error);

  if (statement == NULL)
    return NULL;
  kp_statement_put_int (statement, site_id);
  for (;;)
    {
      gboolean row;

      if (!kp_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&jobs);
      g_ptr_array_add (jobs, take_job (statement));
    }
}

/* Returns: whether the store could be asked; @stored: (out): the open job @id as it is,
 * %NULL where it is not at @revision any more */
static gboolean
load_at (KpDatabase *database, gint64 id, gint64 revision, KpJob **stored, GError **error)
{
  g_autoptr (KpStatement) statement = kp_database_prepare (
      database,
      "SELECT " COLUMNS " FROM job WHERE id = ? AND revision = ? AND ended_at = 0", error);
  gboolean row;

  *stored = NULL;
  if (statement == NULL)
    return FALSE;
  kp_statement_put_int (statement, id);
  kp_statement_put_int (statement, revision);
  if (!kp_statement_step (statement, &row, error))
    return FALSE;
  if (row)
    *stored = take_job (statement);
  return TRUE;
}

static gboolean
fail_changed (GError **error)
{
  g_set_error (error, KP_STORE_ERROR, KP_STORE_ERROR_CONFLICT, "%s",
               _ ("This job was changed elsewhere meanwhile. Look at it as it is now, and "
                  "do it again if it still has to be done."));
  return FALSE;
}

/* @data: must live until the statement has run */
static void
put_job (KpStatement *statement, const KpJob *job, const char *data)
{
  kp_statement_put_int (statement, job->step);
  kp_statement_put_int (statement, job->since);
  kp_statement_put_int (statement, job->ended_at);
  kp_statement_put_int (statement, job->ending);
  kp_statement_put_int (statement, job->paused_at);
  if (job->subject_id != 0)
    kp_statement_put_int (statement, job->subject_id);
  else
    kp_statement_put_null (statement);
  kp_statement_put_text (statement, data);
}

static gboolean
check_site (KpDatabase *database, gint64 site_id, GError **error)
{
  g_autoptr (KpStatement) statement = kp_database_prepare (
      database, "SELECT id FROM site WHERE id = ? AND removed_at = 0 AND retired_at = 0",
      error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  kp_statement_put_int (statement, site_id);
  if (!kp_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    g_set_error (error, KP_STORE_ERROR, KP_STORE_ERROR_NOT_FOUND, "%s",
                 _ ("That site isn’t there any more."));
  return row;
}

gboolean
kp_job_table_add (KpDatabase *database, KpJob *job, KpChanges *changes, GError **error)
{
  g_autofree char *data = kp_job_data_to_json (job);
  g_autoptr (KpStatement) statement = NULL;

  if (!check_site (database, job->site_id, error))
    return FALSE;
  statement = kp_database_prepare (
      database,
      "INSERT INTO job (step, since, ended_at, ending, paused_at, subject_id, data, "
      "site_id,"
      " kind, started_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
      error);
  if (statement == NULL)
    return FALSE;
  put_job (statement, job, data);
  kp_statement_put_int (statement, job->site_id);
  kp_statement_put_int (statement, job->kind);
  kp_statement_put_int (statement, job->started_at);
  if (!kp_statement_run (statement, error))
    return FALSE;
  if (kp_database_get_n_changed (database) == 0)
    {
      g_set_error (error, KP_STORE_ERROR, KP_STORE_ERROR_EXISTS, "%s",
                   _ ("A job is under way for that site already."));
      return FALSE;
    }
  job->id = kp_database_get_last_id (database);
  job->revision = 1;
  kp_changes_add_site (changes, job->site_id);
  return TRUE;
}

gboolean
kp_job_table_update (KpDatabase *database, KpJob *job, KpChanges *changes, GError **error)
{
  g_autofree char *data = kp_job_data_to_json (job);
  g_autoptr (KpStatement) statement = kp_database_prepare (
      database,
      "UPDATE job SET step = ?, since = ?, ended_at = ?, ending = ?, paused_at = ?,"
      " subject_id = ?, data = ?, revision = revision + 1"
      " WHERE id = ? AND revision = ? AND ended_at = 0",
      error);

  if (statement == NULL)
    return FALSE;
  put_job (statement, job, data);
  kp_statement_put_int (statement, job->id);
  kp_statement_put_int (statement, job->revision);
  if (!kp_statement_run (statement, error))
    return FALSE;
  if (kp_database_get_n_changed (database) == 0)
    return fail_changed (error);
  job->revision++;
  kp_changes_add_site (changes, job->site_id);
  return TRUE;
}

gboolean
kp_job_table_take_sights (KpDatabase *database, KpJob *job, gint64 now, GError **error)
{
  g_autoptr (KpJob) stored = NULL;
  gint64 asked_at;

  if (!load_at (database, job->id, job->revision, &stored, error))
    return FALSE;
  if (stored == NULL || stored->validation_at != job->validation_at)
    return TRUE;
  g_clear_pointer (&job->validation_sights, g_ptr_array_unref);
  job->validation_sights = kp_record_sights_copy (stored->validation_sights);
  /* One that was seen gone after somebody had it is not there; who says later that it is
   * there is believed. A look from a time to come was made while the clock was wrong. */
  asked_at = kp_record_sights_get_asked_at (stored->validation_sights);
  if (stored->validation_seen_at > 0
      || (asked_at <= now && job->validation_seen_at < asked_at))
    job->validation_seen_at = stored->validation_seen_at;
  return TRUE;
}

gboolean
kp_job_table_save_sights (KpDatabase *database, const KpJob *before, const KpJob *after,
                          KpChanges *changes, GError **error)
{
  g_autofree char *data = kp_job_data_to_json (after);
  g_autoptr (KpStatement) statement = NULL;
  g_autoptr (KpJob) stored = NULL;

  if (!load_at (database, before->id, before->revision, &stored, error))
    return FALSE;
  if (stored == NULL || stored->validation_seen_at != before->validation_seen_at
      || !kp_record_sights_equal (stored->validation_sights, before->validation_sights))
    return fail_changed (error);
  statement = kp_database_prepare (database, "UPDATE job SET data = ? WHERE id = ?", error);
  if (statement == NULL)
    return FALSE;
  kp_statement_put_text (statement, data);
  kp_statement_put_int (statement, after->id);
  if (!kp_statement_run (statement, error))
    return FALSE;
  kp_changes_add_site (changes, after->site_id);
  return TRUE;
}

static gboolean
load_kind (KpDatabase *database, gint64 id, KpJobKind *kind, GError **error)
{
  g_autoptr (KpStatement) statement =
      kp_database_prepare (database, "SELECT kind FROM job WHERE id = ?", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  kp_statement_put_int (statement, id);
  if (!kp_statement_step (statement, &row, error))
    return FALSE;
  if (row)
    *kind = take_enum (statement, KP_JOB_SECURE, KP_JOB_RENEW, KP_JOB_SECURE);
  return TRUE;
}

gboolean
kp_job_table_finish (KpDatabase *database, gint64 id, gint64 revision, gint64 now,
                     gboolean *ended, KpJobKind *kind, GError **error)
{
  g_autoptr (KpStatement) statement = kp_database_prepare (
      database,
      "UPDATE job SET step = ?, since = ?, ended_at = ?, ending = ?,"
      " revision = revision + 1 WHERE id = ? AND revision = ? AND ended_at = 0",
      error);

  if (statement == NULL)
    return FALSE;
  kp_statement_put_int (statement, KP_JOB_STEP_DONE);
  kp_statement_put_int (statement, now);
  kp_statement_put_int (statement, now);
  kp_statement_put_int (statement, KP_JOB_FINISHED);
  kp_statement_put_int (statement, id);
  kp_statement_put_int (statement, revision);
  if (!kp_statement_run (statement, error))
    return FALSE;
  *ended = kp_database_get_n_changed (database) > 0;
  return !*ended || load_kind (database, id, kind, error);
}

static gboolean
find_open (KpDatabase *database, gint64 site_id, gint64 *id, GError **error)
{
  g_autoptr (KpStatement) statement = kp_database_prepare (
      database, "SELECT id FROM job WHERE site_id = ? AND ended_at = 0", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  kp_statement_put_int (statement, site_id);
  if (!kp_statement_step (statement, &row, error))
    return FALSE;
  *id = row ? kp_statement_take_int (statement) : 0;
  return TRUE;
}

gboolean
kp_job_table_retire (KpDatabase *database, gint64 site_id, gint64 now, gint64 *id,
                     GError **error)
{
  g_autoptr (KpStatement) statement = NULL;

  if (!find_open (database, site_id, id, error))
    return FALSE;
  if (*id == 0)
    return TRUE;
  statement = kp_database_prepare (
      database,
      "UPDATE job SET ended_at = ?, ending = ?, revision = revision + 1 WHERE id = ?",
      error);
  if (statement == NULL)
    return FALSE;
  kp_statement_put_int (statement, now);
  kp_statement_put_int (statement, KP_JOB_RETIRED);
  kp_statement_put_int (statement, *id);
  return kp_statement_run (statement, error);
}

gboolean
kp_job_table_unretire (KpDatabase *database, gint64 site_id, gint64 retired_at, gint64 *id,
                       GError **error)
{
  g_autoptr (KpStatement) statement = kp_database_prepare (
      database,
      "UPDATE job SET ended_at = 0, ending = 0, revision = revision + 1"
      " WHERE site_id = ? AND ended_at = ? AND ending = ?",
      error);

  *id = 0;
  if (statement == NULL)
    return FALSE;
  kp_statement_put_int (statement, site_id);
  kp_statement_put_int (statement, retired_at);
  kp_statement_put_int (statement, KP_JOB_RETIRED);
  if (!kp_statement_run (statement, error))
    return FALSE;
  return find_open (database, site_id, id, error);
}
