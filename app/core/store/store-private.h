/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/change-table.h"
#include "core/store/store.h"

G_BEGIN_DECLS

/**
 * KpStoreCall:
 * @database: the connection
 * @changes: what the verb changes, if it writes
 * @now: Unix seconds
 * @data: what the verb was given
 * @result: what it gives; %NULL for a verb that gives nothing but success
 *
 * One verb under way in the worker.
 */
typedef struct
{
  KpDatabase *database;
  KpChanges *changes;
  gint64 now;
  gpointer data;
  gpointer result;
} KpStoreCall;

/** KpStoreVerb: runs in the worker, one that writes in a transaction of its own */
typedef gboolean (*KpStoreVerb) (KpStoreCall *call, GError **error);

/**
 * kp_store_read:
 * @self: a store
 * @tag: source tag of the task
 * @verb: what to do
 * @data: (transfer full) (nullable): for @verb
 * @free_data: (nullable): frees @data
 * @free_result: frees a result that nobody fetched
 * @cancellable: (nullable): checked before it begins and when it ends
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Runs a verb that reads; its result is fetched with kp_store_finish_pointer().
 */
void kp_store_read (KpStore *self, gpointer tag, KpStoreVerb verb, gpointer data,
                    GDestroyNotify free_data, GDestroyNotify free_result,
                    GCancellable *cancellable, GAsyncReadyCallback callback,
                    gpointer user_data);

/**
 * kp_store_write:
 * @self: a store
 * @tag: source tag of the task
 * @verb: what to do
 * @data: (transfer full) (nullable): for @verb
 * @free_data: (nullable): frees @data
 * @cancellable: (nullable): checked before it begins only: what was written is told so
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Runs a verb that writes, in one transaction; finished with kp_store_finish_boolean().
 */
void kp_store_write (KpStore *self, gpointer tag, KpStoreVerb verb, gpointer data,
                     GDestroyNotify free_data, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer user_data);

/**
 * kp_store_finish_pointer:
 * @self: a store
 * @result: what the callback was given
 * @tag: source tag of the task
 * @error: #KpStoreError, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the verb's result
 */
gpointer kp_store_finish_pointer (KpStore *self, GAsyncResult *result, gpointer tag,
                                  GError **error);

/**
 * kp_store_finish_boolean:
 * @self: a store
 * @result: what the callback was given
 * @tag: source tag of the task
 * @error: #KpStoreError, or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether it was written
 */
gboolean kp_store_finish_boolean (KpStore *self, GAsyncResult *result, gpointer tag,
                                  GError **error);

/**
 * kp_store_get_call_data:
 * @result: what the callback of kp_store_write() was given
 *
 * Returns: (transfer none): the data that the verb was given
 */
gpointer kp_store_get_call_data (GAsyncResult *result);

/**
 * kp_store_set_busy_timeout:
 * @self: a store, before it is opened
 * @milliseconds: how long another process's lock is waited for
 *
 * For tests, that need not wait as long as a person.
 */
void kp_store_set_busy_timeout (KpStore *self, guint milliseconds);

/**
 * kp_store_open_file:
 * @data_dir: where the store lies or is to be made
 * @read_only: to read only
 * @busy_timeout: milliseconds
 * @lock: (out): a file descriptor to keep open as long as the database; -1 for none
 * @error: #KpStoreError
 *
 * Opens DIR/keyplate.db: makes it (whole or not at all), or looks at it before a byte is
 * written and migrates it. Worker thread.
 *
 * Returns: (transfer full) (nullable): the connection
 */
KpDatabase *kp_store_open_file (const char *data_dir, gboolean read_only,
                                guint busy_timeout, int *lock, GError **error);

/**
 * kp_store_copy_ids:
 * @ids: (array length=n_ids): row ids
 * @n_ids: how many
 *
 * Returns: (transfer full) (element-type gint64): a copy for the worker
 */
GArray *kp_store_copy_ids (const gint64 *ids, guint n_ids);

G_END_DECLS
