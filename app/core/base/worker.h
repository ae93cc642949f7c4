/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KP_TYPE_WORKER (kp_worker_get_type ())
G_DECLARE_FINAL_TYPE (KpWorker, kp_worker, KP, WORKER, GObject)

/**
 * KpWorker:
 *
 * One named thread with a queue of #GTask, for what blocks and must keep to one thread
 * (SQLite, making keys). Better than g_task_run_in_thread() there: the pool of GLib has a
 * few threads for everyone, so that a blocked disk would hold up name look-ups too; here
 * work runs strictly one after the other, in the order of priority and then of queueing,
 * and the end of the thread can be waited for.
 */

/**
 * kp_worker_new:
 * @name: how the thread is called in a debugger (15 characters are shown)
 *
 * Returns: (transfer full): a worker whose thread runs already
 */
KpWorker *kp_worker_new (const char *name);

/**
 * kp_worker_queue:
 * @self: a worker
 * @priority: as for a #GSource: a smaller one runs first; equal ones in the order in which
 *   they were queued
 * @work: called in the worker's thread with the task, its source object, its data and its
 *   cancellable; it must return from the task
 * @task: (transfer full): what to do; its callback runs in the main context in which the
 *   task was made
 *
 * After kp_worker_shutdown_async() nothing is taken any more: @task fails with
 * %G_IO_ERROR_CLOSED. A task that was cancelled while it waited is not begun; @work isn't
 * called for it. Any thread.
 */
void kp_worker_queue (KpWorker *self, int priority, GTaskThreadFunc work, GTask *task);

/**
 * kp_worker_is_in_thread:
 * @self: a worker
 *
 * For assertions. Any thread.
 *
 * Returns: whether the caller runs in the worker's thread
 */
gboolean kp_worker_is_in_thread (KpWorker *self);

/**
 * kp_worker_shutdown_async:
 * @self: a worker
 * @cancellable: (nullable): makes the result %G_IO_ERROR_CANCELLED; the thread ends all the
 *   same
 * @callback: called when the thread has ended
 * @data: for @callback
 *
 * Ends the thread after everything that was queued before, whatever its priority. May be
 * called once only.
 */
void kp_worker_shutdown_async (KpWorker *self, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer data);

/**
 * kp_worker_shutdown_finish:
 * @self: a worker
 * @result: what the callback was given
 * @error: %G_IO_ERROR_CANCELLED
 *
 * Returns: whether the thread has ended
 */
gboolean kp_worker_shutdown_finish (KpWorker *self, GAsyncResult *result, GError **error);

G_END_DECLS
