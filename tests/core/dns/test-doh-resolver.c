/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/dns/doh-resolver.h"
#include "net/loopback.h"
#include "patience.h"
#include "wire-builder.h"
#include "model/kept.h"

#define TYPE "application/dns-message"

/* The faults are in the name that is asked for: "busy.test" gets a 429. */
typedef struct
{
  Loopback *server;
  KpNetSession *session;
  KpResolver *resolver;
  guint requests;
  guint open;
  guint most_open;
  guint8 flags;   /* of the last question */
  guint8 id[2];   /* likewise */
  gboolean fresh; /* it had Cache-Control: no-cache */
  gboolean silent;
} Fixture;

typedef struct
{
  gboolean done;
  KpDnsReply *reply;
  GError *error;
} Outcome;

static void
on_reply (GObject *source, GAsyncResult *result, gpointer data)
{
  Outcome *outcome = data;

  outcome->reply =
      kp_resolver_lookup_finish (KP_RESOLVER (source), result, &outcome->error);
  g_assert_true ((outcome->reply == NULL) == (outcome->error != NULL));
  g_assert_false (outcome->done);
  outcome->done = TRUE;
}

static void
outcome_clear (Outcome *outcome)
{
  g_clear_pointer (&outcome->reply, kp_dns_reply_unref);
  g_clear_error (&outcome->error);
  outcome->done = FALSE;
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outcome, outcome_clear)

static void
start (KpResolver *resolver, const char *name, GCancellable *cancellable, Outcome *outcome)
{
  kp_resolver_lookup_async (resolver, name, KP_RECORD_A, KP_LOOKUP_NONE, cancellable,
                            on_reply, outcome);
}

static void
wait_for (Outcome *outcome)
{
  while (!outcome->done)
    g_main_context_iteration (NULL, TRUE);
}

static void
ask (KpResolver *resolver, const char *name, Outcome *outcome)
{
  start (resolver, name, NULL, outcome);
  wait_for (outcome);
}

static GBytes *
read_question (GHashTable *query, char **name, guint *type)
{
  g_autoptr (GString) text = g_string_new (g_hash_table_lookup (query, "dns"));
  gsize size = 0;
  guchar *octets = NULL;
  gsize position = 12;

  g_assert_null (strpbrk (text->str, "=+/"));
  g_string_replace (text, "-", "+", 0);
  g_string_replace (text, "_", "/", 0);
  while (text->len % 4 != 0)
    g_string_append_c (text, '=');
  octets = g_base64_decode (text->str, &size);
  g_assert_cmpuint (size % 128, ==, 0);
  *name = g_strdup ("");
  while (octets[position] != 0)
    {
      g_autofree char *before = *name;

      *name = g_strdup_printf ("%s%s%.*s", before, *before != '\0' ? "." : "",
                               octets[position], octets + position + 1);
      position += octets[position] + 1u;
    }
  *type = (guint) octets[position + 1] << 8 | octets[position + 2];
  return g_bytes_new_take (octets, size);
}

static GByteArray *
make_answer (const char *name, guint type)
{
  GByteArray *wire =
      wire_new (0x8180, g_str_has_prefix (name, "name.") ? "x.y" : name, type);

  if (g_str_has_prefix (name, "id."))
    wire->data[1] = 7;
  if (g_str_has_prefix (name, "empty."))
    g_byte_array_set_size (wire, 0);
  else if (g_str_has_prefix (name, "loop."))
    {
      wire_put_pointer (wire, wire->len);
      wire_set_counts (wire, 1, 0, 0);
    }
  else
    {
      wire_put_record (wire, type, 300, "\xc0\x00\x02\x01", 4);
      wire_set_counts (wire, 1, 0, 0);
    }
  if (g_str_has_prefix (name, "cut."))
    g_byte_array_set_size (wire, wire->len - 2);
  if (g_str_has_prefix (name, "tc."))
    wire->data[2] |= 2;
  if (g_str_has_prefix (name, "huge."))
    {
      guint length = wire->len;

      g_byte_array_set_size (wire, 70000);
      memset (wire->data + length, 0, 70000 - length);
    }
  return wire;
}

typedef struct
{
  Fixture *fixture;
  SoupServerMessage *message;
} Slow;

static gboolean
unpause (gpointer data)
{
  Slow *slow = data;

  slow->fixture->open--;
  soup_server_message_unpause (slow->message);
  return G_SOURCE_REMOVE;
}

static void
answer_slowly (Fixture *fixture, SoupServerMessage *message)
{
  Slow *slow = g_new (Slow, 1);

  slow->fixture = fixture;
  slow->message = message;
  fixture->open++;
  fixture->most_open = MAX (fixture->most_open, fixture->open);
  soup_server_message_pause (message);
  g_timeout_add_full (G_PRIORITY_DEFAULT, 600, unpause, slow, g_free);
}

static void
answer (SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  Fixture *fixture = data;
  SoupMessageHeaders *request = soup_server_message_get_request_headers (message);
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_autofree char *name = NULL;
  guint type = 0;
  g_autoptr (GBytes) question = read_question (query, &name, &type);
  g_autoptr (GByteArray) wire = make_answer (name, type);

  fixture->requests++;
  g_assert_cmpint (soup_server_message_get_http_version (message), ==, SOUP_HTTP_2_0);
  g_assert_cmpstr (soup_server_message_get_method (message), ==, SOUP_METHOD_GET);
  memcpy (fixture->id, g_bytes_get_data (question, NULL), 2);
  fixture->flags = ((const guint8 *) g_bytes_get_data (question, NULL))[3];
  fixture->fresh =
      g_strcmp0 (soup_message_headers_get_one (request, "Cache-Control"), "no-cache") == 0;
  g_assert_cmpstr (soup_message_headers_get_one (request, "Accept"), ==, TYPE);
  soup_message_headers_replace (headers, "Age", "100");
  soup_server_message_set_status (message, 200, NULL);
  if (g_str_has_prefix (name, "busy.") || g_str_has_prefix (name, "error."))
    {
      soup_server_message_set_status (message, *name == 'b' ? 429 : 500, NULL);
      soup_message_headers_replace (headers, "Retry-After", "2");
    }
  else if (g_str_has_prefix (name, "moved.")
           || (g_str_has_prefix (name, "once.") && g_str_equal (path, "/dns-query")))
    {
      g_autofree char *to =
          g_strconcat ("/2?dns=", g_hash_table_lookup (query, "dns"), NULL);

      soup_server_message_set_redirect (message, 307, to);
    }
  else if (g_str_has_prefix (name, "html."))
    soup_server_message_set_response (message, "text/html", SOUP_MEMORY_STATIC, "<p>", 3);
  else
    soup_server_message_set_response (message, TYPE, SOUP_MEMORY_COPY,
                                      (const char *) wire->data, wire->len);
  if (fixture->silent || g_str_has_prefix (name, "silent."))
    soup_server_message_pause (message);
  else if (g_str_has_prefix (name, "slow."))
    answer_slowly (fixture, message);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *url = NULL;

  fixture->server = loopback_new (3600, answer, fixture);
  fixture->session = kp_net_session_new (loopback_get_root (fixture->server), &error);
  g_assert_no_error (error);
  url = loopback_make_uri (fixture->server, "/dns-query");
  fixture->resolver = kp_doh_resolver_new (fixture->session, url, patience ());
  g_assert_cmpstr (kp_resolver_get_url (fixture->resolver), ==, url);
  g_assert_cmpint (kp_resolver_get_source (fixture->resolver), ==, KP_RESOLVER_SOURCE_DOH);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (fixture->resolver);
  g_assert_finalize_object (fixture->session);
  loopback_free (fixture->server);
}

static void
test_answer (Fixture *fixture, gconstpointer data)
{
  g_auto (Outcome) outcome = { 0 };
  const KpRecord *record = NULL;

  g_assert_null (kp_doh_resolver_get_protocol (KP_DOH_RESOLVER (fixture->resolver)));
  ask (fixture->resolver, "www.example.com", &outcome);
  g_assert_no_error (outcome.error);
  g_assert_cmpstr (kp_doh_resolver_get_protocol (KP_DOH_RESOLVER (fixture->resolver)), ==,
                   "HTTP/2");
  record = g_ptr_array_index (outcome.reply->answers, 0);
  g_assert_cmpstr (record->data, ==, "192.0.2.1");
  g_assert_cmpuint (record->ttl, ==, 200);
  g_assert_cmpuint (outcome.reply->age_applied, ==, 100);
  g_assert_cmpuint (fixture->id[0] | fixture->id[1], ==, 0);
  g_assert_cmpuint (fixture->flags, ==, 0x20);
  g_assert_false (fixture->fresh);
  outcome_clear (&outcome);
  kp_resolver_lookup_async (fixture->resolver, "www.example.com", KP_RECORD_A,
                            KP_LOOKUP_NO_CACHE | KP_LOOKUP_CHECKING_DISABLED, NULL,
                            on_reply, &outcome);
  wait_for (&outcome);
  g_assert_no_error (outcome.error);
  g_assert_cmpuint (fixture->flags, ==, 0x30);
  g_assert_true (fixture->fresh);
}

/* All of base64url: what is asked for is what arrives. */
static void
test_names_of_every_length (Fixture *fixture, gconstpointer data)
{
  for (guint length = 1; length <= 63; length++)
    {
      g_auto (Outcome) outcome = { 0 };
      g_autofree char *label = g_strnfill (length, 'z');
      g_autofree char *name = g_strdup_printf ("%s.~_y.%s.com", label, label);

      ask (fixture->resolver, name, &outcome);
      g_assert_no_error (outcome.error);
    }
  g_assert_cmpuint (loopback_count_connections (fixture->server), ==, 1);
}

static void
test_faults (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *name;
    int code;
  } cases[] = {
    { "id.example.com", KP_DNS_ERROR_MISMATCH },
    { "name.example.com", KP_DNS_ERROR_MISMATCH },
    { "cut.example.com", KP_DNS_ERROR_TRUNCATED },
    { "tc.example.com", KP_DNS_ERROR_TRUNCATED },
    { "empty.example.com", KP_DNS_ERROR_TRUNCATED },
    { "loop.example.com", KP_DNS_ERROR_MALFORMED },
    { "huge.example.com", KP_DNS_ERROR_MALFORMED },
    { "html.example.com", KP_DNS_ERROR_NOT_DNS },
    { "error.example.com", KP_DNS_ERROR_REFUSED },
    { "moved.example.com", KP_DNS_ERROR_REFUSED },
    { "bad name", KP_DNS_ERROR_NAME },
    { "silent.example.com", KP_DNS_ERROR_TIMED_OUT },
    { "once.example.com", -1 },
    { "busy.example.com", KP_DNS_ERROR_BUSY }, /* the last: it rests now */
    { "www.example.com", KP_DNS_ERROR_BUSY },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Outcome) outcome = { 0 };

      g_test_message ("%s", cases[i].name);
      ask (fixture->resolver, cases[i].name, &outcome);
      if (cases[i].code < 0)
        g_assert_no_error (outcome.error);
      else
        {
          g_assert_error (outcome.error, KP_DNS_ERROR, cases[i].code);
          assert_kept (kp_dns_error_keep (outcome.error), outcome.error->message);
        }
    }
  g_assert_cmpuint (loopback_count_connections (fixture->server), ==, 1);
}

enum
{
  MANY = 130
};

static void
start_many (Fixture *fixture, const char *format, GCancellable *cancellable,
            Outcome *outcomes)
{
  memset (outcomes, 0, MANY * sizeof *outcomes);
  for (guint i = 0; i < MANY; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s.d%u.example", format, i);

      start (fixture->resolver, name, cancellable, &outcomes[i]);
    }
}

static guint
finish_many (Outcome *outcomes, int code)
{
  guint replies = 0;

  for (guint i = 0; i < MANY; i++)
    {
      wait_for (&outcomes[i]);
      if (outcomes[i].error != NULL)
        g_assert_error (outcomes[i].error, KP_DNS_ERROR, code);
      else
        replies++;
      outcome_clear (&outcomes[i]);
    }
  return replies;
}

/* 130 questions that take 0.6 s each go out by 40; none times out though the last wait
 * longer than the one second they may take. */
static void
test_queue (Fixture *fixture, gconstpointer data)
{
  Outcome outcomes[MANY];

  start_many (fixture, "slow", NULL, outcomes);
  g_assert_cmpuint (finish_many (outcomes, -1), ==, MANY);
  g_assert_cmpuint (fixture->most_open, ==, 40);
  g_assert_cmpuint (loopback_count_connections (fixture->server), ==, 1);
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  Outcome outcomes[MANY];
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (Outcome) outcome = { 0 };
  gint64 begin = 0;

  start_many (fixture, "silent", cancellable, outcomes);
  while (fixture->requests < 40)
    g_main_context_iteration (NULL, TRUE);
  begin = g_get_monotonic_time ();
  g_cancellable_cancel (cancellable);
  g_assert_cmpuint (finish_many (outcomes, KP_DNS_ERROR_CANCELLED), ==, 0);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, patience () * G_USEC_PER_SEC);
  g_assert_cmpuint (fixture->requests, ==, 40);
  start (fixture->resolver, "www.example.com", cancellable, &outcome);
  wait_for (&outcome);
  g_assert_error (outcome.error, KP_DNS_ERROR, KP_DNS_ERROR_CANCELLED);
  /* Cancelling is no fault of the server. */
  outcome_clear (&outcome);
  ask (fixture->resolver, "www.example.com", &outcome);
  g_assert_no_error (outcome.error);
}

/* However many questions: a server that fell silent costs one time-out, then it is tried
 * without anybody's waiting. */
static void
test_silent_server (Fixture *fixture, gconstpointer data)
{
  Outcome outcomes[MANY];
  g_auto (Outcome) outcome = { 0 };
  gint64 begin = g_get_monotonic_time ();

  fixture->silent = TRUE;
  start_many (fixture, "www", NULL, outcomes);
  g_assert_cmpuint (finish_many (outcomes, KP_DNS_ERROR_TIMED_OUT), ==, 0);
  g_assert_cmpint (g_get_monotonic_time () - begin, <,
                   patience () * 3 * G_USEC_PER_SEC / 2);
  g_assert_cmpuint (fixture->requests, ==, 40);
  ask (fixture->resolver, "www.example.com", &outcome);
  g_assert_error (outcome.error, KP_DNS_ERROR, KP_DNS_ERROR_TIMED_OUT);
  g_assert_cmpint (g_get_monotonic_time () - begin, <,
                   patience () * 3 * G_USEC_PER_SEC / 2);
  g_assert_cmpuint (fixture->requests, ==, 40);

  /* It rests for a second; then one question has it tried, over a new connection. */
  fixture->silent = FALSE;
  g_usleep (1100 * 1000);
  do
    {
      outcome_clear (&outcome);
      ask (fixture->resolver, "www.example.com", &outcome);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (1000);
    }
  while (outcome.error != NULL);
  g_assert_cmpuint (fixture->requests, ==, 42);
  g_assert_cmpuint (loopback_count_connections (fixture->server), ==, 2);
  start_many (fixture, "www", NULL, outcomes);
  g_assert_cmpuint (finish_many (outcomes, -1), ==, MANY);
}

/* A second time-out must not follow the first: nobody waits for the trial. */
static void
test_trial_fails (Fixture *fixture, gconstpointer data)
{
  Outcome outcomes[MANY];
  gint64 begin = 0;

  fixture->silent = TRUE;
  start_many (fixture, "www", NULL, outcomes);
  finish_many (outcomes, KP_DNS_ERROR_TIMED_OUT);
  g_usleep (1100 * 1000);
  begin = g_get_monotonic_time ();
  start_many (fixture, "www", NULL, outcomes);
  g_assert_cmpuint (finish_many (outcomes, KP_DNS_ERROR_TIMED_OUT), ==, 0);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, patience () * G_USEC_PER_SEC / 2);
  /* One was sent again; it keeps the resolver until it is given up as well. */
  while (g_get_monotonic_time () - begin < patience () * 3 * G_USEC_PER_SEC / 2)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
  g_assert_cmpuint (fixture->requests, ==, 41);
}

static void
test_busy (Fixture *fixture, gconstpointer data)
{
  g_auto (Outcome) outcome = { 0 };

  ask (fixture->resolver, "busy.example.com", &outcome);
  g_assert_error (outcome.error, KP_DNS_ERROR, KP_DNS_ERROR_BUSY);
  g_usleep (1100 * 1000); /* the first rest would be over, but it asked for two seconds */
  outcome_clear (&outcome);
  ask (fixture->resolver, "www.example.com", &outcome);
  g_assert_error (outcome.error, KP_DNS_ERROR, KP_DNS_ERROR_BUSY);
  g_assert_cmpuint (fixture->requests, ==, 1);
  g_usleep (1000 * 1000);
  outcome_clear (&outcome);
  ask (fixture->resolver, "www.example.com", &outcome);
  g_assert_no_error (outcome.error);
}

/* Whoever answers everything, but never with DNS, is not asked everything. */
static void
test_no_dns_there (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *name;
    int code;
  } cases[] = { { "html", KP_DNS_ERROR_NOT_DNS },
                { "error", KP_DNS_ERROR_REFUSED },
                { "moved", KP_DNS_ERROR_REFUSED } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Outcome outcomes[MANY];
      g_autofree char *url = loopback_make_uri (fixture->server, "/dns-query");
      g_autoptr (KpResolver) resolver = kp_doh_resolver_new (fixture->session, url, 30);
      guint before = fixture->requests;
      g_auto (Outcome) outcome = { 0 };

      memset (outcomes, 0, sizeof outcomes);
      for (guint j = 0; j < MANY; j++)
        {
          g_autofree char *name = g_strdup_printf ("%s.d%u.example", cases[i].name, j);

          start (resolver, name, NULL, &outcomes[j]);
        }
      g_assert_cmpuint (finish_many (outcomes, cases[i].code), ==, 0);
      if (cases[i].name[0] != 'm') /* each of those is three requests */
        g_assert_cmpuint (fixture->requests - before, <, 60);

      /* It is tried again, and one failure more lets it rest longer. */
      g_usleep (1100 * 1000);
      before = fixture->requests;
      start (resolver, "html.example", NULL, &outcome);
      wait_for (&outcome);
      g_assert_error (outcome.error, KP_DNS_ERROR, KP_DNS_ERROR_NOT_DNS);
      outcome_clear (&outcome);
      ask (resolver, "www.example.com", &outcome);
      g_assert_error (outcome.error, KP_DNS_ERROR, KP_DNS_ERROR_NOT_DNS);
      g_assert_cmpuint (fixture->requests - before, ==, 1);
    }
}

/* A few names that it can't do are no fault of the server. */
static void
test_some_refused (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 40; i++)
    {
      g_auto (Outcome) outcome = { 0 };

      ask (fixture->resolver, i % 8 < 7 ? "error.example.com" : "www.example.com",
           &outcome);
      if (i % 8 < 7)
        g_assert_error (outcome.error, KP_DNS_ERROR, KP_DNS_ERROR_REFUSED);
      else
        g_assert_no_error (outcome.error);
    }
  g_assert_cmpuint (fixture->requests, ==, 40);
}

static void
test_not_https (Fixture *fixture, gconstpointer data)
{
  static const char *const urls[] = { "http://127.0.0.1:1/dns-query", "dns.example", "" };

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autoptr (KpResolver) resolver = kp_doh_resolver_new (fixture->session, urls[i], 5);
      g_auto (Outcome) outcome = { 0 };

      ask (resolver, "www.example.com", &outcome);
      g_assert_error (outcome.error, KP_DNS_ERROR, KP_DNS_ERROR_FAILED);
    }
}

static void
test_nobody_there (Fixture *fixture, gconstpointer data)
{
  Outcome outcomes[MANY];
  g_autofree char *url =
      g_strdup_printf ("https://127.0.0.1:%u/", loopback_find_closed_port ());
  g_autoptr (KpResolver) resolver = kp_doh_resolver_new (fixture->session, url, 30);
  gint64 begin = g_get_monotonic_time ();

  memset (outcomes, 0, sizeof outcomes);
  for (guint i = 0; i < MANY; i++)
    start (resolver, "www.example.com", NULL, &outcomes[i]);
  g_assert_cmpuint (finish_many (outcomes, KP_DNS_ERROR_UNREACHABLE), ==, 0);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, patience () * G_USEC_PER_SEC);
}

static void
test_untrusted (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpNetSession) session = kp_net_session_new (NULL, NULL);
  g_autofree char *url = loopback_make_uri (fixture->server, "/dns-query");
  g_autoptr (KpResolver) resolver = kp_doh_resolver_new (session, url, 30);
  g_auto (Outcome) outcome = { 0 };

  ask (resolver, "www.example.com", &outcome);
  g_assert_error (outcome.error, KP_DNS_ERROR, KP_DNS_ERROR_TLS);
  g_assert_cmpuint (fixture->requests, ==, 0);
}

static void
test_breaks_off (Fixture *fixture, gconstpointer data)
{
  static const char half[] =
      "HTTP/1.1 200 OK\r\nContent-Type: " TYPE "\r\nContent-Length: 100\r\n\r\nhalf";
  g_autoptr (Loopback) server = loopback_new_script (half, strlen (half), FALSE);
  g_autoptr (KpNetSession) session = kp_net_session_new (loopback_get_root (server), NULL);
  g_autofree char *url = loopback_make_uri (server, "/dns-query");
  g_autoptr (KpResolver) resolver = kp_doh_resolver_new (session, url, 30);
  g_auto (Outcome) outcome = { 0 };

  ask (resolver, "www.example.com", &outcome);
  g_assert_error (outcome.error, KP_DNS_ERROR, KP_DNS_ERROR_FAILED);
  /* It was asked once more before it was believed. */
  g_assert_cmpuint (loopback_count_connections (server), ==, 2);
}

static void
test_urls (Fixture *fixture, gconstpointer data)
{
  static const char *const paths[] = { "/dns-query{?dns}", "/dns-query?a=b", "/", "",
                                       "/dns-query#x" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *url = loopback_make_uri (fixture->server, paths[i]);
      g_autoptr (KpResolver) resolver = kp_doh_resolver_new (fixture->session, url, 30);
      g_auto (Outcome) outcome = { 0 };

      ask (resolver, "www.example.com", &outcome);
      g_assert_no_error (outcome.error);
      g_assert_cmpstr (kp_resolver_get_url (resolver), ==, url);
    }
}

static void
test_names (void)
{
  static const char *const cases[][2] = {
    { "https://cloudflare-dns.com/dns-query", "Cloudflare" },
    { "https://dns.google/dns-query", "Google" },
    { "https://dns10.quad9.net/dns-query", "Quad9" },
    { "https://DNS.Google/dns-query", "Google" },
    { "https://doh.example.net/q", "doh.example.net" },
    { "https://notquad9.net/dns-query", "notquad9.net" },
    { "https://localhost:8443/dns-query", "localhost:8443" },
    { "https://localhost:443/dns-query", "localhost" },
    { "nonsense", "nonsense" },
  };
  g_autoptr (KpNetSession) session = kp_net_session_new (NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KpResolver) resolver = kp_doh_resolver_new (session, cases[i][0], 5);

      g_assert_cmpstr (kp_resolver_get_name (resolver), ==, cases[i][1]);
    }
}

#define ADD(name, function)                                                                \
  g_test_add ("/doh/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  g_setenv ("SOUP_SERVER_HTTP2", "1", TRUE);
  g_test_init (&argc, &argv, NULL);
  ADD ("answer", test_answer);
  ADD ("names-of-every-length", test_names_of_every_length);
  ADD ("faults", test_faults);
  ADD ("queue", test_queue);
  ADD ("cancel", test_cancel);
  ADD ("silent-server", test_silent_server);
  ADD ("trial-fails", test_trial_fails);
  ADD ("busy", test_busy);
  ADD ("no-dns-there", test_no_dns_there);
  ADD ("some-refused", test_some_refused);
  ADD ("not-https", test_not_https);
  ADD ("nobody-there", test_nobody_there);
  ADD ("untrusted", test_untrusted);
  ADD ("breaks-off", test_breaks_off);
  ADD ("urls", test_urls);
  g_test_add_func ("/doh/names", test_names);
  return g_test_run ();
}
