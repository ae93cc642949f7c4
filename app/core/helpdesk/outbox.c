/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/helpdesk/outbox.h"

#include "core/base/process-id.h"
#include "core/helpdesk/outbox-private.h"

/* So many helpdesks are asked at once; each has one exchange with us at a time. */
#define MAX_RUNNING 4
/* Seconds after which it looks anew whatever was due: a computer may have slept, or its
 * clock been set. */
#define LONGEST_SLEEP 60
/* How often replies are fetched by itself, seconds. */
#define RECEIVE_EVERY 300

enum
{
  PROP_BUSY = 1,
  N_PROPERTIES,
};

enum
{
  SETTLED,
  RECEIVED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KpOutbox, kp_outbox, G_TYPE_OBJECT)

static gboolean
is_busy (KpOutbox *self)
{
  return g_hash_table_size (self->running) > 0 || self->n_receiving > 0;
}

static void
clear_timer (KpOutbox *self)
{
  if (self->timer == NULL)
    return;
  g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
}

static void
finish_waiters (KpOutbox *self)
{
  g_autoptr (GPtrArray) waiters = g_steal_pointer (&self->waiters);

  self->waiters = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < waiters->len; i++)
    g_task_return_boolean (g_ptr_array_index (waiters, i), TRUE);
}

static void
finish_stopping (KpOutbox *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->stopping == NULL || is_busy (self))
    return;
  task = g_steal_pointer (&self->stopping);
  g_task_return_boolean (task, TRUE);
}

/* One delivery under way. */
typedef struct
{
  KpOutbox *outbox;
  gint64 id;
  char *provider;
} Run;

static void
run_free (Run *run)
{
  g_object_unref (run->outbox);
  g_free (run->provider);
  g_free (run);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Run, run_free)

static void
delivered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Run) run = data;
  KpOutbox *self = run->outbox;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpRequest) written = kp_delivery_run_finish (result, &error);
  KpRequest *known = kp_request_list_find (self->requests, run->id);

  g_hash_table_remove (self->running, &run->id);
  g_hash_table_remove (self->providers, run->provider);
  if (error != NULL)
    g_debug ("request %" G_GINT64_FORMAT ": %s", run->id, error->message);
  if (written != NULL && known != NULL)
    {
      /* The list follows the store a little later. */
      kp_request_assign (known, written);
      g_signal_emit (self, signals[SETTLED], 0, known);
    }
  else if (known != NULL)
    /* Another process was quicker, or the store could not be read: the list will tell. */
    g_object_set (known, "next-at", kp_clock_now (self->tools.clock) + 1, NULL);
  if (!is_busy (self))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
  finish_stopping (self);
  kp_outbox_pump (self);
}

static void
begin (KpOutbox *self, KpRequest *request)
{
  Run *run = g_new (Run, 1);

  run->outbox = g_object_ref (self);
  run->id = kp_request_get_id (request);
  run->provider = g_strdup (kp_request_get_provider (request));
  g_hash_table_add (self->running, g_memdup2 (&run->id, sizeof run->id));
  g_hash_table_add (self->providers, g_strdup (run->provider));
  if (g_hash_table_size (self->running) == 1)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
  kp_delivery_run_async (&self->tools, run->id, self->cancellable, delivered_cb, run);
}

static gboolean
is_left_behind (KpRequest *request)
{
  const char *claimer = kp_request_get_claimed_by (request);
  gboolean known;

  return *claimer != '\0' && kp_process_id_is_gone (claimer, &known);
}

static void
freed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpOutbox) self = data;

  /* Where that can't be written, it is tried again with the next look. */
  kp_store_free_stale_requests_finish (KP_STORE (source), result, NULL);
}

static gboolean
timer_cb (gpointer data)
{
  KpOutbox *self = data;
  gint64 age = kp_clock_now (self->tools.clock) - self->received_at;

  clear_timer (self);
  /* A clock that was set back must not hold up replies until it has caught up. */
  if (self->started && (age < 0 || age >= RECEIVE_EVERY))
    kp_outbox_receive_async (self, NULL, NULL, NULL, NULL);
  kp_outbox_pump (self);
  return G_SOURCE_REMOVE;
}

static void
set_timer (KpOutbox *self, gint64 next, gint64 now)
{
  gint64 wait = next == 0 ? LONGEST_SLEEP : CLAMP (next - now, 1, LONGEST_SLEEP);

  clear_timer (self);
  if (!self->started || self->stopped)
    return;
  self->timer = g_timeout_source_new_seconds ((guint) wait);
  g_source_set_static_name (self->timer, "keyplate: outbox");
  g_source_set_callback (self->timer, timer_cb, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
}

static void
consider (KpOutbox *self, KpRequest *request, gint64 now, gint64 *next, gboolean *stale)
{
  gint64 id = kp_request_get_id (request);
  gint64 due;
  KpDeliveryStep step = kp_delivery_get_step (request, now, &due);

  if (g_hash_table_contains (self->running, &id))
    return;
  *stale |= is_left_behind (request);
  if (step == KP_DELIVERY_NOTHING)
    return;
  if (due > now)
    *next = *next == 0 ? due : MIN (*next, due);
  /* What has to wait for another exchange is looked at again when that ends. */
  else if (g_hash_table_size (self->running) < MAX_RUNNING
           && !g_hash_table_contains (self->providers, kp_request_get_provider (request)))
    begin (self, request);
}

/* The oldest goes first: a reminder must not be there before what it reminds of. */
void
kp_outbox_pump (KpOutbox *self)
{
  GListModel *model = G_LIST_MODEL (self->requests);
  gint64 now = kp_clock_now (self->tools.clock);
  gboolean stale = FALSE;
  gint64 next = 0;

  if (self->stopped)
    return;
  for (guint i = g_list_model_get_n_items (model); i > 0; i--)
    {
      g_autoptr (KpRequest) request = g_list_model_get_item (model, i - 1);

      consider (self, request, now, &next, &stale);
    }
  if (stale)
    kp_store_free_stale_requests_async (self->tools.store, self->cancellable, freed_cb,
                                        g_object_ref (self));
  if (g_hash_table_size (self->running) == 0)
    finish_waiters (self);
  set_timer (self, next, now);
}

static gboolean
wake_cb (gpointer data)
{
  KpOutbox *self = data;

  self->waking = FALSE;
  kp_outbox_pump (self);
  return G_SOURCE_REMOVE;
}

void
kp_outbox_wake (KpOutbox *self)
{
  g_autoptr (GSource) source = NULL;

  g_return_if_fail (KP_IS_OUTBOX (self));

  if (self->waking || self->stopped)
    return;
  self->waking = TRUE;
  source = g_idle_source_new ();
  g_source_set_static_name (source, "keyplate: wake outbox");
  g_source_set_callback (source, wake_cb, g_object_ref (self), g_object_unref);
  g_source_attach (source, g_main_context_get_thread_default ());
}

static void
changed_cb (KpOutbox *self)
{
  if (self->started)
    kp_outbox_wake (self);
}

static void
kp_outbox_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_BUSY)
    g_value_set_boolean (value, is_busy (KP_OUTBOX (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kp_outbox_dispose (GObject *object)
{
  KpOutbox *self = KP_OUTBOX (object);

  clear_timer (self);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->requests);

  G_OBJECT_CLASS (kp_outbox_parent_class)->dispose (object);
}

static void
kp_outbox_finalize (GObject *object)
{
  KpOutbox *self = KP_OUTBOX (object);

  g_clear_object (&self->tools.store);
  g_clear_object (&self->tools.clock);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->stopping);
  g_hash_table_unref (self->running);
  g_hash_table_unref (self->providers);
  g_ptr_array_unref (self->waiters);

  G_OBJECT_CLASS (kp_outbox_parent_class)->finalize (object);
}

static void
kp_outbox_class_init (KpOutboxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kp_outbox_dispose;
  object_class->finalize = kp_outbox_finalize;
  object_class->get_property = kp_outbox_get_property;

  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE,
                                                G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY
                                                    | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[SETTLED] = g_signal_new ("settled", KP_TYPE_OUTBOX, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, KP_TYPE_REQUEST);
  signals[RECEIVED] =
      g_signal_new ("received", KP_TYPE_OUTBOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, KP_TYPE_REQUEST, G_TYPE_UINT);
}

static void
kp_outbox_init (KpOutbox *self)
{
  self->cancellable = g_cancellable_new ();
  self->running = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->providers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->waiters = g_ptr_array_new_with_free_func (g_object_unref);
  self->tools.claimer = kp_process_id_get ();
}

KpOutbox *
kp_outbox_new (KpStore *store, KpClock *clock, KpFindRoute find_route, gpointer data)
{
  KpOutbox *self;

  g_return_val_if_fail (KP_IS_STORE (store), NULL);
  g_return_val_if_fail (KP_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (find_route != NULL, NULL);

  self = g_object_new (KP_TYPE_OUTBOX, NULL);
  self->tools.store = g_object_ref (store);
  self->tools.clock = g_object_ref (clock);
  self->tools.find_route = find_route;
  self->tools.route_data = data;
  self->requests = kp_request_list_new (store);
  g_signal_connect_object (self->requests, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}

KpRequestList *
kp_outbox_get_requests (KpOutbox *self)
{
  g_return_val_if_fail (KP_IS_OUTBOX (self), NULL);

  return self->requests;
}

void
kp_outbox_find_route (KpOutbox *self, KpRequest *request, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, data);

  g_task_set_source_tag (task, kp_outbox_find_route);
  self->tools.find_route (task, kp_request_get_provider (request),
                          kp_request_get_channel (request), self->tools.route_data);
}

void
kp_outbox_emit_received (KpOutbox *self, KpRequest *request, guint n)
{
  g_signal_emit (self, signals[RECEIVED], 0, request, n);
}

void
kp_outbox_note_receiving (KpOutbox *self, int change)
{
  gboolean busy = is_busy (self);

  self->n_receiving += change;
  if (change > 0)
    self->received_at = kp_clock_now (self->tools.clock);
  if (busy != is_busy (self))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
  finish_stopping (self);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (kp_store_list_load_finish (KP_STORE_LIST (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
open_freed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KpOutbox *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  /* A store that is only read can be looked at all the same. */
  if (!kp_store_free_stale_requests_finish (KP_STORE (source), result, &error)
      && !g_error_matches (error, KP_STORE_ERROR, KP_STORE_ERROR_READ_ONLY))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    kp_store_list_load_async (KP_STORE_LIST (self->requests), g_task_get_cancellable (task),
                              opened_cb, g_object_ref (task));
}

void
kp_outbox_open_async (KpOutbox *self, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer data)
{
  GTask *task;

  g_return_if_fail (KP_IS_OUTBOX (self));

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, kp_outbox_open_async);
  kp_store_free_stale_requests_async (self->tools.store, cancellable, open_freed_cb, task);
}

gboolean
kp_outbox_open_finish (KpOutbox *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
started_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  KpOutbox *self = KP_OUTBOX (source);

  /* Without its requests there is nothing to do until the store can be read. */
  kp_outbox_open_finish (self, result, NULL);
  kp_outbox_wake (self);
}

static void
network_changed_cb (KpOutbox *self, gboolean available)
{
  if (available && !self->stopped)
    kp_outbox_network_is_back (self);
}

void
kp_outbox_start (KpOutbox *self)
{
  g_return_if_fail (KP_IS_OUTBOX (self));

  if (self->started || self->stopped)
    return;
  self->started = TRUE;
  g_signal_connect_object (g_network_monitor_get_default (), "network-changed",
                           G_CALLBACK (network_changed_cb), self, G_CONNECT_SWAPPED);
  kp_outbox_open_async (self, self->cancellable, started_cb, NULL);
}

void
kp_outbox_stop_async (KpOutbox *self, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task;

  g_return_if_fail (KP_IS_OUTBOX (self));
  g_return_if_fail (self->stopping == NULL);

  task = g_task_new (self, NULL, callback, data);
  g_task_set_source_tag (task, kp_outbox_stop_async);
  self->stopped = TRUE;
  self->stopping = task;
  clear_timer (self);
  g_cancellable_cancel (self->cancellable);
  finish_waiters (self);
  finish_stopping (self);
}

gboolean
kp_outbox_stop_finish (KpOutbox *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
kp_outbox_run_async (KpOutbox *self, GCancellable *cancellable,
                     GAsyncReadyCallback callback, gpointer data)
{
  GTask *task;

  g_return_if_fail (KP_IS_OUTBOX (self));

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, kp_outbox_run_async);
  g_ptr_array_add (self->waiters, task);
  kp_outbox_wake (self);
}

gboolean
kp_outbox_run_finish (KpOutbox *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
