/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/store-list.h"

typedef struct
{
  KpStore *store;
  GPtrArray *items;
  GHashTable *by_id;
  gboolean loaded;
} KpStoreListPrivate;

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_ABSTRACT_TYPE_WITH_CODE (KpStoreList, kp_store_list, G_TYPE_OBJECT,
                                  G_ADD_PRIVATE (KpStoreList)
                                      G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                             list_model_iface_init))

static KpStoreListPrivate *
get_private (gpointer self)
{
  return kp_store_list_get_instance_private (KP_STORE_LIST (self));
}

/* Those that are known stay the same objects: whoever shows them need not begin anew. */
static void
keep_known (KpStoreList *self, GPtrArray *read)
{
  const KpStoreListClass *klass = KP_STORE_LIST_GET_CLASS (self);

  for (guint i = 0; i < read->len; i++)
    {
      GObject *item = g_ptr_array_index (read, i);
      GObject *known = kp_store_list_find (self, klass->get_id (item));

      if (known == NULL)
        continue;
      klass->assign (known, item);
      read->pdata[i] = g_object_ref (known);
      g_object_unref (item);
    }
}

static void
index_ids (KpStoreList *self)
{
  const KpStoreListPrivate *private = get_private (self);

  g_hash_table_remove_all (private->by_id);
  for (guint i = 0; i < private->items->len; i++)
    {
      gpointer item = g_ptr_array_index (private->items, i);
      gint64 id = KP_STORE_LIST_GET_CLASS (self)->get_id (item);

      g_hash_table_insert (private->by_id, g_memdup2 (&id, sizeof id), item);
    }
}

/* What stands before and behind all that differs is not told. @read: (transfer full) */
static void
take_over (KpStoreList *self, GPtrArray *read)
{
  KpStoreListPrivate *private = get_private (self);
  g_autoptr (GPtrArray) old = g_steal_pointer (&private->items);
  guint least, before = 0, behind = 0;

  keep_known (self, read);
  private->items = read;
  index_ids (self);
  if (KP_STORE_LIST_GET_CLASS (self)->taken_over != NULL)
    KP_STORE_LIST_GET_CLASS (self)->taken_over (self);
  least = MIN (old->len, read->len);
  while (before < least && old->pdata[before] == read->pdata[before])
    before++;
  while (behind < least - before
         && old->pdata[old->len - 1 - behind] == read->pdata[read->len - 1 - behind])
    behind++;
  if (before + behind < MAX (old->len, read->len))
    g_list_model_items_changed (G_LIST_MODEL (self), before, old->len - before - behind,
                                read->len - before - behind);
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
finish_read (KpStoreList *self, GAsyncResult *result, GError **error)
{
  const KpStoreListPrivate *private = get_private (self);
  GPtrArray *read =
      KP_STORE_LIST_GET_CLASS (self)->load_finish (private->store, result, error);

  if (read != NULL)
    take_over (self, read);
  return read != NULL;
}

/* Without an answer (closed, damaged) the list stays as it was: nobody asked for it. */
static void
refreshed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpStoreList) self = data;

  finish_read (self, result, NULL);
}

static void
store_changed_cb (KpStoreList *self)
{
  const KpStoreListPrivate *private = get_private (self);

  if (private->loaded)
    KP_STORE_LIST_GET_CLASS (self)->load_async (private->store, NULL, refreshed_cb,
                                                g_object_ref (self));
}

static GType
get_item_type (GListModel *model)
{
  return KP_STORE_LIST_GET_CLASS (model)->item_type;
}

static guint
get_n_items (GListModel *model)
{
  return get_private (model)->items->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  const KpStoreListPrivate *private = get_private (model);

  return position < private->items->len
             ? g_object_ref (g_ptr_array_index (private->items, position))
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
kp_store_list_finalize (GObject *object)
{
  KpStoreListPrivate *private = get_private (object);

  g_clear_object (&private->store);
  g_clear_pointer (&private->by_id, g_hash_table_unref);
  g_clear_pointer (&private->items, g_ptr_array_unref);

  G_OBJECT_CLASS (kp_store_list_parent_class)->finalize (object);
}

static void
kp_store_list_class_init (KpStoreListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kp_store_list_finalize;

  signals[CHANGED] = g_signal_new ("changed", KP_TYPE_STORE_LIST, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kp_store_list_init (KpStoreList *self)
{
  KpStoreListPrivate *private = get_private (self);

  private->items = g_ptr_array_new_with_free_func (g_object_unref);
  private->by_id = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

gpointer
kp_store_list_new (GType type, KpStore *store)
{
  KpStoreList *self;

  g_return_val_if_fail (g_type_is_a (type, KP_TYPE_STORE_LIST), NULL);
  g_return_val_if_fail (KP_IS_STORE (store), NULL);

  self = g_object_new (type, NULL);
  get_private (self)->store = g_object_ref (store);
  g_signal_connect_object (store, KP_STORE_LIST_GET_CLASS (self)->changed_signal,
                           G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  return self;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KpStoreList *self = g_task_get_source_object (task);
  GError *error = NULL;

  get_private (self)->loaded = TRUE;
  if (finish_read (self, result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
kp_store_list_load_async (KpStoreList *self, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer data)
{
  GTask *task;

  g_return_if_fail (KP_IS_STORE_LIST (self));

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, kp_store_list_load_async);
  KP_STORE_LIST_GET_CLASS (self)->load_async (get_private (self)->store, cancellable,
                                              loaded_cb, task);
}

gboolean
kp_store_list_load_finish (KpStoreList *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

gpointer
kp_store_list_find (KpStoreList *self, gint64 id)
{
  g_return_val_if_fail (KP_IS_STORE_LIST (self), NULL);

  return g_hash_table_lookup (get_private (self)->by_id, &id);
}

GPtrArray *
kp_store_list_get_items (KpStoreList *self)
{
  g_return_val_if_fail (KP_IS_STORE_LIST (self), NULL);

  return get_private (self)->items;
}
