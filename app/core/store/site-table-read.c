/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "core/store/customer-table.h"
#include "core/store/job-table.h"
#include "core/store/site-table-private.h"
#include "core/store/store.h"

/* In the order of take_site(), and from checked_at on of put_summary()
 * in site-table.c. */
#define COLUMNS                                                                            \
  "id, host, port, provider, customer_id, target, proxied, note, retired_at,"              \
  " checked_at, lock, status, status_at, last_lock, last_lock_at, last_locked_at,"         \
  " next_who, next_kind, next_since, next_due, next_overdue, until, not_before,"           \
  " not_after, renew_by, expiring, main_finding, cause, findings, attention, holds_until," \
  " judged_by"

#define IN_USE "removed_at = 0 AND retired_at = 0"

static KpLock
take_lock (KpStatement *statement)
{
  gint64 lock = kp_statement_take_int (statement);

  return lock >= 0 && lock < KP_LOCK_N ? (KpLock) lock : KP_LOCK_UNKNOWN;
}

/* A number of an enumeration; what is outside it (a damaged row) is its first. */
static int
take_enum (KpStatement *statement, int last)
{
  gint64 value = kp_statement_take_int (statement);

  return value >= 0 && value <= last ? (int) value : 0;
}

static void
take_summary (KpStatement *statement, KpSummary *summary)
{
  const char *finding;

  summary->checked_at = kp_statement_take_int (statement);
  summary->lock = take_lock (statement);
  summary->status = take_enum (statement, KP_STATUS_STALE);
  summary->status_at = kp_statement_take_int (statement);
  summary->last_lock = take_lock (statement);
  summary->last_lock_at = kp_statement_take_int (statement);
  summary->last_locked_at = kp_statement_take_int (statement);
  summary->next.who = take_enum (statement, KP_TURN_CA);
  summary->next.kind = take_enum (statement, KP_ACTION_LAST);
  summary->next.since = kp_statement_take_int (statement);
  summary->next.due = kp_statement_take_int (statement);
  summary->next.overdue = kp_statement_take_int (statement) != 0;
  summary->until = kp_statement_take_int (statement);
  summary->not_before = kp_statement_take_int (statement);
  summary->not_after = kp_statement_take_int (statement);
  summary->renew_by = kp_statement_take_int (statement);
  summary->expiring = kp_statement_take_int (statement) != 0;
  finding = kp_statement_take_text (statement);
  summary->main_finding = finding != NULL ? g_intern_string (finding) : NULL;
  /* Copied by kp_site_set_summary(), so they need not be here. */
  summary->cause = (char *) kp_statement_take_text (statement);
  summary->findings = (char *) kp_statement_take_text (statement);
  summary->attention =
      (guint64) kp_site_table_turn_sign ((guint64) kp_statement_take_int (statement));
  summary->holds_until = kp_statement_take_int (statement);
  summary->judged_by = kp_statement_take_int (statement);
}

/* @names: of the customers, by id. (nullable): the row is no site we could have written. */
static KpSite *
take_site (KpStatement *statement, GHashTable *names)
{
  gint64 id = kp_statement_take_int (statement);
  const char *host = kp_statement_take_text (statement);
  gint64 port = kp_statement_take_int (statement);
  const char *provider = kp_statement_take_text (statement);
  KpSummary summary;
  KpSite *site;
  gint64 customer;

  if (host == NULL || provider == NULL || port < 1 || port > 65535)
    return NULL;
  site = kp_site_new (host, (guint16) port, provider);
  kp_site_set_id (site, id);
  customer = kp_statement_take_int (statement);
  if (customer != 0)
    kp_site_set_customer (site, customer, g_hash_table_lookup (names, &customer));
  kp_site_set_target (site, kp_statement_take_text (statement));
  kp_site_set_proxied (site, kp_statement_take_int (statement) != 0);
  kp_site_set_note (site, kp_statement_take_text (statement));
  kp_site_set_retired_at (site, kp_statement_take_int (statement));
  take_summary (statement, &summary);
  kp_site_set_summary (site, &summary);
  return site;
}

/* What lies beside the rows of sites: there are few of each. */
typedef struct
{
  GHashTable *names; /* of the customers, by id */
  GHashTable *jobs;  /* the open ones, by site */
} Beside;

static void
beside_clear (Beside *beside)
{
  g_clear_pointer (&beside->names, g_hash_table_unref);
  g_clear_pointer (&beside->jobs, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Beside, beside_clear)

static gboolean
load_beside (KpDatabase *database, Beside *beside, GError **error)
{
  beside->names = kp_customer_table_load_names (database, error);
  beside->jobs = beside->names != NULL ? kp_job_table_load_open (database, error) : NULL;
  return beside->jobs != NULL;
}

static gboolean
take_sites (KpStatement *statement, const Beside *beside, GPtrArray *sites, GError **error)
{
  for (;;)
    {
      gboolean row;
      KpSite *site;

      if (!kp_statement_step (statement, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      site = take_site (statement, beside->names);
      if (site == NULL)
        continue;
      if (g_hash_table_size (beside->jobs) > 0)
        {
          gint64 id = kp_site_get_id (site);

          kp_site_set_job (site, g_hash_table_lookup (beside->jobs, &id));
        }
      g_ptr_array_add (sites, site);
    }
}

typedef struct
{
  guint64 attention;
  const char *host;
  KpSite *site;
} Keyed;

static int
compare_attention (gconstpointer a, gconstpointer b)
{
  const Keyed *one = a, *other = b;
  int order;

  if (one->attention != other->attention)
    return one->attention < other->attention ? -1 : 1;
  order = strcmp (one->host, other->host);
  return order != 0 ? order : kp_site_get_port (one->site) - kp_site_get_port (other->site);
}

static void
sort_by_attention (GPtrArray *sites)
{
  g_autofree Keyed *keyed = g_new (Keyed, sites->len);

  /* No array is none for qsort (). */
  if (sites->len == 0)
    return;
  for (guint i = 0; i < sites->len; i++)
    {
      KpSite *site = g_ptr_array_index (sites, i);

      keyed[i] =
          (Keyed){ kp_site_get_summary (site)->attention, kp_site_get_host (site), site };
    }
  qsort (keyed, sites->len, sizeof *keyed, compare_attention);
  for (guint i = 0; i < sites->len; i++)
    sites->pdata[i] = keyed[i].site;
}

/* The first few through the index that has that order; all in the order in which they lie
 * in the file, which is several times faster than by the index, and sorted here. */
GPtrArray *
kp_site_table_load (KpDatabase *database, guint limit, GError **error)
{
  g_autoptr (GPtrArray) sites = g_ptr_array_new_with_free_func (g_object_unref);
  g_auto (Beside) beside = { NULL };
  g_autoptr (KpStatement) statement = NULL;

  if (!load_beside (database, &beside, error))
    return NULL;
  if (limit > 0)
    statement = kp_database_prepare (database,
                                     "SELECT " COLUMNS " FROM site WHERE " IN_USE
                                     " ORDER BY attention, host, port LIMIT ?",
                                     error);
  else
    statement = kp_database_prepare (
        database, "SELECT " COLUMNS " FROM site NOT INDEXED WHERE " IN_USE, error);
  if (statement == NULL)
    return NULL;
  if (limit > 0)
    kp_statement_put_int (statement, limit);
  if (!take_sites (statement, &beside, sites, error))
    return NULL;
  if (limit == 0)
    sort_by_attention (sites);
  return g_steal_pointer (&sites);
}

GPtrArray *
kp_site_table_load_by_id (KpDatabase *database, GArray *ids, GError **error)
{
  g_autoptr (GPtrArray) sites = g_ptr_array_new_with_free_func (g_object_unref);
  g_auto (Beside) beside = { NULL };
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);

  if (!load_beside (database, &beside, error))
    return NULL;
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (KpStatement) statement = NULL;

      if (!g_hash_table_add (seen, &g_array_index (ids, gint64, i)))
        continue;
      statement = kp_database_prepare (
          database, "SELECT " COLUMNS " FROM site WHERE id = ? AND " IN_USE, error);
      if (statement == NULL)
        return NULL;
      kp_statement_put_int (statement, g_array_index (ids, gint64, i));
      if (!take_sites (statement, &beside, sites, error))
        return NULL;
    }
  return g_steal_pointer (&sites);
}

GPtrArray *
kp_site_table_load_retired (KpDatabase *database, GError **error)
{
  g_autoptr (GPtrArray) sites = g_ptr_array_new_with_free_func (g_object_unref);
  g_auto (Beside) beside = { NULL };
  g_autoptr (KpStatement) statement = NULL;

  if (!load_beside (database, &beside, error))
    return NULL;
  statement = kp_database_prepare (database,
                                   "SELECT " COLUMNS " FROM site WHERE removed_at = 0"
                                   " AND retired_at > 0 ORDER BY retired_at DESC, host",
                                   error);
  if (statement == NULL || !take_sites (statement, &beside, sites, error))
    return NULL;
  return g_steal_pointer (&sites);
}
