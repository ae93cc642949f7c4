/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/net/session.h"
#include "loopback.h"
#include "patience.h"
#include "model/kept.h"

#include <string.h>

/* Where a server that is about to fail does so. */
typedef enum
{
  CUT_NOWHERE,
  CUT_BEFORE,    /* it accepts the connection, and closes it */
  CUT_HEAD,      /* it has read the head */
  CUT_BODY,      /* it has read half of the body */
  CUT_AFTER,     /* it has read everything, and says nothing */
  CUT_ANSWER,    /* it has said half of its answer */
  SILENT,        /* it has read everything, and waits */
  DRIP,          /* it answers an octet at a time, for ever */
  ANSWERS_EARLY, /* it answers when it has read the head, and closes */
} Cut;

typedef struct
{
  GSocketService *service;
  guint16 port;
  Cut cut;
  const char *answer;
  gsize answer_length;
  int n_heads;   /* atomic: requests that arrived at all */
  int n_bodies;  /* atomic: those that arrived whole */
  int n_secrets; /* atomic: those that carried the token */
} Server;

#define TOKEN "token 1-14-secret"

static gsize
read_head (GInputStream *stream, char *head, gsize size)
{
  gsize length = 0;

  while (length < size - 1)
    {
      if (g_input_stream_read (stream, head + length, 1, NULL, NULL) != 1)
        return 0;
      head[++length] = '\0';
      if (g_str_has_suffix (head, "\r\n\r\n"))
        return length;
    }
  return 0;
}

static gsize
find_length (const char *head)
{
  const char *line = strstr (head, "Content-Length: ");

  return line != NULL ? (gsize) g_ascii_strtoull (line + 16, NULL, 10) : 0;
}

static gboolean
read_body (GInputStream *stream, gsize length)
{
  g_autofree char *body = g_malloc (length + 1);
  gsize n = 0;

  return g_input_stream_read_all (stream, body, length, &n, NULL, NULL) && n == length;
}

static void
serve (Server *self, GIOStream *stream)
{
  GInputStream *in = g_io_stream_get_input_stream (stream);
  GOutputStream *out = g_io_stream_get_output_stream (stream);
  char head[4096];
  gsize length;

  if (self->cut == CUT_BEFORE || read_head (in, head, sizeof head) == 0)
    return;
  g_atomic_int_inc (&self->n_heads);
  if (strstr (head, TOKEN) != NULL)
    g_atomic_int_inc (&self->n_secrets);
  length = find_length (head);
  if (self->cut == CUT_HEAD)
    return;
  if (self->cut == CUT_BODY)
    {
      read_body (in, length / 2);
      return;
    }
  if (self->cut != ANSWERS_EARLY)
    {
      if (!read_body (in, length))
        return;
      g_atomic_int_inc (&self->n_bodies);
    }
  if (self->cut == CUT_AFTER)
    return;
  if (self->cut == SILENT)
    read_body (in, 1); /* until the other side has enough */
  else
    g_output_stream_write_all (out, self->answer,
                               self->cut == CUT_ANSWER ? self->answer_length / 2
                                                       : self->answer_length,
                               NULL, NULL, NULL);
  while (self->cut == DRIP && g_output_stream_write (out, "x", 1, NULL, NULL) == 1)
    g_usleep (20 * 1000);
}

static gboolean
on_run (GThreadedSocketService *service, GSocketConnection *connection, GObject *source,
        gpointer data)
{
  g_socket_set_timeout (g_socket_connection_get_socket (connection), 20);
  serve (data, G_IO_STREAM (connection));
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  return TRUE;
}

static Server *
server_new (Cut cut, const char *answer, gsize length)
{
  Server *self = g_new0 (Server, 1);

  self->cut = cut;
  self->answer = answer;
  self->answer_length = length;
  self->service = g_threaded_socket_service_new (8);
  self->port =
      g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (self->service), NULL, NULL);
  g_signal_connect (self->service, "run", G_CALLBACK (on_run), self);
  g_socket_service_start (self->service);
  return self;
}

static void
server_free (Server *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  /* Its threads keep it until they have ended, and so does what waits for connections. */
  while (G_OBJECT (self->service)->ref_count > 1)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  g_object_unref (self->service);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Server, server_free)

typedef struct
{
  gboolean done;
  KpNetAnswer *answer;
  gboolean begun;
  GError *error;
} Outcome;

static void
outcome_clear (Outcome *outcome)
{
  g_clear_pointer (&outcome->answer, kp_net_answer_unref);
  g_clear_error (&outcome->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outcome, outcome_clear)

static void
on_asked (GObject *source, GAsyncResult *result, gpointer data)
{
  Outcome *outcome = data;

  outcome->answer = kp_net_session_ask_finish (KP_NET_SESSION (source), result,
                                               &outcome->begun, &outcome->error);
  g_assert_true ((outcome->answer == NULL) == (outcome->error != NULL));
  outcome->done = TRUE;
}

static void
wait_for (Outcome *outcome)
{
  while (!outcome->done)
    g_main_context_iteration (NULL, TRUE);
}

static void
ask (KpNetSession *session, const char *method, const char *uri, gsize body, gsize max_size,
     guint timeout, Outcome *outcome)
{
  static const char *const headers[] = { "Authorization", TOKEN, NULL };
  g_autofree char *octets = g_strnfill (body, 'b');
  g_autoptr (GBytes) bytes = body > 0 ? g_bytes_new (octets, body) : NULL;
  const KpNetRequest request = {
    .uri = uri,
    .method = method,
    .content_type = "application/json",
    .body = bytes,
    .max_size = max_size,
    .timeout = timeout,
    .max_redirects = 5,
    .headers = headers,
  };

  kp_net_session_ask_async (session, &request, NULL, on_asked, outcome);
  wait_for (outcome);
}

static char *
make_uri (Server *server)
{
  return g_strdup_printf ("http://127.0.0.1:%u/REST/2.0/ticket", server->port);
}

/* Whatever the status says, the channel reads the provider's own words. */
static void
test_answers (void)
{
  static const struct
  {
    const char *octets;
    guint status;
    const char *type, *location, *body;
    guint retry_after;
  } cases[] = {
    { "HTTP/1.1 201 Created\r\nLocation: /REST/2.0/ticket/1\r\nContent-Type: "
      "application/json; charset=utf-8\r\nContent-Length: 2\r\n\r\n{}",
      201, "application/json", "/REST/2.0/ticket/1", "{}", 0 },
    { "HTTP/1.1 413 Too Large\r\nContent-Type: text/html\r\nContent-Length: 3\r\n\r\n<p>",
      413, "text/html", NULL, "<p>", 0 },
    { "HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n", 500, NULL, NULL, "", 0 },
    { "HTTP/1.1 503 Later\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n", 503, NULL, NULL,
      "", 7 },
    { "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 2\r\n\r\n"
      "no",
      401, NULL, NULL, "no", 0 },
    { "HTTP/1.1 204 Nothing\r\n\r\n", 204, NULL, NULL, "", 0 },
  };
  g_autoptr (KpNetSession) session = kp_net_session_new (NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Server) server =
          server_new (CUT_NOWHERE, cases[i].octets, strlen (cases[i].octets));
      g_autofree char *uri = make_uri (server);
      g_auto (Outcome) outcome = { 0 };

      g_test_message ("%u", cases[i].status);
      ask (session, "POST", uri, 100, 1000, 30, &outcome);
      g_assert_no_error (outcome.error);
      g_assert_true (outcome.begun);
      g_assert_cmpuint (outcome.answer->status, ==, cases[i].status);
      g_assert_cmpstr (outcome.answer->content_type, ==, cases[i].type);
      g_assert_cmpstr (outcome.answer->location, ==, cases[i].location);
      g_assert_cmpuint (outcome.answer->retry_after, ==, cases[i].retry_after);
      g_assert_cmpmem (g_bytes_get_data (outcome.answer->body, NULL),
                       g_bytes_get_size (outcome.answer->body), cases[i].body,
                       strlen (cases[i].body));
      g_assert_cmpint (server->n_bodies, ==, 1);
      g_assert_cmpint (server->n_secrets, ==, 1);
    }
}

/* Once it may have arrived it is not sent again, and that is told. */
static void
test_cuts (void)
{
  static const char good[] = "HTTP/1.1 201 Created\r\nContent-Length: 40\r\n\r\n"
                             "0123456789012345678901234567890123456789";
  static const struct
  {
    Cut cut;
    int n_heads, n_bodies;
  } cases[] = {
    { CUT_BEFORE, 0, 0 }, { CUT_HEAD, 1, 0 },   { CUT_BODY, 1, 0 },
    { CUT_AFTER, 1, 1 },  { CUT_ANSWER, 1, 1 },
  };
  g_autoptr (KpNetSession) session = kp_net_session_new (NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint large = 0; large < 2; large++)
      {
        g_autoptr (Server) server = server_new (cases[i].cut, good, strlen (good));
        g_autofree char *uri = make_uri (server);
        g_auto (Outcome) outcome = { 0 };

        g_test_message ("cut %u, %s", cases[i].cut, large ? "large" : "small");
        ask (session, "POST", uri, large ? 4000000 : 100, 1000, 30, &outcome);
        g_assert_error (outcome.error, KP_NET_ERROR, KP_NET_ERROR_FAILED);
        g_assert_true (outcome.begun);
        g_assert_cmpint (server->n_heads, ==, cases[i].n_heads);
        g_assert_cmpint (server->n_bodies, ==, cases[i].n_bodies);
      }
}

static void
test_nothing_left (void)
{
  g_autoptr (KpNetSession) session = kp_net_session_new (NULL, NULL);
  g_autofree char *closed =
      g_strdup_printf ("http://127.0.0.1:%u/", loopback_find_closed_port ());
  const char *const uris[] = { closed, "https://nowhere.invalid/", "no address" };
  const KpNetError codes[] = { KP_NET_ERROR_OFFLINE, KP_NET_ERROR_OFFLINE,
                               KP_NET_ERROR_FAILED };

  for (guint i = 0; i < G_N_ELEMENTS (uris); i++)
    {
      g_auto (Outcome) outcome = { 0 };

      ask (session, "POST", uris[i], 100, 1000, 30, &outcome);
      g_assert_error (outcome.error, KP_NET_ERROR, (int) codes[i]);
      assert_kept (kp_net_error_keep (outcome.error), outcome.error->message);
      g_assert_false (outcome.begun);
    }
}

static void
never_called (SoupServerMessage *message, const char *path, GHashTable *query,
              gpointer data)
{
  g_assert_not_reached ();
}

/* An untrusted server gets neither the body nor the token. */
static void
test_untrusted (void)
{
  g_autoptr (Loopback) server = loopback_new (3600, never_called, NULL);
  g_autoptr (KpNetSession) session = kp_net_session_new (NULL, NULL);
  g_autofree char *uri = loopback_make_uri (server, "/");
  g_auto (Outcome) outcome = { 0 };

  ask (session, "POST", uri, 100, 1000, 30, &outcome);
  g_assert_error (outcome.error, KP_NET_ERROR, KP_NET_ERROR_TLS);
  g_assert_false (outcome.begun);
}

static void
test_deadline (void)
{
  static const char head[] = "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n";
  static const Cut cuts[] = { SILENT, DRIP };
  g_autoptr (KpNetSession) session = kp_net_session_new (NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cuts); i++)
    {
      g_autoptr (Server) server = server_new (cuts[i], head, strlen (head));
      g_autofree char *uri = make_uri (server);
      g_auto (Outcome) outcome = { 0 };
      gint64 begin = g_get_monotonic_time ();

      ask (session, "POST", uri, 100, 2000000, patience (), &outcome);
      g_assert_error (outcome.error, KP_NET_ERROR, KP_NET_ERROR_TIMED_OUT);
      g_assert_true (outcome.begun);
      g_assert_cmpint (g_get_monotonic_time () - begin, <,
                       2 * patience () * G_USEC_PER_SEC);
      g_assert_cmpint (server->n_bodies, ==, 1);
    }
}

static void
test_too_large (void)
{
  static const char announced[] = "HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n";
  g_autofree char *much = g_strnfill (20000, 'x');
  g_autofree char *unannounced = g_strconcat ("HTTP/1.0 200 OK\r\n\r\n", much, NULL);
  const char *const answers[] = { announced, unannounced };
  g_autoptr (KpNetSession) session = kp_net_session_new (NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (Server) server = server_new (CUT_NOWHERE, answers[i], strlen (answers[i]));
      g_autofree char *uri = make_uri (server);
      g_auto (Outcome) outcome = { 0 };

      ask (session, "POST", uri, 100, 10000, 30, &outcome);
      g_assert_error (outcome.error, KP_NET_ERROR, KP_NET_ERROR_TOO_LARGE);
      g_assert_true (outcome.begun);
    }
}

/* A proxy that refuses a large body at once, and closes: its words may be lost with what
 * was still on its way, but they are never taken for a success. */
static void
test_refused_early (void)
{
  static const char refusal[] =
      "HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 3\r\n\r\n<p>";
  g_autoptr (KpNetSession) session = kp_net_session_new (NULL, NULL);
  g_autoptr (Server) server = server_new (ANSWERS_EARLY, refusal, strlen (refusal));
  g_autofree char *uri = make_uri (server);
  g_auto (Outcome) outcome = { 0 };

  ask (session, "POST", uri, 20000000, 1000, 30, &outcome);
  g_assert_true (outcome.begun);
  if (outcome.answer != NULL)
    g_assert_cmpuint (outcome.answer->status, ==, 413);
  g_assert_cmpint (server->n_heads, ==, 1);
}

/* Followed by nobody; it is told where it leads. */
static void
test_redirect (void)
{
  static const char *const methods[] = { "POST", "GET" };
  static const char *const codes[] = { "301", "302", "303", "307", "308" };
  g_autoptr (KpNetSession) session = kp_net_session_new (NULL, NULL);
  g_autoptr (Server) other = server_new (CUT_NOWHERE, "HTTP/1.1 200 OK\r\n\r\n", 19);

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autofree char *octets = g_strdup_printf (
          "HTTP/1.1 %s X\r\nLocation: http://127.0.0.1:%u/x\r\nContent-Length: 0\r\n\r\n",
          codes[i], other->port);
      g_autoptr (Server) server = server_new (CUT_NOWHERE, octets, strlen (octets));
      g_autofree char *uri = make_uri (server);
      g_auto (Outcome) outcome = { 0 };

      ask (session, methods[i % 2], uri, i % 2 == 0 ? 100 : 0, 1000, 30, &outcome);
      g_assert_error (outcome.error, KP_NET_ERROR, KP_NET_ERROR_REDIRECT);
      g_assert_true (g_str_has_suffix (kp_net_error_get_location (outcome.error), "/x"));
      g_assert_nonnull (strstr (outcome.error->message, "/x"));
      g_assert_true (outcome.begun);
    }
  g_assert_cmpint (other->n_heads, ==, 0);
}

static void
on_got (GObject *source, GAsyncResult *result, gpointer data)
{
  Outcome *outcome = data;
  g_autoptr (GBytes) body =
      kp_net_session_get_finish (KP_NET_SESSION (source), result, NULL, &outcome->error);

  outcome->done = TRUE;
}

/* Where redirects are followed, headers stay with the host they were made for. */
static void
test_headers_stay (void)
{
  static const char fine[] = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
  static const char *const headers[] = { "Authorization", TOKEN, NULL };
  g_autoptr (KpNetSession) session = kp_net_session_new (NULL, NULL);
  g_autoptr (Server) other = server_new (CUT_NOWHERE, fine, strlen (fine));
  g_autofree char *octets =
      g_strdup_printf ("HTTP/1.1 302 X\r\nLocation: http://127.0.0.1:%u/x\r\n"
                       "Content-Length: 0\r\n\r\n",
                       other->port);
  g_autoptr (Server) server = server_new (CUT_NOWHERE, octets, strlen (octets));
  g_autofree char *uri = make_uri (server);
  g_auto (Outcome) outcome = { 0 };

  kp_net_session_get_async (session, uri, NULL, 1000, 30, headers, NULL, on_got, &outcome);
  wait_for (&outcome);
  g_assert_no_error (outcome.error);
  g_assert_cmpint (server->n_secrets, ==, 1);
  g_assert_cmpint (other->n_heads, ==, 1);
  g_assert_cmpint (other->n_secrets, ==, 0);
}

static void
test_cancelled (void)
{
  static const char *const headers[] = { NULL };
  g_autoptr (KpNetSession) session = kp_net_session_new (NULL, NULL);
  g_autoptr (Server) server = server_new (SILENT, "", 0);
  g_autofree char *uri = make_uri (server);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const KpNetRequest request = {
    .uri = uri, .method = "POST", .max_size = 100, .timeout = 30, .headers = headers
  };
  g_auto (Outcome) outcome = { 0 };

  kp_net_session_ask_async (session, &request, cancellable, on_asked, &outcome);
  while (g_atomic_int_get (&server->n_bodies) == 0)
    g_main_context_iteration (NULL, FALSE);
  g_cancellable_cancel (cancellable);
  wait_for (&outcome);
  g_assert_error (outcome.error, KP_NET_ERROR, KP_NET_ERROR_CANCELLED);
  g_assert_true (outcome.begun);
  g_assert_finalize_object (g_steal_pointer (&session));
}

int
main (int argc, char **argv)
{
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  g_setenv ("SOUP_SERVER_HTTP2", "1", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ask/answers", test_answers);
  g_test_add_func ("/ask/cuts", test_cuts);
  g_test_add_func ("/ask/nothing-left", test_nothing_left);
  g_test_add_func ("/ask/untrusted", test_untrusted);
  g_test_add_func ("/ask/deadline", test_deadline);
  g_test_add_func ("/ask/too-large", test_too_large);
  g_test_add_func ("/ask/refused-early", test_refused_early);
  g_test_add_func ("/ask/redirect", test_redirect);
  g_test_add_func ("/ask/headers-stay", test_headers_stay);
  g_test_add_func ("/ask/cancelled", test_cancelled);
  return g_test_run ();
}
