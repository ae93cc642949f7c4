/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/portfolio.h"

#include "core/store/portfolio-private.h"

enum
{
  PROP_LOADED = 1,
  N_PROPERTIES,
};

enum
{
  EDITED,
  SECURED,
  RENEWED,
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
  g_clear_pointer (&self->waiting, g_hash_table_unref);

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

  signals[SECURED] = g_signal_new ("secured", KP_TYPE_PORTFOLIO, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);
  signals[RENEWED] = g_signal_new ("renewed", KP_TYPE_PORTFOLIO, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);
  signals[EDITED] =
      g_signal_new ("edited", KP_TYPE_PORTFOLIO, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_PTR_ARRAY, G_TYPE_BOOLEAN);
}

static void
kp_portfolio_init (KpPortfolio *self)
{
  self->sites = g_ptr_array_new_with_free_func (g_object_unref);
  self->index = kp_site_index_new ();
  self->waiting = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

/* Before anything was loaded there is nothing to keep equal. */
static void
sites_changed_cb (KpStore *store, GArray *ids, KpPortfolio *self)
{
  if (!self->loaded && !self->busy)
    return;
  if (ids == NULL)
    self->any_waits = TRUE;
  for (guint i = 0; ids != NULL && i < ids->len; i++)
    g_hash_table_add (self->waiting,
                      g_memdup2 (&g_array_index (ids, gint64, i), sizeof (gint64)));
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
    kp_portfolio_merge (self, read, g_steal_pointer (&request->ids), NULL);
  else
    kp_portfolio_settle (self);
  refresh_free (request);
}

/* Returns: (transfer full) (element-type gint64): what waits, which waits no more */
static GArray *
take_waiting (KpPortfolio *self)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, self->waiting);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_array_append_vals (ids, id, 1);
  g_hash_table_remove_all (self->waiting);
  return ids;
}

static void
refresh (KpPortfolio *self)
{
  Refresh *request = g_new0 (Refresh, 1);

  request->self = g_object_ref (self);
  if (self->any_waits)
    {
      g_hash_table_remove_all (self->waiting);
      self->any_waits = FALSE;
      kp_store_load_sites_async (self->store, 0, NULL, refreshed_cb, request);
      return;
    }
  request->ids = take_waiting (self);
  kp_store_load_sites_by_id_async (self->store, (const gint64 *) request->ids->data,
                                   request->ids->len, NULL, refreshed_cb, request);
}

static void
load_failed (KpPortfolio *self, GTask *task, GError *error)
{
  g_task_return_error (task, error);
  /* It would have brought what changed before it, too. */
  self->any_waits |= self->loaded;
  kp_portfolio_settle (self);
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
    kp_portfolio_merge (self, read, NULL, g_steal_pointer (&task));
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
  kp_portfolio_add_sites (self, added);
  kp_store_load_sites_async (self->store, 0, g_task_get_cancellable (task), all_loaded_cb,
                             g_object_ref (task));
}

/* @task: (transfer full) */
static void
load (KpPortfolio *self, GTask *task)
{
  guint first = GPOINTER_TO_UINT (g_task_get_task_data (task));
  GCancellable *cancellable = g_task_get_cancellable (task);

  /* What has changed is in what is read from now on. */
  self->any_waits = FALSE;
  g_hash_table_remove_all (self->waiting);
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
  self->busy = task != NULL || self->any_waits || g_hash_table_size (self->waiting) > 0;
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
kp_portfolio_settle (KpPortfolio *self)
{
  self->busy = FALSE;
  begin_next (self);
}

void
kp_portfolio_set_loaded (KpPortfolio *self)
{
  if (self->loaded)
    return;
  self->loaded = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADED]);
}

void
kp_portfolio_tell_edited (KpPortfolio *self, GPtrArray *sites, gboolean asked)
{
  g_signal_emit (self, signals[EDITED], 0, sites, asked);
}

void
kp_portfolio_tell_secured (KpPortfolio *self, GPtrArray *sites)
{
  g_signal_emit (self, signals[SECURED], 0, sites);
}

void
kp_portfolio_tell_renewed (KpPortfolio *self, GPtrArray *sites)
{
  g_signal_emit (self, signals[RENEWED], 0, sites);
}
