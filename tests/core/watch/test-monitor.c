/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/watch/monitor-private.h"

#include "certificate/mint.h"
#include "check/tls-server.h"
#include "core/dns/message.h"
#include "core/dns/table-resolver.h"
#include "store/store-test.h"

#define HOUR 3600
#define DAY (24 * HOUR)
/* Seconds nobody waits for. */
#define PATIENCE 30

typedef struct
{
  StoreTest store;
  KpSettings *settings;
  KpPortfolio *portfolio;
  KpCatalogue *catalogue;
  KpMonitor *monitor;
  KpTableResolver *one, *two;
  /* What the prober trusts, and the servers of the sites. */
  Mint *root, *box;
  KpTrust *trust;
  guint timeout;
  guint n_checkers;
  gboolean refuses;
  guint finished;
} Fixture;

/* A network as a test wants it. */
typedef struct
{
  GObject parent;

  gboolean available;
  gboolean metered;
} TestNetwork;

typedef struct
{
  GObjectClass parent;
} TestNetworkClass;

static GType test_network_get_type (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestNetwork, g_object_unref)

G_DEFINE_TYPE_WITH_CODE (TestNetwork, test_network, G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE, NULL)
                             G_IMPLEMENT_INTERFACE (G_TYPE_NETWORK_MONITOR, NULL))

static void
test_network_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TestNetwork *self = (TestNetwork *) object;

  if (g_str_equal (pspec->name, "network-available"))
    g_value_set_boolean (value, self->available);
  else if (g_str_equal (pspec->name, "network-metered"))
    g_value_set_boolean (value, self->metered);
  else
    g_value_set_enum (value, G_NETWORK_CONNECTIVITY_FULL);
}

static void
test_network_class_init (TestNetworkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = test_network_get_property;
  g_object_class_override_property (object_class, 1, "network-available");
  g_object_class_override_property (object_class, 2, "network-metered");
  g_object_class_override_property (object_class, 3, "connectivity");
}

static void
test_network_init (TestNetwork *self)
{
  self->available = TRUE;
}

static KpChecker *
make_checker_cb (gpointer data, GError **error)
{
  Fixture *fixture = data;
  g_autoptr (GPtrArray) resolvers = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GProxyResolver) direct = g_simple_proxy_resolver_new (NULL, NULL);
  g_autoptr (KpProber) prober = NULL;

  fixture->n_checkers++;
  if (fixture->refuses)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "The trust is broken.");
      return NULL;
    }
  g_ptr_array_add (resolvers, g_object_ref (fixture->one));
  g_ptr_array_add (resolvers, g_object_ref (fixture->two));
  prober = kp_prober_new (fixture->trust, fixture->store.clock, fixture->timeout, 0);
  kp_prober_set_proxy_resolver (prober, direct);
  return kp_checker_new (resolvers, NULL, prober, fixture->store.clock);
}

static void
finished_cb (KpMonitor *monitor, Fixture *fixture)
{
  fixture->finished++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *pem = NULL;

  store_test_set_up (&fixture->store, NULL);
  fixture->settings = kp_settings_new (fixture->store.store);
  fixture->portfolio = kp_portfolio_new (fixture->store.store);
  fixture->catalogue = kp_catalogue_new (NULL);
  fixture->one = kp_table_resolver_new ("https://one.example/dns-query", "One");
  fixture->two = kp_table_resolver_new ("https://two.example/dns-query", "Two");
  fixture->root = mint_ca ("Our Root", NULL);
  fixture->box = mint_ca ("Box Root", NULL);
  pem = mint_to_pem (fixture->root);
  fixture->trust = kp_trust_new (pem, FALSE, NULL);
  fixture->timeout = PATIENCE;
  fixture->monitor =
      kp_monitor_new (fixture->portfolio, fixture->store.store, fixture->settings,
                      fixture->catalogue, fixture->store.clock, make_checker_cb, fixture);
  g_signal_connect (fixture->monitor, "finished", G_CALLBACK (finished_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  kp_monitor_stop (fixture->monitor);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (fixture->monitor);
  g_object_unref (fixture->portfolio);
  g_object_unref (fixture->settings);
  g_object_unref (fixture->catalogue);
  g_object_unref (fixture->one);
  g_object_unref (fixture->two);
  g_object_unref (fixture->trust);
  mint_free (fixture->root);
  mint_free (fixture->box);
  store_test_tear_down (&fixture->store, NULL);
}

static void
load (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kp_portfolio_load_async (fixture->portfolio, 0, NULL, store_test_take, &result);
  kp_portfolio_load_finish (fixture->portfolio, store_test_wait (&result), &error);
  g_assert_no_error (error);
}

/* A site on a port of this machine, in DNS and in the store. */
static void
add_site (Fixture *fixture, const char *host, guint16 port)
{
  g_autoptr (KpSite) site = store_test_make_site (host, port);
  g_autoptr (GError) error = NULL;

  kp_table_resolver_add (fixture->one, host, KP_RECORD_A, 300, "127.0.0.1");
  kp_table_resolver_add (fixture->two, host, KP_RECORD_A, 300, "127.0.0.1");
  store_test_add (fixture->store.store, &error, site, NULL);
  g_assert_no_error (error);
}

static KpSite *
find (Fixture *fixture, const char *host)
{
  KpSite *site = kp_portfolio_find (fixture->portfolio, host, 0, NULL);

  g_assert_nonnull (site);
  return site;
}

static KpLock
get_lock (Fixture *fixture, const char *host)
{
  return kp_site_get_summary (find (fixture, host))->lock;
}

static TlsServer *
serve (Fixture *fixture, const char *host, Mint *issuer)
{
  g_autoptr (Mint) leaf = mint_leaf (host, issuer);
  g_autoptr (GPtrArray) chain = mint_chain (leaf, NULL);

  return tls_server_new (TLS_SERVER_GOOD, NULL, chain, leaf);
}

static gboolean
has_finished (gpointer data)
{
  return ((Fixture *) data)->finished > 0;
}

static gboolean
is_running (Fixture *fixture)
{
  gboolean running;

  g_object_get (fixture->monitor, "running", &running, NULL);
  return running;
}

static void
wait (Fixture *fixture)
{
  g_assert_true (store_test_wait_for (has_finished, fixture));
  fixture->finished = 0;
}

static char *
get_string (Fixture *fixture, const char *property)
{
  char *value;

  g_object_get (fixture->monitor, property, &value, NULL);
  return value;
}

/* It checks what is due, and nothing else. */
static void
test_due (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TlsServer) server = serve (fixture, "a.kite.example", fixture->root);
  g_autofree char *problem = NULL, *intercepted = NULL;
  guint n_lookups;

  add_site (fixture, "a.kite.example", tls_server_get_port (server));
  load (fixture);
  kp_monitor_start (fixture->monitor);
  g_assert_true (is_running (fixture));
  g_assert_true (
      kp_monitor_is_checking (fixture->monitor, find (fixture, "a.kite.example")));
  wait (fixture);
  g_assert_false (is_running (fixture));
  g_assert_cmpint (get_lock (fixture, "a.kite.example"), ==, KP_LOCK_LOCKED);
  g_assert_cmpint (kp_site_get_summary (find (fixture, "a.kite.example"))->checked_at, ==,
                   NOW);
  n_lookups = kp_table_resolver_get_n_lookups (fixture->one);
  g_assert_cmpuint (n_lookups, >, 0);

  /* A new one is due, the other is not. */
  add_site (fixture, "b.kite.example", tls_server_get_port (server));
  load (fixture);
  kp_monitor_stop (fixture->monitor);
  kp_fixed_clock_set (KP_FIXED_CLOCK (fixture->store.clock), NOW + HOUR);
  kp_monitor_start (fixture->monitor);
  wait (fixture);
  g_assert_cmpint (kp_site_get_summary (find (fixture, "a.kite.example"))->checked_at, ==,
                   NOW);
  g_assert_cmpint (kp_site_get_summary (find (fixture, "b.kite.example"))->checked_at, ==,
                   NOW + HOUR);
  g_assert_cmpint (get_lock (fixture, "b.kite.example"), ==, KP_LOCK_UNLOCKED);

  /* After a day the first is due, and an hour later the second. */
  kp_monitor_stop (fixture->monitor);
  kp_fixed_clock_set (KP_FIXED_CLOCK (fixture->store.clock), NOW + DAY);
  kp_monitor_start (fixture->monitor);
  wait (fixture);
  g_assert_cmpint (kp_site_get_summary (find (fixture, "a.kite.example"))->checked_at, ==,
                   NOW + DAY);
  g_assert_cmpint (kp_site_get_summary (find (fixture, "b.kite.example"))->checked_at, ==,
                   NOW + HOUR);
  problem = get_string (fixture, "problem");
  intercepted = get_string (fixture, "intercepted");
  g_assert_cmpstr (problem, ==, NULL);
  g_assert_cmpstr (intercepted, ==, NULL);
}

static gboolean
is_unknown (gpointer data)
{
  return get_lock (data, "a.kite.example") == KP_LOCK_UNKNOWN;
}

/* What only needs another judgement gets one, without anybody being asked. */
static void
test_judges_again (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TlsServer) server = serve (fixture, "a.kite.example", fixture->root);
  g_autoptr (GError) error = NULL;
  guint n_lookups, n_connections;

  kp_settings_override (fixture->settings, "stale-after", "2", &error);
  g_assert_no_error (error);
  add_site (fixture, "a.kite.example", tls_server_get_port (server));
  load (fixture);
  kp_monitor_start (fixture->monitor);
  wait (fixture);
  g_assert_cmpint (get_lock (fixture, "a.kite.example"), ==, KP_LOCK_LOCKED);
  n_lookups = kp_table_resolver_get_n_lookups (fixture->one);
  n_connections = tls_server_get_count (server);

  kp_monitor_stop (fixture->monitor);
  kp_fixed_clock_set (KP_FIXED_CLOCK (fixture->store.clock), NOW + 3 * HOUR);
  kp_monitor_start (fixture->monitor);
  g_assert_false (is_running (fixture));
  g_assert_true (store_test_wait_for (is_unknown, fixture));
  g_assert_cmpint (kp_site_get_summary (find (fixture, "a.kite.example"))->status, ==,
                   KP_STATUS_STALE);
  g_assert_cmpuint (kp_table_resolver_get_n_lookups (fixture->one), ==, n_lookups);
  g_assert_cmpuint (tls_server_get_count (server), ==, n_connections);
}

static gboolean
is_locked (gpointer data)
{
  return get_lock (data, "a.kite.example") == KP_LOCK_LOCKED;
}

static void
set (Fixture *fixture, const char *name, const char *value)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_settings_set_async (fixture->settings, name, value, NULL, store_test_take, &result);
  g_assert_true (
      kp_settings_set_finish (fixture->settings, store_test_wait (&result), NULL));
}

/* A site whose change spreads is checked just after the old record is gone, and until then
 * is not taken for one whose change has failed. */
static void
test_spreading (Fixture *fixture, gconstpointer data)
{
  const char *host = "a.kite.example", *target = "target.example";
  g_autoptr (TlsServer) server = serve (fixture, host, fixture->root);
  g_autoptr (KpSite) site = store_test_make_site (host, tls_server_get_port (server));
  g_autoptr (GError) error = NULL;

  kp_site_set_target (site, target);
  store_test_add (fixture->store.store, &error, site, NULL);
  g_assert_no_error (error);
  kp_table_resolver_add (fixture->one, target, KP_RECORD_A, 300, "127.0.0.1");
  kp_table_resolver_add (fixture->two, target, KP_RECORD_A, 300, "127.0.0.1");
  kp_table_resolver_add (fixture->one, host, KP_RECORD_CNAME, 300, target);
  kp_table_resolver_add (fixture->two, host, KP_RECORD_A, 60, "192.0.2.9");
  load (fixture);
  kp_monitor_start (fixture->monitor);
  wait (fixture);
  g_assert_cmpint (get_lock (fixture, host), ==, KP_LOCK_PENDING);
  g_assert_cmpint (kp_site_get_summary (find (fixture, host))->until, ==, NOW + 60);

  kp_table_resolver_remove (fixture->two, host);
  kp_table_resolver_add (fixture->two, host, KP_RECORD_CNAME, 300, target);
  kp_monitor_stop (fixture->monitor);
  kp_fixed_clock_set (KP_FIXED_CLOCK (fixture->store.clock), NOW + 61);
  kp_monitor_start (fixture->monitor);
  g_assert_false (is_running (fixture));
  /* The store serves in turn: a judgement would be there by now. */
  load (fixture);
  g_assert_cmpint (get_lock (fixture, host), ==, KP_LOCK_PENDING);

  kp_monitor_stop (fixture->monitor);
  kp_fixed_clock_set (KP_FIXED_CLOCK (fixture->store.clock), NOW + 62);
  kp_monitor_start (fixture->monitor);
  wait (fixture);
  g_assert_cmpint (get_lock (fixture, host), ==, KP_LOCK_LOCKED);
}

/* Starts it anew at that time, so that it looks at once. */
static void
look_at (Fixture *fixture, gint64 now)
{
  kp_monitor_stop (fixture->monitor);
  kp_fixed_clock_set (KP_FIXED_CLOCK (fixture->store.clock), now);
  kp_monitor_start (fixture->monitor);
}

static void
assert_asked (KpTableResolver *resolver, const char *host, const char *expected)
{
  g_auto (GStrv) questions = kp_table_resolver_take_questions (resolver);
  g_autoptr (GString) asked = g_string_new (NULL);

  for (guint i = 0; questions[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (questions[i], " ", 2);

      if (g_str_equal (words[0], host) && words[1][0] == 'A')
        g_string_append_printf (asked, "%s%s", asked->len > 0 ? ", " : "", words[1]);
    }
  g_assert_cmpstr (asked->str, ==, expected);
}

/* A pending site of which one resolver has the old record for a day and another the new one
 * for a minute; both know for a week that there is no AAAA. */
static void
add_spreading (Fixture *fixture, const char *host, guint16 port)
{
  const char *soa = "ns.example root.example 1 2 3 4 604800";
  const char *target = "target.example";
  KpTableResolver *resolvers[] = { fixture->one, fixture->two };
  g_autoptr (KpSite) site = store_test_make_site (host, port);
  g_autoptr (GError) error = NULL;

  kp_site_set_target (site, target);
  store_test_add (fixture->store.store, &error, site, NULL);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (resolvers); i++)
    {
      kp_table_resolver_add (resolvers[i], "kite.example", KP_RECORD_SOA, 7 * DAY, soa);
      kp_table_resolver_add (resolvers[i], target, KP_RECORD_SOA, 7 * DAY, soa);
      kp_table_resolver_add (resolvers[i], target, KP_RECORD_A, 300, "127.0.0.1");
    }
  kp_table_resolver_add (fixture->one, host, KP_RECORD_A, DAY, "127.0.0.9");
  kp_table_resolver_add (fixture->two, host, KP_RECORD_CNAME, 60, target);
}

static void
assert_pending (Fixture *fixture, const char *host, gint64 checked_at)
{
  const KpSummary *summary = kp_site_get_summary (find (fixture, host));

  g_assert_cmpint (summary->lock, ==, KP_LOCK_PENDING);
  g_assert_cmpint (summary->checked_at, ==, checked_at);
  g_assert_cmpint (summary->until, ==, NOW + DAY);
}

/* What it checks by itself asks no resolver that can only repeat itself; what somebody asks
 * for asks all. */
static void
test_spares_resolvers (Fixture *fixture, gconstpointer data)
{
  const char *host = "a.kite.example", *target = "target.example";
  g_autoptr (TlsServer) server = serve (fixture, host, fixture->root);

  add_spreading (fixture, host, tls_server_get_port (server));
  load (fixture);
  kp_monitor_start (fixture->monitor);
  wait (fixture);
  assert_pending (fixture, host, NOW);
  assert_asked (fixture->one, host, "A, AAAA");
  assert_asked (fixture->two, host, "A, AAAA");

  look_at (fixture, NOW + HOUR);
  wait (fixture);
  assert_pending (fixture, host, NOW + HOUR);
  assert_asked (fixture->one, host, "");
  assert_asked (fixture->two, host, "A, AAAA");

  kp_table_resolver_remove (fixture->one, host);
  kp_table_resolver_add (fixture->one, host, KP_RECORD_A, DAY - HOUR, "127.0.0.9");
  kp_monitor_check (fixture->monitor, NULL);
  wait (fixture);
  assert_pending (fixture, host, NOW + HOUR);
  assert_asked (fixture->one, host, "A, AAAA");
  assert_asked (fixture->two, host, "A, AAAA");

  /* To the second before it is over. */
  look_at (fixture, NOW + DAY - 60);
  wait (fixture);
  assert_pending (fixture, host, NOW + DAY - 60);
  assert_asked (fixture->one, host, "");
  assert_asked (fixture->two, host, "A, AAAA");
  look_at (fixture, NOW + DAY + 1);
  g_assert_false (is_running (fixture));
  assert_asked (fixture->one, host, "");

  kp_table_resolver_remove (fixture->one, host);
  kp_table_resolver_add (fixture->one, host, KP_RECORD_CNAME, 300, target);
  look_at (fixture, NOW + DAY + 2);
  wait (fixture);
  assert_asked (fixture->one, host, "A, AAAA");
  assert_asked (fixture->two, host, "A, AAAA");
  g_assert_cmpint (get_lock (fixture, host), ==, KP_LOCK_LOCKED);
}

/* One who asks for a site that is due at that moment has all asked, and so has one whose
 * site waits for another sweep by itself. */
static void
test_asked_for_while_due (Fixture *fixture, gconstpointer data)
{
  const char *host = "a.kite.example";
  g_autoptr (TlsServer) server = serve (fixture, host, fixture->root);
  g_autoptr (GPtrArray) sites = g_ptr_array_new ();

  add_spreading (fixture, host, tls_server_get_port (server));
  load (fixture);
  g_ptr_array_add (sites, find (fixture, host));
  kp_monitor_start (fixture->monitor);
  wait (fixture);
  assert_asked (fixture->one, host, "A, AAAA");

  /* The sweep that runs spares the resolver, the one that is asked for does not. */
  look_at (fixture, NOW + HOUR);
  g_assert_true (is_running (fixture));
  kp_monitor_check_due (fixture->monitor, sites);
  kp_monitor_check (fixture->monitor, sites);
  kp_monitor_check_due (fixture->monitor, sites);
  wait (fixture);
  g_assert_true (is_running (fixture));
  wait (fixture);
  g_assert_false (is_running (fixture));
  assert_asked (fixture->one, host, "A, AAAA");
  assert_pending (fixture, host, NOW + HOUR);
}

/* Without a network what was taken over is no answer: the site could not be asked, and no
 * address is blamed for it. */
static void
test_spares_without_network (Fixture *fixture, gconstpointer data)
{
  const char *host = "a.kite.example";
  g_autoptr (TlsServer) server = serve (fixture, host, fixture->root);
  g_autofree char *problem = NULL;

  add_spreading (fixture, host, tls_server_get_port (server));
  load (fixture);
  kp_monitor_start (fixture->monitor);
  wait (fixture);
  kp_table_resolver_set_error (fixture->one, KP_DNS_ERROR_UNREACHABLE);
  kp_table_resolver_set_error (fixture->two, KP_DNS_ERROR_UNREACHABLE);
  look_at (fixture, NOW + HOUR);
  wait (fixture);
  g_assert_cmpint (kp_site_get_summary (find (fixture, host))->status, ==,
                   KP_STATUS_COULD_NOT_ASK);
  problem = get_string (fixture, "problem");
  g_assert_cmpstr (problem, ==, "No resolver answered.");
}

/* A threshold that is changed holds at once, and nobody is asked for it. */
static void
test_follows_thresholds (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TlsServer) server = serve (fixture, "a.kite.example", fixture->root);
  guint n_lookups;

  add_site (fixture, "a.kite.example", tls_server_get_port (server));
  load (fixture);
  kp_monitor_start (fixture->monitor);
  wait (fixture);
  g_assert_cmpint (get_lock (fixture, "a.kite.example"), ==, KP_LOCK_LOCKED);
  n_lookups = kp_table_resolver_get_n_lookups (fixture->one);
  kp_fixed_clock_set (KP_FIXED_CLOCK (fixture->store.clock), NOW + 3 * HOUR);

  set (fixture, "stale-after", "4");
  set (fixture, "stale-after", "2");
  g_assert_true (store_test_wait_for (is_unknown, fixture));
  set (fixture, "timeout", "20");
  set (fixture, "stale-after", NULL);
  g_assert_true (store_test_wait_for (is_locked, fixture));
  g_assert_cmpuint (kp_table_resolver_get_n_lookups (fixture->one), ==, n_lookups);
  g_assert_cmpuint (tls_server_get_count (server), ==, 1);

  /* Who stopped to watch is left alone. */
  kp_monitor_stop (fixture->monitor);
  set (fixture, "stale-after", "2");
  for (guint i = 0; i < 6; i++)
    {
      g_usleep (100000);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
  g_assert_true (is_locked (fixture));
}

/* What was judged by other profiles, before this process began to watch, is judged anew by
 * those of now; nobody is asked for it. */
static void
test_other_profiles (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TlsServer) server = serve (fixture, "a.kite.example", fixture->root);
  KpSummary summary;
  KpSite *site;
  guint n_lookups;

  add_site (fixture, "a.kite.example", tls_server_get_port (server));
  load (fixture);
  kp_monitor_start (fixture->monitor);
  wait (fixture);
  g_assert_true (is_locked (fixture));
  kp_monitor_stop (fixture->monitor);

  site = find (fixture, "a.kite.example");
  kp_summary_init (&summary);
  kp_summary_copy (&summary, kp_site_get_summary (site));
  summary.lock = KP_LOCK_UNLOCKED;
  summary.judged_by = 7;
  kp_site_set_summary (site, &summary);
  kp_summary_clear (&summary);
  n_lookups = kp_table_resolver_get_n_lookups (fixture->one);
  kp_monitor_start (fixture->monitor);
  g_assert_true (store_test_wait_for (is_locked, fixture));
  g_assert_cmpuint (kp_table_resolver_get_n_lookups (fixture->one), ==, n_lookups);
}

/* @customer: (nullable) */
static void
edit (Fixture *fixture, const char *customer, const char *provider, const char *target)
{
  g_autoptr (KpSite) copy = kp_site_copy (find (fixture, "a.kite.example"));
  g_autoptr (GError) error = NULL;

  kp_site_set_provider (copy, provider);
  kp_site_set_target (copy, target);
  kp_site_set_customer (copy, 0, customer);
  g_assert_true (store_test_update (fixture->store.store, copy, &error));
  g_assert_no_error (error);
}

static gboolean
is_customers_turn (gpointer data)
{
  const KpSummary *summary = kp_site_get_summary (find (data, "a.kite.example"));

  return summary->next.who == KP_TURN_CUSTOMER;
}

static gboolean
is_unlocked (gpointer data)
{
  return get_lock (data, "a.kite.example") == KP_LOCK_UNLOCKED;
}

/* Another customer makes another verdict of what was seen; with another target it is looked
 * at again, too. */
static void
test_edited (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TlsServer) server = serve (fixture, "a.kite.example", fixture->root);
  guint n_lookups;

  add_site (fixture, "a.kite.example", tls_server_get_port (server));
  load (fixture);
  kp_monitor_start (fixture->monitor);
  wait (fixture);
  g_assert_cmpint (get_lock (fixture, "a.kite.example"), ==, KP_LOCK_LOCKED);

  edit (fixture, NULL, "cloud-office", "pl-10.admin.emailsrvr.com");
  g_assert_true (store_test_wait_for (is_unlocked, fixture));
  wait (fixture);
  g_assert_false (is_customers_turn (fixture));
  g_assert_cmpuint (fixture->n_checkers, ==, 2);

  n_lookups = kp_table_resolver_get_n_lookups (fixture->one);
  edit (fixture, "Kite", "cloud-office", "pl-10.admin.emailsrvr.com");
  g_assert_true (store_test_wait_for (is_customers_turn, fixture));
  g_assert_cmpuint (kp_table_resolver_get_n_lookups (fixture->one), ==, n_lookups);

  /* Who stopped to watch is left alone. */
  kp_monitor_stop (fixture->monitor);
  edit (fixture, "Kite", "own-server", NULL);
  for (guint i = 0; i < 3; i++)
    {
      g_usleep (100000);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
  g_assert_true (is_unlocked (fixture));
  g_assert_cmpuint (fixture->n_checkers, ==, 2);
}

/* No resolver answered: it says so, and takes it back when one does. */
static void
test_problem (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TlsServer) server = serve (fixture, "a.kite.example", fixture->root);
  g_autofree char *silent = NULL, *heard = NULL;

  add_site (fixture, "a.kite.example", tls_server_get_port (server));
  load (fixture);
  kp_table_resolver_set_error (fixture->one, KP_DNS_ERROR_UNREACHABLE);
  kp_table_resolver_set_error (fixture->two, KP_DNS_ERROR_UNREACHABLE);
  kp_monitor_check (fixture->monitor, NULL);
  wait (fixture);
  silent = get_string (fixture, "problem");
  g_assert_cmpstr (silent, ==, "No resolver answered.");
  g_assert_cmpint (get_lock (fixture, "a.kite.example"), ==, KP_LOCK_UNKNOWN);

  /* One is enough. */
  kp_table_resolver_set_error (fixture->two, -1);
  kp_monitor_check (fixture->monitor, NULL);
  wait (fixture);
  heard = get_string (fixture, "problem");
  g_assert_cmpstr (heard, ==, NULL);
  g_assert_cmpint (get_lock (fixture, "a.kite.example"), ==, KP_LOCK_LOCKED);
}

static void
break_cb (KpMonitor *monitor, GParamSpec *pspec, Fixture *fixture)
{
  guint done;

  g_object_get (monitor, "done", &done, NULL);
  if (done == 0)
    return;
  kp_table_resolver_set_error (fixture->one, KP_DNS_ERROR_UNREACHABLE);
  kp_table_resolver_set_error (fixture->two, KP_DNS_ERROR_UNREACHABLE);
}

/* The network is there if anybody was heard in the sweep, whatever its last sites say. */
static void
test_heard_before (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TlsServer) server = serve (fixture, "a.kite.example", fixture->root);
  g_autoptr (TlsServer) slow = tls_server_new (TLS_SERVER_SILENT, NULL, NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *problem = NULL;

  fixture->timeout = 1;
  kp_settings_override (fixture->settings, "jobs", "1", &error);
  g_assert_no_error (error);
  add_site (fixture, "a.kite.example", tls_server_get_port (server));
  add_site (fixture, "b.kite.example", tls_server_get_port (slow));
  add_site (fixture, "c.kite.example", tls_server_get_port (server));
  load (fixture);
  /* When the first is done and the second hangs, the network goes. */
  g_signal_connect (fixture->monitor, "notify::done", G_CALLBACK (break_cb), fixture);
  {
    g_autoptr (GPtrArray) sites = g_ptr_array_new ();

    g_ptr_array_add (sites, find (fixture, "a.kite.example"));
    g_ptr_array_add (sites, find (fixture, "b.kite.example"));
    g_ptr_array_add (sites, find (fixture, "c.kite.example"));
    kp_monitor_check (fixture->monitor, sites);
  }
  wait (fixture);
  problem = get_string (fixture, "problem");
  g_assert_cmpint (get_lock (fixture, "a.kite.example"), ==, KP_LOCK_LOCKED);
  g_assert_cmpint (kp_site_get_summary (find (fixture, "c.kite.example"))->status, ==,
                   KP_STATUS_COULD_NOT_ASK);
  g_assert_true (kp_summary_has (kp_site_get_summary (find (fixture, "c.kite.example")),
                                 KP_FINDING_DNS_NO_ANSWER));
  g_assert_cmpstr (problem, ==, NULL);
}

/* The network answers for five sites with certificates of its own. */
static void
test_intercepted (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TlsServer) box = serve (fixture, "box.example", fixture->box);
  g_autoptr (GPtrArray) one = g_ptr_array_new ();
  g_autofree char *root = NULL;
  g_autofree char *again = NULL;

  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *host = g_strdup_printf ("h%u.kite.example", i);

      add_site (fixture, host, tls_server_get_port (box));
    }
  load (fixture);
  kp_monitor_check (fixture->monitor, NULL);
  wait (fixture);
  root = get_string (fixture, "intercepted");
  g_assert_cmpstr (root, ==, "Box Root");
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *host = g_strdup_printf ("h%u.kite.example", i);

      g_assert_cmpint (get_lock (fixture, host), ==, KP_LOCK_UNKNOWN);
      g_assert_true (kp_summary_has (kp_site_get_summary (find (fixture, host)),
                                     KP_FINDING_TLS_INTERCEPTED));
    }

  /* One of them alone could not tell; what was found a moment ago can. */
  g_ptr_array_add (one, find (fixture, "h3.kite.example"));
  kp_monitor_check (fixture->monitor, one);
  wait (fixture);
  again = get_string (fixture, "intercepted");
  g_assert_cmpstr (again, ==, "Box Root");
  g_assert_cmpint (get_lock (fixture, "h3.kite.example"), ==, KP_LOCK_UNKNOWN);
}

static gboolean
has_stopped (gpointer data)
{
  return !is_running (data);
}

/* A sweep that hangs ends at once when it is told to, and what waited with it. */
static void
test_stop (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TlsServer) slow = tls_server_new (TLS_SERVER_SILENT, NULL, NULL, NULL);

  add_site (fixture, "a.kite.example", tls_server_get_port (slow));
  load (fixture);
  kp_monitor_start (fixture->monitor);
  kp_monitor_check (fixture->monitor, NULL);
  g_assert_true (is_running (fixture));
  kp_monitor_stop (fixture->monitor);
  g_assert_true (store_test_wait_for (has_stopped, fixture));
  g_assert_cmpuint (fixture->n_checkers, ==, 1);
  g_assert_false (
      kp_monitor_is_checking (fixture->monitor, find (fixture, "a.kite.example")));
  g_assert_cmpint (kp_site_get_summary (find (fixture, "a.kite.example"))->checked_at, ==,
                   0);
}

/* On a metered network nothing is checked by itself, unless it is wished; what the user
 * asks for is. */
static void
test_metered (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TlsServer) server = serve (fixture, "a.kite.example", fixture->root);
  g_autoptr (TestNetwork) network = g_object_new (test_network_get_type (), NULL);
  gboolean held;

  network->metered = TRUE;
  add_site (fixture, "a.kite.example", tls_server_get_port (server));
  load (fixture);
  kp_monitor_follow_network (fixture->monitor, G_NETWORK_MONITOR (network));
  kp_monitor_start (fixture->monitor);
  g_assert_false (is_running (fixture));
  g_object_get (fixture->monitor, "held", &held, NULL);
  g_assert_true (held);
  kp_monitor_check (fixture->monitor, NULL);
  wait (fixture);
  g_assert_cmpuint (tls_server_get_count (server), ==, 1);

  kp_fixed_clock_set (KP_FIXED_CLOCK (fixture->store.clock), NOW + DAY);
  kp_monitor_stop (fixture->monitor);
  kp_monitor_start (fixture->monitor);
  g_assert_false (is_running (fixture));
  set (fixture, "check-metered", "yes");
  kp_monitor_stop (fixture->monitor);
  kp_monitor_start (fixture->monitor);
  wait (fixture);
  g_assert_cmpuint (tls_server_get_count (server), ==, 2);
  g_object_get (fixture->monitor, "held", &held, NULL);
  g_assert_false (held);
}

/* What could not be asked is asked again as soon as there is another network. */
static void
test_network_is_back (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TlsServer) server = serve (fixture, "a.kite.example", fixture->root);
  g_autoptr (TestNetwork) network = g_object_new (test_network_get_type (), NULL);

  add_site (fixture, "a.kite.example", tls_server_get_port (server));
  load (fixture);
  kp_table_resolver_set_error (fixture->one, KP_DNS_ERROR_UNREACHABLE);
  kp_table_resolver_set_error (fixture->two, KP_DNS_ERROR_UNREACHABLE);
  kp_monitor_follow_network (fixture->monitor, G_NETWORK_MONITOR (network));
  kp_monitor_start (fixture->monitor);
  wait (fixture);
  g_assert_cmpint (get_lock (fixture, "a.kite.example"), ==, KP_LOCK_UNKNOWN);

  kp_table_resolver_set_error (fixture->one, -1);
  kp_table_resolver_set_error (fixture->two, -1);
  network->available = FALSE;
  g_signal_emit_by_name (network, "network-changed", FALSE);
  network->available = TRUE;
  g_signal_emit_by_name (network, "network-changed", TRUE);
  wait (fixture);
  g_assert_cmpint (get_lock (fixture, "a.kite.example"), ==, KP_LOCK_LOCKED);
}

/* Nor does it wait for its time after a sleep, of which the clock tells. */
static void
test_slept (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TlsServer) server = serve (fixture, "a.kite.example", fixture->root);

  add_site (fixture, "a.kite.example", tls_server_get_port (server));
  load (fixture);
  kp_table_resolver_set_error (fixture->one, KP_DNS_ERROR_UNREACHABLE);
  kp_table_resolver_set_error (fixture->two, KP_DNS_ERROR_UNREACHABLE);
  kp_monitor_start (fixture->monitor);
  wait (fixture);
  kp_table_resolver_set_error (fixture->one, -1);
  kp_table_resolver_set_error (fixture->two, -1);
  kp_fixed_clock_set (KP_FIXED_CLOCK (fixture->store.clock), NOW + 20);
  kp_monitor_look (fixture->monitor);
  g_assert_false (is_running (fixture));
  kp_fixed_clock_set (KP_FIXED_CLOCK (fixture->store.clock), NOW + 120);
  kp_monitor_look (fixture->monitor);
  wait (fixture);
  g_assert_cmpint (get_lock (fixture, "a.kite.example"), ==, KP_LOCK_LOCKED);
}

static gboolean
has_finished_twice (gpointer data)
{
  return ((Fixture *) data)->finished == 2;
}

/* What is asked for while a sweep runs is part of the next one, once. */
static void
test_joins (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TlsServer) server = serve (fixture, "a.kite.example", fixture->root);
  g_autoptr (GPtrArray) sites = g_ptr_array_new ();

  add_site (fixture, "a.kite.example", tls_server_get_port (server));
  load (fixture);
  g_ptr_array_add (sites, find (fixture, "a.kite.example"));
  for (guint i = 0; i < 3; i++)
    kp_monitor_check (fixture->monitor, sites);
  g_assert_true (store_test_wait_for (has_finished_twice, fixture));
  g_assert_false (is_running (fixture));
  g_assert_cmpuint (fixture->n_checkers, ==, 2);
  g_assert_cmpuint (tls_server_get_count (server), ==, 2);
}

/* Without a checker nothing runs, and the reason is told. */
static void
test_no_checker (Fixture *fixture, gconstpointer data)
{
  g_autofree char *problem = NULL;

  fixture->refuses = TRUE;
  add_site (fixture, "a.kite.example", 443);
  load (fixture);
  kp_monitor_check (fixture->monitor, NULL);
  g_assert_cmpuint (fixture->finished, ==, 1);
  g_assert_false (is_running (fixture));
  problem = get_string (fixture, "problem");
  g_assert_cmpstr (problem, ==, "The trust is broken.");
}

#define ADD(path, func)                                                                    \
  g_test_add ("/monitor/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("due", test_due);
  ADD ("judges-again", test_judges_again);
  ADD ("spreading", test_spreading);
  ADD ("spares-resolvers", test_spares_resolvers);
  ADD ("asked-for-while-due", test_asked_for_while_due);
  ADD ("spares-without-network", test_spares_without_network);
  ADD ("follows-thresholds", test_follows_thresholds);
  ADD ("other-profiles", test_other_profiles);
  ADD ("edited", test_edited);
  ADD ("problem", test_problem);
  ADD ("heard-before", test_heard_before);
  ADD ("intercepted", test_intercepted);
  ADD ("stop", test_stop);
  ADD ("joins", test_joins);
  ADD ("no-checker", test_no_checker);
  ADD ("metered", test_metered);
  ADD ("slept", test_slept);
  ADD ("network-is-back", test_network_is_back);
  return g_test_run ();
}
