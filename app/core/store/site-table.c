/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/site-table.h"

#include <glib/gi18n.h>

#include "core/base/host-name.h"
#include "core/model/sentence.h"
#include "core/store/customer-table.h"
#include "core/store/journal-table.h"
#include "core/store/site-table-private.h"
#include "core/store/store.h"

static const char *
keep (GStringChunk *chunk, const char *text)
{
  return text != NULL ? g_string_chunk_insert (chunk, text) : NULL;
}

void
kp_site_row_read (KpSiteRow *self, KpSite *site, GStringChunk *chunk)
{
  self->id = kp_site_get_id (site);
  self->host = keep (chunk, kp_site_get_host (site));
  self->provider = kp_site_get_provider (site);
  self->customer = keep (chunk, kp_site_get_customer (site));
  self->target = keep (chunk, kp_site_get_target (site));
  self->note = keep (chunk, kp_site_get_note (site));
  self->customer_id = kp_site_get_customer_id (site);
  self->retired_at = kp_site_get_retired_at (site);
  self->attention = kp_site_get_summary (site)->attention;
  self->next_who = kp_site_get_summary (site)->next.who;
  self->next_kind = kp_site_get_summary (site)->next.kind;
  self->port = kp_site_get_port (site);
  self->proxied = kp_site_get_proxied (site);
}

static gboolean
find_customer (KpDatabase *database, KpSiteRow *row, KpChanges *changes, GError **error)
{
  if (row->customer_id != 0 || row->customer == NULL || row->customer[0] == '\0')
    return TRUE;
  return kp_customer_table_find_or_add (database, row->customer, changes, &row->customer_id,
                                        error);
}

static void
put_customer (KpStatement *statement, const KpSiteRow *row)
{
  if (row->customer_id != 0)
    kp_statement_put_int (statement, row->customer_id);
  else
    kp_statement_put_null (statement);
}

static void
set_exists (const char *host, guint16 port, GError **error)
{
  g_autofree char *site = kp_host_name_format_site (host, port);

  g_set_error (error, KP_STORE_ERROR, KP_STORE_ERROR_EXISTS,
               /* Translators: %s is a host name. */
               _ ("%s is in the list already."), site);
}

static void
set_not_found (GError **error)
{
  g_set_error (error, KP_STORE_ERROR, KP_STORE_ERROR_NOT_FOUND, "%s",
               _ ("That site isn’t there any more."));
}

gboolean
kp_site_table_add (KpDatabase *database, KpSiteRow *row, gint64 now, KpChanges *changes,
                   GError **error)
{
  g_autoptr (KpStatement) statement = NULL;

  if (!find_customer (database, row, changes, error))
    return FALSE;
  statement = kp_database_prepare (
      database,
      "INSERT INTO site (host, port, provider, customer_id, target, proxied, note,"
      " added_at, retired_at, attention, next_who, next_kind)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
      " ON CONFLICT DO NOTHING",
      error);
  if (statement == NULL)
    return FALSE;
  kp_statement_put_text (statement, row->host);
  kp_statement_put_int (statement, row->port);
  kp_statement_put_text (statement, row->provider);
  put_customer (statement, row);
  kp_statement_put_text (statement, row->target);
  kp_statement_put_int (statement, row->proxied);
  kp_statement_put_text (statement, row->note);
  kp_statement_put_int (statement, now);
  kp_statement_put_int (statement, row->retired_at);
  kp_statement_put_int (statement, kp_site_table_turn_sign (row->attention));
  kp_statement_put_int (statement, row->next_who);
  kp_statement_put_int (statement, row->next_kind);
  if (!kp_statement_run (statement, error))
    return FALSE;
  if (kp_database_get_n_changed (database) == 0)
    {
      set_exists (row->host, row->port, error);
      return FALSE;
    }
  row->id = kp_database_get_last_id (database);
  kp_changes_add_site (changes, row->id);
  return kp_journal_table_append (database, row->id, now, "added",
                                  kp_journal_kind_get_text ("added"), error);
}

/* Whether another site in use has the address of @id. */
static gboolean
check_free (KpDatabase *database, gint64 id, GError **error)
{
  g_autoptr (KpStatement) statement = NULL;
  gboolean row;

  statement = kp_database_prepare (
      database,
      "SELECT other.host, other.port FROM site JOIN site AS other"
      " ON other.host = site.host AND other.port = site.port AND other.id <> site.id"
      " WHERE site.id = ? AND other.removed_at = 0 AND other.retired_at = 0",
      error);
  if (statement == NULL)
    return FALSE;
  kp_statement_put_int (statement, id);
  if (!kp_statement_step (statement, &row, error))
    return FALSE;
  if (row)
    {
      g_autofree char *host = g_strdup (kp_statement_take_text (statement));

      set_exists (host, (guint16) kp_statement_take_int (statement), error);
    }
  return !row;
}

static void
note_change (GString *text, KpSentence what, const char *before, const char *after)
{
  if (g_strcmp0 (before, after) != 0)
    kp_sentence_add (text, kp_sentence_keep (what, before != NULL ? before : "",
                                             after != NULL ? after : "", NULL));
}

static void
note (GString *text, KpSentence sentence)
{
  kp_sentence_add (text, kp_sentence_keep (sentence, NULL));
}

static const char *
not_empty (const char *text)
{
  return text != NULL && *text != '\0' ? text : NULL;
}

/* What of @row is another than in the store, for the journal; %NULL if nothing is. */
static char *
describe_edit (KpDatabase *database, const KpSiteRow *row, gboolean *there, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (KpStatement) statement = NULL;
  gint64 customer;
  gint64 retired;
  gboolean proxied;

  statement = kp_database_prepare (
      database,
      "SELECT site.customer_id, site.proxied, site.retired_at, site.provider,"
      " customer.name, site.target, site.note FROM site"
      " LEFT JOIN customer ON customer.id = site.customer_id"
      " WHERE site.id = ? AND site.removed_at = 0",
      error);
  if (statement == NULL)
    return NULL;
  kp_statement_put_int (statement, row->id);
  if (!kp_statement_step (statement, there, error) || !*there)
    return NULL;
  customer = kp_statement_take_int (statement);
  proxied = kp_statement_take_int (statement) != 0;
  retired = kp_statement_take_int (statement);
  note_change (text, KP_SENTENCE_EDIT_PROVIDER, kp_statement_take_text (statement),
               row->provider);
  if (customer != row->customer_id)
    note_change (text, KP_SENTENCE_EDIT_CUSTOMER, kp_statement_take_text (statement),
                 not_empty (row->customer));
  else
    kp_statement_take_text (statement);
  note_change (text, KP_SENTENCE_EDIT_TARGET, kp_statement_take_text (statement),
               row->target);
  if (g_strcmp0 (kp_statement_take_text (statement), row->note) != 0)
    note (text, KP_SENTENCE_EDIT_NOTE);
  if (proxied != row->proxied)
    note (text, row->proxied ? KP_SENTENCE_EDIT_PROXIED : KP_SENTENCE_EDIT_NOT_PROXIED);
  if ((retired != 0) != (row->retired_at != 0))
    note (text, row->retired_at != 0 ? KP_SENTENCE_EDIT_RETIRED : KP_SENTENCE_EDIT_IN_USE);
  if (text->len == 0)
    return NULL;
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
write_row (KpDatabase *database, const KpSiteRow *row, GError **error)
{
  g_autoptr (KpStatement) statement = NULL;

  statement = kp_database_prepare (
      database,
      "UPDATE site SET provider = ?, customer_id = ?, target = ?, proxied = ?, note = ?,"
      " retired_at = ? WHERE id = ?",
      error);
  if (statement == NULL)
    return FALSE;
  kp_statement_put_text (statement, row->provider);
  put_customer (statement, row);
  kp_statement_put_text (statement, row->target);
  kp_statement_put_int (statement, row->proxied);
  kp_statement_put_text (statement, row->note);
  kp_statement_put_int (statement, row->retired_at);
  kp_statement_put_int (statement, row->id);
  return kp_statement_run (statement, error);
}

gboolean
kp_site_table_update (KpDatabase *database, KpSiteRow *row, gint64 now, KpChanges *changes,
                      GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *edit = NULL;
  gboolean there = FALSE;

  if (!find_customer (database, row, changes, error))
    return FALSE;
  edit = describe_edit (database, row, &there, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (!there)
    {
      set_not_found (error);
      return FALSE;
    }
  if (edit == NULL)
    return TRUE;
  if (row->retired_at == 0 && !check_free (database, row->id, error))
    return FALSE;
  kp_changes_add_site (changes, row->id);
  return write_row (database, row, error)
         && kp_journal_table_append (database, row->id, now, "edited", edit, error);
}

static gboolean
set_times (KpDatabase *database, const char *sql, gint64 now, gint64 id, GError **error)
{
  g_autoptr (KpStatement) statement = kp_database_prepare (database, sql, error);

  if (statement == NULL)
    return FALSE;
  kp_statement_put_int (statement, now);
  kp_statement_put_int (statement, id);
  return kp_statement_run (statement, error);
}

gboolean
kp_site_table_set_target (KpDatabase *database, gint64 id, const char *target,
                          GError **error)
{
  g_autoptr (KpStatement) statement =
      kp_database_prepare (database, "UPDATE site SET target = ? WHERE id = ?", error);

  if (statement == NULL)
    return FALSE;
  kp_statement_put_text (statement, target);
  kp_statement_put_int (statement, id);
  return kp_statement_run (statement, error);
}

gboolean
kp_site_table_retire (KpDatabase *database, gint64 id, gint64 now, KpChanges *changes,
                      GError **error)
{
  g_autoptr (KpStatement) statement = kp_database_prepare (
      database,
      "UPDATE site SET retired_at = ? WHERE id = ? AND removed_at = 0 AND retired_at = 0",
      error);

  if (statement == NULL)
    return FALSE;
  kp_statement_put_int (statement, now);
  kp_statement_put_int (statement, id);
  if (!kp_statement_run (statement, error))
    return FALSE;
  if (kp_database_get_n_changed (database) == 0)
    {
      set_not_found (error);
      return FALSE;
    }
  kp_changes_add_site (changes, id);
  return kp_journal_table_append (database, id, now, "retired",
                                  kp_journal_kind_get_text ("retired"), error);
}

gboolean
kp_site_table_get_retired_at (KpDatabase *database, gint64 id, gint64 *retired_at,
                              GError **error)
{
  g_autoptr (KpStatement) statement = kp_database_prepare (
      database, "SELECT retired_at FROM site WHERE id = ? AND removed_at = 0", error);
  gboolean row;

  *retired_at = 0;
  if (statement == NULL)
    return FALSE;
  kp_statement_put_int (statement, id);
  if (!kp_statement_step (statement, &row, error))
    return FALSE;
  if (row)
    *retired_at = kp_statement_take_int (statement);
  return TRUE;
}

gboolean
kp_site_table_remove (KpDatabase *database, gint64 id, gint64 now, KpChanges *changes,
                      GError **error)
{
  if (!set_times (database,
                  "UPDATE site SET removed_at = ? WHERE id = ? AND removed_at = 0", now, id,
                  error))
    return FALSE;
  if (kp_database_get_n_changed (database) == 0)
    {
      set_not_found (error);
      return FALSE;
    }
  kp_changes_add_site (changes, id);
  return kp_journal_table_append (database, id, now, "removed",
                                  kp_journal_kind_get_text ("removed"), error);
}

gboolean
kp_site_table_restore (KpDatabase *database, gint64 id, gint64 now, KpChanges *changes,
                       GError **error)
{
  gboolean there;
  gint64 checked_at;

  if (!check_free (database, id, error)
      || !set_times (database,
                     "UPDATE site SET removed_at = ?, retired_at = 0"
                     " WHERE id = ? AND (removed_at > 0 OR retired_at > 0)",
                     0, id, error))
    return FALSE;
  if (kp_database_get_n_changed (database) > 0)
    {
      kp_changes_add_site (changes, id);
      return kp_journal_table_append (database, id, now, "restored",
                                      kp_journal_kind_get_text ("restored"), error);
    }
  if (!kp_site_table_get_checked_at (database, id, &there, &checked_at, error))
    return FALSE;
  if (!there)
    set_not_found (error);
  return there;
}

gboolean
kp_site_table_get_checked_at (KpDatabase *database, gint64 id, gboolean *there,
                              gint64 *checked_at, GError **error)
{
  g_autoptr (KpStatement) statement = NULL;

  statement = kp_database_prepare (
      database, "SELECT checked_at FROM site WHERE id = ? AND removed_at = 0", error);
  if (statement == NULL)
    return FALSE;
  kp_statement_put_int (statement, id);
  if (!kp_statement_step (statement, there, error))
    return FALSE;
  *checked_at = *there ? kp_statement_take_int (statement) : 0;
  return TRUE;
}

static void
put_summary (KpStatement *statement, const KpSummary *summary)
{
  kp_statement_put_int (statement, summary->checked_at);
  kp_statement_put_int (statement, summary->lock);
  kp_statement_put_int (statement, summary->status);
  kp_statement_put_int (statement, summary->status_at);
  kp_statement_put_int (statement, summary->last_lock);
  kp_statement_put_int (statement, summary->last_lock_at);
  kp_statement_put_int (statement, summary->last_locked_at);
  kp_statement_put_int (statement, summary->next.who);
  kp_statement_put_int (statement, summary->next.kind);
  kp_statement_put_int (statement, summary->next.since);
  kp_statement_put_int (statement, summary->next.due);
  kp_statement_put_int (statement, summary->next.overdue);
  kp_statement_put_int (statement, summary->until);
  kp_statement_put_int (statement, summary->not_before);
  kp_statement_put_int (statement, summary->not_after);
  kp_statement_put_int (statement, summary->renew_by);
  kp_statement_put_int (statement, summary->expiring);
  kp_statement_put_text (statement, summary->main_finding);
  kp_statement_put_text (statement, summary->cause);
  kp_statement_put_text (statement, summary->findings);
  kp_statement_put_int (statement, kp_site_table_turn_sign (summary->attention));
  kp_statement_put_int (statement, summary->holds_until);
  kp_statement_put_int (statement, summary->judged_by);
}

gboolean
kp_site_table_save_summary (KpDatabase *database, gint64 id, const KpSummary *summary,
                            GError **error)
{
  g_autoptr (KpStatement) statement = NULL;

  statement = kp_database_prepare (
      database,
      "UPDATE site SET checked_at = ?, lock = ?, status = ?, status_at = ?, last_lock = ?,"
      " last_lock_at = ?, last_locked_at = ?, next_who = ?, next_kind = ?, next_since = ?,"
      " next_due = ?, next_overdue = ?, until = ?, not_before = ?, not_after = ?,"
      " renew_by = ?, expiring = ?, main_finding = ?, cause = ?, findings = ?,"
      " attention = ?, holds_until = ?, judged_by = ? WHERE id = ?",
      error);
  if (statement == NULL)
    return FALSE;
  put_summary (statement, summary);
  kp_statement_put_int (statement, id);
  return kp_statement_run (statement, error);
}

gboolean
kp_site_table_outlive_summary (KpDatabase *database, gint64 id, GError **error)
{
  g_autoptr (KpStatement) statement =
      kp_database_prepare (database, "UPDATE site SET holds_until = 1 WHERE id = ?", error);

  if (statement == NULL)
    return FALSE;
  kp_statement_put_int (statement, id);
  return kp_statement_run (statement, error);
}

gboolean
kp_site_table_count_removed (KpDatabase *database, gint64 before, gint64 *n, GError **error)
{
  g_autoptr (KpStatement) statement = NULL;
  gboolean row;

  statement = kp_database_prepare (
      database, "SELECT COUNT (*) FROM site WHERE removed_at > 0 AND removed_at < ?",
      error);
  if (statement == NULL)
    return FALSE;
  kp_statement_put_int (statement, before);
  if (!kp_statement_step (statement, &row, error))
    return FALSE;
  *n = row ? kp_statement_take_int (statement) : 0;
  return TRUE;
}

gboolean
kp_site_table_purge (KpDatabase *database, gint64 before, GError **error)
{
  g_autoptr (KpStatement) statement = NULL;

  statement = kp_database_prepare (
      database, "DELETE FROM site WHERE removed_at > 0 AND removed_at < ?", error);
  if (statement == NULL)
    return FALSE;
  kp_statement_put_int (statement, before);
  return kp_statement_run (statement, error);
}
