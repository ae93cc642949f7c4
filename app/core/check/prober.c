/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/prober.h"

#include "core/check/probe-run.h"

/* How exact time-outs are, and how soon a slow peer makes room for others. */
#define TICK_MILLISECONDS 50

struct _KpProber
{
  GObject parent_instance;

  KpTrust *trust;
  KpClock *clock;
  KpProbeSetup setup;
  GHashTable *answering; /* places of which the last probe did not time out */
  GQueue waiting[2];     /* of Probe; the second at one of those places */
  GQueue running;        /* of Probe */
  guint connections;
  guint tick;
};

G_DEFINE_FINAL_TYPE (KpProber, kp_prober, G_TYPE_OBJECT)

typedef struct
{
  KpProber *prober; /* kept alive by @task */
  GTask *task;
  KpProbeRun *run;
  char *place; /* address and port */
  gulong cancelled;
  GQueue *queue;     /* that it is in */
  guint connections; /* as counted in the prober */
  GList link;
} Probe;

static void start_more (KpProber *self);

static void
kp_prober_dispose (GObject *object)
{
  KpProber *self = KP_PROBER (object);

  /* Whoever probes holds a reference: nothing can be under way. */
  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_pointer (&self->setup.routes, kp_proxy_routes_unref);
  g_clear_object (&self->setup.proxies);
  g_clear_pointer (&self->setup.client, kp_tls_client_free);
  g_clear_pointer (&self->setup.steps, kp_step_queue_unref);
  g_clear_object (&self->trust);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->answering, g_hash_table_unref);
  G_OBJECT_CLASS (kp_prober_parent_class)->dispose (object);
}

static void
kp_prober_class_init (KpProberClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kp_prober_dispose;
}

static void
kp_prober_init (KpProber *self)
{
  self->answering = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->setup.client = kp_tls_client_new ();
  self->setup.steps = kp_step_queue_new ();
  self->setup.proxies = g_socket_client_new ();
  kp_prober_set_proxy_resolver (self, g_proxy_resolver_get_default ());
}

KpProber *
kp_prober_new (KpTrust *trust, KpClock *clock, guint timeout, guint16 plain_port)
{
  KpProber *self = g_object_new (KP_TYPE_PROBER, NULL);

  self->trust = g_object_ref (trust);
  self->clock = g_object_ref (clock);
  self->setup.trust = trust;
  self->setup.timeout = MAX (timeout, 1);
  self->setup.plain_port = plain_port;
  g_socket_client_set_timeout (self->setup.proxies, self->setup.timeout);
  return self;
}

void
kp_prober_set_proxy_resolver (KpProber *self, GProxyResolver *resolver)
{
  g_clear_pointer (&self->setup.routes, kp_proxy_routes_unref);
  self->setup.routes = kp_proxy_routes_new (resolver);
  g_socket_client_set_proxy_resolver (self->setup.proxies, resolver);
}

static void
recount (Probe *probe)
{
  guint connections = kp_probe_run_count_connections (probe->run);

  probe->prober->connections += connections;
  probe->prober->connections -= probe->connections;
  probe->connections = connections;
}

/* Frees @probe and returns its task. */
static GTask *
end_probe (Probe *probe)
{
  KpProber *self = probe->prober;
  GTask *task = probe->task;

  g_queue_unlink (probe->queue, &probe->link);
  if (probe->cancelled != 0)
    g_cancellable_disconnect (g_task_get_cancellable (task), probe->cancelled);
  self->connections -= probe->connections;
  kp_probe_run_free (probe->run);
  g_free (probe->place);
  g_free (probe);
  return task;
}

static void
note_answer (Probe *probe, KpProbeOutcome outcome)
{
  GHashTable *answering = probe->prober->answering;

  if (outcome == KP_PROBE_TIMED_OUT)
    g_hash_table_remove (answering, probe->place);
  else if (!g_hash_table_contains (answering, probe->place))
    g_hash_table_add (answering, g_steal_pointer (&probe->place));
}

static void
changed_cb (KpProbeRun *run, gpointer data)
{
  Probe *probe = data;
  GCancellable *cancellable = g_task_get_cancellable (probe->task);
  g_autoptr (KpProber) self = g_object_ref (probe->prober);
  g_autoptr (GTask) task = NULL;

  if (cancellable != NULL && g_cancellable_is_cancelled (cancellable))
    {
      task = end_probe (probe);
      g_task_return_error_if_cancelled (task);
    }
  else if (kp_probe_run_is_done (run))
    {
      KpProbe *result = kp_probe_run_take_probe (run);

      result->probed_at = kp_clock_now (self->clock);
      note_answer (probe, result->outcome);
      task = end_probe (probe);
      g_task_return_pointer (task, result, (GDestroyNotify) kp_probe_unref);
    }
  else
    {
      recount (probe);
      return;
    }
  start_more (self);
}

static gboolean
tick_cb (gpointer data)
{
  g_autoptr (KpProber) self = g_object_ref (data);
  gint64 now = g_get_monotonic_time ();

  for (GList *at = self->running.head, *next; at != NULL; at = next)
    {
      next = at->next;
      kp_probe_run_tick (((Probe *) at->data)->run, now);
    }
  start_more (self);
  if (!g_queue_is_empty (&self->running))
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  return G_SOURCE_REMOVE;
}

static guint
count_busy (KpProber *self)
{
  gint64 now = g_get_monotonic_time ();
  guint busy = 0;

  for (GList *at = self->running.head; at != NULL && busy < KP_PROBER_BUSY_MAX;
       at = at->next)
    if (kp_probe_run_is_busy (((Probe *) at->data)->run, now))
      busy++;
  return busy;
}

/* Where nobody was heard yet somebody may stay silent: that time-out begins first, so that
 * it runs beside the others and not after them. */
static Probe *
get_next (KpProber *self)
{
  return g_queue_peek_head (g_queue_is_empty (&self->waiting[FALSE])
                                ? &self->waiting[TRUE]
                                : &self->waiting[FALSE]);
}

static void
start_more (KpProber *self)
{
  Probe *probe = get_next (self);
  guint busy;

  if (probe == NULL)
    return;
  busy = count_busy (self);
  while (probe != NULL && busy < KP_PROBER_BUSY_MAX
         && self->connections + 2 <= KP_PROBER_CONNECTIONS_MAX)
    {
      g_queue_unlink (probe->queue, &probe->link);
      probe->queue = &self->running;
      g_queue_push_tail_link (probe->queue, &probe->link);
      busy++;
      if (self->tick == 0)
        self->tick = g_timeout_add (TICK_MILLISECONDS, tick_cb, self);
      kp_probe_run_start (probe->run);
      recount (probe);
      probe = get_next (self);
    }
}

static void
cancelled_cb (GCancellable *cancellable, gpointer data)
{
  kp_probe_run_wake (((Probe *) data)->run);
}

void
kp_prober_probe_async (KpProber *self, const char *address, guint16 port, const char *host,
                       GCancellable *cancellable, GAsyncReadyCallback callback,
                       gpointer data)
{
  Probe *probe = g_new0 (Probe, 1);

  probe->prober = self;
  probe->link.data = probe;
  probe->task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (probe->task, kp_prober_probe_async);
  probe->run = kp_probe_run_new (&self->setup, address, port, host, changed_cb, probe);
  probe->place = g_strdup_printf ("%s %u", address, port);
  probe->queue = &self->waiting[g_hash_table_contains (self->answering, probe->place)];
  g_queue_push_tail_link (probe->queue, &probe->link);
  if (cancellable != NULL)
    probe->cancelled =
        g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), probe, NULL);
  start_more (self);
}

KpProbe *
kp_prober_probe_finish (KpProber *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
kp_prober_complete (KpProber *self, KpProbe *probe)
{
  g_autoptr (KpProbe) again = NULL;

  g_return_val_if_fail (KP_IS_PROBER (self), FALSE);

  if (probe->trust != KP_PROBE_TRUST_NONE || probe->chain->len == 0)
    return FALSE;
  again = kp_probe_new (probe->address);
  if (!kp_trust_judge (self->trust, probe->chain, again)
      || again->trust != KP_PROBE_TRUST_INCOMPLETE)
    return FALSE;
  probe->trust = again->trust;
  probe->weak = again->weak;
  probe->root_served = again->root_served;
  probe->chain_not_after = again->chain_not_after;
  g_free (probe->root_sha256);
  probe->root_sha256 = g_steal_pointer (&again->root_sha256);
  g_free (probe->root_name);
  probe->root_name = g_steal_pointer (&again->root_name);
  return TRUE;
}
