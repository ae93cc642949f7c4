/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/message-table.h"

#include "core/store/attachment-table.h"

gboolean
kp_message_table_add (KpDatabase *database, gint64 request, KpMessage *message,
                      KpChanges *changes, gboolean *added, GError **error)
{
  g_autoptr (KpStatement) statement = kp_database_prepare (
      database,
      "INSERT INTO message (request_id, remote_id, at, author, incoming, body, seen)"
      " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (request_id, remote_id) DO NOTHING",
      error);

  if (statement == NULL)
    return FALSE;
  kp_statement_put_int (statement, request);
  kp_statement_put_text (statement, kp_message_get_remote_id (message));
  kp_statement_put_int (statement, kp_message_get_at (message));
  kp_statement_put_text (statement, kp_message_get_author (message));
  kp_statement_put_int (statement, kp_message_get_incoming (message));
  kp_statement_put_text (statement, kp_message_get_body (message));
  kp_statement_put_int (statement, kp_message_get_seen (message));
  if (!kp_statement_run (statement, error))
    return FALSE;
  *added = kp_database_get_n_changed (database) > 0;
  if (!*added)
    return TRUE;
  changes->requests = TRUE;
  return kp_attachment_table_add (database, KP_ATTACHMENT_OF_MESSAGE,
                                  kp_database_get_last_id (database),
                                  kp_message_get_attachments (message), error);
}

static KpMessage *
take (KpStatement *statement, gint64 request)
{
  gint64 id = kp_statement_take_int (statement);
  g_autofree char *remote_id = g_strdup (kp_statement_take_text (statement));
  gint64 at = kp_statement_take_int (statement);
  g_autofree char *author = g_strdup (kp_statement_take_text (statement));
  gboolean incoming = kp_statement_take_int (statement) != 0;
  KpMessage *message =
      kp_message_new (remote_id, at, author, incoming, kp_statement_take_text (statement));

  g_object_set (message, "id", id, "request-id", request, "seen",
                (gboolean) (kp_statement_take_int (statement) != 0), NULL);
  return message;
}

static gboolean
load_attachments (KpDatabase *database, KpMessage *message, GError **error)
{
  g_autoptr (GPtrArray) found = kp_attachment_table_load (
      database, KP_ATTACHMENT_OF_MESSAGE, kp_message_get_id (message), FALSE, error);

  for (guint i = 0; found != NULL && i < found->len; i++)
    kp_message_add_attachment (message, g_ptr_array_index (found, i));
  return found != NULL;
}

GPtrArray *
kp_message_table_load (KpDatabase *database, gint64 request, GError **error)
{
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (KpStatement) statement = kp_database_prepare (
      database,
      "SELECT id, remote_id, at, author, incoming, body, seen FROM message"
      " WHERE request_id = ? ORDER BY at DESC, id DESC",
      error);

  if (statement == NULL)
    return NULL;
  kp_statement_put_int (statement, request);
  for (;;)
    {
      KpMessage *message;
      gboolean row;

      if (!kp_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&messages);
      message = take (statement, request);
      g_ptr_array_add (messages, message);
      if (!load_attachments (database, message, error))
        return NULL;
    }
}

gboolean
kp_message_table_set_seen (KpDatabase *database, gint64 request, KpChanges *changes,
                           GError **error)
{
  g_autoptr (KpStatement) statement = kp_database_prepare (
      database, "UPDATE message SET seen = 1 WHERE request_id = ? AND seen = 0", error);

  if (statement == NULL)
    return FALSE;
  kp_statement_put_int (statement, request);
  if (!kp_statement_run (statement, error))
    return FALSE;
  changes->requests |= kp_database_get_n_changed (database) > 0;
  return TRUE;
}
