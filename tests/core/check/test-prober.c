/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/check/probe-text.h"
#include "core/check/prober.h"

#include <gnutls/abstract.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#include "certificate/mint.h"
#include "patience.h"
#include "tls-server.h"
#include "waiting.h"

#define NOW 1795335000
/* Seconds nobody waits for: long enough for a machine that is busy, or under valgrind. */
#define PATIENCE 30
#define HOST "cp.example.com"

typedef struct
{
  Mint *root;
  Mint *intermediate;
  Mint *leaf;
  GPtrArray *chain;
  KpTrust *trust;
  KpClock *clock;
} World;

static World *
world_new (void)
{
  World *world = g_new0 (World, 1);
  g_autofree char *pem = NULL;

  world->root = mint_ca ("Test Root", NULL);
  world->intermediate = mint_ca ("Test Intermediate", world->root);
  world->leaf = mint_leaf (HOST, world->intermediate);
  world->chain = mint_chain (world->leaf, world->intermediate, NULL);
  pem = mint_to_pem (world->root);
  world->trust = kp_trust_new (pem, FALSE, NULL);
  world->clock = kp_fixed_clock_new (NOW);
  return world;
}

static void
world_free (World *world)
{
  mint_free (world->root);
  mint_free (world->intermediate);
  mint_free (world->leaf);
  g_ptr_array_unref (world->chain);
  g_object_unref (world->trust);
  g_object_unref (world->clock);
  g_free (world);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

static KpProber *
prober_new (World *world, guint timeout, guint16 plain_port)
{
  g_autoptr (GProxyResolver) direct = g_simple_proxy_resolver_new (NULL, NULL);
  KpProber *prober = kp_prober_new (world->trust, world->clock, timeout, plain_port);

  kp_prober_set_proxy_resolver (prober, direct);
  return prober;
}

static KpProbe *
probe_address (KpProber *prober, const char *address, guint16 port)
{
  g_autofree char *words = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KpProbe *probe;

  kp_prober_probe_async (prober, address, port, HOST, NULL, take_result, &result);
  wait_for_result (&result);
  probe = kp_prober_probe_finish (prober, result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (probe->probed_at, ==, NOW);
  /* Words where nothing was served, none where all is well; never kept as words. */
  words = kp_probe_describe_reason (probe);
  g_assert_cmpint (probe->outcome == KP_PROBE_SERVED, ==, words == NULL);
  g_assert_null (probe->error);
  if (words != NULL)
    g_test_message ("%s", words);
  return probe;
}

static KpProbe *
probe_server (World *world, TlsServer *server)
{
  g_autoptr (KpProber) prober = prober_new (world, PATIENCE, 0);

  return probe_address (prober, "127.0.0.1", tls_server_get_port (server));
}

static void
test_served (void)
{
  g_autoptr (World) world = world_new ();
  const struct
  {
    const char *priority;
    const char *protocol;
  } rows[] = {
    { "NORMAL", "TLS1.3" },
    { "NORMAL:-VERS-ALL:+VERS-TLS1.2", "TLS1.2" },
    { "NORMAL:-GROUP-ALL:+GROUP-SECP384R1", "TLS1.3" },
    { "NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+DHE-RSA:+ECDHE-ECDSA", "TLS1.2" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (TlsServer) server =
          tls_server_new (TLS_SERVER_GOOD, rows[i].priority, world->chain, world->leaf);
      g_autoptr (KpProbe) probe = probe_server (world, server);

      g_assert_cmpint (probe->outcome, ==, KP_PROBE_SERVED);
      g_assert_cmpstr (probe->protocol, ==, rows[i].protocol);
      g_assert_cmpint (probe->trust, ==, KP_PROBE_TRUST_EXTRA);
      g_assert_cmpstr (probe->root_name, ==, "Test Root");
      g_assert_cmpstr (probe->certificate->names[0], ==, HOST);
      g_assert_cmpuint (probe->chain->len, ==, 2);
      g_assert_true (g_bytes_equal (probe->chain->pdata[0], world->leaf->der));
      g_assert_cmpuint (g_strv_length (probe->chain_sha256), ==, 2);
      g_assert_cmpint (probe->plain_http, ==, KP_PLAIN_HTTP_NOT_ASKED);
      g_assert_cmpstr (probe->address, ==, "127.0.0.1");
    }
}

/* What is bad about a certificate is seen, not refused. */
static void
test_bad_certificates (void)
{
  const char *other[] = { "other.example.com", NULL };
  const char *own[] = { HOST, NULL };
  MintSpec expired = { .names = own, .not_before = NOW - 200, .not_after = NOW - 100 };
  MintSpec wrong_name = { .names = other };
  MintSpec rsa = { .names = own, .key = MINT_RSA_2048 };
  MintSpec small = { .names = own, .key = MINT_RSA_1024 };
  MintSpec sha1 = { .names = own, .digest = GNUTLS_DIG_SHA1 };
  MintSpec large = { .names = own, .filler = 40000 };
  MintSpec nobody = { .names = own };
  g_autoptr (World) world = world_new ();
  g_autoptr (Mint) stranger = mint_ca ("Stranger", NULL);
  Mint *in = world->intermediate;
  const struct
  {
    MintSpec *spec;
    Mint *issuer;
    Mint *above[3];
    KpProbeTrust trust;
    gboolean weak;
  } rows[] = {
    { &expired, in, { in }, KP_PROBE_TRUST_EXTRA, FALSE },
    { &wrong_name, in, { in }, KP_PROBE_TRUST_EXTRA, FALSE },
    { &rsa, in, { in }, KP_PROBE_TRUST_EXTRA, FALSE },
    { &small, in, { in }, KP_PROBE_TRUST_EXTRA, TRUE },
    { &sha1, in, { in }, KP_PROBE_TRUST_EXTRA, TRUE },
    { &large, in, { in }, KP_PROBE_TRUST_EXTRA, FALSE },
    /* The intermediate is known from those above. */
    { &nobody, in, { NULL }, KP_PROBE_TRUST_INCOMPLETE, FALSE },
    { &nobody, in, { stranger, in }, KP_PROBE_TRUST_EXTRA, FALSE },
    { &nobody, in, { in, world->root }, KP_PROBE_TRUST_EXTRA, FALSE },
    { &nobody, in, { world->root, in }, KP_PROBE_TRUST_EXTRA, FALSE },
    { &nobody, stranger, { stranger }, KP_PROBE_TRUST_NONE, FALSE },
    { &nobody, NULL, { NULL }, KP_PROBE_TRUST_NONE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Mint) leaf = mint_new (rows[i].spec, rows[i].issuer);
      g_autoptr (GPtrArray) chain =
          mint_chain (leaf, rows[i].above[0], rows[i].above[1], NULL);
      g_autoptr (TlsServer) server = tls_server_new (TLS_SERVER_GOOD, NULL, chain, leaf);
      g_autoptr (KpProbe) probe = probe_server (world, server);

      g_test_message ("row %u", i);
      g_assert_cmpint (probe->outcome, ==, KP_PROBE_SERVED);
      g_assert_cmpint (probe->trust, ==, rows[i].trust);
      g_assert_cmpint (probe->weak, ==, rows[i].weak);
      g_assert_cmpuint (probe->chain->len, ==, chain->len);
      g_assert_cmpint (probe->certificate->self_issued, ==, rows[i].issuer == NULL);
      g_assert_cmpstr (probe->certificate->names[0], ==, rows[i].spec->names[0]);
      if (rows[i].spec == &expired)
        g_assert_cmpint (probe->certificate->not_after, ==, NOW - 100);
    }
}

static void
test_endings (void)
{
  g_autoptr (World) world = world_new ();
  static const struct
  {
    TlsServerManner manner;
    guint timeout;
    KpProbeOutcome outcome;
  } rows[] = {
    { TLS_SERVER_SILENT, 1, KP_PROBE_TIMED_OUT },
    { TLS_SERVER_DRIPS, 1, KP_PROBE_TIMED_OUT },
    { TLS_SERVER_RESETS, PATIENCE, KP_PROBE_REFUSED },
    { TLS_SERVER_CLOSES, PATIENCE, KP_PROBE_REFUSED },
    { TLS_SERVER_BREAKS, PATIENCE, KP_PROBE_REFUSED },
    { TLS_SERVER_HTTP, PATIENCE, KP_PROBE_NOT_TLS },
    { TLS_SERVER_GARBAGE, PATIENCE, KP_PROBE_NOT_TLS },
    { TLS_SERVER_ALERT, PATIENCE, KP_PROBE_ALERT },
    { TLS_SERVER_SLOW, PATIENCE, KP_PROBE_SERVED },
    { TLS_SERVER_WANTS_OURS, PATIENCE, KP_PROBE_SERVED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (TlsServer) server =
          tls_server_new (rows[i].manner, NULL, world->chain, world->leaf);
      g_autoptr (KpProber) prober = prober_new (world, rows[i].timeout, 0);
      g_autoptr (KpProbe) probe =
          probe_address (prober, "127.0.0.1", tls_server_get_port (server));

      g_test_message ("manner %d", rows[i].manner);
      g_assert_cmpint (probe->outcome, ==, rows[i].outcome);
      if (probe->outcome == KP_PROBE_SERVED)
        {
          g_assert_cmpint (probe->trust, ==, KP_PROBE_TRUST_EXTRA);
          continue;
        }
      g_assert_null (probe->certificate);
      g_assert_cmpuint (probe->chain->len, ==, 0);
      g_assert_cmpuint (tls_server_get_count (server), ==, 1);
    }
}

/* One that wants a client's certificate ends a TLS 1.2 handshake before it is through. */
static void
test_wants_ours (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (TlsServer) server = tls_server_new (
      TLS_SERVER_WANTS_OURS, "NORMAL:-VERS-ALL:+VERS-TLS1.2", world->chain, world->leaf);
  g_autoptr (KpProbe) probe = probe_server (world, server);

  g_assert_cmpint (probe->outcome, ==, KP_PROBE_SERVED);
  g_assert_cmpint (probe->trust, ==, KP_PROBE_TRUST_EXTRA);
}

static void
test_old_protocol (void)
{
  g_autoptr (World) world = world_new ();
  const char *names[] = { HOST, NULL };
  MintSpec spec = { .names = names, .key = MINT_RSA_2048 };
  g_autoptr (Mint) leaf = mint_new (&spec, world->intermediate);
  g_autoptr (GPtrArray) chain = mint_chain (leaf, world->intermediate, NULL);
  g_autoptr (TlsServer) old =
      tls_server_new (TLS_SERVER_GOOD, "NORMAL:-VERS-ALL:+VERS-TLS1.0", chain, leaf);
  g_autoptr (TlsServer) nothing_shared = tls_server_new (
      TLS_SERVER_GOOD, "NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+DHE-PSK", chain, leaf);
  g_autoptr (KpProbe) probe = probe_server (world, old);
  g_autoptr (KpProbe) alert = probe_server (world, nothing_shared);

  g_assert_cmpint (probe->outcome, ==, KP_PROBE_OLD_PROTOCOL);
  g_assert_cmpstr (probe->protocol, ==, "TLS1.0");
  g_assert_cmpint (probe->trust, ==, KP_PROBE_TRUST_EXTRA);
  g_assert_cmpstr (probe->certificate->names[0], ==, HOST);
  g_assert_cmpuint (tls_server_get_count (old), ==, 2);
  g_assert_cmpint (alert->outcome, ==, KP_PROBE_ALERT);
  g_assert_null (alert->certificate);
}

static void
test_long_chain (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GPtrArray) chain = mint_chain (world->leaf, world->intermediate, NULL);
  g_autoptr (Mint) stranger = mint_ca ("Stranger", NULL);
  g_autoptr (TlsServer) server = NULL;
  g_autoptr (KpProbe) probe = NULL;

  while (chain->len < 20)
    g_ptr_array_add (chain, g_bytes_ref (stranger->der));
  server = tls_server_new (TLS_SERVER_GOOD, NULL, chain, world->leaf);
  probe = probe_server (world, server);
  g_assert_cmpint (probe->outcome, ==, KP_PROBE_SERVED);
  g_assert_cmpint (probe->trust, ==, KP_PROBE_TRUST_EXTRA);
  g_assert_cmpuint (probe->chain->len, ==, KP_TRUST_CHAIN_MAX);
}

/* More than anybody needs to read. */
static void
test_huge_chain (void)
{
  g_autoptr (World) world = world_new ();
  MintSpec spec = { .common_name = "Large", .ca = TRUE, .filler = 60000 };
  g_autoptr (Mint) large = mint_new (&spec, NULL);
  g_autoptr (GPtrArray) chain = mint_chain (world->leaf, large, large, NULL);
  g_autoptr (TlsServer) server = tls_server_new (TLS_SERVER_GOOD, NULL, chain, world->leaf);
  g_autoptr (KpProbe) probe = probe_server (world, server);

  g_assert_cmpint (probe->outcome, ==, KP_PROBE_FAILED);
  g_assert_null (probe->certificate);
}

/* A modulus of 400,000 bits: refused before the server's proof is checked with it. */
static void
test_huge_key (void)
{
  g_autoptr (World) world = world_new ();
  g_autofree guint8 *octets = g_malloc (50000);
  gnutls_datum_t modulus = { octets, 50000 };
  gnutls_datum_t exponent = { (guint8 *) "\x01\x00\x01", 3 };
  MintSpec spec = { .common_name = "large", .key = MINT_RSA_2048 };
  static const char *const priorities[] = { "NORMAL", "NORMAL:-VERS-ALL:+VERS-TLS1.2" };
  g_autoptr (Mint) mint = mint_new (&spec, NULL);
  g_autoptr (GPtrArray) chain = NULL;
  gnutls_pubkey_t key;
  gnutls_datum_t out;

  memset (octets, 0xff, 50000);
  g_assert_cmpint (gnutls_pubkey_init (&key), ==, 0);
  g_assert_cmpint (gnutls_pubkey_import_rsa_raw (key, &modulus, &exponent), ==, 0);
  g_assert_cmpint (gnutls_x509_crt_set_pubkey (mint->crt, key), ==, 0);
  g_assert_cmpint (
      gnutls_x509_crt_sign2 (mint->crt, mint->crt, mint->privkey, GNUTLS_DIG_SHA256, 0), ==,
      0);
  g_assert_cmpint (gnutls_x509_crt_export2 (mint->crt, GNUTLS_X509_FMT_DER, &out), ==, 0);
  g_bytes_unref (mint->der);
  mint->der = g_bytes_new (out.data, out.size);
  gnutls_free (out.data);
  gnutls_pubkey_deinit (key);
  chain = mint_chain (mint, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (priorities); i++)
    {
      g_autoptr (TlsServer) server =
          tls_server_new (TLS_SERVER_GOOD, priorities[i], chain, mint);
      g_autoptr (KpProbe) probe = NULL;

      g_test_timer_start ();
      probe = probe_server (world, server);
      g_assert_cmpfloat (g_test_timer_elapsed (), <, PATIENCE / 2.0);
      g_assert_cmpint (probe->outcome, ==, KP_PROBE_NOT_TLS);
    }
}

static void
test_addresses (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (TlsServer) server =
      tls_server_new (TLS_SERVER_GOOD, NULL, world->chain, world->leaf);
  g_autoptr (KpProber) prober = prober_new (world, PATIENCE, 0);
  guint16 port = tls_server_get_port (server);
  g_autoptr (KpProbe) refused = probe_address (prober, "127.77.77.77", port);
  g_autoptr (KpProbe) nonsense = probe_address (prober, "nowhere", port);
  /* TCP has no broadcast: the kernel finds no route, and sends nothing. */
  g_autoptr (KpProbe) no_route = probe_address (prober, "255.255.255.255", port);
  /* Nobody listens there; a machine may have no IPv6 at all. */
  g_autoptr (KpProbe) six = probe_address (prober, "0:0:0::0:1", port);

  g_assert_cmpint (refused->outcome, ==, KP_PROBE_REFUSED);
  g_assert_cmpint (nonsense->outcome, ==, KP_PROBE_FAILED);
  g_assert_cmpint (no_route->outcome, ==, KP_PROBE_UNREACHABLE);
  g_assert_cmpint (no_route->plain_http, ==, KP_PLAIN_HTTP_NOT_ASKED);
  g_assert_cmpstr (six->address, ==, "::1");
  g_assert_true (six->outcome == KP_PROBE_UNREACHABLE || six->outcome == KP_PROBE_REFUSED);
}

static void
test_plain (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (TlsServer) server =
      tls_server_new (TLS_SERVER_GOOD, NULL, world->chain, world->leaf);
  static const struct
  {
    const char *answer;
    KpPlainHttp result;
  } rows[] = {
    { "HTTP/1.1 301 Moved\r\nLocation: https://cp.example.com/\r\n\r\n",
      KP_PLAIN_HTTP_REDIRECTS },
    { "HTTP/1.1 200 OK\r\n\r\n<html>", KP_PLAIN_HTTP_PLAIN },
    { "", KP_PLAIN_HTTP_CLOSED },
    /* No answer at all: three seconds, not the whole time-out. */
    { NULL, KP_PLAIN_HTTP_CLOSED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (TlsServer) plain = http_server_new (rows[i].answer);
      gint64 begin = g_get_monotonic_time ();
      g_autoptr (KpProber) prober =
          prober_new (world, PATIENCE, tls_server_get_port (plain));
      g_autoptr (KpProbe) probe =
          probe_address (prober, "127.0.0.1", tls_server_get_port (server));
      g_autofree char *request = tls_server_take_request (plain);
      g_autofree char *expected = g_strdup_printf (
          "GET / HTTP/1.1\r\nHost: " HOST ":%u\r\n", tls_server_get_port (plain));

      g_assert_cmpint (probe->outcome, ==, KP_PROBE_SERVED);
      g_assert_cmpint (probe->plain_http, ==, rows[i].result);
      g_assert_true (g_str_has_prefix (request, expected));
      g_assert_cmpint (g_get_monotonic_time () - begin, <, PATIENCE / 2 * G_USEC_PER_SEC);
    }
}

/* Nobody listens on the plain port, whatever the TLS port does. */
static void
test_plain_refused (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (TlsServer) gone = http_server_new ("");
  guint16 port = tls_server_get_port (gone);
  g_autoptr (KpProber) prober = prober_new (world, PATIENCE, port);
  g_autoptr (KpProbe) probe = NULL;

  g_clear_pointer (&gone, tls_server_free);
  probe = probe_address (prober, "127.0.0.1", port);
  g_assert_cmpint (probe->outcome, ==, KP_PROBE_REFUSED);
  g_assert_cmpint (probe->plain_http, ==, KP_PLAIN_HTTP_CLOSED);
}

typedef struct
{
  KpProber *prober;
  guint pending;
  guint served;
  guint timed_out;
  guint cancelled;
  gint64 last_served;
} Crowd;

static void
crowd_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Crowd *crowd = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpProbe) probe = kp_prober_probe_finish (crowd->prober, result, &error);

  crowd->pending--;
  if (probe == NULL)
    {
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      crowd->cancelled++;
    }
  else if (probe->outcome == KP_PROBE_SERVED)
    {
      crowd->served++;
      crowd->last_served = g_get_monotonic_time ();
    }
  else if (probe->outcome == KP_PROBE_TIMED_OUT)
    crowd->timed_out++;
  else
    g_test_message ("%d: %s", probe->outcome, kp_probe_reason_to_string (probe->reason));
}

static void
crowd_probe (Crowd *crowd, TlsServer *server, guint times, GCancellable *cancellable)
{
  for (guint i = 0; i < times; i++)
    {
      crowd->pending++;
      kp_prober_probe_async (crowd->prober, "127.0.0.1", tls_server_get_port (server), HOST,
                             cancellable, crowd_cb, crowd);
    }
}

static void
crowd_wait (Crowd *crowd)
{
  while (crowd->pending > 0)
    g_main_context_iteration (NULL, TRUE);
}

/* Those that hang are asked first, and delay nobody; together they cost one time-out. */
static void
test_crowd (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (TlsServer) silent = tls_server_new (TLS_SERVER_SILENT, NULL, NULL, NULL);
  g_autoptr (TlsServer) dripping = tls_server_new (TLS_SERVER_DRIPS, NULL, NULL, NULL);
  g_autoptr (TlsServer) good =
      tls_server_new (TLS_SERVER_GOOD, NULL, world->chain, world->leaf);
  /* Under valgrind a handshake takes fifty times as long. */
  g_autoptr (KpProber) prober = prober_new (world, patience () > 1 ? 15 : 4, 0);
  gint64 begin = g_get_monotonic_time ();
  Crowd crowd = { NULL };
  gboolean slow = patience () > 1;

  crowd.prober = prober;
  crowd_probe (&crowd, silent, 60, NULL);
  crowd_probe (&crowd, dripping, 40, NULL);
  crowd_probe (&crowd, good, slow ? 4 : 100, NULL);
  crowd_wait (&crowd);
  g_test_message ("all good ones after %.2f s, all after %.2f s",
                  (double) (crowd.last_served - begin) / G_USEC_PER_SEC,
                  (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC);
  g_assert_cmpuint (crowd.served, ==, slow ? 4 : 100);
  g_assert_cmpuint (crowd.timed_out, ==, 100);
  g_assert_cmpint (crowd.last_served - begin, <, (slow ? 14 : 3) * G_USEC_PER_SEC);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, (slow ? 25 : 7) * G_USEC_PER_SEC);
}

/* Those that hang are asked last, behind many of a server that answers: their time-out
 * begins all the same while the others go on. */
static void
test_silent_begin_early (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (TlsServer) silent = tls_server_new (TLS_SERVER_SILENT, NULL, NULL, NULL);
  g_autoptr (TlsServer) good =
      tls_server_new (TLS_SERVER_GOOD, NULL, world->chain, world->leaf);
  g_autoptr (KpProber) prober = prober_new (world, PATIENCE, 0);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Crowd crowd = { .prober = prober };

  crowd_probe (&crowd, good, 1, NULL);
  crowd_wait (&crowd);
  crowd_probe (&crowd, good, 4 * KP_PROBER_BUSY_MAX, cancellable);
  crowd_probe (&crowd, silent, 5, cancellable);
  while (tls_server_get_count (silent) < 5)
    g_main_context_iteration (NULL, TRUE);
  g_test_message ("%u served when all silent ones had begun", crowd.served);
  g_assert_cmpuint (crowd.served, <=, 2 * KP_PROBER_BUSY_MAX);
  g_cancellable_cancel (cancellable);
  crowd_wait (&crowd);
}

/* Some under way, most of them waiting for their turn, one that was never wanted. */
static void
test_cancel (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (TlsServer) silent = tls_server_new (TLS_SERVER_SILENT, NULL, NULL, NULL);
  g_autoptr (KpProber) prober = prober_new (world, 30, tls_server_get_port (silent));
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GCancellable) before = g_cancellable_new ();
  Crowd crowd = { .prober = prober };
  gint64 begin;

  g_cancellable_cancel (before);
  crowd_probe (&crowd, silent, 1, before);
  crowd_probe (&crowd, silent, 100, cancellable);
  while (tls_server_get_count (silent) == 0)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
  begin = g_get_monotonic_time ();
  g_cancellable_cancel (cancellable);
  crowd_wait (&crowd);
  g_assert_cmpuint (crowd.cancelled, ==, 101);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 5 * G_USEC_PER_SEC);
}

/* A proxy of the smallest kind, for one connection. */
typedef struct
{
  GSocketListener *listener;
  gboolean connects;
  char *target; /* what it was asked for */
} Proxy;

static void
pass_on (int from, int to)
{
  char buffer[4096];
  ssize_t n = recv (from, buffer, sizeof buffer, 0);

  if (n > 0)
    (void) !send (to, buffer, (gsize) n, MSG_NOSIGNAL);
  else
    shutdown (to, SHUT_WR);
}

static void
relay (GSocketConnection *client, GSocketConnection *server)
{
  int a = g_socket_get_fd (g_socket_connection_get_socket (client));
  int b = g_socket_get_fd (g_socket_connection_get_socket (server));
  struct pollfd items[] = { { a, POLLIN, 0 }, { b, POLLIN, 0 } };

  /* Until the client has gone: it closes first. */
  while (poll (items, 2, 5000) > 0)
    {
      char octet;

      if (items[1].revents != 0)
        pass_on (b, a);
      if (items[0].revents != 0 && recv (a, &octet, 1, MSG_PEEK) <= 0)
        return;
      if (items[0].revents != 0)
        pass_on (a, b);
    }
}

static gpointer
proxy_thread (gpointer data)
{
  Proxy *proxy = data;
  g_autoptr (GSocketConnection) client =
      g_socket_listener_accept (proxy->listener, NULL, NULL, NULL);
  g_autoptr (GSocketClient) connector = g_socket_client_new ();
  g_autoptr (GSocketConnection) server = NULL;
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (client));
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (client));
  const char *answer = proxy->connects ? "HTTP/1.0 200 Connected\r\n\r\n"
                                       : "HTTP/1.0 502 Bad Gateway\r\n\r\n";
  char request[1024] = "";

  for (gsize n = 0; n < sizeof request - 1 && strstr (request, "\r\n\r\n") == NULL; n++)
    g_assert_cmpint (g_input_stream_read (in, request + n, 1, NULL, NULL), ==, 1);
  g_assert_true (g_str_has_prefix (request, "CONNECT "));
  proxy->target = g_strndup (request + 8, strcspn (request + 8, " "));
  if (proxy->connects)
    {
      g_socket_client_set_enable_proxy (connector, FALSE);
      server = g_socket_client_connect_to_host (connector, proxy->target, 0, NULL, NULL);
      g_assert_nonnull (server);
    }
  g_output_stream_write_all (out, answer, strlen (answer), NULL, NULL, NULL);
  if (server != NULL)
    relay (client, server);
  return NULL;
}

static void
test_proxy (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (TlsServer) server =
      tls_server_new (TLS_SERVER_GOOD, NULL, world->chain, world->leaf);
  g_autoptr (TlsServer) plain = http_server_new ("HTTP/1.1 200 OK\r\n\r\n");

  for (guint round = 0; round < 2; round++)
    {
      g_autoptr (GSocketListener) listener = g_socket_listener_new ();
      Proxy proxy = { .listener = listener, .connects = round == 0 };
      guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
      g_autofree char *uri = g_strdup_printf ("http://127.0.0.1:%u", port);
      g_autoptr (GProxyResolver) resolver = g_simple_proxy_resolver_new (uri, NULL);
      g_autoptr (KpProber) prober =
          kp_prober_new (world->trust, world->clock, PATIENCE, tls_server_get_port (plain));
      GThread *thread = g_thread_new ("proxy", proxy_thread, &proxy);
      g_autofree char *expected =
          g_strdup_printf ("127.0.0.1:%u", tls_server_get_port (server));
      g_autoptr (KpProbe) probe = NULL;

      kp_prober_set_proxy_resolver (prober, resolver);
      probe = probe_address (prober, "127.0.0.1", tls_server_get_port (server));
      g_thread_join (thread);
      g_assert_cmpstr (proxy.target, ==, expected);
      g_assert_cmpint (probe->outcome, ==, round == 0 ? KP_PROBE_SERVED : KP_PROBE_FAILED);
      g_assert_cmpint (probe->plain_http, ==, KP_PLAIN_HTTP_NOT_ASKED);
      g_free (proxy.target);
    }
  g_assert_cmpuint (tls_server_get_count (server), ==, 1);
  g_assert_cmpuint (tls_server_get_count (plain), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/prober/served", test_served);
  g_test_add_func ("/prober/bad-certificates", test_bad_certificates);
  g_test_add_func ("/prober/endings", test_endings);
  g_test_add_func ("/prober/wants-ours", test_wants_ours);
  g_test_add_func ("/prober/old-protocol", test_old_protocol);
  g_test_add_func ("/prober/long-chain", test_long_chain);
  g_test_add_func ("/prober/huge-chain", test_huge_chain);
  g_test_add_func ("/prober/huge-key", test_huge_key);
  g_test_add_func ("/prober/addresses", test_addresses);
  g_test_add_func ("/prober/plain", test_plain);
  g_test_add_func ("/prober/plain-refused", test_plain_refused);
  g_test_add_func ("/prober/crowd", test_crowd);
  g_test_add_func ("/prober/silent-begin-early", test_silent_begin_early);
  g_test_add_func ("/prober/cancel", test_cancel);
  g_test_add_func ("/prober/proxy", test_proxy);
  return g_test_run ();
}
