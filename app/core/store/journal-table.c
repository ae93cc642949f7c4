/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/journal-table.h"

#include <string.h>

#define MAX_CHARACTERS 2000

/* A reason that came from outside may be long or be no text at all. Of several sentences
 * the last ones go, not the end of one. */
static char *
clean (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  g_autofree char *cut = NULL;
  char *end;

  if (g_utf8_strlen (valid, -1) <= MAX_CHARACTERS)
    return g_steal_pointer (&valid);
  cut = g_utf8_substring (valid, 0, MAX_CHARACTERS);
  end = strrchr (cut, '\n');
  if (end != NULL)
    *end = '\0';
  return g_steal_pointer (&cut);
}

static gboolean
insert (KpDatabase *database, gint64 site_id, gint64 at, const char *kind, const char *text,
        GError **error)
{
  g_autofree char *cleaned = clean (text);
  g_autoptr (KpStatement) statement = NULL;

  statement = kp_database_prepare (
      database, "INSERT INTO journal (site_id, at, kind, text) VALUES (?, ?, ?, ?)", error);
  if (statement == NULL)
    return FALSE;
  kp_statement_put_int (statement, site_id);
  kp_statement_put_int (statement, at);
  kp_statement_put_text (statement, kind);
  kp_statement_put_text (statement, cleaned);
  return kp_statement_run (statement, error);
}

static gboolean
trim (KpDatabase *database, gint64 site_id, GError **error)
{
  g_autoptr (KpStatement) statement = NULL;

  statement = kp_database_prepare (
      database,
      "DELETE FROM journal WHERE site_id = ? AND id <= (SELECT id FROM journal"
      " WHERE site_id = ? ORDER BY id DESC LIMIT 1 OFFSET ?)",
      error);
  if (statement == NULL)
    return FALSE;
  kp_statement_put_int (statement, site_id);
  kp_statement_put_int (statement, site_id);
  kp_statement_put_int (statement, KP_JOURNAL_MAX_EVENTS);
  return kp_statement_run (statement, error);
}

gboolean
kp_journal_table_append (KpDatabase *database, gint64 site_id, gint64 at, const char *kind,
                         const char *text, GError **error)
{
  return insert (database, site_id, at, kind, text, error)
         && trim (database, site_id, error);
}

gboolean
kp_journal_table_append_all (KpDatabase *database, gint64 site_id, GPtrArray *events,
                             GError **error)
{
  for (guint i = 0; events != NULL && i < events->len; i++)
    {
      const KpJournalEvent *event = g_ptr_array_index (events, i);

      if (!kp_journal_table_append (database, site_id, event->at, event->kind, event->text,
                                    error))
        return FALSE;
    }
  return TRUE;
}

GPtrArray *
kp_journal_table_load (KpDatabase *database, gint64 site_id, guint limit, GError **error)
{
  g_autoptr (GPtrArray) events =
      g_ptr_array_new_with_free_func ((GDestroyNotify) kp_journal_event_unref);
  g_autoptr (KpStatement) statement = NULL;

  statement = kp_database_prepare (database,
                                   "SELECT at, kind, text FROM journal WHERE site_id = ?"
                                   " ORDER BY at DESC, id DESC LIMIT ?",
                                   error);
  if (statement == NULL)
    return NULL;
  kp_statement_put_int (statement, site_id);
  kp_statement_put_int (statement, limit);
  for (;;)
    {
      const char *kind, *text;
      gboolean row;
      gint64 at;

      if (!kp_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&events);
      at = kp_statement_take_int (statement);
      kind = kp_statement_take_text (statement);
      text = kp_statement_take_text (statement);
      if (kind != NULL && text != NULL)
        g_ptr_array_add (events, kp_journal_event_new (site_id, at, kind, text));
    }
}
