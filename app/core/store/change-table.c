/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/change-table.h"

/* Stored: never renumber. */
enum
{
  KIND_SITE = 1,
  KIND_CUSTOMER = 2,
  KIND_SETTING = 3,
  KIND_SUBJECT = 4,
  KIND_REQUEST = 5,
};

/* Who reads less often than every so many changes reads everything anew. */
#define KEPT "10000"

/* Stands for "any" in row_id. */
#define ANY 0

KpChanges *
kp_changes_new (void)
{
  KpChanges *self = g_new0 (KpChanges, 1);

  self->sites = g_array_new (FALSE, FALSE, sizeof (gint64));
  return self;
}

void
kp_changes_free (KpChanges *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->sites);
  g_free (self);
}

void
kp_changes_add_site (KpChanges *self, gint64 id)
{
  if (self->any_site)
    return;
  if (self->sites->len < KP_CHANGES_MAX)
    {
      g_array_append_val (self->sites, id);
      return;
    }
  self->any_site = TRUE;
  g_array_set_size (self->sites, 0);
}

gboolean
kp_changes_is_empty (const KpChanges *self)
{
  return self->sites->len == 0 && !self->any_site && !self->customers && !self->settings
         && !self->subjects && !self->requests;
}

static gboolean
append (KpStatement *statement, gint64 writer, int kind, gint64 id, GError **error)
{
  kp_statement_put_int (statement, writer);
  kp_statement_put_int (statement, kind);
  kp_statement_put_int (statement, id);
  return kp_statement_run (statement, error);
}

static gboolean
append_all (KpStatement *statement, gint64 writer, const KpChanges *changes, GError **error)
{
  for (guint i = 0; i < changes->sites->len; i++)
    if (!append (statement, writer, KIND_SITE, g_array_index (changes->sites, gint64, i),
                 error))
      return FALSE;
  return (!changes->any_site || append (statement, writer, KIND_SITE, ANY, error))
         && (!changes->customers || append (statement, writer, KIND_CUSTOMER, ANY, error))
         && (!changes->settings || append (statement, writer, KIND_SETTING, ANY, error))
         && (!changes->subjects || append (statement, writer, KIND_SUBJECT, ANY, error))
         && (!changes->requests || append (statement, writer, KIND_REQUEST, ANY, error));
}

gboolean
kp_change_table_append (KpDatabase *database, gint64 writer, const KpChanges *changes,
                        GError **error)
{
  g_autoptr (KpStatement) insert = NULL;
  g_autoptr (KpStatement) trim = NULL;

  if (kp_changes_is_empty (changes))
    return TRUE;
  insert = kp_database_prepare (
      database, "INSERT INTO change_log (writer, kind, row_id) VALUES (?, ?, ?)", error);
  if (insert == NULL || !append_all (insert, writer, changes, error))
    return FALSE;
  /* The newest is never deleted, so numbers only grow. */
  trim = kp_database_prepare (
      database,
      "DELETE FROM change_log WHERE seq <= (SELECT MAX (seq) FROM change_log) - " KEPT,
      error);
  return trim != NULL && kp_statement_run (trim, error);
}

static void
note (KpChanges *changes, gint64 kind, gint64 id)
{
  switch (kind)
    {
    case KIND_SITE:
      if (id != ANY)
        {
          kp_changes_add_site (changes, id);
          break;
        }
      changes->any_site = TRUE;
      g_array_set_size (changes->sites, 0);
      break;
    case KIND_CUSTOMER:
      changes->customers = TRUE;
      break;
    case KIND_SETTING:
      changes->settings = TRUE;
      break;
    case KIND_SUBJECT:
      changes->subjects = TRUE;
      break;
    case KIND_REQUEST:
      changes->requests = TRUE;
      break;
    default:
      break;
    }
}

/* Entries between the last one read and the oldest kept are gone: all may be different. */
static gboolean
note_gap (KpDatabase *database, gint64 last, KpChanges *changes, GError **error)
{
  gint64 oldest;

  if (!kp_database_get_int (database, "SELECT MIN (seq) FROM change_log", &oldest, error))
    return FALSE;
  if (oldest > last + 1)
    {
      changes->any_site = TRUE;
      changes->customers = TRUE;
      changes->settings = TRUE;
      changes->subjects = TRUE;
      changes->requests = TRUE;
    }
  return TRUE;
}

gboolean
kp_change_table_read (KpDatabase *database, gint64 writer, gint64 *last,
                      KpChanges **changes, GError **error)
{
  g_autoptr (KpChanges) found = kp_changes_new ();
  g_autoptr (KpStatement) select = NULL;
  gboolean row;

  select = kp_database_prepare (database,
                                "SELECT seq, writer, kind, row_id FROM change_log"
                                " WHERE seq > ? ORDER BY seq",
                                error);
  if (select == NULL || !note_gap (database, *last, found, error))
    return FALSE;
  kp_statement_put_int (select, *last);
  for (;;)
    {
      gint64 kind;
      gboolean own;

      if (!kp_statement_step (select, &row, error))
        return FALSE;
      if (!row)
        break;
      *last = kp_statement_take_int (select);
      own = kp_statement_take_int (select) == writer;
      kind = kp_statement_take_int (select);
      if (!own)
        note (found, kind, kp_statement_take_int (select));
    }
  *changes = g_steal_pointer (&found);
  return TRUE;
}

gboolean
kp_change_table_get_last (KpDatabase *database, gint64 *last, GError **error)
{
  return kp_database_get_int (database, "SELECT MAX (seq) FROM change_log", last, error);
}
