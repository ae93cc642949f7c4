/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/portfolio-private.h"

/* How long the main loop is held at a time while sites are taken over, microseconds. */
#define SLICE 4000

/* So many separate holes are told one by one, which keeps selections; more as one change.
 */
#define MAX_HOLES 16

/* Sites that were read and are being taken over, a slice at a time. */
typedef struct
{
  KpPortfolio *self;
  GTask *task;     /* (nullable): of a load */
  GPtrArray *read; /* objects of the worker, from @next on */
  guint next;
  GArray *ids;          /* (nullable): what was asked for; NULL for all */
  GPtrArray *added;     /* new ones, in the index already */
  GPtrArray *secured;   /* their job has reached its aim */
  GPtrArray *renewed;   /* the same of one that renews */
  GPtrArray *edited[2]; /* by whether more than the customer is another */
  GHashTable *seen;     /* of those that find_gone () looks at, the ones still there */
} Merge;

/* Takes out the sites of @gone that lie together at @end - @n, one change for each hole. */
static void
remove_hole (KpPortfolio *self, guint start, guint n)
{
  g_ptr_array_remove_range (self->sites, start, n);
  g_list_model_items_changed (G_LIST_MODEL (self), start, n, 0);
}

static void
remove_holes (KpPortfolio *self, GHashTable *gone)
{
  for (guint end = self->sites->len; end > 0;)
    {
      guint start = end;

      while (start > 0
             && g_hash_table_contains (gone, g_ptr_array_index (self->sites, start - 1)))
        start--;
      if (start < end)
        remove_hole (self, start, end - start);
      end = start > 0 ? start - 1 : 0;
    }
}

/* Everything from the first to the last of @gone is told to be replaced by what stays. */
static void
remove_range (KpPortfolio *self, GHashTable *gone, guint first, guint last)
{
  g_autoptr (GPtrArray) old = g_steal_pointer (&self->sites);
  guint kept = 0;

  self->sites = g_ptr_array_new_full (old->len, g_object_unref);
  for (guint i = 0; i < old->len; i++)
    {
      KpSite *site = g_ptr_array_index (old, i);

      if (g_hash_table_contains (gone, site))
        continue;
      g_ptr_array_add (self->sites, g_object_ref (site));
      kept += i >= first && i <= last;
    }
  g_list_model_items_changed (G_LIST_MODEL (self), first, last - first + 1, kept);
}

/* @gone: a set of sites that are in the list */
static void
remove_sites (KpPortfolio *self, GHashTable *gone)
{
  guint holes = 0;
  guint first = 0;
  guint last = 0;
  gboolean before = FALSE;
  GHashTableIter iter;
  gpointer site;

  if (g_hash_table_size (gone) == 0)
    return;
  g_hash_table_iter_init (&iter, gone);
  while (g_hash_table_iter_next (&iter, &site, NULL))
    kp_site_index_remove (self->index, site);
  for (guint i = 0; i < self->sites->len; i++)
    {
      gboolean is_gone = g_hash_table_contains (gone, g_ptr_array_index (self->sites, i));

      if (is_gone && holes == 0)
        first = i;
      if (is_gone)
        last = i;
      holes += is_gone && !before;
      before = is_gone;
    }
  if (holes <= MAX_HOLES)
    remove_holes (self, gone);
  else
    remove_range (self, gone, first, last);
}

void
kp_portfolio_add_sites (KpPortfolio *self, GPtrArray *added)
{
  guint position = self->sites->len;
  guint n = added->len;

  if (n == 0)
    return;
  g_ptr_array_extend_and_steal (self->sites, g_ptr_array_ref (added));
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, n);
}

/* What was asked for and did not come is gone; without a list, everything else is. */
static GHashTable *
find_gone (const Merge *merge)
{
  KpPortfolio *self = merge->self;
  GHashTable *gone = g_hash_table_new (NULL, NULL);

  if (merge->ids == NULL)
    {
      for (guint i = 0; i < self->sites->len; i++)
        if (!g_hash_table_contains (merge->seen, g_ptr_array_index (self->sites, i)))
          g_hash_table_add (gone, g_ptr_array_index (self->sites, i));
      return gone;
    }
  for (guint i = 0; i < merge->ids->len; i++)
    {
      KpSite *site =
          kp_site_index_find_by_id (self->index, g_array_index (merge->ids, gint64, i));

      if (site != NULL && !g_hash_table_contains (merge->seen, site))
        g_hash_table_add (gone, site);
    }
  return gone;
}

/* From the moment on in which somebody was told to change the record it may be changed. */
static gboolean
has_begun_to_wait (const KpJob *before, const KpJob *after)
{
  return after != NULL && after->step == KP_JOB_STEP_DNS
         && (before == NULL || before->step != KP_JOB_STEP_DNS);
}

/* A job that was to be told or to be waited for is over, and a check since its beginning
 * proves the lock. A paused one is ended by no check. */
static gboolean
has_been_secured (const KpJob *before, KpSite *after)
{
  return before != NULL && before->kind == KP_JOB_SECURE && before->paused_at == 0
         && kp_job_has_reached (before, KP_JOB_STEP_INSTRUCTIONS)
         && kp_site_get_job (after) == NULL
         && kp_site_get_summary (after)->lock == KP_LOCK_LOCKED
         && kp_site_get_summary (after)->checked_at >= before->started_at;
}

/* What was handed over is what is served, by every address that answered, as a check since
 * the beginning of the job proves. One that was given up ends without that. */
static gboolean
has_been_renewed (const KpJob *before, KpSite *after)
{
  const KpSummary *summary = kp_site_get_summary (after);

  return before != NULL && before->kind == KP_JOB_RENEW && before->paused_at == 0
         && before->step == KP_JOB_STEP_INSTALL && kp_site_get_job (after) == NULL
         && summary->not_after > 0 && summary->not_after == before->submitted_not_after
         && summary->checked_at >= before->started_at
         && !kp_summary_has (summary, KP_FINDING_TLS_NOT_YET_INSTALLED)
         && !kp_summary_has (summary, KP_FINDING_TLS_NOT_SUBMITTED);
}

static void
note_edit (Merge *merge, KpSite *known, KpSite *read)
{
  gboolean asked = kp_site_get_provider (known) != kp_site_get_provider (read)
                   || g_strcmp0 (kp_site_get_target (known), kp_site_get_target (read)) != 0
                   || kp_site_get_proxied (known) != kp_site_get_proxied (read)
                   || has_begun_to_wait (kp_site_get_job (known), kp_site_get_job (read));

  if (asked || kp_site_get_customer_id (known) != kp_site_get_customer_id (read)
      || !kp_job_equal (kp_site_get_job (known), kp_site_get_job (read)))
    g_ptr_array_add (merge->edited[asked], g_object_ref (known));
  if (has_been_secured (kp_site_get_job (known), read))
    g_ptr_array_add (merge->secured, g_object_ref (known));
  if (has_been_renewed (kp_site_get_job (known), read))
    g_ptr_array_add (merge->renewed, g_object_ref (known));
}

/* The same object takes what was read. A summary of a check that this process knows already
 * and that was not written yet when the row was read stays. So does all of a site that was
 * changed since: it may show already what the row does not, and is read anew after this. */
static void
take_over_known (Merge *merge, KpSite *known, KpSite *read)
{
  KpPortfolio *self = merge->self;
  gint64 id = kp_site_get_id (known);
  gboolean moves = kp_site_get_port (known) != kp_site_get_port (read)
                   || g_strcmp0 (kp_site_get_host (known), kp_site_get_host (read)) != 0;

  if (g_hash_table_contains (self->waiting, &id))
    return;
  note_edit (merge, known, read);
  if (kp_site_get_summary (read)->checked_at < kp_site_get_summary (known)->checked_at)
    kp_site_set_summary (read, kp_site_get_summary (known));
  if (moves)
    kp_site_index_remove (self->index, known);
  kp_site_assign (known, read);
  if (moves)
    kp_site_index_add (self->index, known);
}

static void
take_over (Merge *merge, KpSite *read)
{
  KpPortfolio *self = merge->self;
  KpSite *known = kp_site_index_find_by_id (self->index, kp_site_get_id (read));

  if (known != NULL)
    {
      take_over_known (merge, known, read);
      g_hash_table_add (merge->seen, known);
      g_object_unref (read);
      return;
    }
  kp_site_index_add (self->index, read);
  if (merge->ids != NULL)
    g_hash_table_add (merge->seen, read);
  g_ptr_array_add (merge->added, read);
}

static void
merge_free (gpointer data)
{
  Merge *merge = data;

  /* What is left of an interrupted one. */
  for (guint i = merge->next; merge->read != NULL && i < merge->read->len; i++)
    g_object_unref (g_ptr_array_index (merge->read, i));
  g_clear_pointer (&merge->read, g_ptr_array_unref);
  g_clear_pointer (&merge->ids, g_array_unref);
  g_clear_pointer (&merge->added, g_ptr_array_unref);
  g_clear_pointer (&merge->secured, g_ptr_array_unref);
  g_clear_pointer (&merge->renewed, g_ptr_array_unref);
  for (guint i = 0; i < G_N_ELEMENTS (merge->edited); i++)
    g_clear_pointer (&merge->edited[i], g_ptr_array_unref);
  g_clear_pointer (&merge->seen, g_hash_table_unref);
  g_clear_object (&merge->task);
  g_clear_object (&merge->self);
  g_free (merge);
}

static void
finish_merge (Merge *merge)
{
  KpPortfolio *self = merge->self;
  g_autoptr (GHashTable) gone = find_gone (merge);

  remove_sites (self, gone);
  kp_portfolio_add_sites (self, merge->added);
  for (guint i = 0; i < G_N_ELEMENTS (merge->edited); i++)
    if (merge->edited[i]->len > 0)
      kp_portfolio_tell_edited (self, merge->edited[i], i);
  if (merge->secured->len > 0)
    kp_portfolio_tell_secured (self, merge->secured);
  if (merge->renewed->len > 0)
    kp_portfolio_tell_renewed (self, merge->renewed);
  if (merge->task != NULL)
    {
      kp_portfolio_set_loaded (self);
      g_task_return_boolean (merge->task, TRUE);
    }
  kp_portfolio_settle (self);
}

static gboolean
merge_cb (gpointer data)
{
  Merge *merge = data;
  gint64 end = g_get_monotonic_time () + SLICE;

  while (merge->next < merge->read->len)
    {
      take_over (merge, g_ptr_array_index (merge->read, merge->next++));
      if (merge->next % 16 == 0 && g_get_monotonic_time () >= end)
        return G_SOURCE_CONTINUE;
    }
  finish_merge (merge);
  return G_SOURCE_REMOVE;
}

void
kp_portfolio_merge (KpPortfolio *self, GPtrArray *read, GArray *ids, GTask *task)
{
  Merge *merge = g_new0 (Merge, 1);
  g_autoptr (GSource) source = NULL;

  merge->self = g_object_ref (self);
  merge->task = task;
  merge->ids = ids;
  merge->added = g_ptr_array_new ();
  merge->secured = g_ptr_array_new_with_free_func (g_object_unref);
  merge->renewed = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < G_N_ELEMENTS (merge->edited); i++)
    merge->edited[i] = g_ptr_array_new_with_free_func (g_object_unref);
  merge->seen = g_hash_table_new (NULL, NULL);
  merge->read = read;
  g_ptr_array_set_free_func (read, NULL);
  source = g_idle_source_new ();
  g_source_set_static_name (source, "keyplate: take over sites");
  /* Before drawing an idle page, after input and frames. */
  g_source_set_priority (source, G_PRIORITY_DEFAULT_IDLE);
  g_source_set_callback (source, merge_cb, merge, merge_free);
  g_source_attach (source, g_main_context_get_thread_default ());
}
