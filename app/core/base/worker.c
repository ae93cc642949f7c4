/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/worker.h"

#include <glib/gi18n.h>

/* What waits. The last item has no work: it ends the thread. */
typedef struct
{
  int priority;
  GTaskThreadFunc work;
  GTask *task;
} Item;

/* Shared between the object and its thread, so that the thread needs no reference to the
 * object and the object can go away first. */
typedef struct
{
  GMutex mutex;
  GCond cond;
  GQueue items;
  gboolean closed;
} Line;

struct _KpWorker
{
  GObject parent;

  Line *line;
  GThread *thread;
};

G_DEFINE_FINAL_TYPE (KpWorker, kp_worker, G_TYPE_OBJECT)

static Line *
line_new (void)
{
  Line *line = g_atomic_rc_box_new0 (Line);

  g_mutex_init (&line->mutex);
  g_cond_init (&line->cond);
  g_queue_init (&line->items);
  return line;
}

static void
line_clear (Line *line)
{
  g_assert (g_queue_is_empty (&line->items));
  g_cond_clear (&line->cond);
  g_mutex_clear (&line->mutex);
}

static void
line_unref (Line *line)
{
  g_atomic_rc_box_release_full (line, (GDestroyNotify) line_clear);
}

/* Behind all of the same or a smaller priority; looked for from the end, where it nearly
 * always belongs. */
static void
line_insert (Line *line, Item *item)
{
  GList *before = line->items.tail;

  while (before != NULL && ((Item *) before->data)->priority > item->priority)
    before = before->prev;
  if (before == NULL)
    g_queue_push_head (&line->items, item);
  else
    g_queue_insert_after (&line->items, before, item);
  g_cond_signal (&line->cond);
}

static Item *
line_take (Line *line)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&line->mutex);

  while (g_queue_is_empty (&line->items))
    g_cond_wait (&line->cond, &line->mutex);
  return g_queue_pop_head (&line->items);
}

static gpointer
worker_thread (gpointer data)
{
  Line *line = data;
  gboolean ended = FALSE;

  while (!ended)
    {
      Item *item = line_take (line);

      if (item->work == NULL)
        ended = TRUE;
      else if (!g_task_return_error_if_cancelled (item->task))
        item->work (item->task, g_task_get_source_object (item->task),
                    g_task_get_task_data (item->task), g_task_get_cancellable (item->task));
      if (ended && item->task != NULL)
        g_task_return_boolean (item->task, TRUE);
      g_clear_object (&item->task);
      g_free (item);
    }
  line_unref (line);
  return NULL;
}

/* Takes nothing any more, and ends after what waits. @task: (transfer full) (nullable) */
static gboolean
worker_close (KpWorker *self, GTask *task)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->line->mutex);
  Item *item;

  if (self->line->closed)
    return FALSE;
  self->line->closed = TRUE;
  item = g_new0 (Item, 1);
  item->priority = G_MAXINT;
  item->task = task;
  line_insert (self->line, item);
  return TRUE;
}

static void
kp_worker_finalize (GObject *object)
{
  KpWorker *self = KP_WORKER (object);

  /* Not joined: this may be the worker's own thread, dropping the last task. */
  worker_close (self, NULL);
  g_clear_pointer (&self->thread, g_thread_unref);
  g_clear_pointer (&self->line, line_unref);

  G_OBJECT_CLASS (kp_worker_parent_class)->finalize (object);
}

static void
kp_worker_class_init (KpWorkerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kp_worker_finalize;
}

static void
kp_worker_init (KpWorker *self)
{
  self->line = line_new ();
}

KpWorker *
kp_worker_new (const char *name)
{
  KpWorker *self = g_object_new (KP_TYPE_WORKER, NULL);

  self->thread = g_thread_new (name, worker_thread, g_atomic_rc_box_acquire (self->line));
  return self;
}

void
kp_worker_queue (KpWorker *self, int priority, GTaskThreadFunc work, GTask *task)
{
  gboolean taken = FALSE;

  g_return_if_fail (KP_IS_WORKER (self));
  g_return_if_fail (work != NULL);
  g_return_if_fail (G_IS_TASK (task));

  g_mutex_lock (&self->line->mutex);
  if (!self->line->closed)
    {
      Item *item = g_new0 (Item, 1);

      item->priority = priority;
      item->work = work;
      item->task = g_steal_pointer (&task);
      line_insert (self->line, item);
      taken = TRUE;
    }
  g_mutex_unlock (&self->line->mutex);

  if (!taken)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "%s",
                               _ ("It is being closed."));
      g_object_unref (task);
    }
}

gboolean
kp_worker_is_in_thread (KpWorker *self)
{
  g_return_val_if_fail (KP_IS_WORKER (self), FALSE);

  return g_thread_self () == self->thread;
}

void
kp_worker_shutdown_async (KpWorker *self, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer data)
{
  GTask *task;

  g_return_if_fail (KP_IS_WORKER (self));

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, kp_worker_shutdown_async);
  if (!worker_close (self, task))
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "%s",
                               _ ("It is being closed."));
      g_object_unref (task);
    }
}

gboolean
kp_worker_shutdown_finish (KpWorker *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (KP_IS_WORKER (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  /* It has nothing left to do but to return. */
  g_clear_pointer (&self->thread, g_thread_join);
  return TRUE;
}
