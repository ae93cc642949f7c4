/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/worker.h"

typedef struct
{
  KpWorker *worker;
  GMainLoop *loop;
  GMutex gate;
  GString *order;
  guint pending;
} Fixture;

typedef struct
{
  Fixture *fixture;
  char letter;
} Letter;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->worker = kp_worker_new ("test-worker");
  fixture->loop = g_main_loop_new (NULL, FALSE);
  fixture->order = g_string_new (NULL);
  g_mutex_init (&fixture->gate);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->worker);
  g_main_loop_unref (fixture->loop);
  g_string_free (fixture->order, TRUE);
  g_mutex_clear (&fixture->gate);
}

static void
done (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *fixture = data;

  if (--fixture->pending == 0)
    g_main_loop_quit (fixture->loop);
}

/* Waits at the gate, so that a test can fill the queue behind it. */
static void
work_gate (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Fixture *fixture = data;

  g_mutex_lock (&fixture->gate);
  g_mutex_unlock (&fixture->gate);
  g_task_return_boolean (task, TRUE);
}

static void
work_letter (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Letter *letter = data;

  g_assert_true (kp_worker_is_in_thread (letter->fixture->worker));
  g_string_append_c (letter->fixture->order, letter->letter);
  g_task_return_boolean (task, TRUE);
}

static void
queue_gate (Fixture *fixture)
{
  GTask *task = g_task_new (NULL, NULL, done, fixture);

  fixture->pending++;
  g_task_set_task_data (task, fixture, NULL);
  kp_worker_queue (fixture->worker, G_PRIORITY_HIGH, work_gate, task);
}

static void
queue_letter (Fixture *fixture, int priority, char letter, GCancellable *cancellable)
{
  GTask *task = g_task_new (NULL, cancellable, done, fixture);
  Letter *data = g_new0 (Letter, 1);

  fixture->pending++;
  data->fixture = fixture;
  data->letter = letter;
  g_task_set_task_data (task, data, g_free);
  kp_worker_queue (fixture->worker, priority, work_letter, task);
}

static void
test_order (Fixture *fixture, gconstpointer data)
{
  g_mutex_lock (&fixture->gate);
  queue_gate (fixture);
  queue_letter (fixture, G_PRIORITY_LOW, 'e', NULL);
  queue_letter (fixture, G_PRIORITY_DEFAULT, 'b', NULL);
  queue_letter (fixture, G_PRIORITY_DEFAULT, 'c', NULL);
  queue_letter (fixture, G_PRIORITY_LOW, 'f', NULL);
  queue_letter (fixture, G_PRIORITY_DEFAULT, 'd', NULL);
  queue_letter (fixture, G_PRIORITY_HIGH, 'a', NULL);
  g_mutex_unlock (&fixture->gate);
  g_main_loop_run (fixture->loop);

  g_assert_cmpstr (fixture->order->str, ==, "abcdef");
  g_assert_false (kp_worker_is_in_thread (fixture->worker));
}

static void
cancelled (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (g_task_propagate_boolean (G_TASK (result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  done (source, result, data);
}

static void
test_cancelled_is_not_begun (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GTask *task = g_task_new (NULL, cancellable, cancelled, fixture);
  Letter *letter = g_new0 (Letter, 1);

  letter->fixture = fixture;
  letter->letter = 'x';
  g_task_set_task_data (task, letter, g_free);
  g_mutex_lock (&fixture->gate);
  queue_gate (fixture);
  fixture->pending++;
  kp_worker_queue (fixture->worker, G_PRIORITY_DEFAULT, work_letter, task);
  queue_letter (fixture, G_PRIORITY_DEFAULT, 'y', NULL);
  g_cancellable_cancel (cancellable);
  g_mutex_unlock (&fixture->gate);
  g_main_loop_run (fixture->loop);

  g_assert_cmpstr (fixture->order->str, ==, "y");
}

static void
shut_down (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (kp_worker_shutdown_finish (KP_WORKER (source), result, &error));
  g_assert_no_error (error);
  done (source, result, data);
}

static void
closed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (g_task_propagate_boolean (G_TASK (result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  done (source, result, data);
}

/* Shutting down does what was asked before, however low, and nothing that comes later. */
static void
test_shutdown (Fixture *fixture, gconstpointer data)
{
  g_mutex_lock (&fixture->gate);
  queue_gate (fixture);
  queue_letter (fixture, G_PRIORITY_LOW, 'b', NULL);
  queue_letter (fixture, G_PRIORITY_DEFAULT, 'a', NULL);
  fixture->pending += 2;
  kp_worker_shutdown_async (fixture->worker, NULL, shut_down, fixture);
  kp_worker_queue (fixture->worker, G_PRIORITY_HIGH, work_letter,
                   g_task_new (NULL, NULL, closed, fixture));
  g_mutex_unlock (&fixture->gate);
  g_main_loop_run (fixture->loop);

  g_assert_cmpstr (fixture->order->str, ==, "ab");
}

/* Without a shutdown the thread ends too, after what was queued. */
static void
test_dropped (Fixture *fixture, gconstpointer data)
{
  queue_gate (fixture);
  g_clear_object (&fixture->worker);
  g_main_loop_run (fixture->loop);

  g_assert_cmpuint (fixture->pending, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/worker/order", Fixture, NULL, set_up, test_order, tear_down);
  g_test_add ("/worker/cancelled-is-not-begun", Fixture, NULL, set_up,
              test_cancelled_is_not_begun, tear_down);
  g_test_add ("/worker/shutdown", Fixture, NULL, set_up, test_shutdown, tear_down);
  g_test_add ("/worker/dropped", Fixture, NULL, set_up, test_dropped, tear_down);
  return g_test_run ();
}
