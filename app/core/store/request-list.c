/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/request-list.h"

struct _KpRequestList
{
  GObject parent;

  KpStore *store;
  GPtrArray *requests;
  GHashTable *by_id;
  gboolean loaded;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KpRequestList, kp_request_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      list_model_iface_init))

/* Those that are known stay the same objects: whoever shows them need not begin anew. */
static void
keep_known (KpRequestList *self, GPtrArray *read)
{
  for (guint i = 0; i < read->len; i++)
    {
      KpRequest *request = g_ptr_array_index (read, i);
      KpRequest *known = kp_request_list_find (self, kp_request_get_id (request));

      if (known == NULL)
        continue;
      kp_request_assign (known, request);
      read->pdata[i] = g_object_ref (known);
      g_object_unref (request);
    }
}

static void
index_ids (KpRequestList *self)
{
  g_hash_table_remove_all (self->by_id);
  for (guint i = 0; i < self->requests->len; i++)
    {
      KpRequest *request = g_ptr_array_index (self->requests, i);
      gint64 id = kp_request_get_id (request);

      g_hash_table_insert (self->by_id, g_memdup2 (&id, sizeof id), request);
    }
}

/* What stands before and behind all that differs is not told. @read: (transfer full) */
static void
take_over (KpRequestList *self, GPtrArray *read)
{
  g_autoptr (GPtrArray) old = g_steal_pointer (&self->requests);
  guint least, before = 0, behind = 0;

  keep_known (self, read);
  self->requests = read;
  index_ids (self);
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
finish_read (KpRequestList *self, GAsyncResult *result, GError **error)
{
  GPtrArray *read = kp_store_load_requests_finish (self->store, result, error);

  if (read != NULL)
    take_over (self, read);
  return read != NULL;
}

/* Without an answer (closed, damaged) the list stays as it was: nobody asked for it. */
static void
refreshed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpRequestList) self = data;

  finish_read (self, result, NULL);
}

static void
requests_changed_cb (KpRequestList *self)
{
  if (self->loaded)
    kp_store_load_requests_async (self->store, NULL, refreshed_cb, g_object_ref (self));
}

static GType
get_item_type (GListModel *model)
{
  return KP_TYPE_REQUEST;
}

static guint
get_n_items (GListModel *model)
{
  return KP_REQUEST_LIST (model)->requests->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  KpRequestList *self = KP_REQUEST_LIST (model);

  return position < self->requests->len
             ? g_object_ref (g_ptr_array_index (self->requests, position))
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
kp_request_list_finalize (GObject *object)
{
  KpRequestList *self = KP_REQUEST_LIST (object);

  g_clear_object (&self->store);
  g_clear_pointer (&self->by_id, g_hash_table_unref);
  g_clear_pointer (&self->requests, g_ptr_array_unref);

  G_OBJECT_CLASS (kp_request_list_parent_class)->finalize (object);
}

static void
kp_request_list_class_init (KpRequestListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kp_request_list_finalize;

  signals[CHANGED] = g_signal_new ("changed", KP_TYPE_REQUEST_LIST, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kp_request_list_init (KpRequestList *self)
{
  self->requests = g_ptr_array_new_with_free_func (g_object_unref);
  self->by_id = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

KpRequestList *
kp_request_list_new (KpStore *store)
{
  KpRequestList *self;

  g_return_val_if_fail (KP_IS_STORE (store), NULL);

  self = g_object_new (KP_TYPE_REQUEST_LIST, NULL);
  self->store = g_object_ref (store);
  g_signal_connect_object (store, "requests-changed", G_CALLBACK (requests_changed_cb),
                           self, G_CONNECT_SWAPPED);
  return self;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KpRequestList *self = g_task_get_source_object (task);
  GError *error = NULL;

  self->loaded = TRUE;
  if (finish_read (self, result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
kp_request_list_load_async (KpRequestList *self, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer data)
{
  GTask *task;

  g_return_if_fail (KP_IS_REQUEST_LIST (self));

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, kp_request_list_load_async);
  kp_store_load_requests_async (self->store, cancellable, loaded_cb, task);
}

gboolean
kp_request_list_load_finish (KpRequestList *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

KpRequest *
kp_request_list_find (KpRequestList *self, gint64 id)
{
  g_return_val_if_fail (KP_IS_REQUEST_LIST (self), NULL);

  return g_hash_table_lookup (self->by_id, &id);
}

KpRequest *
kp_request_list_find_by_reference (KpRequestList *self, const char *reference)
{
  g_return_val_if_fail (KP_IS_REQUEST_LIST (self), NULL);
  g_return_val_if_fail (reference != NULL, NULL);

  for (guint i = 0; i < self->requests->len; i++)
    {
      KpRequest *request = g_ptr_array_index (self->requests, i);

      if (g_ascii_strcasecmp (kp_request_get_reference (request), reference) == 0)
        return request;
    }
  return NULL;
}
