/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/net/session.h"

#include "core/net/exchange.h"
#include "core/net/roots.h"

/* One timer looks after all deadlines: a source for each exchange would cost more than the
 * tenth of a second is worth. */
#define TICK_MS 100
/* A connection without a word for so long is dead; one that rests is closed well before, so
 * that no message is sent just to meet that. */
#define SILENT_SECONDS 60
#define IDLE_SECONDS 20
#define MAX_CONNECTIONS 64

struct _KpNetSession
{
  GObject parent;

  GTlsDatabase *roots;     /* NULL for the system's alone */
  KpAddressPolicy *policy; /* NULL: any address */
  SoupSession *soup;
  GQueue live; /* KpExchange */
  guint tick;
};

G_DEFINE_FINAL_TYPE (KpNetSession, kp_net_session, G_TYPE_OBJECT)

static gboolean
let_go (gpointer data)
{
  return G_SOURCE_REMOVE;
}

/* libsoup warns if its session goes while a connection is still being closed: it is kept
 * until the last of them is gone for certain. */
static void
retire (SoupSession *soup)
{
  g_timeout_add_seconds_full (G_PRIORITY_LOW, 2 * SILENT_SECONDS, let_go, soup,
                              g_object_unref);
}

static void
kp_net_session_dispose (GObject *object)
{
  KpNetSession *self = KP_NET_SESSION (object);

  /* Each exchange keeps the session, so none is under way here, and those that were given
   * up have cancelled their messages or wait for them: exchange.c. */
  g_clear_handle_id (&self->tick, g_source_remove);
  if (self->soup != NULL)
    soup_session_abort (self->soup);
  g_clear_pointer (&self->soup, retire);
  g_clear_object (&self->roots);
  g_clear_object (&self->policy);

  G_OBJECT_CLASS (kp_net_session_parent_class)->dispose (object);
}

static void
kp_net_session_class_init (KpNetSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kp_net_session_dispose;
}

static void
kp_net_session_init (KpNetSession *self)
{
  g_queue_init (&self->live);
}

static SoupSession *
make_soup (KpNetSession *self)
{
  SoupSession *soup = soup_session_new_with_options (
      "user-agent", "Keyplate/" VERSION, "max-conns", MAX_CONNECTIONS, "idle-timeout",
      IDLE_SECONDS, "timeout", SILENT_SECONDS, NULL);

  /* A body is taken as it comes: nothing is unpacked beyond the limit. */
  soup_session_remove_feature_by_type (soup, SOUP_TYPE_CONTENT_DECODER);
  if (self->roots != NULL)
    soup_session_set_tls_database (soup, self->roots);
  if (self->policy != NULL)
    {
      soup_session_set_proxy_resolver (soup, NULL);
      soup_session_remove_feature_by_type (soup, SOUP_TYPE_AUTH_MANAGER);
    }
  return soup;
}

static KpNetSession *
make (const char *extra_roots, KpAddressPolicy *policy, GError **error)
{
  g_autoptr (KpNetSession) self = g_object_new (KP_TYPE_NET_SESSION, NULL);
  g_autoptr (GError) failure = NULL;

  if (extra_roots != NULL)
    self->roots = kp_roots_new (extra_roots, &failure);
  if (failure != NULL)
    {
      g_set_error_literal (error, KP_NET_ERROR, KP_NET_ERROR_FAILED, failure->message);
      return NULL;
    }
  g_set_object (&self->policy, policy);
  self->soup = make_soup (self);
  return g_steal_pointer (&self);
}

KpNetSession *
kp_net_session_new (const char *extra_roots, GError **error)
{
  return make (extra_roots, NULL, error);
}

KpNetSession *
kp_net_session_new_guarded (const char *extra_roots, KpAddressPolicy *policy,
                            GError **error)
{
  g_return_val_if_fail (KP_IS_ADDRESS_POLICY (policy), NULL);

  return make (extra_roots, policy, error);
}

void
kp_net_session_renew (KpNetSession *self)
{
  g_return_if_fail (KP_IS_NET_SESSION (self));

  retire (self->soup);
  self->soup = make_soup (self);
}

static gboolean
on_tick (gpointer data)
{
  /* With the last exchange the last one may go who wanted it. */
  g_autoptr (KpNetSession) self = g_object_ref (KP_NET_SESSION (data));
  gint64 now = g_get_monotonic_time ();
  GList *link = self->live.head;

  /* Whatever an ending exchange sets off may change the list: begin anew. */
  while (link != NULL)
    link = kp_exchange_expire (link->data, now) ? self->live.head : link->next;
  if (!g_queue_is_empty (&self->live))
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  return G_SOURCE_REMOVE;
}

static void
start (KpNetSession *self, const KpNetRequest *request, gboolean whole, gpointer tag,
       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (task, tag);
  g_task_set_check_cancellable (task, FALSE);
  kp_exchange_start (task, self->soup, self->policy, request, whole, &self->live);
  if (self->tick == 0 && !g_queue_is_empty (&self->live))
    self->tick = g_timeout_add (TICK_MS, on_tick, self);
}

void
kp_net_session_send_async (KpNetSession *self, const KpNetRequest *request,
                           GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer data)
{
  g_return_if_fail (KP_IS_NET_SESSION (self));
  g_return_if_fail (request != NULL && request->uri != NULL);

  start (self, request, FALSE, kp_net_session_send_async, cancellable, callback, data);
}

void
kp_net_session_get_async (KpNetSession *self, const char *uri, const char *accept,
                          gsize max_size, guint timeout, const char *const *headers,
                          GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer data)
{
  const KpNetRequest request = {
    .uri = uri,
    .accept = accept,
    .max_size = max_size,
    .timeout = timeout,
    .max_redirects = KP_NET_MAX_REDIRECTS,
    .headers = headers,
  };

  kp_net_session_send_async (self, &request, cancellable, callback, data);
}

GBytes *
kp_net_session_get_finish (KpNetSession *self, GAsyncResult *result, guint *age,
                           GError **error)
{
  const KpExchange *exchange = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  exchange = g_task_get_task_data (G_TASK (result));
  if (age != NULL)
    *age = exchange != NULL ? kp_exchange_get_age (exchange) : 0;
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
kp_net_session_ask_async (KpNetSession *self, const KpNetRequest *request,
                          GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer data)
{
  g_return_if_fail (KP_IS_NET_SESSION (self));
  g_return_if_fail (request != NULL && request->uri != NULL);

  start (self, request, TRUE, kp_net_session_ask_async, cancellable, callback, data);
}

KpNetAnswer *
kp_net_session_ask_finish (KpNetSession *self, GAsyncResult *result, gboolean *begun,
                           GError **error)
{
  const KpExchange *exchange = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_net_session_ask_async), NULL);

  exchange = g_task_get_task_data (G_TASK (result));
  if (begun != NULL)
    *begun = exchange != NULL && kp_exchange_get_begun (exchange);
  return g_task_propagate_pointer (G_TASK (result), error);
}

const char *
kp_net_session_get_protocol (KpNetSession *self, GAsyncResult *result)
{
  const KpExchange *exchange = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  exchange = g_task_get_task_data (G_TASK (result));
  return exchange != NULL ? kp_exchange_get_protocol (exchange) : NULL;
}
