/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tls-server.h"

#include <errno.h>
#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct _TlsServer
{
  int fd;
  guint16 port;
  TlsServerManner manner;
  gnutls_certificate_credentials_t credentials;
  gnutls_priority_t priority;
  char *answer;
  gboolean plain;
  GThread *thread;
  GMutex mutex;
  GPtrArray *threads;
  char *request;
  gint count;
  gint ended;
};

typedef struct
{
  TlsServer *server;
  int fd;
} Connection;

/* Returns FALSE when the server ends or the peer is gone. */
static gboolean
wait_for (TlsServer *self, int fd, short events)
{
  while (g_atomic_int_get (&self->ended) == 0)
    {
      struct pollfd item = { .fd = fd, .events = events };

      if (poll (&item, 1, 20) > 0)
        return (item.revents & events) != 0;
    }
  return FALSE;
}

static void
wait_for_end (TlsServer *self, int fd)
{
  char buffer[4096];

  while (wait_for (self, fd, POLLIN) && recv (fd, buffer, sizeof buffer, 0) > 0)
    ;
}

static ssize_t
push_slowly (gnutls_transport_ptr_t data, const void *octets, size_t length)
{
  g_usleep (1000);
  return length == 0 ? 0
                     : send (GPOINTER_TO_INT (data), octets, MIN (length, 8), MSG_NOSIGNAL);
}

/* As much of the answer as makes the client wait for the rest. */
static ssize_t
push_and_break (gnutls_transport_ptr_t data, const void *octets, size_t length)
{
  int fd = GPOINTER_TO_INT (data);

  (void) !send (fd, octets, MIN (length, 60), MSG_NOSIGNAL);
  shutdown (fd, SHUT_RDWR);
  errno = EPIPE;
  return -1;
}

static int
post_hello_cb (gnutls_session_t session)
{
  return GNUTLS_E_UNRECOGNIZED_NAME;
}

static void
serve_tls (TlsServer *self, int fd)
{
  gnutls_session_t session;
  int status;

  gnutls_init (&session, GNUTLS_SERVER | GNUTLS_NO_TICKETS | GNUTLS_NO_SIGNAL);
  gnutls_priority_set (session, self->priority);
  gnutls_credentials_set (session, GNUTLS_CRD_CERTIFICATE, self->credentials);
  if (self->manner == TLS_SERVER_WANTS_OURS)
    gnutls_certificate_server_set_request (session, GNUTLS_CERT_REQUIRE);
  if (self->manner == TLS_SERVER_ALERT)
    gnutls_handshake_set_post_client_hello_function (session, post_hello_cb);
  gnutls_transport_set_int (session, fd);
  if (self->manner == TLS_SERVER_SLOW)
    gnutls_transport_set_push_function (session, push_slowly);
  if (self->manner == TLS_SERVER_BREAKS)
    gnutls_transport_set_push_function (session, push_and_break);
  gnutls_handshake_set_timeout (session, 5000);
  do
    status = gnutls_handshake (session);
  while (status < 0 && !gnutls_error_is_fatal (status));
  if (status < 0)
    gnutls_alert_send_appropriate (session, status);
  else
    wait_for_end (self, fd);
  gnutls_deinit (session);
}

static void
drip (TlsServer *self, int fd)
{
  static const guint8 begin[] = { 22, 3, 3, 0x3f, 0xff, 2, 0, 0x3f, 0xf0 };

  for (guint i = 0; g_atomic_int_get (&self->ended) == 0; i++)
    {
      guint8 octet = i < sizeof begin ? begin[i] : 0;

      if (send (fd, &octet, 1, MSG_NOSIGNAL) <= 0)
        return;
      g_usleep (20 * 1000);
    }
}

static void
serve_plain (TlsServer *self, int fd)
{
  char request[4096];
  ssize_t n;

  if (!wait_for (self, fd, POLLIN))
    return;
  n = recv (fd, request, sizeof request, 0);
  g_mutex_lock (&self->mutex);
  g_free (self->request);
  self->request = g_strndup (request, n > 0 ? (gsize) n : 0);
  g_mutex_unlock (&self->mutex);
  if (self->answer != NULL)
    {
      (void) !send (fd, self->answer, strlen (self->answer), MSG_NOSIGNAL);
      shutdown (fd, SHUT_WR);
    }
  wait_for_end (self, fd);
}

static gpointer
connection_thread (gpointer data)
{
  g_autofree Connection *connection = data;
  TlsServer *self = connection->server;
  int fd = connection->fd;
  const struct linger at_once = { 1, 0 };
  static const char http[] = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
  static const guint8 garbage[] = { 22, 3, 3, 0, 5, 99, 0, 0, 1, 7 };
  char buffer[4096];

  if (self->plain)
    serve_plain (self, fd);
  else if (self->manner == TLS_SERVER_SILENT)
    wait_for_end (self, fd);
  else if (self->manner == TLS_SERVER_RESETS)
    setsockopt (fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  else if (self->manner == TLS_SERVER_DRIPS)
    drip (self, fd);
  else if (self->manner == TLS_SERVER_CLOSES || self->manner == TLS_SERVER_HTTP
           || self->manner == TLS_SERVER_GARBAGE)
    {
      if (wait_for (self, fd, POLLIN) && recv (fd, buffer, sizeof buffer, 0) < 0)
        g_test_message ("no hello");
      if (self->manner == TLS_SERVER_HTTP)
        (void) !send (fd, http, sizeof http - 1, MSG_NOSIGNAL);
      if (self->manner == TLS_SERVER_GARBAGE)
        (void) !send (fd, garbage, sizeof garbage, MSG_NOSIGNAL);
    }
  else
    serve_tls (self, fd);
  close (fd);
  return NULL;
}

static gpointer
accept_thread (gpointer data)
{
  TlsServer *self = data;

  while (wait_for (self, self->fd, POLLIN))
    {
      Connection *connection = g_new0 (Connection, 1);
      const int on = 1;

      connection->server = self;
      connection->fd = accept4 (self->fd, NULL, NULL, SOCK_CLOEXEC);
      if (connection->fd < 0)
        {
          g_free (connection);
          continue;
        }
      setsockopt (connection->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      g_atomic_int_inc (&self->count);
      g_ptr_array_add (self->threads,
                       g_thread_new ("connection", connection_thread, connection));
    }
  return NULL;
}

static TlsServer *
server_new (void)
{
  TlsServer *self = g_new0 (TlsServer, 1);
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t length = sizeof address;

  g_mutex_init (&self->mutex);
  self->threads = g_ptr_array_new ();
  self->fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint (bind (self->fd, (struct sockaddr *) (gpointer) &address, length), ==, 0);
  g_assert_cmpint (listen (self->fd, 1024), ==, 0);
  g_assert_cmpint (getsockname (self->fd, (struct sockaddr *) (gpointer) &address, &length),
                   ==, 0);
  self->port = ntohs (address.sin_port);
  return self;
}

static void
set_chain (TlsServer *self, GPtrArray *chain, Mint *key)
{
  g_autofree gnutls_pcert_st *list = g_new0 (gnutls_pcert_st, chain->len);
  gnutls_privkey_t privkey;

  for (guint i = 0; i < chain->len; i++)
    {
      gsize size = 0;
      gconstpointer octets = g_bytes_get_data (chain->pdata[i], &size);
      gnutls_datum_t der = { (guint8 *) octets, (unsigned int) size };

      g_assert_cmpint (
          gnutls_pcert_import_x509_raw (&list[i], &der, GNUTLS_X509_FMT_DER, 0), ==, 0);
    }
  g_assert_cmpint (gnutls_privkey_init (&privkey), ==, 0);
  g_assert_cmpint (
      gnutls_privkey_import_x509 (privkey, key->privkey, GNUTLS_PRIVKEY_IMPORT_COPY), ==,
      0);
  /* It would put a chain in order, and refuse a broken one: not here. */
  gnutls_certificate_set_flags (self->credentials, GNUTLS_CERTIFICATE_SKIP_KEY_CERT_MATCH);
  g_assert_cmpint (gnutls_certificate_set_key (self->credentials, NULL, 0, list,
                                               (int) chain->len, privkey),
                   ==, 0);
}

TlsServer *
tls_server_new (TlsServerManner manner, const char *priority, GPtrArray *chain, Mint *key)
{
  TlsServer *self = server_new ();

  self->manner = manner;
  g_assert_cmpint (gnutls_certificate_allocate_credentials (&self->credentials), ==, 0);
  g_assert_cmpint (
      gnutls_priority_init (&self->priority, priority != NULL ? priority : "NORMAL", NULL),
      ==, 0);
  if (chain != NULL)
    set_chain (self, chain, key);
  self->thread = g_thread_new ("server", accept_thread, self);
  return self;
}

TlsServer *
http_server_new (const char *answer)
{
  TlsServer *self = server_new ();

  self->plain = TRUE;
  self->answer = g_strdup (answer);
  self->thread = g_thread_new ("server", accept_thread, self);
  return self;
}

guint16
tls_server_get_port (TlsServer *self)
{
  return self->port;
}

guint
tls_server_get_count (TlsServer *self)
{
  return (guint) g_atomic_int_get (&self->count);
}

char *
tls_server_take_request (TlsServer *self)
{
  char *request;

  g_mutex_lock (&self->mutex);
  request = g_steal_pointer (&self->request);
  g_mutex_unlock (&self->mutex);
  return request;
}

void
tls_server_free (TlsServer *self)
{
  g_atomic_int_set (&self->ended, 1);
  g_thread_join (self->thread);
  for (guint i = 0; i < self->threads->len; i++)
    g_thread_join (self->threads->pdata[i]);
  g_ptr_array_unref (self->threads);
  close (self->fd);
  g_clear_pointer (&self->priority, gnutls_priority_deinit);
  g_clear_pointer (&self->credentials, gnutls_certificate_free_credentials);
  g_mutex_clear (&self->mutex);
  g_free (self->request);
  g_free (self->answer);
  g_free (self);
}
