/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/portfolio.h"

#include "core/store/site-index.h"

/* How long the main loop is held at a time while sites are taken over, microseconds. */
#define SLICE 4000

/* So many separate holes are told one by one, which keeps selections; more as one change.
 */
#define MAX_HOLES 16

struct _KpPortfolio
{
  GObject parent;

  KpStore *store;
  GPtrArray *sites;
  KpSiteIndex *index;
  gboolean loaded;

  gboolean busy;      /* a load or refresh is under way: one at a time */
  GQueue loads;       /* of GTask: loads that wait for it */
  gboolean any_waits; /* what changed meanwhile: anything … */
  GArray *waiting;    /* … or these */
};

/* Sites that were read and are being taken over, a slice at a time. */
typedef struct
{
  KpPortfolio *self;
  GTask *task;     /* (nullable): of a load */
  GPtrArray *read; /* objects of the worker, from @next on */
  guint next;
  GArray *ids;          /* (nullable): what was asked for; NULL for all */
  GPtrArray *added;     /* new ones, in the index already */
  GPtrArray *edited[2]; /* by whether more than the customer is another */
  GHashTable *seen;     /* sites that are still there */
} Merge;

enum
{
  PROP_LOADED = 1,
  N_PROPERTIES,
};

enum
{
  EDITED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

static void list_model_iface_init (GListModelInterface *iface);
static void begin_next (KpPortfolio *self);

G_DEFINE_FINAL_TYPE_WITH_CODE (KpPortfolio, kp_portfolio, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      list_model_iface_init))

static void
kp_portfolio_finalize (GObject *object)
{
  KpPortfolio *self = KP_PORTFOLIO (object);

  g_clear_object (&self->store);
  g_clear_pointer (&self->index, kp_site_index_free);
  g_clear_pointer (&self->sites, g_ptr_array_unref);
  g_clear_pointer (&self->waiting, g_array_unref);

  G_OBJECT_CLASS (kp_portfolio_parent_class)->finalize (object);
}

static void
kp_portfolio_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_LOADED)
    g_value_set_boolean (value, KP_PORTFOLIO (object)->loaded);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static GType
get_item_type (GListModel *model)
{
  return KP_TYPE_SITE;
}

static guint
get_n_items (GListModel *model)
{
  return KP_PORTFOLIO (model)->sites->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  KpPortfolio *self = KP_PORTFOLIO (model);

  return position < self->sites->len
             ? g_object_ref (g_ptr_array_index (self->sites, position))
             : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
kp_portfolio_class_init (KpPortfolioClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = kp_portfolio_finalize;
  object_class->get_property = kp_portfolio_get_property;

  properties[PROP_LOADED] = g_param_spec_boolean ("loaded", NULL, NULL, FALSE,
                                                  G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY
                                                      | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[EDITED] =
      g_signal_new ("edited", KP_TYPE_PORTFOLIO, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_PTR_ARRAY, G_TYPE_BOOLEAN);
}

static void
kp_portfolio_init (KpPortfolio *self)
{
  self->sites = g_ptr_array_new_with_free_func (g_object_unref);
  self->index = kp_site_index_new ();
  self->waiting = g_array_new (FALSE, FALSE, sizeof (gint64));
}

/* Before anything was loaded there is nothing to keep equal. */
static void
sites_changed_cb (KpStore *store, GArray *ids, KpPortfolio *self)
{
  if (!self->loaded && !self->busy)
    return;
  if (ids == NULL)
    self->any_waits = TRUE;
  else
    g_array_append_vals (self->waiting, ids->data, ids->len);
  begin_next (self);
}

KpPortfolio *
kp_portfolio_new (KpStore *store)
{
  KpPortfolio *self;

  g_return_val_if_fail (KP_IS_STORE (store), NULL);

  self = g_object_new (KP_TYPE_PORTFOLIO, NULL);
  self->store = g_object_ref (store);
  g_signal_connect_object (store, "sites-changed", G_CALLBACK (sites_changed_cb), self, 0);
  return self;
}

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

static void
add_sites (KpPortfolio *self, GPtrArray *added)
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

static void
note_edit (Merge *merge, KpSite *known, KpSite *read)
{
  gboolean asked = kp_site_get_provider (known) != kp_site_get_provider (read)
                   || g_strcmp0 (kp_site_get_target (known), kp_site_get_target (read)) != 0
                   || kp_site_get_proxied (known) != kp_site_get_proxied (read);

  if (asked || kp_site_get_customer_id (known) != kp_site_get_customer_id (read))
    g_ptr_array_add (merge->edited[asked], g_object_ref (known));
}

/* The same object takes what was read. A summary of a check that this process knows already
 * and that was not written yet when the row was read stays. */
static void
take_over_known (KpPortfolio *self, KpSite *known, KpSite *read)
{
  gboolean moves = kp_site_get_port (known) != kp_site_get_port (read)
                   || g_strcmp0 (kp_site_get_host (known), kp_site_get_host (read)) != 0;

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
      note_edit (merge, known, read);
      take_over_known (self, known, read);
      g_hash_table_add (merge->seen, known);
      g_object_unref (read);
      return;
    }
  kp_site_index_add (self->index, read);
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
  for (guint i = 0; i < G_N_ELEMENTS (merge->edited); i++)
    g_clear_pointer (&merge->edited[i], g_ptr_array_unref);
  g_clear_pointer (&merge->seen, g_hash_table_unref);
  g_clear_object (&merge->task);
  g_clear_object (&merge->self);
  g_free (merge);
}

/* The end of a load or refresh; what changed meanwhile is next. */
static void
settle (KpPortfolio *self)
{
  self->busy = FALSE;
  begin_next (self);
}

static void
finish_merge (Merge *merge)
{
  KpPortfolio *self = merge->self;
  g_autoptr (GHashTable) gone = find_gone (merge);

  remove_sites (self, gone);
  add_sites (self, merge->added);
  for (guint i = 0; i < G_N_ELEMENTS (merge->edited); i++)
    if (merge->edited[i]->len > 0)
      g_signal_emit (self, signals[EDITED], 0, merge->edited[i], i);
  if (merge->task != NULL)
    {
      if (!self->loaded)
        {
          self->loaded = TRUE;
          g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADED]);
        }
      g_task_return_boolean (merge->task, TRUE);
    }
  settle (self);
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

/* @read: (transfer full); @ids: (transfer full) (nullable); @task: (transfer full)
 * (nullable) */
static void
start_merge (KpPortfolio *self, GPtrArray *read, GArray *ids, GTask *task)
{
  Merge *merge = g_new0 (Merge, 1);
  g_autoptr (GSource) source = NULL;

  merge->self = g_object_ref (self);
  merge->task = task;
  merge->ids = ids;
  merge->added = g_ptr_array_new ();
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

/* What is asked of the store for a refresh. */
typedef struct
{
  KpPortfolio *self;
  GArray *ids;
} Refresh;

static void
refresh_free (Refresh *request)
{
  g_object_unref (request->self);
  g_clear_pointer (&request->ids, g_array_unref);
  g_free (request);
}

/* Without an answer (closed, damaged) the list stays as it was: whoever asked the store for
 * something is told, here nobody asked. */
static void
refreshed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Refresh *request = data;
  KpPortfolio *self = request->self;
  GPtrArray *read;

  if (request->ids != NULL)
    read = kp_store_load_sites_by_id_finish (KP_STORE (source), result, NULL);
  else
    read = kp_store_load_sites_finish (KP_STORE (source), result, NULL);
  if (read != NULL)
    start_merge (self, read, g_steal_pointer (&request->ids), NULL);
  else
    settle (self);
  refresh_free (request);
}

static void
refresh (KpPortfolio *self)
{
  Refresh *request = g_new0 (Refresh, 1);

  request->self = g_object_ref (self);
  if (self->any_waits)
    {
      g_array_set_size (self->waiting, 0);
      self->any_waits = FALSE;
      kp_store_load_sites_async (self->store, 0, NULL, refreshed_cb, request);
      return;
    }
  request->ids = g_steal_pointer (&self->waiting);
  self->waiting = g_array_new (FALSE, FALSE, sizeof (gint64));
  kp_store_load_sites_by_id_async (self->store, (const gint64 *) request->ids->data,
                                   request->ids->len, NULL, refreshed_cb, request);
}

static void
load_failed (KpPortfolio *self, GTask *task, GError *error)
{
  g_task_return_error (task, error);
  settle (self);
}

static void
all_loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KpPortfolio *self = g_task_get_source_object (task);
  GError *error = NULL;
  GPtrArray *read = kp_store_load_sites_finish (KP_STORE (source), result, &error);

  if (read == NULL)
    load_failed (self, task, error);
  else
    start_merge (self, read, NULL, g_steal_pointer (&task));
}

/* The first screen is few: taken over at once. */
static void
first_loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KpPortfolio *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) read =
      kp_store_load_sites_finish (KP_STORE (source), result, &error);
  g_autoptr (GPtrArray) added = g_ptr_array_new ();

  if (read == NULL)
    {
      load_failed (self, task, error);
      return;
    }
  for (guint i = 0; i < read->len; i++)
    {
      KpSite *site = g_ptr_array_index (read, i);

      if (kp_site_index_find_by_id (self->index, kp_site_get_id (site)) != NULL)
        continue;
      kp_site_index_add (self->index, site);
      g_ptr_array_add (added, g_object_ref (site));
    }
  add_sites (self, added);
  kp_store_load_sites_async (self->store, 0, g_task_get_cancellable (task), all_loaded_cb,
                             g_object_ref (task));
}

/* @task: (transfer full) */
static void
load (KpPortfolio *self, GTask *task)
{
  guint first = GPOINTER_TO_UINT (g_task_get_task_data (task));
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (first > 0)
    kp_store_load_sites_async (self->store, first, cancellable, first_loaded_cb, task);
  else
    kp_store_load_sites_async (self->store, 0, cancellable, all_loaded_cb, task);
}

static void
begin_next (KpPortfolio *self)
{
  GTask *task;

  if (self->busy)
    return;
  task = g_queue_pop_head (&self->loads);
  self->busy = task != NULL || self->any_waits || self->waiting->len > 0;
  if (task != NULL)
    load (self, task);
  else if (self->busy)
    refresh (self);
}

void
kp_portfolio_load_async (KpPortfolio *self, guint first, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer data)
{
  GTask *task;

  g_return_if_fail (KP_IS_PORTFOLIO (self));

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, kp_portfolio_load_async);
  g_task_set_task_data (task, GUINT_TO_POINTER (first), NULL);
  g_queue_push_tail (&self->loads, task);
  begin_next (self);
}

gboolean
kp_portfolio_load_finish (KpPortfolio *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
kp_portfolio_get_loaded (KpPortfolio *self)
{
  g_return_val_if_fail (KP_IS_PORTFOLIO (self), FALSE);

  return self->loaded;
}

KpSite *
kp_portfolio_find (KpPortfolio *self, const char *host, guint16 port, gboolean *several)
{
  g_return_val_if_fail (KP_IS_PORTFOLIO (self), NULL);
  g_return_val_if_fail (host != NULL, NULL);

  return kp_site_index_find (self->index, host, port, several);
}

KpSite *
kp_portfolio_find_by_id (KpPortfolio *self, gint64 id)
{
  g_return_val_if_fail (KP_IS_PORTFOLIO (self), NULL);

  return kp_site_index_find_by_id (self->index, id);
}

void
kp_portfolio_apply_checks (KpPortfolio *self, GPtrArray *records)
{
  g_return_if_fail (KP_IS_PORTFOLIO (self));

  for (guint i = 0; i < records->len; i++)
    {
      const KpCheckRecord *record = g_ptr_array_index (records, i);
      KpSite *site = kp_site_index_find_by_id (self->index, record->site_id);

      if (site != NULL
          && record->summary.checked_at >= kp_site_get_summary (site)->checked_at)
        kp_site_set_summary (site, &record->summary);
    }
}
