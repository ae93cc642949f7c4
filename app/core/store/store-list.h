/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/store.h"

G_BEGIN_DECLS

#define KP_TYPE_STORE_LIST (kp_store_list_get_type ())
G_DECLARE_DERIVABLE_TYPE (KpStoreList, kp_store_list, KP, STORE_LIST, GObject)

/**
 * KpStoreList:
 *
 * All objects of one kind in the store as a #GListModel, kept equal to it: it follows the
 * changes of this process and of others. What changed stays the same object (its properties
 * notify). Signal "changed": any of them may have changed. Abstract. Main thread.
 */

/**
 * KpStoreListClass:
 * @item_type: what the list is of
 * @changed_signal: of the store, when any of them may have changed
 * @load_async: asks the store for all of them
 * @load_finish: (transfer full) (nullable): its answer, in the order of the list
 * @get_id: the row id of one
 * @assign: makes the one that is known equal to the one that was read
 * @taken_over: (nullable): they may be others now, and nobody was told yet
 *
 * What a kind of list sets.
 */
struct _KpStoreListClass
{
  GObjectClass parent_class;

  GType item_type;
  const char *changed_signal;
  void (*load_async) (KpStore *store, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer data);
  GPtrArray *(*load_finish) (KpStore *store, GAsyncResult *result, GError **error);
  gint64 (*get_id) (gpointer item);
  void (*assign) (gpointer known, gpointer read);
  void (*taken_over) (KpStoreList *self);
};

/** kp_store_list_new: Returns: (transfer full) (type KpStoreList): an empty list of the
 * kind
 * @type of @store */
gpointer kp_store_list_new (GType type, KpStore *store);
/** kp_store_list_load_async: Fills the list. From then on it follows the store. */
void kp_store_list_load_async (KpStoreList *self, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer data);
gboolean kp_store_list_load_finish (KpStoreList *self, GAsyncResult *result,
                                    GError **error);
/** kp_store_list_find: Returns: (transfer none) (nullable) (type GObject): the one with
 * that row id */
gpointer kp_store_list_find (KpStoreList *self, gint64 id);
/** kp_store_list_get_items: Returns: (transfer none) (element-type GObject): all of them,
 * until the next change */
GPtrArray *kp_store_list_get_items (KpStoreList *self);

G_END_DECLS
