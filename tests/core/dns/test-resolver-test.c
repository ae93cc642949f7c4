/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/dns/resolver-test.h"

#include "core/dns/doh-resolver.h"
#include "core/dns/table-resolver.h"
#include "net/loopback.h"
#include "patience.h"
#include "waiting.h"
#include "wire-builder.h"

#define TYPE "application/dns-message"

typedef struct
{
  Loopback *server;
  KpNetSession *session;
  KpResolver *resolver;
  guint rcode;
  guint32 address;
  gboolean empty;
  gboolean html;
  gboolean silent;
  guint requests;
  gboolean fresh;
} Fixture;

static void
answer (SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  Fixture *fixture = data;
  SoupMessageHeaders *request = soup_server_message_get_request_headers (message);
  g_autoptr (GByteArray) wire =
      wire_new (0x8180 | fixture->rcode, KP_RESOLVER_TEST_NAME, KP_RECORD_A);
  guint32 address = GUINT32_TO_BE (fixture->address);

  fixture->requests++;
  fixture->fresh =
      g_strcmp0 (soup_message_headers_get_one (request, "Cache-Control"), "no-cache") == 0;
  if (fixture->rcode == 0 && !fixture->empty)
    {
      wire_put_record (wire, KP_RECORD_A, 300, &address, sizeof address);
      wire_set_counts (wire, 1, 0, 0);
    }
  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, fixture->html ? "text/html" : TYPE,
                                    SOUP_MEMORY_COPY, (const char *) wire->data, wire->len);
  if (fixture->silent)
    soup_server_message_pause (message);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *url = NULL;

  fixture->server = loopback_new (3600, answer, fixture);
  fixture->session = kp_net_session_new (loopback_get_root (fixture->server), NULL);
  url = loopback_make_uri (fixture->server, "/dns-query");
  fixture->resolver = kp_doh_resolver_new (fixture->session, url, patience ());
  fixture->address = 0xc0000201;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&fixture->resolver);
  g_clear_object (&fixture->session);
  loopback_free (fixture->server);
}

static KpResolverTest *
test (KpResolver *resolver, GCancellable *cancellable, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_resolver_test_async (resolver, cancellable, take_result, &result);
  if (cancellable != NULL)
    g_cancellable_cancel (cancellable);
  wait_for_result (&result);
  return kp_resolver_test_finish (resolver, result, error);
}

static void
test_works (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpResolverTest) found = test (fixture->resolver, NULL, NULL);
  g_autofree char *words = NULL;

  g_assert_cmpint (found->state, ==, KP_RESOLVER_TEST_WORKS);
  g_assert_cmpstr (found->protocol, ==, "HTTP/2");
  g_assert_cmpuint (found->milliseconds, >=, 1);
  g_assert_cmpuint (found->milliseconds, <, patience () * 1000);
  words = g_strdup_printf ("Answered in %u ms over HTTP/2", found->milliseconds);
  g_assert_cmpstr (found->words, ==, words);
  g_assert_cmpuint (fixture->requests, ==, 1);
  g_assert_true (fixture->fresh);
}

/* Whoever speaks DNS but could not serve for a check. */
static void
test_odd (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    guint rcode;
    gboolean empty;
    guint32 address;
    const char *words;
  } cases[] = {
    { 5, FALSE, 0, "but refuses the question" },
    { 2, FALSE, 0, "but can’t look names up now" },
    { 3, FALSE, 0, "but does not know the names of the Internet" },
    { 0, TRUE, 0, "but does not know the names of the Internet" },
    { 0, FALSE, 0, "but filters names" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KpResolverTest) found = NULL;

      fixture->rcode = cases[i].rcode;
      fixture->empty = cases[i].empty;
      fixture->address = cases[i].address;
      found = test (fixture->resolver, NULL, NULL);
      g_test_message ("%s", found->words);
      g_assert_cmpint (found->state, ==, KP_RESOLVER_TEST_ODD);
      g_assert_true (g_str_has_suffix (found->words, cases[i].words));
      g_assert_true (g_str_has_prefix (found->words, "Answered in "));
    }
}

static void
test_no_dns (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpResolverTest) found = NULL;

  fixture->html = TRUE;
  found = test (fixture->resolver, NULL, NULL);
  g_assert_cmpint (found->state, ==, KP_RESOLVER_TEST_FAILED);
  g_assert_nonnull (strstr (found->words, "text/html"));
  g_assert_cmpuint (found->milliseconds, ==, 0);
}

static void
test_silent (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpResolverTest) found = NULL;

  fixture->silent = TRUE;
  found = test (fixture->resolver, NULL, NULL);
  g_assert_cmpint (found->state, ==, KP_RESOLVER_TEST_FAILED);
  g_assert_cmpstr (found->words, ==, "localhost does not answer in time");
}

static void
test_closed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *url =
      g_strdup_printf ("https://localhost:%u/q", loopback_find_closed_port ());
  g_autoptr (KpResolver) resolver =
      kp_doh_resolver_new (fixture->session, url, patience ());
  g_autoptr (KpResolverTest) found = test (resolver, NULL, NULL);

  g_assert_cmpint (found->state, ==, KP_RESOLVER_TEST_FAILED);
  g_assert_cmpstr (found->words, ==, "localhost refuses the connection");
}

/* A certificate that nobody knows. */
static void
test_untrusted (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpNetSession) session = kp_net_session_new (NULL, NULL);
  g_autofree char *url = loopback_make_uri (fixture->server, "/dns-query");
  g_autoptr (KpResolver) resolver = kp_doh_resolver_new (session, url, patience ());
  g_autoptr (KpResolverTest) found = test (resolver, NULL, NULL);

  g_assert_cmpint (found->state, ==, KP_RESOLVER_TEST_FAILED);
  g_assert_cmpstr (found->words, ==, "The certificate of localhost is not trusted");
  g_assert_cmpuint (fixture->requests, ==, 0);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  fixture->silent = TRUE;
  g_assert_null (test (fixture->resolver, cancellable, &error));
  g_assert_error (error, KP_DNS_ERROR, KP_DNS_ERROR_CANCELLED);
}

/* As the system's: without HTTP. */
static void
test_table (void)
{
  g_autoptr (KpTableResolver) table = kp_table_resolver_new ("system", "This computer");
  g_autoptr (KpResolverTest) found = NULL;

  kp_table_resolver_add (table, KP_RESOLVER_TEST_NAME, KP_RECORD_CNAME, 60, "a.example");
  kp_table_resolver_add (table, "a.example", KP_RECORD_A, 60, "192.0.2.1");
  found = test (KP_RESOLVER (table), NULL, NULL);
  g_assert_cmpint (found->state, ==, KP_RESOLVER_TEST_WORKS);
  g_assert_null (found->protocol);
  g_assert_true (g_str_has_suffix (found->words, " ms"));
}

int
main (int argc, char **argv)
{
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  g_setenv ("SOUP_SERVER_HTTP2", "1", TRUE);
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                \
  g_test_add ("/resolver-test/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("works", test_works);
  ADD ("odd", test_odd);
  ADD ("no-dns", test_no_dns);
  ADD ("silent", test_silent);
  ADD ("closed", test_closed);
  ADD ("untrusted", test_untrusted);
  ADD ("cancelled", test_cancelled);
  g_test_add_func ("/resolver-test/table", test_table);
  return g_test_run ();
}
