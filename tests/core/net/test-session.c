/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/net/session.h"
#include "loopback.h"
#include "patience.h"
#include "model/kept.h"

#include <string.h>

#define TYPE "application/dns-message"
#define DAY (24 * 60 * 60)

typedef struct
{
  Loopback *server;
  KpNetSession *session;
  char *seen; /* what the last request said of itself */
  guint n_cookies;
} Fixture;

typedef struct
{
  KpNetSession *session;
  gboolean done;
  GBytes *body;
  guint age;
  GError *error;
} Outcome;

static void
on_got (GObject *source, GAsyncResult *result, gpointer data)
{
  Outcome *outcome = data;

  outcome->body = kp_net_session_get_finish (KP_NET_SESSION (source), result, &outcome->age,
                                             &outcome->error);
  g_assert_true ((outcome->body == NULL) == (outcome->error != NULL));
  outcome->done = TRUE;
}

static void
outcome_clear (Outcome *outcome)
{
  g_clear_pointer (&outcome->body, g_bytes_unref);
  g_clear_error (&outcome->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outcome, outcome_clear)

static void
wait_for (Outcome *outcome)
{
  while (!outcome->done)
    g_main_context_iteration (NULL, TRUE);
}

static void
get_uri (KpNetSession *session, const char *uri, const char *accept, gsize max_size,
         guint timeout, Outcome *outcome)
{
  kp_net_session_get_async (session, uri, accept, max_size, timeout, NULL, NULL, on_got,
                            outcome);
  wait_for (outcome);
}

static void
get (Fixture *fixture, const char *path, const char *accept, gsize max_size,
     Outcome *outcome)
{
  g_autofree char *uri = loopback_make_uri (fixture->server, path);

  get_uri (fixture->session, uri, accept, max_size, 30, outcome);
}

static void
redirect (SoupServerMessage *message, const char *to)
{
  soup_server_message_set_redirect (message, SOUP_STATUS_FOUND, to);
}

static void
answer (SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  Fixture *fixture = data;
  SoupMessageHeaders *request = soup_server_message_get_request_headers (message);
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_autofree char *large = g_strnfill (5000, 'x');

  g_free (fixture->seen);
  fixture->seen =
      g_strdup_printf ("%s|%s|%s", soup_message_headers_get_one (request, "User-Agent"),
                       soup_message_headers_get_one (request, "Accept"),
                       soup_message_headers_get_one (request, "X-Test"));
  fixture->n_cookies += soup_message_headers_get_one (request, "Cookie") != NULL;
  soup_server_message_set_status (message, 200, NULL);
  soup_message_headers_replace (headers, "Age", "17");
  soup_message_headers_replace (headers, "Set-Cookie", "known=1; Path=/");
  if (g_str_equal (path, "/html"))
    soup_server_message_set_response (message, "text/html", SOUP_MEMORY_STATIC, "<p>", 3);
  else if (g_str_equal (path, "/large"))
    soup_server_message_set_response (message, TYPE, SOUP_MEMORY_COPY, large, 5000);
  else if (!g_str_equal (path, "/empty"))
    soup_server_message_set_response (message, TYPE "; charset=x", SOUP_MEMORY_STATIC,
                                      "body", 4);
  else
    soup_server_message_set_response (message, TYPE, SOUP_MEMORY_STATIC, "", 0);
  if (g_str_equal (path, "/silent"))
    soup_server_message_pause (message);
  else if (g_str_equal (path, "/to-body"))
    redirect (message, "/to-body-2?x=y");
  else if (g_str_equal (path, "/to-body-2"))
    redirect (message, "/body");
  else if (g_str_equal (path, "/endless"))
    redirect (message, "/endless");
  else if (g_str_equal (path, "/to-http"))
    redirect (message, "http://localhost:9/body");
  else if (g_str_equal (path, "/to-nowhere"))
    {
      redirect (message, "/");
      soup_message_headers_remove (headers, "Location");
    }
  else if (g_str_has_prefix (path, "/status/"))
    soup_server_message_set_status (message, (guint) g_ascii_strtoull (path + 8, NULL, 10),
                                    NULL);
  if (query != NULL && g_hash_table_contains (query, "after"))
    soup_message_headers_replace (headers, "Retry-After",
                                  g_hash_table_lookup (query, "after"));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->server = loopback_new (3600, answer, fixture);
  fixture->session = kp_net_session_new (loopback_get_root (fixture->server), &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->session);
  loopback_free (fixture->server);
  g_free (fixture->seen);
}

static void
test_body (Fixture *fixture, gconstpointer data)
{
  static const char *const headers[] = { "X-Test", "yes", NULL };
  g_autofree char *uri = loopback_make_uri (fixture->server, "/body");
  g_auto (Outcome) outcome = { 0 };

  kp_net_session_get_async (fixture->session, uri, TYPE, 4, 30, headers, NULL, on_got,
                            &outcome);
  wait_for (&outcome);
  g_assert_no_error (outcome.error);
  g_assert_cmpmem (g_bytes_get_data (outcome.body, NULL), g_bytes_get_size (outcome.body),
                   "body", 4);
  g_assert_cmpuint (outcome.age, ==, 17);
  g_assert_cmpstr (fixture->seen, ==, "Keyplate/0.1.0|" TYPE "|yes");
}

static void
test_outcomes (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *path;
    int code; /* -1: a body */
    guint retry_after;
  } cases[] = {
    { "/empty", -1 },
    { "/to-body", -1 },
    { "/html", KP_NET_ERROR_CONTENT },
    { "/large", KP_NET_ERROR_TOO_LARGE },
    { "/endless", KP_NET_ERROR_REDIRECT },
    { "/to-http", KP_NET_ERROR_REDIRECT },
    { "/to-nowhere", KP_NET_ERROR_REDIRECT },
    { "/status/400", KP_NET_ERROR_REFUSED },
    { "/status/404", KP_NET_ERROR_REFUSED },
    { "/status/500?after=9", KP_NET_ERROR_REFUSED, 0 },
    { "/status/429", KP_NET_ERROR_BUSY, 0 },
    { "/status/429?after=7", KP_NET_ERROR_BUSY, 7 },
    { "/status/503?after=999999999999", KP_NET_ERROR_BUSY, DAY },
    { "/status/503?after=soon", KP_NET_ERROR_BUSY, 0 },
    { "/status/503?after=-3", KP_NET_ERROR_BUSY, 0 },
    { "/status/503?after=Thu,+31+Dec+9998+23:59:59+GMT", KP_NET_ERROR_BUSY, DAY },
    { "/status/503?after=Mon,+01+Jan+2001+00:00:00+GMT", KP_NET_ERROR_BUSY, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Outcome) outcome = { 0 };

      g_test_message ("%s", cases[i].path);
      get (fixture, cases[i].path, TYPE, 4999, &outcome);
      if (cases[i].code < 0)
        g_assert_no_error (outcome.error);
      else
        g_assert_error (outcome.error, KP_NET_ERROR, cases[i].code);
      g_assert_cmpuint (kp_net_error_get_retry_after (outcome.error), ==,
                        cases[i].retry_after);
    }
  /* None of them cost the connection. */
  g_assert_cmpuint (loopback_count_connections (fixture->server), ==, 1);
}

/* Nobody is known again, by a redirect neither. */
static void
test_cookies (Fixture *fixture, gconstpointer data)
{
  static const char *const paths[] = { "/body", "/body", "/to-body" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_auto (Outcome) outcome = { 0 };

      get (fixture, paths[i], TYPE, 4, &outcome);
      g_assert_no_error (outcome.error);
    }
  g_assert_cmpuint (fixture->n_cookies, ==, 0);
}

static void
test_size_is_exact (Fixture *fixture, gconstpointer data)
{
  g_auto (Outcome) fits = { 0 };
  g_auto (Outcome) over = { 0 };

  get (fixture, "/large", NULL, 5000, &fits);
  g_assert_no_error (fits.error);
  g_assert_cmpuint (g_bytes_get_size (fits.body), ==, 5000);
  get (fixture, "/large", NULL, 4999, &over);
  g_assert_error (over.error, KP_NET_ERROR, KP_NET_ERROR_TOO_LARGE);
}

/* Silence does not get beyond the deadline, though libsoup would wait, and other exchanges
 * on the same connection don't suffer. */
static void
test_silence (Fixture *fixture, gconstpointer data)
{
  g_autofree char *uri = loopback_make_uri (fixture->server, "/silent");
  g_auto (Outcome) silent = { 0 };
  g_auto (Outcome) meanwhile = { 0 };
  g_auto (Outcome) after = { 0 };
  gint64 begin = g_get_monotonic_time ();

  kp_net_session_get_async (fixture->session, uri, NULL, 1000, patience (), NULL, NULL,
                            on_got, &silent);
  get (fixture, "/body", NULL, 1000, &meanwhile);
  g_assert_no_error (meanwhile.error);
  g_assert_false (silent.done);
  wait_for (&silent);
  g_assert_error (silent.error, KP_NET_ERROR, KP_NET_ERROR_TIMED_OUT);
  g_assert_cmpint (g_get_monotonic_time () - begin, >=, patience () * G_USEC_PER_SEC);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, patience () * 2 * G_USEC_PER_SEC);
  get (fixture, "/body", NULL, 1000, &after);
  g_assert_no_error (after.error);
  g_assert_cmpuint (loopback_count_connections (fixture->server), ==, 1);
}

static void
test_slow_drip (Fixture *fixture, gconstpointer data)
{
  static const char head[] = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (Loopback) server = loopback_new_script (head, strlen (head), TRUE);
  g_autoptr (KpNetSession) session =
      kp_net_session_new (loopback_get_root (server), &error);
  g_autofree char *uri = loopback_make_uri (server, "/");
  g_auto (Outcome) outcome = { 0 };
  gint64 begin = g_get_monotonic_time ();

  get_uri (session, uri, NULL, 1000, patience (), &outcome);
  g_assert_error (outcome.error, KP_NET_ERROR, KP_NET_ERROR_TIMED_OUT);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, patience () * 2 * G_USEC_PER_SEC);
}

static gboolean
cancel (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  static const char *const paths[] = { "/silent", "/body" };
  g_auto (Outcome) connected = { 0 };

  /* Not in the middle of a handshake: the server is in this thread and could not end it. */
  get (fixture, "/body", NULL, 1000, &connected);
  g_assert_no_error (connected.error);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autofree char *uri = loopback_make_uri (fixture->server, paths[i]);
      g_auto (Outcome) outcome = { 0 };
      gint64 begin = g_get_monotonic_time ();

      if (i == 1)
        g_cancellable_cancel (cancellable); /* before it begins */
      else
        g_timeout_add (100, cancel, cancellable);
      kp_net_session_get_async (fixture->session, uri, NULL, 1000, 30, NULL, cancellable,
                                on_got, &outcome);
      wait_for (&outcome);
      g_assert_error (outcome.error, KP_NET_ERROR, KP_NET_ERROR_CANCELLED);
      g_assert_cmpint (g_get_monotonic_time () - begin, <, patience () * G_USEC_PER_SEC);
    }
}

typedef struct
{
  Loopback *server;
  const char *uri;
  KpNetSession *session;
  gint64 deadline;
  gboolean done;
  guint n_ends;
} Leaving;

/* Those of the tests before may still be ending. */
static gboolean
is_its (Leaving *leaving, const GValue *value)
{
  g_autofree char *uri =
      g_uri_to_string (soup_message_get_uri (g_value_get_object (value)));

  return g_str_equal (uri, leaving->uri);
}

static gboolean
await_answer (GSignalInvocationHint *hint, guint n, const GValue *values, gpointer data)
{
  Leaving *leaving = data;

  while (is_its (leaving, values)
         && (loopback_count_answers (leaving->server) < 2
             || g_get_monotonic_time () < leaving->deadline))
    g_usleep (1000);
  return TRUE;
}

static gboolean
count_end (GSignalInvocationHint *hint, guint n, const GValue *values, gpointer data)
{
  Leaving *leaving = data;

  leaving->n_ends += is_its (leaving, values + 1);
  return TRUE;
}

static void
on_given_up (GObject *source, GAsyncResult *result, gpointer data)
{
  Leaving *leaving = data;
  g_autoptr (GError) error = NULL;

  g_assert_null (kp_net_session_get_finish (KP_NET_SESSION (source), result, NULL, &error));
  g_assert_error (error, KP_NET_ERROR, KP_NET_ERROR_TIMED_OUT);
  g_clear_object (&leaving->session);
  leaving->done = TRUE;
}

/* The head is there as soon as the request is written, and libsoup tells of it in the next
 * turn of the main loop. Before it does its time is over, and with the exchange goes the
 * session. */
static void
test_goes_at_the_head (void)
{
  static const char said[] = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody";
  g_autoptr (Loopback) server = loopback_new_plain_script (said, strlen (said));
  g_autoptr (GTypeClass) messages = g_type_class_ref (SOUP_TYPE_MESSAGE);
  g_autoptr (GTypeClass) sessions = g_type_class_ref (SOUP_TYPE_SESSION);
  const struct
  {
    const char *name;
    GType type;
    GSignalEmissionHook hook;
  } hooks[] = {
    { "wrote-headers", SOUP_TYPE_MESSAGE, await_answer },
    { "request-unqueued", SOUP_TYPE_SESSION, count_end },
  };
  gulong ids[G_N_ELEMENTS (hooks)];
  gpointer gone = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = loopback_make_uri (server, "/body");
  g_autofree char *first = loopback_make_uri (server, "/first");
  Leaving leaving = { .server = server, .uri = uri };
  g_auto (Outcome) connected = { 0 };

  leaving.session = kp_net_session_new (NULL, &error);
  g_assert_no_error (error);
  get_uri (leaving.session, first, NULL, 1000, 30, &connected);
  g_assert_no_error (connected.error);
  for (guint i = 0; i < G_N_ELEMENTS (hooks); i++)
    ids[i] = g_signal_add_emission_hook (g_signal_lookup (hooks[i].name, hooks[i].type), 0,
                                         hooks[i].hook, &leaving, NULL);
  gone = leaving.session;
  g_object_add_weak_pointer (G_OBJECT (leaving.session), &gone);
  /* A tick more, so that it is noticed in that turn. */
  leaving.deadline = g_get_monotonic_time () + G_USEC_PER_SEC * 12 / 10;
  kp_net_session_get_async (leaving.session, uri, NULL, 1000, 1, NULL, NULL, on_given_up,
                            &leaving);
  while (!leaving.done || gone != NULL)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (leaving.n_ends, ==, 1);
  for (guint i = 0; i < G_N_ELEMENTS (hooks); i++)
    g_signal_remove_emission_hook (g_signal_lookup (hooks[i].name, hooks[i].type), ids[i]);
}

static void
test_many_share_one_connection (Fixture *fixture, gconstpointer data)
{
  enum
  {
    N = 100
  };
  Outcome outcomes[N] = { 0 };
  g_autofree char *uri = loopback_make_uri (fixture->server, "/body");

  for (guint i = 0; i < N; i++)
    kp_net_session_get_async (fixture->session, uri, TYPE, 100, 30, NULL, NULL, on_got,
                              &outcomes[i]);
  for (guint i = 0; i < N; i++)
    {
      wait_for (&outcomes[i]);
      g_assert_no_error (outcomes[i].error);
      outcome_clear (&outcomes[i]);
    }
  g_assert_cmpuint (loopback_count_connections (fixture->server), ==, 1);
}

static void
test_untrusted (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Loopback) expired = loopback_new (-60, answer, fixture);
  g_autoptr (KpNetSession) plain = kp_net_session_new (NULL, &error);
  g_autoptr (KpNetSession) late = kp_net_session_new (loopback_get_root (expired), &error);
  g_autofree char *uri = loopback_make_uri (fixture->server, "/body");
  g_autofree char *expired_uri = loopback_make_uri (expired, "/body");
  g_autofree char *other_name = NULL;
  const char *uris[] = { uri, expired_uri, NULL };
  KpNetSession *sessions[] = { plain, late, fixture->session };

  g_assert_no_error (error);
  other_name = g_strconcat ("https://127.0.0.1", uri + strlen ("https://localhost"), NULL);
  uris[2] = other_name;
  for (guint i = 0; i < 3; i++)
    {
      g_auto (Outcome) outcome = { 0 };

      get_uri (sessions[i], uris[i], NULL, 100, 5, &outcome);
      g_assert_error (outcome.error, KP_NET_ERROR, KP_NET_ERROR_TLS);
      g_assert_nonnull (strstr (outcome.error->message, i < 2 ? "localhost" : "127.0.0.1"));
    }
  g_clear_pointer (&fixture->seen, g_free);
}

static void
test_broken_connections (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *octets;
    KpNetError code;
  } cases[] = {
    { "", KP_NET_ERROR_FAILED },
    { "HTTP/1.1 200 O", KP_NET_ERROR_FAILED },
    { "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", KP_NET_ERROR_FAILED },
    { "SSH-2.0-OpenSSH_9.2\r\n", KP_NET_ERROR_FAILED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (Loopback) server =
          loopback_new_script (cases[i].octets, strlen (cases[i].octets), FALSE);
      g_autoptr (KpNetSession) session =
          kp_net_session_new (loopback_get_root (server), &error);
      g_autofree char *uri = loopback_make_uri (server, "/body");
      g_auto (Outcome) outcome = { 0 };

      g_test_message ("case %u", i);
      get_uri (session, uri, NULL, 1000, 5, &outcome);
      g_assert_error (outcome.error, KP_NET_ERROR, (int) cases[i].code);
      assert_kept (kp_net_error_keep (outcome.error), outcome.error->message);
    }
}

static void
test_unreachable (Fixture *fixture, gconstpointer data)
{
  g_autofree char *closed =
      g_strdup_printf ("https://127.0.0.1:%u/", loopback_find_closed_port ());
  const struct
  {
    const char *uri;
    KpNetError code;
  } cases[] = {
    { closed, KP_NET_ERROR_OFFLINE },
    { "https://nowhere.invalid/", KP_NET_ERROR_OFFLINE },
    { "no address", KP_NET_ERROR_FAILED },
    { "", KP_NET_ERROR_FAILED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Outcome) outcome = { 0 };

      get_uri (fixture->session, cases[i].uri, NULL, 100, 5, &outcome);
      g_assert_error (outcome.error, KP_NET_ERROR, (int) cases[i].code);
      assert_kept (kp_net_error_keep (outcome.error), outcome.error->message);
    }
}

static void
test_bad_roots (void)
{
  static const char *const texts[] = {
    "", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n",
    "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KpNetSession) session = kp_net_session_new (texts[i], &error);

      g_assert_null (session);
      g_assert_error (error, KP_NET_ERROR, KP_NET_ERROR_FAILED);
    }
}

#define ADD(name, function)                                                                \
  g_test_add ("/session/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  g_setenv ("SOUP_SERVER_HTTP2", "1", TRUE);
  g_test_init (&argc, &argv, NULL);
  ADD ("body", test_body);
  ADD ("outcomes", test_outcomes);
  ADD ("cookies", test_cookies);
  ADD ("size-is-exact", test_size_is_exact);
  ADD ("silence", test_silence);
  ADD ("slow-drip", test_slow_drip);
  ADD ("cancel", test_cancel);
  g_test_add_func ("/session/goes-at-the-head", test_goes_at_the_head);
  ADD ("many-share-one-connection", test_many_share_one_connection);
  ADD ("untrusted", test_untrusted);
  ADD ("broken-connections", test_broken_connections);
  ADD ("unreachable", test_unreachable);
  g_test_add_func ("/session/bad-roots", test_bad_roots);
  return g_test_run ();
}
