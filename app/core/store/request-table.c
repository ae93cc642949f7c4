/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/request-table.h"

#include <glib/gi18n.h>

#include "core/base/process-id.h"
#include "core/store/attachment-table.h"
#include "core/store/store.h"

/* Nothing is sent for so long: every exchange has a time-out far below, seconds. */
#define LONGEST_SENDING 1800

static const char *
none_if_empty (const char *text)
{
  return *text != '\0' ? text : NULL;
}

static void
put_id (KpStatement *statement, gint64 id)
{
  if (id != 0)
    kp_statement_put_int (statement, id);
  else
    kp_statement_put_null (statement);
}

static void
put_origin (KpStatement *statement, KpRequest *request)
{
  put_id (statement, kp_request_get_site_id (request));
  put_id (statement, kp_request_get_job_id (request));
  kp_statement_put_text (statement, kp_request_get_site (request));
  kp_statement_put_text (statement, kp_request_get_provider (request));
  kp_statement_put_text (statement, kp_request_get_reference (request));
}

/* What kp_request_table_save() writes too, in the same order. */
static void
put_wish (KpStatement *statement, KpRequest *request, const char *fields)
{
  kp_statement_put_text (statement, kp_request_get_channel (request));
  kp_statement_put_int (statement, kp_request_get_state (request));
  kp_statement_put_int (statement, kp_request_get_priority (request));
  kp_statement_put_text (statement, kp_request_get_subject (request));
  kp_statement_put_text (statement, kp_request_get_body (request));
  kp_statement_put_text (statement, fields);
  kp_statement_put_text (statement, none_if_empty (kp_request_get_ticket (request)));
  kp_statement_put_text (statement, none_if_empty (kp_request_get_number (request)));
  kp_statement_put_text (statement, none_if_empty (kp_request_get_url (request)));
  kp_statement_put_text (statement, none_if_empty (kp_request_get_reason (request)));
  kp_statement_put_int (statement, kp_request_get_reason_code (request));
  kp_statement_put_int (statement, kp_request_get_tries (request));
  kp_statement_put_int (statement, kp_request_get_next_at (request));
}

static gboolean
check_reference (KpDatabase *database, const char *reference, GError **error)
{
  g_autoptr (KpStatement) statement =
      kp_database_prepare (database, "SELECT 1 FROM request WHERE reference = ?", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  kp_statement_put_text (statement, reference);
  if (!kp_statement_step (statement, &row, error))
    return FALSE;
  if (row)
    g_set_error (error, KP_STORE_ERROR, KP_STORE_ERROR_EXISTS,
                 /* Translators: %s is a reference, "KP-ABCD-2345". */
                 _ ("There is a request with the reference %s already."), reference);
  return !row;
}

gboolean
kp_request_table_add (KpDatabase *database, KpRequest *request, gint64 now,
                      KpChanges *changes, gint64 *id, GError **error)
{
  g_autofree char *fields = NULL;
  g_autoptr (KpStatement) statement = NULL;

  if (!check_reference (database, kp_request_get_reference (request), error))
    return FALSE;
  statement = kp_database_prepare (
      database,
      "INSERT INTO request (site_id, job_id, site, provider, reference, channel, state,"
      " priority, subject, body, fields, ticket, number, url, reason, reason_code, tries,"
      " next_at, created_at, state_at)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      error);
  if (statement == NULL)
    return FALSE;
  fields = kp_request_field_list_to_json (kp_request_get_fields (request));
  put_origin (statement, request);
  put_wish (statement, request, fields);
  kp_statement_put_int (statement, now);
  kp_statement_put_int (statement, now);
  if (!kp_statement_run (statement, error))
    return FALSE;
  *id = kp_database_get_last_id (database);
  changes->requests = TRUE;
  return kp_attachment_table_add (database, KP_ATTACHMENT_OF_REQUEST, *id,
                                  kp_request_get_attachments (request), error);
}

/* Whose turn its job is may depend on it. */
static void
note_site (KpRequest *request, KpChanges *changes)
{
  if (kp_request_get_job_id (request) != 0 && kp_request_get_site_id (request) != 0)
    kp_changes_add_site (changes, kp_request_get_site_id (request));
}

gboolean
kp_request_table_save (KpDatabase *database, KpRequest *request, gint64 now,
                       gboolean attachments, KpChanges *changes, gboolean *written,
                       GError **error)
{
  g_autofree char *fields = kp_request_field_list_to_json (kp_request_get_fields (request));
  g_autoptr (KpStatement) statement = kp_database_prepare (
      database,
      "UPDATE request SET channel = ?, state = ?, priority = ?, subject = ?, body = ?,"
      " fields = ?, ticket = ?, number = ?, url = ?, reason = ?, reason_code = ?,"
      " tries = ?, next_at = ?,"
      " state_at = CASE WHEN state = ? THEN state_at ELSE ? END, revision = revision + 1"
      " WHERE id = ? AND revision = ? AND claimed_by IS NULL",
      error);

  if (statement == NULL)
    return FALSE;
  put_wish (statement, request, fields);
  kp_statement_put_int (statement, kp_request_get_state (request));
  kp_statement_put_int (statement, now);
  kp_statement_put_int (statement, kp_request_get_id (request));
  kp_statement_put_int (statement, kp_request_get_revision (request));
  if (!kp_statement_run (statement, error))
    return FALSE;
  *written = kp_database_get_n_changed (database) > 0;
  if (!*written)
    return TRUE;
  changes->requests = TRUE;
  note_site (request, changes);
  return !attachments
         || (kp_attachment_table_remove (database, kp_request_get_id (request), error)
             && kp_attachment_table_add (database, KP_ATTACHMENT_OF_REQUEST,
                                         kp_request_get_id (request),
                                         kp_request_get_attachments (request), error));
}

gboolean
kp_request_table_claim (KpDatabase *database, gint64 id, gint64 revision,
                        KpRequestState state, const char *claimer, gint64 now,
                        KpChanges *changes, gboolean *claimed, GError **error)
{
  g_autoptr (KpStatement) statement = kp_database_prepare (
      database,
      "UPDATE request SET claimed_by = ?, claimed_at = ?,"
      " state_at = CASE WHEN state = ? THEN state_at ELSE ? END, state = ?,"
      " revision = revision + 1"
      " WHERE id = ? AND revision = ? AND claimed_by IS NULL",
      error);

  if (statement == NULL)
    return FALSE;
  kp_statement_put_text (statement, claimer);
  kp_statement_put_int (statement, now);
  kp_statement_put_int (statement, state);
  kp_statement_put_int (statement, now);
  kp_statement_put_int (statement, state);
  kp_statement_put_int (statement, id);
  kp_statement_put_int (statement, revision);
  if (!kp_statement_run (statement, error))
    return FALSE;
  *claimed = kp_database_get_n_changed (database) > 0;
  changes->requests |= *claimed;
  return TRUE;
}

gboolean
kp_request_table_settle (KpDatabase *database, KpRequest *request, gint64 now,
                         KpChanges *changes, gboolean *settled, GError **error)
{
  g_autoptr (KpStatement) statement = kp_database_prepare (
      database,
      "UPDATE request SET number = ?, url = ?, reason = ?, reason_code = ?, tries = ?,"
      " next_at = ?, state_at = CASE WHEN state = ? THEN state_at ELSE ? END, state = ?,"
      " claimed_by = NULL, claimed_at = 0, revision = revision + 1"
      " WHERE id = ? AND (claimed_by = ? OR (claimed_by IS NULL AND state = ? AND ? = ?))",
      error);
  KpRequestState state = kp_request_get_state (request);

  if (statement == NULL)
    return FALSE;
  kp_statement_put_text (statement, none_if_empty (kp_request_get_number (request)));
  kp_statement_put_text (statement, none_if_empty (kp_request_get_url (request)));
  kp_statement_put_text (statement, none_if_empty (kp_request_get_reason (request)));
  kp_statement_put_int (statement, kp_request_get_reason_code (request));
  kp_statement_put_int (statement, kp_request_get_tries (request));
  kp_statement_put_int (statement, kp_request_get_next_at (request));
  kp_statement_put_int (statement, state);
  kp_statement_put_int (statement, now);
  kp_statement_put_int (statement, state);
  kp_statement_put_int (statement, kp_request_get_id (request));
  kp_statement_put_text (statement, kp_request_get_claimed_by (request));
  kp_statement_put_int (statement, KP_REQUEST_UNCERTAIN);
  kp_statement_put_int (statement, state);
  kp_statement_put_int (statement, KP_REQUEST_SENT);
  if (!kp_statement_run (statement, error))
    return FALSE;
  *settled = kp_database_get_n_changed (database) > 0;
  changes->requests |= *settled;
  if (*settled)
    note_site (request, changes);
  return TRUE;
}

static gboolean
is_stale (const char *claimer, gint64 claimed_at, gint64 now)
{
  gboolean known;

  if (kp_process_id_is_gone (claimer, &known))
    return TRUE;
  /* A clock that was set back makes it wait; a process that is seen to live keeps it. */
  return !known && now - claimed_at > LONGEST_SENDING;
}

/* (element-type gint64) */
static GArray *
find_stale (KpDatabase *database, gint64 now, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (KpStatement) statement = kp_database_prepare (
      database,
      "SELECT id, claimed_at, claimed_by FROM request WHERE claimed_by IS NOT NULL", error);

  if (statement == NULL)
    return NULL;
  for (;;)
    {
      gboolean row;
      gint64 id, at;

      if (!kp_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&ids);
      id = kp_statement_take_int (statement);
      at = kp_statement_take_int (statement);
      if (is_stale (kp_statement_take_text (statement), at, now))
        g_array_append_val (ids, id);
    }
}

static gboolean
free_claim (KpDatabase *database, gint64 id, gint64 now, GError **error)
{
  g_autoptr (KpStatement) statement = kp_database_prepare (
      database,
      "UPDATE request SET claimed_by = NULL, claimed_at = 0,"
      " next_at = CASE WHEN state = ? THEN next_at ELSE ? END,"
      " tries = CASE WHEN state = ? THEN tries ELSE 0 END,"
      " state_at = CASE WHEN state = ? THEN state_at ELSE ? END, state = ?,"
      " revision = revision + 1 WHERE id = ?",
      error);

  if (statement == NULL)
    return FALSE;
  kp_statement_put_int (statement, KP_REQUEST_UNCERTAIN);
  kp_statement_put_int (statement, now + KP_REQUEST_FIRST_LOOK);
  kp_statement_put_int (statement, KP_REQUEST_UNCERTAIN);
  kp_statement_put_int (statement, KP_REQUEST_UNCERTAIN);
  kp_statement_put_int (statement, now);
  kp_statement_put_int (statement, KP_REQUEST_UNCERTAIN);
  kp_statement_put_int (statement, id);
  return kp_statement_run (statement, error);
}

gboolean
kp_request_table_free_stale (KpDatabase *database, gint64 now, KpChanges *changes,
                             GError **error)
{
  g_autoptr (GArray) ids = find_stale (database, now, error);

  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!free_claim (database, g_array_index (ids, gint64, i), now, error))
      return FALSE;
  changes->requests |= ids->len > 0;
  return TRUE;
}

gboolean
kp_request_table_get_site (KpDatabase *database, gint64 id, gint64 *site, GError **error)
{
  g_autoptr (KpStatement) statement =
      kp_database_prepare (database, "SELECT site_id FROM request WHERE id = ?", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  kp_statement_put_int (statement, id);
  if (!kp_statement_step (statement, &row, error))
    return FALSE;
  *site = row ? kp_statement_take_int (statement) : 0;
  return TRUE;
}

gboolean
kp_request_table_set_received (KpDatabase *database, gint64 id, gint64 at, GError **error)
{
  g_autoptr (KpStatement) statement = kp_database_prepare (
      database, "UPDATE request SET received_at = ? WHERE id = ?", error);

  if (statement == NULL)
    return FALSE;
  kp_statement_put_int (statement, at);
  kp_statement_put_int (statement, id);
  return kp_statement_run (statement, error);
}

gboolean
kp_request_table_take_back (KpDatabase *database, gint64 job_id, gint64 now,
                            KpChanges *changes, GError **error)
{
  static const KpRequestState unsent[] = { KP_REQUEST_DRAFT, KP_REQUEST_QUEUED,
                                           KP_REQUEST_OFFLINE, KP_REQUEST_WAITING_FOR_YOU };
  g_autoptr (KpStatement) statement = kp_database_prepare (
      database,
      "UPDATE request SET state = ?, state_at = ?, next_at = 0, revision = revision + 1"
      " WHERE job_id = ? AND claimed_by IS NULL AND reason_code <> ?"
      " AND state IN (?, ?, ?, ?)",
      error);

  if (statement == NULL)
    return FALSE;
  kp_statement_put_int (statement, KP_REQUEST_CANCELLED);
  kp_statement_put_int (statement, now);
  kp_statement_put_int (statement, job_id);
  /* One that may have arrived is the user's to decide. */
  kp_statement_put_int (statement, KP_REQUEST_REASON_DECIDE);
  for (guint i = 0; i < G_N_ELEMENTS (unsent); i++)
    kp_statement_put_int (statement, unsent[i]);
  if (!kp_statement_run (statement, error))
    return FALSE;
  changes->requests |= kp_database_get_n_changed (database) > 0;
  return TRUE;
}

gboolean
kp_request_table_queue_again (KpDatabase *database, gint64 job_id, gint64 cancelled_at,
                              gint64 now, KpChanges *changes, GError **error)
{
  g_autoptr (KpStatement) statement = kp_database_prepare (
      database,
      "UPDATE request SET state = ?, state_at = ?, next_at = ?, revision = revision + 1"
      " WHERE job_id = ? AND state = ? AND state_at = ?",
      error);

  if (statement == NULL)
    return FALSE;
  kp_statement_put_int (statement, KP_REQUEST_QUEUED);
  kp_statement_put_int (statement, now);
  kp_statement_put_int (statement, now);
  kp_statement_put_int (statement, job_id);
  kp_statement_put_int (statement, KP_REQUEST_CANCELLED);
  kp_statement_put_int (statement, cancelled_at);
  if (!kp_statement_run (statement, error))
    return FALSE;
  changes->requests |= kp_database_get_n_changed (database) > 0;
  return TRUE;
}

gboolean
kp_request_table_take_back_one (KpDatabase *database, gint64 site_id, gint64 created_at,
                                gint64 now, KpChanges *changes, gboolean *left,
                                GError **error)
{
  static const KpRequestState unsent[] = { KP_REQUEST_DRAFT, KP_REQUEST_QUEUED,
                                           KP_REQUEST_OFFLINE, KP_REQUEST_WAITING_FOR_YOU };
  g_autoptr (KpStatement) update = kp_database_prepare (
      database,
      "UPDATE request SET state = ?, state_at = ?, next_at = 0, revision = revision + 1"
      " WHERE site_id = ? AND job_id IS NULL AND created_at = ? AND claimed_by IS NULL"
      " AND reason_code <> ? AND state IN (?, ?, ?, ?)",
      error);
  g_autoptr (KpStatement) rest = NULL;

  if (update == NULL)
    return FALSE;
  kp_statement_put_int (update, KP_REQUEST_CANCELLED);
  kp_statement_put_int (update, now);
  kp_statement_put_int (update, site_id);
  kp_statement_put_int (update, created_at);
  kp_statement_put_int (update, KP_REQUEST_REASON_DECIDE);
  for (guint i = 0; i < G_N_ELEMENTS (unsent); i++)
    kp_statement_put_int (update, unsent[i]);
  if (!kp_statement_run (update, error))
    return FALSE;
  changes->requests |= kp_database_get_n_changed (database) > 0;
  rest = kp_database_prepare (database,
                              "SELECT id FROM request WHERE site_id = ? AND job_id IS NULL"
                              " AND created_at = ? AND state <> ?",
                              error);
  if (rest == NULL)
    return FALSE;
  kp_statement_put_int (rest, site_id);
  kp_statement_put_int (rest, created_at);
  kp_statement_put_int (rest, KP_REQUEST_CANCELLED);
  return kp_statement_step (rest, left, error);
}
