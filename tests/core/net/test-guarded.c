/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/net/public-addresses.h"
#include "core/net/session.h"
#include "loopback.h"
#include "policy-twin.h"
#include "model/kept.h"
#include "waiting.h"

#include <string.h>

static void
test_public (void)
{
  static const struct
  {
    const char *address;
    gboolean public;
  } cases[] = {
    { "1.1.1.1", TRUE },
    { "9.255.255.255", TRUE },
    { "11.0.0.1", TRUE },
    { "100.63.255.255", TRUE },
    { "100.128.0.1", TRUE },
    { "172.15.255.255", TRUE },
    { "172.32.0.1", TRUE },
    { "192.0.1.1", TRUE },
    { "198.17.255.255", TRUE },
    { "223.255.255.255", TRUE },
    { "2606:4700::1111", TRUE },
    { "2a00:1450::1", TRUE },
    { "2001:200::1", TRUE },
    { "::ffff:1.1.1.1", TRUE },
    { "64:ff9b::1.1.1.1", TRUE },

    { "0.0.0.0", FALSE },
    { "10.1.2.3", FALSE },
    { "100.64.0.1", FALSE },
    { "100.127.255.255", FALSE },
    { "127.0.0.1", FALSE },
    { "127.255.255.254", FALSE },
    { "169.254.169.254", FALSE },
    { "172.16.0.1", FALSE },
    { "172.31.255.255", FALSE },
    { "192.0.0.8", FALSE },
    { "192.0.2.1", FALSE },
    { "192.88.99.1", FALSE },
    { "192.168.0.1", FALSE },
    { "198.18.0.1", FALSE },
    { "198.19.255.255", FALSE },
    { "198.51.100.1", FALSE },
    { "203.0.113.1", FALSE },
    { "224.0.0.1", FALSE },
    { "239.255.255.255", FALSE },
    { "240.0.0.1", FALSE },
    { "255.255.255.255", FALSE },
    { "::", FALSE },
    { "::1", FALSE },
    { "::127.0.0.1", FALSE },
    { "::ffff:127.0.0.1", FALSE },
    { "::ffff:10.0.0.1", FALSE },
    { "::ffff:169.254.169.254", FALSE },
    { "64:ff9b::10.0.0.1", FALSE },
    { "64:ff9b:1::1.1.1.1", FALSE },
    { "100::1", FALSE },
    { "2001::1", FALSE },
    { "2001:db8::1", FALSE },
    { "2002:7f00:1::1", FALSE },
    { "3fff::1", FALSE },
    { "5f00::1", FALSE },
    { "fc00::1", FALSE },
    { "fd12:3456::1", FALSE },
    { "fe80::1", FALSE },
    { "fec0::1", FALSE },
    { "ff02::1", FALSE },
  };
  g_autoptr (KpAddressPolicy) policy = kp_public_addresses_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GInetAddress) address = g_inet_address_new_from_string (cases[i].address);

      g_test_message ("%s", cases[i].address);
      g_assert_nonnull (address);
      g_assert_true (kp_address_policy_allows (policy, address) == cases[i].public);
    }
}

typedef struct
{
  Loopback *server;
  Loopback *secure;
  char *elsewhere; /* where "/elsewhere" leads */
  char *authorization;
  guint n_requests;
} Fixture;

static void
answer (SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  Fixture *fixture = data;
  SoupMessageHeaders *request = soup_server_message_get_request_headers (message);

  fixture->n_requests++;
  g_free (fixture->authorization);
  fixture->authorization =
      g_strdup (soup_message_headers_get_one (request, "Authorization"));
  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_STATIC, "body", 4);
  if (g_str_equal (path, "/elsewhere"))
    soup_server_message_set_redirect (message, SOUP_STATUS_FOUND, fixture->elsewhere);
  else if (g_str_equal (path, "/log-in"))
    {
      soup_server_message_set_status (message, SOUP_STATUS_UNAUTHORIZED, NULL);
      soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                    "WWW-Authenticate", "Basic realm=\"test\"");
    }
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->server = loopback_new_plain (answer, fixture);
  fixture->secure = loopback_new (3600, answer, fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  loopback_free (fixture->server);
  loopback_free (fixture->secure);
  g_free (fixture->elsewhere);
  g_free (fixture->authorization);
}

/* Returns: the body's size, or -1 */
static gssize
get (Fixture *fixture, KpAddressPolicy *policy, const char *uri, GError **error)
{
  g_autoptr (KpNetSession) session =
      kp_net_session_new_guarded (loopback_get_root (fixture->secure), policy, NULL);
  const KpNetRequest request = {
    .uri = uri, .max_size = 100, .timeout = 20, .max_redirects = 3, .any_scheme = TRUE
  };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) body = NULL;

  kp_net_session_send_async (session, &request, NULL, take_result, &result);
  wait_for_result (&result);
  body = kp_net_session_get_finish (session, result, NULL, error);
  return body != NULL ? (gssize) g_bytes_get_size (body) : -1;
}

/* Whoever as much as connects stands in its queue. */
static GSocket *
listen (char **uri)
{
  g_autoptr (GInetAddress) local = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new (local, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;
  GSocket *socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                  G_SOCKET_PROTOCOL_TCP, &error);

  g_assert_no_error (error);
  g_socket_bind (socket, wanted, FALSE, &error);
  g_assert_no_error (error);
  g_socket_listen (socket, &error);
  g_assert_no_error (error);
  bound = g_socket_get_local_address (socket, &error);
  g_assert_no_error (error);
  *uri = g_strdup_printf ("http://localhost:%u/",
                          g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
  return socket;
}

/* A name of this machine is one of its own, whatever it is called: nothing is connected. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpAddressPolicy) public = kp_public_addresses_new ();
  g_autofree char *plain = NULL;
  g_autoptr (GSocket) socket = listen (&plain);
  g_autofree char *secure = loopback_make_uri (fixture->secure, "/");
  g_autofree char *number = g_strconcat ("http://127.0.0.1", strrchr (plain, ':'), NULL);
  g_autofree char *mapped =
      g_strconcat ("http://[::ffff:127.0.0.1]", strrchr (plain, ':'), NULL);
  const char *const uris[] = { plain, secure, number, mapped };

  for (guint i = 0; i < G_N_ELEMENTS (uris); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", uris[i]);
      g_assert_cmpint (get (fixture, public, uris[i], &error), ==, -1);
      g_assert_error (error, KP_NET_ERROR, KP_NET_ERROR_ADDRESS);
      assert_kept (kp_net_error_keep (error), error->message);
      g_assert_nonnull (strstr (error->message, "127.0.0.1"));
    }
  g_assert_cmpuint (fixture->n_requests, ==, 0);
  g_assert_cmpint (g_socket_condition_check (socket, G_IO_IN), ==, 0);
}

/* The policy hears the address that is connected to, and hears it for each connection. */
static void
test_asked (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpAddressPolicy) policy = policy_twin_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = loopback_make_uri (fixture->server, "/elsewhere");
  const char *asked;

  fixture->elsewhere = loopback_make_uri (fixture->secure, "/");
  g_assert_cmpint (get (fixture, policy, uri, &error), ==, 4);
  g_assert_no_error (error);
  g_assert_cmpuint (fixture->n_requests, ==, 2);
  /* "localhost" may have ::1, too, where nobody listens. */
  asked = strstr (policy_twin_get_asked (POLICY_TWIN (policy)), "127.0.0.1");
  g_assert_nonnull (asked);
  g_assert_nonnull (strstr (asked + 1, "127.0.0.1"));
}

static void
test_redirects (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *to;
    KpNetError code;
  } cases[] = {
    { "http://127.0.0.2:9/", KP_NET_ERROR_ADDRESS },
    { "file:///etc/hostname", KP_NET_ERROR_REDIRECT },
    { "ftp://127.0.0.1/", KP_NET_ERROR_REDIRECT },
    { "http://user:word@127.0.0.1/", KP_NET_ERROR_REDIRECT },
    { "http://user@127.0.0.1/", KP_NET_ERROR_REDIRECT },
    { "/elsewhere", KP_NET_ERROR_REDIRECT },
  };
  g_autoptr (KpAddressPolicy) policy = policy_twin_new ();
  g_autofree char *uri = loopback_make_uri (fixture->server, "/elsewhere");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].to);
      g_free (fixture->elsewhere);
      fixture->elsewhere = g_strdup (cases[i].to);
      g_assert_cmpint (get (fixture, policy, uri, &error), ==, -1);
      g_assert_error (error, KP_NET_ERROR, (int) cases[i].code);
    }
  /* The first and three more of the last one. */
  g_assert_cmpuint (fixture->n_requests, ==, G_N_ELEMENTS (cases) - 1 + 4);
}

/* Neither is a log-in tried, nor a proxy, which would look up the name itself. */
static void
test_log_in (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpAddressPolicy) policy = policy_twin_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = loopback_make_uri (fixture->server, "/log-in");
  g_autofree char *named =
      g_strconcat ("http://user:word@", uri + strlen ("http://"), NULL);

  g_assert_cmpint (get (fixture, policy, named, &error), ==, -1);
  g_assert_error (error, KP_NET_ERROR, KP_NET_ERROR_REFUSED);
  g_assert_cmpstr (fixture->authorization, ==, NULL);
  g_assert_cmpuint (fixture->n_requests, ==, 1);
}

int
main (int argc, char **argv)
{
  /* One that nobody can connect to. */
  g_setenv ("http_proxy", "http://127.0.0.1:9", TRUE);
  g_setenv ("https_proxy", "http://127.0.0.1:9", TRUE);
  g_setenv ("no_proxy", "", TRUE);
  g_unsetenv ("GIO_USE_PROXY_RESOLVER");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net/guarded/public", test_public);
#define TEST(name, func)                                                                   \
  g_test_add ("/net/guarded/" name, Fixture, NULL, set_up, func, tear_down)
  TEST ("refused", test_refused);
  TEST ("asked", test_asked);
  TEST ("redirects", test_redirects);
  TEST ("log-in", test_log_in);
#undef TEST
  return g_test_run ();
}
