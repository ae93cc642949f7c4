/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/desk-private.h"
#include "core/watch/monitor-sleep.h"

/* Opening goes in steps: store, settings, known intermediates, customers, subjects, how
 * providers are connected. */
static void
open_jobs_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;

  /* Without them a provider is reached as its profile says. */
  kp_job_keeper_load_finish (KP_JOB_KEEPER (source), result, NULL);
  g_task_return_boolean (task, TRUE);
}

static void
open_subjects_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  KpDesk *self = g_task_get_source_object (task);

  /* Without them details are typed anew. */
  kp_store_list_load_finish (KP_STORE_LIST (self->subjects), result, NULL);
  kp_job_keeper_load_async (self->job_keeper, g_task_get_cancellable (task), open_jobs_cb,
                            task);
}

static void
open_customers_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  KpDesk *self = g_task_get_source_object (task);

  /* Without them every customer is one who changes its DNS. */
  kp_store_list_load_finish (KP_STORE_LIST (self->customers), result, NULL);
  kp_store_list_load_async (KP_STORE_LIST (self->subjects), g_task_get_cancellable (task),
                            open_subjects_cb, task);
}

static void
open_intermediates_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  KpDesk *self = g_task_get_source_object (task);

  /* Without them a chain that is incomplete is only told as untrusted. */
  self->intermediates =
      kp_store_load_intermediates_finish (KP_STORE (source), result, NULL);
  kp_store_list_load_async (KP_STORE_LIST (self->customers), g_task_get_cancellable (task),
                            open_customers_cb, task);
}

static void
open_settings_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KpDesk *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!kp_settings_load_finish (KP_SETTINGS (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  kp_store_load_intermediates_async (self->store, g_task_get_cancellable (task),
                                     open_intermediates_cb, g_object_ref (task));
}

static void
open_store_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KpDesk *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!kp_store_open_finish (KP_STORE (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  kp_settings_load_async (self->settings, g_task_get_cancellable (task), open_settings_cb,
                          g_object_ref (task));
}

void
kp_desk_open_async (KpDesk *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                    gpointer data)
{
  GTask *task;

  g_return_if_fail (KP_IS_DESK (self));

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, kp_desk_open_async);
  kp_store_open_async (self->store, cancellable, open_store_cb, task);
}

gboolean
kp_desk_open_finish (KpDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Where there is none, or it has no logind, the clock tells of a sleep. */
static void
system_bus_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpMonitor) monitor = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) system = g_bus_get_finish (result, &error);

  if (system == NULL)
    {
      g_debug ("no system bus: %s", error->message);
      return;
    }
  g_dbus_connection_set_exit_on_close (system, FALSE);
  kp_monitor_follow_sleep (monitor, system);
}

void
kp_desk_watch (KpDesk *self)
{
  g_return_if_fail (KP_IS_DESK (self));
  g_return_if_fail (!self->sample);

  kp_store_watch (self->store, TRUE);
  kp_monitor_follow_network (self->monitor, g_network_monitor_get_default ());
  g_bus_get (G_BUS_TYPE_SYSTEM, NULL, system_bus_cb, g_object_ref (self->monitor));
  kp_monitor_start (self->monitor);
  kp_record_watch_start (self->record_watch);
  kp_outbox_start (kp_desk_get_outbox (self));
}

static void
closed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (kp_store_close_finish (KP_STORE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
outbox_stopped_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  KpDesk *self = g_task_get_source_object (task);

  kp_outbox_stop_finish (KP_OUTBOX (source), result, NULL);
  kp_store_close_async (self->store, closed_cb, task);
}

/* What came of requests is still written. @task: (transfer full) */
static void
stop_outbox (KpDesk *self, GTask *task)
{
  if (self->outbox != NULL)
    kp_outbox_stop_async (self->outbox, outbox_stopped_cb, task);
  else
    kp_store_close_async (self->store, closed_cb, task);
}

static void
finished_cb (KpMonitor *monitor, GTask *task)
{
  KpDesk *self = g_task_get_source_object (task);

  g_signal_handlers_disconnect_by_data (monitor, task);
  stop_outbox (self, task);
}

void
kp_desk_close_async (KpDesk *self, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task;
  gboolean running;

  g_return_if_fail (KP_IS_DESK (self));

  task = g_task_new (self, NULL, callback, data);
  g_task_set_source_tag (task, kp_desk_close_async);
  kp_record_watch_stop (self->record_watch);
  kp_monitor_stop (self->monitor);
  g_object_get (self->monitor, "running", &running, NULL);
  /* What was checked until now is still written. */
  if (running)
    g_signal_connect (self->monitor, "finished", G_CALLBACK (finished_cb), task);
  else
    stop_outbox (self, task);
}

gboolean
kp_desk_close_finish (KpDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
