/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/dns/system-resolver-private.h"
#include "dns/name-server.h"
#include "patience.h"
#include "model/kept.h"

#define TIMEOUT 1

typedef struct
{
  gboolean done;
  KpDnsReply *reply;
  GError *error;
} Outcome;

static void
outcome_clear (Outcome *self)
{
  g_clear_pointer (&self->reply, kp_dns_reply_unref);
  g_clear_error (&self->error);
  self->done = FALSE;
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outcome, outcome_clear)

static void
on_reply (GObject *source, GAsyncResult *result, gpointer data)
{
  Outcome *outcome = data;

  g_assert_false (outcome->done);
  outcome->reply =
      kp_resolver_lookup_finish (KP_RESOLVER (source), result, &outcome->error);
  g_assert_true ((outcome->reply == NULL) == (outcome->error != NULL));
  outcome->done = TRUE;
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
  kp_resolver_lookup_async (resolver, name, KP_RECORD_A, KP_LOOKUP_NONE, NULL, on_reply,
                            outcome);
  wait_for (outcome);
}

static KpStubServers *
make_servers (GSocketAddress *first, GSocketAddress *second)
{
  KpStubServers *servers = g_new0 (KpStubServers, 1);

  servers->addresses = g_ptr_array_new_with_free_func (g_object_unref);
  if (first != NULL)
    g_ptr_array_add (servers->addresses, g_object_ref (first));
  if (second != NULL)
    g_ptr_array_add (servers->addresses, g_object_ref (second));
  return servers;
}

static KpResolver *
make_resolver (NameServer *server)
{
  return kp_system_resolver_new_for (make_servers (name_server_get_address (server), NULL),
                                     TIMEOUT);
}

static void
assert_address (const Outcome *outcome)
{
  const KpRecord *record = NULL;

  g_assert_no_error (outcome->error);
  g_assert_cmpuint (outcome->reply->rcode, ==, 0);
  g_assert_cmpuint (outcome->reply->answers->len, ==, 1);
  record = g_ptr_array_index (outcome->reply->answers, 0);
  g_assert_cmpstr (record->data, ==, "192.0.2.1");
  g_assert_cmpuint (record->ttl, ==, 300);
}

static const struct
{
  const char *name;
  guint tcp; /* questions over TCP */
} good[] = {
  { "www.test", 0 },    { "slow.test", 0 }, { "lost.test", 0 },
  { "forged.test", 0 }, { "tc.test", 1 },
};

static void
test_good (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (NameServer) server = name_server_new (FALSE);
      g_autoptr (KpResolver) resolver = make_resolver (server);
      g_auto (Outcome) outcome = { 0 };

      g_test_message ("%s", good[i].name);
      ask (resolver, good[i].name, &outcome);
      assert_address (&outcome);
      g_assert_cmpuint (name_server_count_tcp (server), ==, good[i].tcp);
    }
}

static void
test_large (void)
{
  g_autoptr (NameServer) server = name_server_new (FALSE);
  g_autoptr (KpResolver) resolver = make_resolver (server);
  g_auto (Outcome) outcome = { 0 };

  kp_resolver_lookup_async (resolver, "large.test", KP_RECORD_TXT, KP_LOOKUP_NONE, NULL,
                            on_reply, &outcome);
  wait_for (&outcome);
  g_assert_no_error (outcome.error);
  g_assert_cmpuint (outcome.reply->answers->len, >, 300);
}

/* NXDOMAIN is an answer, and its SOA says for how long. */
static void
test_nothing (void)
{
  g_autoptr (NameServer) server = name_server_new (FALSE);
  g_autoptr (KpResolver) resolver = make_resolver (server);
  g_auto (Outcome) outcome = { 0 };
  const KpRecord *soa = NULL;

  ask (resolver, "nothing.test", &outcome);
  g_assert_no_error (outcome.error);
  g_assert_cmpuint (outcome.reply->rcode, ==, 3);
  g_assert_cmpuint (outcome.reply->negative_ttl, ==, 600);
  g_assert_cmpuint (outcome.reply->authority->len, ==, 1);
  soa = g_ptr_array_index (outcome.reply->authority, 0);
  g_assert_cmpstr (soa->owner, ==, "test");
}

static const struct
{
  const char *name;
  guint rcode;
} refusals[] = { { "servfail.test", 2 }, { "notimp.test", 4 }, { "refused.test", 5 } };

/* What one server can't do another may; if none can, that is the answer. */
static void
test_refusals (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autoptr (NameServer) server = name_server_new (FALSE);
      g_autoptr (NameServer) better = name_server_new (TRUE);
      g_autoptr (KpResolver) one = make_resolver (server);
      g_autoptr (KpResolver) two = kp_system_resolver_new_for (
          make_servers (name_server_get_address (server), name_server_get_address (better)),
          TIMEOUT);
      g_auto (Outcome) alone = { 0 };
      g_auto (Outcome) both = { 0 };
      gint64 start = g_get_monotonic_time ();

      ask (one, refusals[i].name, &alone);
      g_assert_no_error (alone.error);
      g_assert_cmpuint (alone.reply->rcode, ==, refusals[i].rcode);
      ask (two, refusals[i].name, &both);
      assert_address (&both);
      g_assert_cmpint (g_get_monotonic_time () - start, <,
                       patience () * TIMEOUT * G_USEC_PER_SEC / 2);
    }
}

static void
test_first_is_dead (void)
{
  g_autoptr (NameServer) server = name_server_new (FALSE);
  g_autoptr (GSocketAddress) closed = name_server_make_closed ();
  g_autoptr (KpResolver) resolver = kp_system_resolver_new_for (
      make_servers (closed, name_server_get_address (server)), TIMEOUT);
  g_auto (Outcome) outcome = { 0 };

  ask (resolver, "www.test", &outcome);
  assert_address (&outcome);
}

/* The slow one is not given up when the other is asked as well. */
static void
test_first_is_silent (void)
{
  g_autoptr (NameServer) server = name_server_new (FALSE);
  g_autoptr (GSocket) deaf = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM,
                                           G_SOCKET_PROTOCOL_DEFAULT, NULL);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) silent = NULL;
  g_autoptr (KpResolver) resolver = NULL;
  g_auto (Outcome) outcome = { 0 };

  g_assert_true (g_socket_bind (deaf, any, FALSE, NULL));
  silent = g_socket_get_local_address (deaf, NULL);
  resolver = kp_system_resolver_new_for (
      make_servers (silent, name_server_get_address (server)), TIMEOUT);
  ask (resolver, "www.test", &outcome);
  assert_address (&outcome);
}

static const struct
{
  const char *name;
  KpDnsError code;
} bad[] = {
  { "silent.test", KP_DNS_ERROR_TIMED_OUT }, { "hang.test", KP_DNS_ERROR_TIMED_OUT },
  { "drip.test", KP_DNS_ERROR_TIMED_OUT },   { "short.test", KP_DNS_ERROR_TRUNCATED },
  { "broken.test", KP_DNS_ERROR_TRUNCATED }, { "other.test", KP_DNS_ERROR_MISMATCH },
  { "two..dots.test", KP_DNS_ERROR_NAME },
};

static void
test_bad (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (NameServer) server = name_server_new (FALSE);
      g_autoptr (KpResolver) resolver = make_resolver (server);
      g_auto (Outcome) outcome = { 0 };
      gint64 start = g_get_monotonic_time ();

      g_test_message ("%s", bad[i].name);
      ask (resolver, bad[i].name, &outcome);
      g_assert_error (outcome.error, KP_DNS_ERROR, (int) bad[i].code);
      assert_kept (kp_dns_error_keep (outcome.error), outcome.error->message);
      /* Whatever the server does, the time-out is one for all of it. */
      g_assert_cmpint (g_get_monotonic_time () - start, <,
                       patience () * 2 * TIMEOUT * G_USEC_PER_SEC);
    }
}

/* Id, flags and options of the question as resolv.conf wants them. */
static void
test_question (void)
{
  g_autoptr (NameServer) server = name_server_new (FALSE);
  KpStubServers *servers = make_servers (name_server_get_address (server), NULL);
  g_autoptr (KpResolver) plain = make_resolver (server);
  g_autoptr (KpResolver) other = NULL;
  g_auto (Outcome) outcome = { 0 };
  g_autoptr (GBytes) first = NULL;
  g_autoptr (GBytes) second = NULL;
  const guint8 *octets = NULL;
  gsize size = 0;

  ask (plain, "www.test", &outcome);
  g_assert_false (outcome.reply->authenticated);
  outcome_clear (&outcome);
  first = name_server_get_last (server);
  octets = g_bytes_get_data (first, &size);
  g_assert_cmpuint (size, ==, 12 + 10 + 4);
  g_assert_cmpuint (octets[2], ==, 0x01);
  g_assert_cmpuint (octets[3], ==, 0x00);
  g_assert_cmpuint (octets[11], ==, 0);

  servers->edns = servers->trust_ad = TRUE;
  other = kp_system_resolver_new_for (servers, TIMEOUT);
  kp_resolver_lookup_async (other, "www.test", KP_RECORD_A, KP_LOOKUP_CHECKING_DISABLED,
                            NULL, on_reply, &outcome);
  wait_for (&outcome);
  assert_address (&outcome);
  g_assert_true (outcome.reply->authenticated);
  second = name_server_get_last (server);
  octets = g_bytes_get_data (second, &size);
  g_assert_cmpuint (size, ==, 12 + 10 + 4 + 11);
  g_assert_cmpuint (octets[3], ==, 0x30);
  g_assert_cmpuint (octets[11], ==, 1);
  g_assert_cmpmem (octets + 26, 11, "\0\0\x29\x04\xd0\0\0\0\0\0\0", 11);
  g_assert_true (memcmp (octets, g_bytes_get_data (first, NULL), 2) != 0);
}

static void
test_only_tcp (void)
{
  g_autoptr (NameServer) server = name_server_new (FALSE);
  KpStubServers *servers = make_servers (name_server_get_address (server), NULL);
  g_autoptr (KpResolver) resolver = NULL;
  g_auto (Outcome) outcome = { 0 };

  servers->only_tcp = TRUE;
  resolver = kp_system_resolver_new_for (servers, TIMEOUT);
  ask (resolver, "www.test", &outcome);
  assert_address (&outcome);
  g_assert_cmpuint (name_server_count_udp (server), ==, 0);
  g_assert_cmpuint (name_server_count_tcp (server), ==, 1);
}

static void
test_no_servers (void)
{
  g_autoptr (KpResolver) resolver =
      kp_system_resolver_new_for (make_servers (NULL, NULL), TIMEOUT);
  g_auto (Outcome) outcome = { 0 };

  ask (resolver, "www.test", &outcome);
  g_assert_error (outcome.error, KP_DNS_ERROR, KP_DNS_ERROR_UNREACHABLE);
}

/* Cancelling ends both what is being asked and what waits for a thread, at once. */
static void
test_cancelled (void)
{
  g_autoptr (NameServer) server = name_server_new (FALSE);
  g_autoptr (KpResolver) resolver = kp_system_resolver_new_for (
      make_servers (name_server_get_address (server), NULL), 30);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Outcome outcomes[20] = { 0 };
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
    kp_resolver_lookup_async (resolver, "silent.test", KP_RECORD_A, KP_LOOKUP_NONE,
                              cancellable, on_reply, &outcomes[i]);
  while (name_server_count_udp (server) == 0)
    g_main_context_iteration (NULL, FALSE);
  g_cancellable_cancel (cancellable);
  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
    {
      wait_for (&outcomes[i]);
      g_assert_error (outcomes[i].error, KP_DNS_ERROR, KP_DNS_ERROR_CANCELLED);
      outcome_clear (&outcomes[i]);
    }
  g_assert_cmpint (g_get_monotonic_time () - start, <, patience () * 5 * G_USEC_PER_SEC);
  /* It is none the worse for it. */
  ask (resolver, "www.test", &outcomes[0]);
  assert_address (&outcomes[0]);
  outcome_clear (&outcomes[0]);
  kp_resolver_lookup_async (resolver, "www.test", KP_RECORD_A, KP_LOOKUP_NONE, cancellable,
                            on_reply, &outcomes[0]);
  wait_for (&outcomes[0]);
  g_assert_error (outcomes[0].error, KP_DNS_ERROR, KP_DNS_ERROR_CANCELLED);
  outcome_clear (&outcomes[0]);
}

/* More than there are threads. */
static void
test_many (void)
{
  g_autoptr (NameServer) server = name_server_new (FALSE);
  g_autoptr (KpResolver) resolver = make_resolver (server);
  Outcome outcomes[200] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
    kp_resolver_lookup_async (resolver, "www.test", KP_RECORD_A, KP_LOOKUP_NONE, NULL,
                              on_reply, &outcomes[i]);
  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
    {
      wait_for (&outcomes[i]);
      assert_address (&outcomes[i]);
      outcome_clear (&outcomes[i]);
    }
}

/* A machine whose name servers are dead costs one time-out, not one for each question; and
 * is tried again. */
static void
test_rests (void)
{
  g_autoptr (NameServer) server = name_server_new (FALSE);
  g_autoptr (KpResolver) resolver = make_resolver (server);
  Outcome outcomes[100] = { 0 };
  g_auto (Outcome) after = { 0 };
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
    kp_resolver_lookup_async (resolver, "silent.test", KP_RECORD_A, KP_LOOKUP_NONE, NULL,
                              on_reply, &outcomes[i]);
  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
    {
      wait_for (&outcomes[i]);
      g_assert_error (outcomes[i].error, KP_DNS_ERROR, KP_DNS_ERROR_TIMED_OUT);
      outcome_clear (&outcomes[i]);
    }
  g_assert_cmpint (g_get_monotonic_time () - start, <,
                   patience () * 3 * TIMEOUT * G_USEC_PER_SEC);
  ask (resolver, "www.test", &after);
  g_assert_error (after.error, KP_DNS_ERROR, KP_DNS_ERROR_TIMED_OUT);
  outcome_clear (&after);
  g_usleep (5 * G_USEC_PER_SEC / 4);
  ask (resolver, "www.test", &after);
  assert_address (&after);
}

static void
test_unreachable (void)
{
  g_autoptr (GSocketAddress) closed = name_server_make_closed ();
  g_autoptr (KpResolver) resolver =
      kp_system_resolver_new_for (make_servers (closed, NULL), 10);
  g_auto (Outcome) outcome = { 0 };
  gint64 start = g_get_monotonic_time ();

  ask (resolver, "www.test", &outcome);
  g_assert_error (outcome.error, KP_DNS_ERROR, KP_DNS_ERROR_UNREACHABLE);
  g_assert_cmpint (g_get_monotonic_time () - start, <, patience () * 2 * G_USEC_PER_SEC);
}

/* Where the program runs on in another network. */
static void
move_to (NameServer *server)
{
  GInetSocketAddress *address = G_INET_SOCKET_ADDRESS (name_server_get_address (server));
  g_autofree char *text =
      g_strdup_printf ("127.0.0.1:%u", (guint) g_inet_socket_address_get_port (address));

  g_setenv (KP_STUB_ENVIRONMENT, text, TRUE);
}

static void
test_moved (void)
{
  NameServer *first = name_server_new (FALSE);
  g_autoptr (NameServer) second = name_server_new (FALSE);
  g_autoptr (KpResolver) resolver = kp_system_resolver_new (TIMEOUT);
  g_auto (Outcome) before = { 0 };
  gboolean heard = FALSE;

  move_to (first);
  ask (resolver, "www.test", &before);
  assert_address (&before);
  name_server_free (first);
  move_to (second);
  /* It rests between those that nobody hears. */
  for (guint i = 0; i < 600 && !heard; i++)
    {
      g_auto (Outcome) after = { 0 };

      ask (resolver, "www.test", &after);
      heard = after.reply != NULL;
      if (!heard)
        g_usleep (G_USEC_PER_SEC / 20);
    }
  g_assert_true (heard);
  g_unsetenv (KP_STUB_ENVIRONMENT);
}

static void
test_says_what_it_is (void)
{
  g_autoptr (KpResolver) resolver = kp_system_resolver_new (TIMEOUT);
  g_autoptr (KpStubServers) servers = NULL;

  g_unsetenv (KP_STUB_ENVIRONMENT);
  servers = kp_stub_servers_new_system ();
  g_assert_cmpstr (kp_resolver_get_url (resolver), ==, "system");
  g_assert_cmpstr (kp_resolver_get_name (resolver), ==, "This system");
  g_assert_cmpint (kp_resolver_get_source (resolver), ==, KP_RESOLVER_SOURCE_SYSTEM);
  g_assert_cmpuint (servers->addresses->len, <=, 3);
  for (guint i = 0; i < servers->addresses->len; i++)
    g_assert_cmpuint (
        g_inet_socket_address_get_port (g_ptr_array_index (servers->addresses, i)), ==, 53);
}

static const struct
{
  const char *text;
  const char *addresses;
} environments[] = {
  { "", "" },
  { "  ", "" },
  { "127.0.0.1", "127.0.0.1:53" },
  { "127.0.0.1:5353 [::1]:54\t192.0.2.1 192.0.2.2",
    "127.0.0.1:5353 [::1]:54 192.0.2.1:53" },
  { "localhost dns.example:53 127.0.0.1:x :53 192.0.2.1", "192.0.2.1:53" },
};

static void
test_environment (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (environments); i++)
    {
      g_autoptr (KpStubServers) servers = NULL;
      g_autoptr (GString) text = g_string_new (NULL);

      g_setenv (KP_STUB_ENVIRONMENT, environments[i].text, TRUE);
      servers = kp_stub_servers_new_system ();
      for (guint j = 0; j < servers->addresses->len; j++)
        {
          g_autofree char *address =
              g_socket_connectable_to_string (g_ptr_array_index (servers->addresses, j));

          g_string_append_printf (text, "%s%s", j > 0 ? " " : "", address);
        }
      g_assert_cmpstr (text->str, ==, environments[i].addresses);
    }
  g_unsetenv (KP_STUB_ENVIRONMENT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/system-resolver/good", test_good);
  g_test_add_func ("/system-resolver/large", test_large);
  g_test_add_func ("/system-resolver/nothing", test_nothing);
  g_test_add_func ("/system-resolver/refusals", test_refusals);
  g_test_add_func ("/system-resolver/first-is-dead", test_first_is_dead);
  g_test_add_func ("/system-resolver/first-is-silent", test_first_is_silent);
  g_test_add_func ("/system-resolver/bad", test_bad);
  g_test_add_func ("/system-resolver/question", test_question);
  g_test_add_func ("/system-resolver/only-tcp", test_only_tcp);
  g_test_add_func ("/system-resolver/no-servers", test_no_servers);
  g_test_add_func ("/system-resolver/cancelled", test_cancelled);
  g_test_add_func ("/system-resolver/many", test_many);
  g_test_add_func ("/system-resolver/rests", test_rests);
  g_test_add_func ("/system-resolver/unreachable", test_unreachable);
  g_test_add_func ("/system-resolver/moved", test_moved);
  g_test_add_func ("/system-resolver/environment", test_environment);
  g_test_add_func ("/system-resolver/says-what-it-is", test_says_what_it_is);
  return g_test_run ();
}
