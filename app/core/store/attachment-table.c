/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/attachment-table.h"

#include <glib/gi18n.h>

#include "core/store/store.h"

/* One that is too large for the store would keep out all that is written with it. */
G_STATIC_ASSERT (KP_ATTACHMENT_MAX_SIZE + 1024 * 1024 <= KP_DATABASE_MAX_LENGTH);

static gboolean
add (KpStatement *statement, gint64 owner, const KpAttachment *attachment, GError **error)
{
  kp_statement_put_int (statement, owner);
  kp_statement_put_text (statement, attachment->name);
  kp_statement_put_text (statement, attachment->type);
  kp_statement_put_int (statement, (gint64) attachment->size);
  kp_statement_put_text (statement, attachment->sha256);
  kp_statement_put_blob (statement, attachment->content);
  return kp_statement_run (statement, error);
}

gboolean
kp_attachment_table_add (KpDatabase *database, KpAttachmentOwner owner, gint64 id,
                         GPtrArray *attachments, GError **error)
{
  g_autoptr (KpStatement) statement = NULL;

  if (attachments->len == 0)
    return TRUE;
  statement = kp_database_prepare (
      database,
      owner == KP_ATTACHMENT_OF_REQUEST
          ? "INSERT INTO attachment (request_id, name, type, size, sha256, content)"
            " VALUES (?, ?, ?, ?, ?, ?)"
          : "INSERT INTO attachment (message_id, name, type, size, sha256, content)"
            " VALUES (?, ?, ?, ?, ?, ?)",
      error);
  if (statement == NULL)
    return FALSE;
  for (guint i = 0; i < attachments->len; i++)
    {
      const KpAttachment *attachment = g_ptr_array_index (attachments, i);

      g_assert (attachment->content != NULL);
      if (!add (statement, id, attachment, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
kp_attachment_table_remove (KpDatabase *database, gint64 request, GError **error)
{
  g_autoptr (KpStatement) statement =
      kp_database_prepare (database, "DELETE FROM attachment WHERE request_id = ?", error);

  if (statement == NULL)
    return FALSE;
  kp_statement_put_int (statement, request);
  return kp_statement_run (statement, error);
}

/* The columns id, name, type, size, sha256, and content where there is one. */
static KpAttachment *
take (KpStatement *statement, gboolean with_content)
{
  gint64 id = kp_statement_take_int (statement);
  g_autofree char *name = g_strdup (kp_statement_take_text (statement));
  g_autofree char *type = g_strdup (kp_statement_take_text (statement));
  gint64 size = kp_statement_take_int (statement);
  g_autofree char *sha256 = g_strdup (kp_statement_take_text (statement));
  g_autoptr (GBytes) content = with_content ? kp_statement_take_blob (statement) : NULL;

  return kp_attachment_new_stored (id, name != NULL ? name : "", type,
                                   (gsize) MAX (size, 0), sha256 != NULL ? sha256 : "",
                                   content);
}

#define LOAD(columns, owner)                                                               \
  "SELECT id, name, type, size, sha256" columns " FROM attachment WHERE " owner            \
  " = ? ORDER BY id"

GPtrArray *
kp_attachment_table_load (KpDatabase *database, KpAttachmentOwner owner, gint64 id,
                          gboolean content, GError **error)
{
  g_autoptr (GPtrArray) found = kp_attachment_list_new ();
  g_autoptr (KpStatement) statement = NULL;
  gboolean of_request = owner == KP_ATTACHMENT_OF_REQUEST;

  if (content)
    statement = kp_database_prepare (database,
                                     of_request ? LOAD (", content", "request_id")
                                                : LOAD (", content", "message_id"),
                                     error);
  else
    statement = kp_database_prepare (
        database, of_request ? LOAD ("", "request_id") : LOAD ("", "message_id"), error);
  if (statement == NULL)
    return NULL;
  kp_statement_put_int (statement, id);
  for (;;)
    {
      gboolean row;

      if (!kp_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&found);
      g_ptr_array_add (found, take (statement, content));
    }
}

GHashTable *
kp_attachment_table_load_all (KpDatabase *database, GError **error)
{
  g_autoptr (GHashTable) all = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                                      (GDestroyNotify) g_ptr_array_unref);
  g_autoptr (KpStatement) statement =
      kp_database_prepare (database,
                           "SELECT request_id, id, name, type, size, sha256 FROM attachment"
                           " WHERE request_id IS NOT NULL ORDER BY id",
                           error);

  if (statement == NULL)
    return NULL;
  for (;;)
    {
      GPtrArray *list;
      gboolean row;
      gint64 id;

      if (!kp_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&all);
      id = kp_statement_take_int (statement);
      list = g_hash_table_lookup (all, &id);
      if (list == NULL)
        {
          list = kp_attachment_list_new ();
          g_hash_table_insert (all, g_memdup2 (&id, sizeof id), list);
        }
      g_ptr_array_add (list, take (statement, FALSE));
    }
}

GBytes *
kp_attachment_table_load_content (KpDatabase *database, gint64 id, GError **error)
{
  g_autoptr (KpStatement) statement =
      kp_database_prepare (database, "SELECT content FROM attachment WHERE id = ?", error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  kp_statement_put_int (statement, id);
  if (!kp_statement_step (statement, &row, error))
    return NULL;
  if (row)
    return kp_statement_take_blob (statement);
  g_set_error_literal (error, KP_STORE_ERROR, KP_STORE_ERROR_NOT_FOUND,
                       _ ("That attachment isn’t there any more."));
  return NULL;
}
