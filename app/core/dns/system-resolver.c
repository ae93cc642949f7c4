/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/dns/system-resolver.h"

#include "core/base/retry.h"
#include "core/base/worker.h"
#include "core/dns/system-resolver-private.h"

/* Waiting threads cost little, but the name server in a router is a small machine. */
#define MAX_IN_FLIGHT 8
/* How long it is remembered whom the system asks. */
#define SERVERS_MICROSECONDS G_USEC_PER_SEC
#define TIME_OUTS_TO_REST 3
#define REST_SECONDS 1
#define REST_LIMIT 60

typedef struct
{
  char *name;
  KpRecordType type;
  KpLookupFlags flags;
  guint timeout;
  const KpStubServers *servers; /* (nullable): not those of resolv.conf */
  KpWorker *worker;             /* not owned: whose turn it has */
  GSource *cancelled;           /* while it waits for its turn */
  gboolean trial;
} Question;

struct _KpSystemResolver
{
  GObject parent;

  guint timeout;
  KpStubServers *servers;
  GPtrArray *workers; /* KpWorker, made when needed */
  GPtrArray *idle;    /* those without a question; not owned */
  GQueue waiting;     /* GTask */

  /* Resting: set while no server answers; then one question tries them again. */
  GError *fault;
  gint64 rest_until;
  gboolean trying;
  guint time_outs;
  KpRetry retry;
};

static void kp_system_resolver_iface_init (KpResolverInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KpSystemResolver, kp_system_resolver, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KP_TYPE_RESOLVER,
                                                      kp_system_resolver_iface_init))

static void
question_free (gpointer data)
{
  Question *question = data;

  g_assert (question->cancelled == NULL);
  g_free (question->name);
  g_free (question);
}

static void
end_cancelled (GTask *task)
{
  g_task_return_error (task, kp_dns_error_new_cancelled ());
}

static void
leave_queue (Question *question)
{
  if (question->cancelled != NULL)
    g_source_destroy (question->cancelled);
  g_clear_pointer (&question->cancelled, g_source_unref);
}

static void
rest (KpSystemResolver *self, const GError *error)
{
  guint seconds = kp_retry_fail (&self->retry, 0);

  self->rest_until = g_get_monotonic_time () + (gint64) seconds * G_USEC_PER_SEC;
  self->time_outs = 0;
  g_clear_error (&self->fault);
  self->fault = g_error_copy (error);
  g_debug ("The system's resolver rests for %u seconds: %s", seconds, error->message);
  while (!g_queue_is_empty (&self->waiting))
    {
      g_autoptr (GTask) task = g_queue_pop_head (&self->waiting);

      leave_queue (g_task_get_task_data (task));
      g_task_return_error (task, g_error_copy (error));
    }
}

/* What the end of a question says of the servers themselves. */
static void
judge (KpSystemResolver *self, const Question *question, const GError *error)
{
  /* While it rests only the trial counts: what was sent before says nothing new. */
  if (self->fault != NULL && !question->trial)
    return;
  if (g_error_matches (error, KP_DNS_ERROR, KP_DNS_ERROR_UNREACHABLE)
      || (g_error_matches (error, KP_DNS_ERROR, KP_DNS_ERROR_TIMED_OUT)
          && (++self->time_outs >= TIME_OUTS_TO_REST || question->trial)))
    rest (self, error);
  else if (!g_error_matches (error, KP_DNS_ERROR, KP_DNS_ERROR_CANCELLED)
           && !g_error_matches (error, KP_DNS_ERROR, KP_DNS_ERROR_TIMED_OUT))
    {
      self->time_outs = 0;
      g_clear_error (&self->fault);
      kp_retry_succeed (&self->retry);
    }
}

/* Whom a worker asks, and how long it knows that. */
typedef struct
{
  KpStubServers *servers;
  gint64 until;
} Known;

static void
known_free (gpointer data)
{
  Known *known = data;

  g_clear_pointer (&known->servers, kp_stub_servers_free);
  g_free (known);
}

/* Read again and again: the machine may have come into another network. Not for each of the
 * thousands of questions of a sweep. */
static const KpStubServers *
get_system_servers (void)
{
  static GPrivate of_thread = G_PRIVATE_INIT (known_free);
  Known *known = g_private_get (&of_thread);
  gint64 now = g_get_monotonic_time ();

  if (known != NULL && now < known->until)
    return known->servers;
  if (known == NULL)
    {
      known = g_new0 (Known, 1);
      g_private_set (&of_thread, known);
    }
  g_clear_pointer (&known->servers, kp_stub_servers_free);
  known->servers = kp_stub_servers_new_system ();
  known->until = now + SERVERS_MICROSECONDS;
  return known->servers;
}

/* In the worker's thread. */
static void
work (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Question *question = data;
  GError *error = NULL;
  KpDnsReply *reply = kp_stub_query_run (
      question->servers != NULL ? question->servers : get_system_servers (), question->name,
      question->type, question->flags, question->timeout, cancellable, &error);
  if (reply != NULL)
    g_task_return_pointer (task, reply, (GDestroyNotify) kp_dns_reply_unref);
  else
    g_task_return_error (task, error);
}

static void pump (KpSystemResolver *self);

static void
on_worked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KpSystemResolver *self = KP_SYSTEM_RESOLVER (g_task_get_source_object (task));
  Question *question = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  KpDnsReply *reply = g_task_propagate_pointer (G_TASK (result), &error);

  g_ptr_array_add (self->idle, question->worker);
  if (question->trial)
    self->trying = FALSE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_clear_error (&error);
      error = kp_dns_error_new_cancelled ();
    }
  judge (self, question, error);
  if (reply != NULL)
    g_task_return_pointer (task, reply, (GDestroyNotify) kp_dns_reply_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
  /* After a time-out the next wait until a server is heard again, so that dead ones cost
   * one time-out and not two. */
  if (self->time_outs == 0 || self->idle->len == self->workers->len)
    pump (self);
}

/* Takes @task. */
static void
hand_over (KpSystemResolver *self, GTask *task)
{
  Question *question = g_task_get_task_data (task);
  /* Without a source object, so that a worker's thread never holds the last reference to
   * the resolver. */
  g_autoptr (GTask) errand =
      g_task_new (NULL, g_task_get_cancellable (task), on_worked, task);

  if (self->idle->len == 0)
    {
      g_ptr_array_add (self->workers, kp_worker_new ("system DNS"));
      g_ptr_array_add (self->idle,
                       g_ptr_array_index (self->workers, self->workers->len - 1));
    }
  question->worker = g_ptr_array_steal_index_fast (self->idle, self->idle->len - 1);
  g_task_set_source_tag (errand, hand_over);
  g_task_set_check_cancellable (errand, FALSE);
  g_task_set_task_data (errand, question, NULL);
  kp_worker_queue (question->worker, G_PRIORITY_DEFAULT, work, g_steal_pointer (&errand));
}

static void
pump (KpSystemResolver *self)
{
  while (!g_queue_is_empty (&self->waiting)
         && (self->idle->len > 0 || self->workers->len < MAX_IN_FLIGHT))
    {
      GTask *task = g_queue_pop_head (&self->waiting);

      leave_queue (g_task_get_task_data (task));
      hand_over (self, task);
    }
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer data)
{
  GTask *task = data;
  KpSystemResolver *self = KP_SYSTEM_RESOLVER (g_task_get_source_object (task));

  g_queue_remove (&self->waiting, task);
  leave_queue (g_task_get_task_data (task));
  end_cancelled (task);
  g_object_unref (task);
  return G_SOURCE_REMOVE;
}

static void
wait (KpSystemResolver *self, GTask *task)
{
  Question *question = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  g_queue_push_tail (&self->waiting, g_object_ref (task));
  if (cancellable == NULL)
    return;
  question->cancelled = g_cancellable_source_new (cancellable);
  g_task_attach_source (task, question->cancelled, G_SOURCE_FUNC (on_cancelled));
}

static const char *
get_url (KpResolver *resolver)
{
  return "system";
}

static const char *
get_name (KpResolver *resolver)
{
  return kp_resolver_source_get_name (KP_RESOLVER_SOURCE_SYSTEM);
}

static KpResolverSource
get_source (KpResolver *resolver)
{
  return KP_RESOLVER_SOURCE_SYSTEM;
}

static void
lookup_async (KpResolver *resolver, const char *name, KpRecordType type,
              KpLookupFlags flags, GCancellable *cancellable, GAsyncReadyCallback callback,
              gpointer data)
{
  KpSystemResolver *self = KP_SYSTEM_RESOLVER (resolver);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  Question *question = g_new0 (Question, 1);

  g_task_set_source_tag (task, lookup_async);
  g_task_set_check_cancellable (task, FALSE);
  question->name = g_strdup (name);
  question->type = type;
  question->flags = flags;
  question->timeout = self->timeout;
  question->servers = self->servers;
  g_task_set_task_data (task, question, question_free);
  if (g_cancellable_is_cancelled (cancellable))
    end_cancelled (task);
  else if (self->fault != NULL
           && (self->trying || g_get_monotonic_time () < self->rest_until))
    g_task_return_error (task, g_error_copy (self->fault));
  else
    {
      self->trying = question->trial = self->fault != NULL;
      wait (self, task);
      pump (self);
    }
}

static KpDnsReply *
lookup_finish (KpResolver *resolver, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, resolver), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
kp_system_resolver_iface_init (KpResolverInterface *iface)
{
  iface->get_url = get_url;
  iface->get_name = get_name;
  iface->get_source = get_source;
  iface->lookup_async = lookup_async;
  iface->lookup_finish = lookup_finish;
}

static void
kp_system_resolver_finalize (GObject *object)
{
  KpSystemResolver *self = KP_SYSTEM_RESOLVER (object);

  g_clear_pointer (&self->idle, g_ptr_array_unref);
  g_clear_pointer (&self->workers, g_ptr_array_unref);
  g_clear_pointer (&self->servers, kp_stub_servers_free);
  g_clear_error (&self->fault);

  G_OBJECT_CLASS (kp_system_resolver_parent_class)->finalize (object);
}

static void
kp_system_resolver_class_init (KpSystemResolverClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kp_system_resolver_finalize;
}

static void
kp_system_resolver_init (KpSystemResolver *self)
{
  g_queue_init (&self->waiting);
  self->workers = g_ptr_array_new_with_free_func (g_object_unref);
  self->idle = g_ptr_array_new ();
  self->retry.first = REST_SECONDS;
  self->retry.limit = REST_LIMIT;
}

KpResolver *
kp_system_resolver_new (guint timeout)
{
  return kp_system_resolver_new_for (NULL, timeout);
}

KpResolver *
kp_system_resolver_new_for (KpStubServers *servers, guint timeout)
{
  KpSystemResolver *self = g_object_new (KP_TYPE_SYSTEM_RESOLVER, NULL);

  self->servers = servers;
  self->timeout = timeout;
  return KP_RESOLVER (self);
}
