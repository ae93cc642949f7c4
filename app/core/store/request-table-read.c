/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/request-table.h"

#include <glib/gi18n.h>

#include "core/store/attachment-table.h"
#include "core/store/store.h"

/* The columns by their properties, numbers first, in the order of every statement here. */
static const char *const numbers[] = { "id",       "site-id", "job-id",     "created-at",
                                       "state-at", "next-at", "claimed-at", "received-at",
                                       "revision", "unseen" };
static const struct
{
  const char *name;
  gint64 most;
} words[] = {
  { "state", G_MAXINT },
  { "priority", KP_PRIORITY_N - 1 },
  { "reason-code", G_MAXINT },
  { "tries", G_MAXINT },
};
static const char *const texts[] = { "site",    "provider", "channel",   "reference",
                                     "subject", "body",     "ticket",    "number",
                                     "url",     "reason",   "claimed-by" };

#define SELECT                                                                             \
  "SELECT id, site_id, job_id, created_at, state_at, next_at, claimed_at, received_at,"    \
  " revision, (SELECT COUNT (*) FROM message WHERE message.request_id = request.id"        \
  " AND incoming = 1 AND seen = 0), state, priority, reason_code, tries, site, provider,"  \
  " channel, reference, subject, body, ticket, number, url, reason, claimed_by, fields"    \
  " FROM request"

/* What a damaged or foreign row holds must not reach an assertion. */
static gint64
take_number (KpStatement *statement, gint64 most)
{
  gint64 number = kp_statement_take_int (statement);

  return CLAMP (number, 0, most);
}

static KpRequest *
take (KpStatement *statement)
{
  KpRequest *request = kp_request_new ();
  g_autoptr (GPtrArray) fields = NULL;

  g_object_freeze_notify (G_OBJECT (request));
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_object_set (request, numbers[i], take_number (statement, G_MAXINT64), NULL);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    g_object_set (request, words[i].name, (int) take_number (statement, words[i].most),
                  NULL);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_object_set (request, texts[i], kp_statement_take_text (statement), NULL);
  fields = kp_request_field_list_from_json (kp_statement_take_text (statement));
  g_object_set (request, "fields", fields, NULL);
  g_object_thaw_notify (G_OBJECT (request));
  return request;
}

GPtrArray *
kp_request_table_load (KpDatabase *database, GError **error)
{
  g_autoptr (GPtrArray) requests = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) attachments = kp_attachment_table_load_all (database, error);
  g_autoptr (KpStatement) statement = NULL;

  if (attachments == NULL)
    return NULL;
  statement =
      kp_database_prepare (database, SELECT " ORDER BY created_at DESC, id DESC", error);
  if (statement == NULL)
    return NULL;
  for (;;)
    {
      KpRequest *request;
      GPtrArray *files;
      gboolean row;
      gint64 id;

      if (!kp_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&requests);
      request = take (statement);
      g_ptr_array_add (requests, request);
      id = kp_request_get_id (request);
      files = g_hash_table_lookup (attachments, &id);
      if (files != NULL)
        g_object_set (request, "attachments", files, NULL);
    }
}

KpRequest *
kp_request_table_load_one (KpDatabase *database, gint64 id, GError **error)
{
  g_autoptr (KpStatement) statement =
      kp_database_prepare (database, SELECT " WHERE id = ?", error);
  g_autoptr (GPtrArray) attachments = NULL;
  g_autoptr (KpRequest) request = NULL;
  gboolean row;

  if (statement == NULL)
    return NULL;
  kp_statement_put_int (statement, id);
  if (!kp_statement_step (statement, &row, error))
    return NULL;
  if (!row)
    {
      g_set_error_literal (error, KP_STORE_ERROR, KP_STORE_ERROR_NOT_FOUND,
                           _ ("That request isn’t there any more."));
      return NULL;
    }
  request = take (statement);
  attachments =
      kp_attachment_table_load (database, KP_ATTACHMENT_OF_REQUEST, id, TRUE, error);
  if (attachments == NULL)
    return NULL;
  g_object_set (request, "attachments", attachments, NULL);
  return g_steal_pointer (&request);
}
