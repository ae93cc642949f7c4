/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/evidence-table.h"

#include "core/model/sentence.h"
#include "core/store/certificate-table.h"
#include "core/store/job-table.h"
#include "core/store/journal-table.h"
#include "core/store/request-table.h"
#include "core/store/site-table.h"

KpObservation *
kp_evidence_table_parse (const char *json)
{
  g_autoptr (GError) error = NULL;
  KpObservation *observation = NULL;

  if (json == NULL)
    return NULL;
  observation = kp_observation_from_json (json, &error);
  if (observation == NULL)
    g_debug ("An observation of the store is passed over: %s", error->message);
  return observation;
}

static KpHistory *
parse_history (const char *json)
{
  g_autoptr (GError) error = NULL;
  KpHistory *history = json != NULL ? kp_history_from_json (json, &error) : NULL;

  if (error != NULL)
    g_debug ("A history of the store is passed over: %s", error->message);
  return history != NULL ? history : kp_history_new ();
}

GPtrArray *
kp_evidence_table_load (KpDatabase *database, GArray *ids, GError **error)
{
  g_autoptr (GPtrArray) found =
      g_ptr_array_new_with_free_func ((GDestroyNotify) kp_evidence_free);
  g_autoptr (KpStatement) statement = NULL;

  for (guint i = 0; i < ids->len; i++)
    {
      KpEvidence *evidence;
      const char *text;
      gboolean row;

      g_clear_pointer (&statement, kp_statement_end);
      statement = kp_database_prepare (database,
                                       "SELECT observation, previous, history FROM site"
                                       " LEFT JOIN evidence ON evidence.site_id = site.id"
                                       " WHERE site.id = ? AND site.removed_at = 0",
                                       error);
      if (statement == NULL)
        return NULL;
      kp_statement_put_int (statement, g_array_index (ids, gint64, i));
      if (!kp_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        continue;
      evidence = g_new0 (KpEvidence, 1);
      evidence->site_id = g_array_index (ids, gint64, i);
      text = kp_statement_take_text (statement);
      evidence->observation = kp_evidence_table_parse (text);
      if (evidence->observation != NULL)
        evidence->text = g_ref_string_new (text);
      evidence->older = g_strdup (kp_statement_take_text (statement));
      evidence->history = parse_history (kp_statement_take_text (statement));
      g_ptr_array_add (found, evidence);
    }
  return g_steal_pointer (&found);
}

/* The evidence of one site as it lies in the table. */
typedef struct
{
  gboolean there;
  gint64 checked_at;
  char *observation;
  char *previous;
} Stored;

static void
stored_clear (Stored *stored)
{
  g_free (stored->observation);
  g_free (stored->previous);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Stored, stored_clear)

static gboolean
read_stored (KpDatabase *database, gint64 site_id, Stored *stored, GError **error)
{
  g_autoptr (KpStatement) statement = NULL;

  statement = kp_database_prepare (
      database, "SELECT checked_at, observation, previous FROM evidence WHERE site_id = ?",
      error);
  if (statement == NULL)
    return FALSE;
  kp_statement_put_int (statement, site_id);
  if (!kp_statement_step (statement, &stored->there, error))
    return FALSE;
  if (stored->there)
    {
      stored->checked_at = kp_statement_take_int (statement);
      stored->observation = g_strdup (kp_statement_take_text (statement));
      stored->previous = g_strdup (kp_statement_take_text (statement));
    }
  return TRUE;
}

static gboolean
write_evidence (KpDatabase *database, const KpCheckRecord *record, const char *previous,
                GError **error)
{
  g_autofree char *observation = kp_observation_to_json (record->observation);
  g_autofree char *history = kp_history_to_json (record->history);
  g_autoptr (KpStatement) statement = NULL;

  statement = kp_database_prepare (
      database,
      "INSERT INTO evidence (site_id, checked_at, observation, previous, history)"
      " VALUES (?, ?, ?, ?, ?) ON CONFLICT (site_id) DO UPDATE SET"
      " checked_at = excluded.checked_at, observation = excluded.observation,"
      " previous = excluded.previous, history = excluded.history",
      error);
  if (statement == NULL)
    return FALSE;
  kp_statement_put_int (statement, record->site_id);
  kp_statement_put_int (statement, record->observation->checked_at);
  kp_statement_put_text (statement, observation);
  kp_statement_put_text (statement, previous);
  kp_statement_put_text (statement, history);
  return kp_statement_run (statement, error);
}

/* What is to be replaced: most often what whoever checked has read and parsed before. */
static KpObservation *
get_before (const KpCheckRecord *record, const Stored *stored)
{
  if (record->before != NULL && stored->observation != NULL
      && g_strcmp0 (record->before_text, stored->observation) == 0)
    return kp_observation_ref (record->before);
  return kp_evidence_table_parse (stored->observation);
}

/* The latest takes the place of the one before, which is kept if it saw something else;
 * that nobody answered is not worth keeping. */
static gboolean
save_observation (KpDatabase *database, const KpCheckRecord *record, const Stored *stored,
                  GError **error)
{
  g_autoptr (KpObservation) before = get_before (record, stored);
  g_autoptr (KpObservation) older = NULL;
  gboolean keep;
  const char *previous;

  if (before != NULL && kp_observation_same_facts (before, record->observation))
    return write_evidence (database, record, stored->previous, error);
  keep = before != NULL && kp_observation_is_evidence (before) && !record->again;
  previous = keep ? stored->observation : stored->previous;
  if (!keep)
    older = kp_evidence_table_parse (previous);
  return kp_certificate_table_add (database, record->observation, error)
         && write_evidence (database, record, previous, error)
         && kp_certificate_table_link (database, record->site_id, record->observation,
                                       keep ? before : older, error);
}

static gboolean
save_history (KpDatabase *database, const KpCheckRecord *record, GError **error)
{
  g_autofree char *history = kp_history_to_json (record->history);
  g_autoptr (KpStatement) statement = NULL;

  statement = kp_database_prepare (
      database,
      "INSERT INTO evidence (site_id, checked_at, history) VALUES (?, 0, ?)"
      " ON CONFLICT (site_id) DO UPDATE SET history = excluded.history",
      error);
  if (statement == NULL)
    return FALSE;
  kp_statement_put_int (statement, record->site_id);
  kp_statement_put_text (statement, history);
  return kp_statement_run (statement, error);
}

static char *
describe_end (KpJobKind kind)
{
  return kp_sentence_keep (
      kind == KP_JOB_RENEW ? KP_SENTENCE_JOB_RENEWED : KP_SENTENCE_JOB_SECURED, NULL);
}

/* The job has reached its aim by what this check saw. */
static gboolean
finish_job (KpDatabase *database, const KpCheckRecord *record, gint64 now,
            KpChanges *changes, GError **error)
{
  g_autofree char *end = NULL;
  KpJobKind kind = KP_JOB_SECURE;
  gboolean ended;

  if (record->job_id == 0)
    return TRUE;
  if (!kp_job_table_finish (database, record->job_id, record->job_revision, now, &ended,
                            &kind, error))
    return FALSE;
  end = describe_end (kind);
  /* What still waits to be sent for it, a reminder for one, is of no use any more. */
  return !ended
         || (kp_request_table_take_back (database, record->job_id, now, changes, error)
             && kp_journal_table_append (database, record->site_id, now, "job", end,
                                         error));
}

gboolean
kp_evidence_table_save (KpDatabase *database, const KpCheckRecord *record,
                        KpChanges *changes, GError **error)
{
  g_auto (Stored) stored = { FALSE };
  gint64 newest;
  gint64 checked_at;
  gboolean there;

  if (!kp_site_table_get_checked_at (database, record->site_id, &there, &checked_at, error)
      || !read_stored (database, record->site_id, &stored, error))
    return FALSE;
  newest = MAX (checked_at, stored.checked_at);
  checked_at = record->observation != NULL ? record->observation->checked_at
                                           : record->summary.checked_at;
  if (!there || checked_at < newest)
    return TRUE;
  if (record->observation != NULL ? !save_observation (database, record, &stored, error)
                                  : !save_history (database, record, error))
    return FALSE;
  if (!kp_site_table_save_summary (database, record->site_id, &record->summary, error)
      || !kp_journal_table_append_all (database, record->site_id, record->events, error)
      || !finish_job (database, record, checked_at, changes, error))
    return FALSE;
  kp_changes_add_site (changes, record->site_id);
  return TRUE;
}
