/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/probe-run.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "core/check/dial.h"
#include "core/check/plain-http.h"

/* A plain port that is dropped by a firewall must not keep a probe waiting as long as a
 * certificate may. */
#define PLAIN_MICROSECONDS (3 * G_USEC_PER_SEC)
/* What waits longer than that for the other side does not count as busy. */
#define MOMENT_MICROSECONDS (50 * 1000)

typedef enum
{
  NOT_BEGUN,
  ROUTING,
  DIALING,
  TUNNELLING,
  SHAKING,
  TLS_DONE,
} Phase;

/* A connection through a proxy under way; it outlives a run that is freed. */
typedef struct
{
  KpProbeRun *run;
  GCancellable *cancellable;
} Tunnel;

struct _KpProbeRun
{
  const KpProbeSetup *setup;
  KpProbe *probe;
  guint16 port;
  char *host;
  KpProbeRunFunc changed;
  gpointer data;

  Phase phase;
  gint64 deadline;
  gint64 plain_deadline;
  gint64 moved; /* when it began, was connected, or heard the first octets */
  gboolean heard;
  gboolean woken;

  KpStep tls_step;
  int fd; /* while dialing */
  KpTlsOffer offer;
  KpTlsHandshake *tls;
  char *uri; /* while a route is asked for */
  Tunnel *tunnel;

  KpStep plain_step;
  KpPlainLook *plain;
};

static void connect_tls (KpProbeRun *self);

static void
drop_connection (KpProbeRun *self)
{
  kp_step_clear (&self->tls_step);
  g_clear_pointer (&self->tls, kp_tls_handshake_free);
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
  if (self->uri != NULL)
    kp_proxy_routes_forget (self->setup->routes, self);
  g_clear_pointer (&self->uri, g_free);
  if (self->tunnel != NULL)
    {
      self->tunnel->run = NULL;
      g_cancellable_cancel (self->tunnel->cancellable);
      self->tunnel = NULL;
    }
}

static void
drop_plain (KpProbeRun *self)
{
  if (self->plain == NULL)
    return;
  self->probe->plain_http = kp_plain_look_get_result (self->plain);
  kp_step_clear (&self->plain_step);
  g_clear_pointer (&self->plain, kp_plain_look_free);
}

/* The last thing a step does: the run may be freed by it. */
static void
tell (KpProbeRun *self)
{
  self->changed (self, self->data);
}

static void
finish_tls (KpProbeRun *self)
{
  drop_connection (self);
  self->phase = TLS_DONE;
  if (self->probe->outcome == KP_PROBE_UNREACHABLE)
    {
      drop_plain (self);
      self->probe->plain_http = KP_PLAIN_HTTP_NOT_ASKED;
    }
  tell (self);
}

static void
fail (KpProbeRun *self, KpProbeOutcome outcome, KpProbeReason reason, int number)
{
  self->probe->outcome = outcome;
  self->probe->reason = reason;
  self->probe->number = number;
  finish_tls (self);
}

static void
judge (KpProbeRun *self)
{
  KpProbe *probe = self->probe;

  if (probe->chain->len > 0 && kp_trust_judge (self->setup->trust, probe->chain, probe))
    return;
  probe->outcome = KP_PROBE_NOT_TLS;
  g_ptr_array_set_size (probe->chain, 0);
  probe->reason = KP_PROBE_REASON_UNREADABLE;
  probe->number = 0;
}

/* A server that speaks only old versions says so, or finds nothing in common: a second
 * handshake tells, and shows its certificate. */
static void
try_old (KpProbeRun *self)
{
  if (kp_tls_handshake_is_version (self->tls))
    self->probe->outcome = KP_PROBE_OLD_PROTOCOL;
  drop_connection (self);
  self->offer = KP_TLS_OFFER_OLD;
  connect_tls (self);
}

static void
end_of_handshake (KpProbeRun *self)
{
  KpProbe *probe = self->probe;
  gboolean served = kp_tls_handshake_has_served (self->tls);

  if (self->offer == KP_TLS_OFFER_OLD && !served)
    {
      finish_tls (self);
      return;
    }
  kp_tls_handshake_take_result (self->tls, probe);
  if (served)
    judge (self);
  if (self->offer == KP_TLS_OFFER_OLD && probe->outcome == KP_PROBE_SERVED)
    {
      probe->outcome = KP_PROBE_OLD_PROTOCOL;
      probe->reason = KP_PROBE_REASON_OLD_ONLY;
    }
  if (self->offer == KP_TLS_OFFER_TODAY && kp_tls_handshake_may_be_old (self->tls))
    try_old (self);
  else
    finish_tls (self);
}

static void
shake (KpProbeRun *self)
{
  GIOCondition condition = kp_tls_handshake_step (self->tls);

  /* Only once: one that drips its answer would be busy for ever. */
  if (!self->heard && kp_tls_handshake_has_heard (self->tls))
    {
      self->heard = TRUE;
      self->moved = g_get_monotonic_time ();
    }
  if (condition == 0)
    end_of_handshake (self);
  else
    kp_step_watch (&self->tls_step, kp_tls_handshake_get_fd (self->tls), condition);
}

static void
begin_handshake (KpProbeRun *self, int fd)
{
  self->phase = SHAKING;
  self->moved = g_get_monotonic_time ();
  self->tls = kp_tls_handshake_new (self->setup->client, fd, self->host, self->offer);
  shake (self);
}

/* What the second connection meets does not change what the first one saw. */
static void
fail_to_connect (KpProbeRun *self, int number)
{
  KpProbeReason reason;
  KpProbeOutcome outcome = kp_dial_outcome (number, &reason);

  if (self->offer == KP_TLS_OFFER_TODAY)
    fail (self, outcome, reason, number);
  else
    finish_tls (self);
}

static void
dial (KpProbeRun *self)
{
  int number = 0;

  self->phase = DIALING;
  self->fd = kp_dial_start (self->probe->address, self->port, &number);
  if (self->fd < 0)
    fail_to_connect (self, number);
  else
    kp_step_watch (&self->tls_step, self->fd, G_IO_OUT);
}

static int
take_fd (KpProbeRun *self)
{
  int fd = self->fd;

  self->fd = -1;
  return fd;
}

static void
end_of_dial (KpProbeRun *self)
{
  int number = kp_dial_finish (self->fd);

  if (number != 0)
    fail_to_connect (self, number);
  else
    begin_handshake (self, take_fd (self));
}

/* The tunnel's socket, without what GIO wraps around it. */
static int
take_socket (GSocketConnection *connection, GError **error)
{
  int fd;

  if (G_IS_TCP_WRAPPER_CONNECTION (connection)
      && G_IS_TLS_CONNECTION (g_tcp_wrapper_connection_get_base_io_stream (
          G_TCP_WRAPPER_CONNECTION (connection))))
    {
      /* Not shown: the reason has words of its own. */
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                           "The proxy is reached over TLS");
      return -1;
    }
  fd = fcntl (g_socket_get_fd (g_socket_connection_get_socket (connection)),
              F_DUPFD_CLOEXEC, 0);
  if (fd < 0)
    g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (errno),
                         g_strerror (errno));
  return fd;
}

/* @connected: the proxy did its part, and the socket can't be had */
static void
fail_by_proxy (KpProbeRun *self, gboolean connected, const GError *error)
{
  if (connected && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED))
    {
      fail (self, KP_PROBE_FAILED, KP_PROBE_REASON_PROXY_OVER_TLS, 0);
      return;
    }
  g_free (self->probe->detail);
  self->probe->detail = g_strdup (error->message);
  fail (self, KP_PROBE_FAILED, KP_PROBE_REASON_PROXY, 0);
}

static void
tunnelled_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Tunnel *tunnel = data;
  KpProbeRun *self = tunnel->run;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection =
      g_socket_client_connect_to_uri_finish (G_SOCKET_CLIENT (source), result, &error);
  int fd = -1;

  g_object_unref (tunnel->cancellable);
  g_free (tunnel);
  if (self == NULL)
    return;
  self->tunnel = NULL;
  if (connection != NULL)
    fd = take_socket (connection, &error);
  if (fd >= 0)
    begin_handshake (self, fd);
  else if (self->offer == KP_TLS_OFFER_OLD)
    finish_tls (self);
  else
    fail_by_proxy (self, connection != NULL, error);
}

static void
tunnel_to (KpProbeRun *self)
{
  g_autofree char *uri = kp_proxy_routes_make_uri (self->probe->address, self->port);

  self->phase = TUNNELLING;
  self->tunnel = g_new0 (Tunnel, 1);
  self->tunnel->run = self;
  self->tunnel->cancellable = g_cancellable_new ();
  g_socket_client_connect_to_uri_async (self->setup->proxies, uri, self->port,
                                        self->tunnel->cancellable, tunnelled_cb,
                                        self->tunnel);
}

static void
look_at_plain (KpProbeRun *self)
{
  if (self->setup->plain_port == 0 || self->offer != KP_TLS_OFFER_TODAY)
    return;
  self->plain =
      kp_plain_look_new (self->probe->address, self->setup->plain_port, self->host);
  if (kp_plain_look_get_fd (self->plain) < 0)
    drop_plain (self);
  else
    kp_step_watch (&self->plain_step, kp_plain_look_get_fd (self->plain), G_IO_OUT);
}

/* The plain port is only looked at without a proxy: one that tunnels to it is rare. */
static void
follow_route (KpProbeRun *self, KpProxyRoute route)
{
  if (route == KP_PROXY_ROUTE_PROXY)
    {
      tunnel_to (self);
      return;
    }
  look_at_plain (self);
  dial (self);
}

static void
routed_cb (gpointer data, KpProxyRoute route)
{
  KpProbeRun *self = data;

  g_clear_pointer (&self->uri, g_free);
  follow_route (self, route);
}

static void
connect_tls (KpProbeRun *self)
{
  g_autofree char *uri = kp_proxy_routes_make_uri (self->probe->address, self->port);
  KpProxyRoute route = kp_proxy_routes_find (self->setup->routes, uri);

  self->phase = ROUTING;
  if (route != KP_PROXY_ROUTE_UNKNOWN)
    {
      follow_route (self, route);
      return;
    }
  self->uri = g_steal_pointer (&uri);
  kp_proxy_routes_ask (self->setup->routes, self->uri, routed_cb, self);
}

static void
run_tls (gpointer data)
{
  KpProbeRun *self = data;

  if (self->woken)
    tell (self);
  else if (self->phase == ROUTING)
    connect_tls (self);
  else if (self->phase == DIALING)
    end_of_dial (self);
  else if (self->phase == SHAKING)
    shake (self);
}

static void
run_plain (gpointer data)
{
  KpProbeRun *self = data;
  GIOCondition condition = kp_plain_look_step (self->plain);

  if (condition != 0)
    {
      kp_step_watch (&self->plain_step, kp_plain_look_get_fd (self->plain), condition);
      return;
    }
  drop_plain (self);
  tell (self);
}

/* The address as inet_ntop() writes it, so that two spellings are one address. */
static KpProbe *
new_probe (const char *address)
{
  guint8 octets[sizeof (struct in6_addr)];
  char text[INET6_ADDRSTRLEN];

  for (guint i = 0; i < 2; i++)
    {
      int family = i == 0 ? AF_INET : AF_INET6;

      if (inet_pton (family, address, octets) == 1
          && inet_ntop (family, octets, text, sizeof text) != NULL)
        return kp_probe_new (text);
    }
  return kp_probe_new (address);
}

KpProbeRun *
kp_probe_run_new (const KpProbeSetup *setup, const char *address, guint16 port,
                  const char *host, KpProbeRunFunc changed, gpointer data)
{
  KpProbeRun *self = g_new0 (KpProbeRun, 1);

  self->setup = setup;
  self->probe = new_probe (address);
  self->port = port;
  self->host = g_strdup (host);
  self->changed = changed;
  self->data = data;
  self->fd = -1;
  kp_step_init (&self->tls_step, setup->steps, run_tls, self);
  kp_step_init (&self->plain_step, setup->steps, run_plain, self);
  return self;
}

void
kp_probe_run_free (KpProbeRun *self)
{
  drop_connection (self);
  drop_plain (self);
  kp_probe_unref (self->probe);
  g_free (self->host);
  g_free (self);
}

void
kp_probe_run_start (KpProbeRun *self)
{
  gint64 now = g_get_monotonic_time ();

  self->deadline = now + (gint64) self->setup->timeout * G_USEC_PER_SEC;
  self->plain_deadline = MIN (self->deadline, now + PLAIN_MICROSECONDS);
  self->moved = now;
  self->phase = ROUTING;
  kp_step_schedule (&self->tls_step);
}

void
kp_probe_run_wake (KpProbeRun *self)
{
  self->woken = TRUE;
  kp_step_schedule (&self->tls_step);
}

static void
time_out (KpProbeRun *self)
{
  guint timeout = self->setup->timeout;

  if (self->offer == KP_TLS_OFFER_OLD)
    finish_tls (self);
  else
    fail (self, KP_PROBE_TIMED_OUT, KP_PROBE_REASON_TIME, (int) timeout);
}

void
kp_probe_run_tick (KpProbeRun *self, gint64 now)
{
  if (self->plain != NULL && now >= self->plain_deadline)
    drop_plain (self);
  if (self->phase != TLS_DONE && now >= self->deadline)
    time_out (self);
  else
    tell (self);
}

gboolean
kp_probe_run_is_done (KpProbeRun *self)
{
  return self->phase == TLS_DONE && self->plain == NULL;
}

guint
kp_probe_run_count_connections (KpProbeRun *self)
{
  guint tls = self->phase != NOT_BEGUN && self->phase != TLS_DONE ? 1 : 0;
  /* It is about to be looked at, too. */
  gboolean plain = self->plain != NULL
                   || (self->phase == ROUTING && self->setup->plain_port != 0
                       && self->offer == KP_TLS_OFFER_TODAY);

  return tls + (plain ? 1 : 0);
}

gboolean
kp_probe_run_is_busy (KpProbeRun *self, gint64 now)
{
  return self->phase != NOT_BEGUN && self->phase != TLS_DONE
         && now - self->moved < MOMENT_MICROSECONDS;
}

KpProbe *
kp_probe_run_take_probe (KpProbeRun *self)
{
  return kp_probe_ref (self->probe);
}
