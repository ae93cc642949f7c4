/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/subject-list.h"

struct _KpSubjectList
{
  GObject parent;

  KpStore *store;
  GPtrArray *subjects;
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

G_DEFINE_FINAL_TYPE_WITH_CODE (KpSubjectList, kp_subject_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      list_model_iface_init))

/* Those that are known stay the same objects: whoever shows them need not begin anew. */
static void
keep_known (KpSubjectList *self, GPtrArray *read)
{
  for (guint i = 0; i < read->len; i++)
    {
      KpSubject *subject = g_ptr_array_index (read, i);
      KpSubject *known = kp_subject_list_find (self, kp_subject_get_id (subject));

      if (known == NULL)
        continue;
      kp_subject_assign (known, subject);
      read->pdata[i] = g_object_ref (known);
      g_object_unref (subject);
    }
}

static void
index_ids (KpSubjectList *self)
{
  g_hash_table_remove_all (self->by_id);
  for (guint i = 0; i < self->subjects->len; i++)
    {
      KpSubject *subject = g_ptr_array_index (self->subjects, i);
      gint64 id = kp_subject_get_id (subject);

      g_hash_table_insert (self->by_id, g_memdup2 (&id, sizeof id), subject);
    }
}

/* What stands before and behind all that differs is not told. @read: (transfer full) */
static void
take_over (KpSubjectList *self, GPtrArray *read)
{
  g_autoptr (GPtrArray) old = g_steal_pointer (&self->subjects);
  guint least, before = 0, behind = 0;

  keep_known (self, read);
  self->subjects = read;
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
finish_read (KpSubjectList *self, GAsyncResult *result, GError **error)
{
  GPtrArray *read = kp_store_load_subjects_finish (self->store, result, error);

  if (read != NULL)
    take_over (self, read);
  return read != NULL;
}

/* Without an answer (closed, damaged) the list stays as it was: nobody asked for it. */
static void
refreshed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpSubjectList) self = data;

  finish_read (self, result, NULL);
}

static void
subjects_changed_cb (KpSubjectList *self)
{
  if (self->loaded)
    kp_store_load_subjects_async (self->store, NULL, refreshed_cb, g_object_ref (self));
}

static GType
get_item_type (GListModel *model)
{
  return KP_TYPE_SUBJECT;
}

static guint
get_n_items (GListModel *model)
{
  return KP_SUBJECT_LIST (model)->subjects->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  KpSubjectList *self = KP_SUBJECT_LIST (model);

  return position < self->subjects->len
             ? g_object_ref (g_ptr_array_index (self->subjects, position))
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
kp_subject_list_finalize (GObject *object)
{
  KpSubjectList *self = KP_SUBJECT_LIST (object);

  g_clear_object (&self->store);
  g_clear_pointer (&self->by_id, g_hash_table_unref);
  g_clear_pointer (&self->subjects, g_ptr_array_unref);

  G_OBJECT_CLASS (kp_subject_list_parent_class)->finalize (object);
}

static void
kp_subject_list_class_init (KpSubjectListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kp_subject_list_finalize;

  signals[CHANGED] = g_signal_new ("changed", KP_TYPE_SUBJECT_LIST, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kp_subject_list_init (KpSubjectList *self)
{
  self->subjects = g_ptr_array_new_with_free_func (g_object_unref);
  self->by_id = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

KpSubjectList *
kp_subject_list_new (KpStore *store)
{
  KpSubjectList *self;

  g_return_val_if_fail (KP_IS_STORE (store), NULL);

  self = g_object_new (KP_TYPE_SUBJECT_LIST, NULL);
  self->store = g_object_ref (store);
  g_signal_connect_object (store, "subjects-changed", G_CALLBACK (subjects_changed_cb),
                           self, G_CONNECT_SWAPPED);
  return self;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KpSubjectList *self = g_task_get_source_object (task);
  GError *error = NULL;

  self->loaded = TRUE;
  if (finish_read (self, result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
kp_subject_list_load_async (KpSubjectList *self, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer data)
{
  GTask *task;

  g_return_if_fail (KP_IS_SUBJECT_LIST (self));

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, kp_subject_list_load_async);
  kp_store_load_subjects_async (self->store, cancellable, loaded_cb, task);
}

gboolean
kp_subject_list_load_finish (KpSubjectList *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

KpSubject *
kp_subject_list_find (KpSubjectList *self, gint64 id)
{
  g_return_val_if_fail (KP_IS_SUBJECT_LIST (self), NULL);

  return g_hash_table_lookup (self->by_id, &id);
}

KpSubject *
kp_subject_list_find_by_name (KpSubjectList *self, const char *name)
{
  g_autofree char *key = NULL;

  g_return_val_if_fail (KP_IS_SUBJECT_LIST (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  key = kp_subject_make_key (name);
  for (guint i = 0; i < self->subjects->len; i++)
    {
      KpSubject *subject = g_ptr_array_index (self->subjects, i);
      g_autofree char *own = kp_subject_make_key (kp_subject_get_name (subject));

      if (g_str_equal (own, key))
        return subject;
    }
  return NULL;
}
