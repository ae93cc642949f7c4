/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/dns/table-resolver.h"
#include "core/dns/zone.h"
#include "waiting.h"

#define SOA(primary) primary " hostmaster.example 1 7200 900 1209600 300"

static KpZone *
find (KpTableResolver *table, const char *host, GCancellable *cancellable, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_zone_find_async (KP_RESOLVER (table), host, cancellable, take_result, &result);
  wait_for_result (&result);
  return kp_zone_find_finish (result, error);
}

static KpZone *
find_well (KpTableResolver *table, const char *host)
{
  g_autoptr (GError) error = NULL;
  KpZone *zone = find (table, host, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (zone);
  return zone;
}

static void
add (KpTableResolver *table, const char *owner, KpRecordType type, const char *data)
{
  kp_table_resolver_add (table, owner, type, 300, data);
}

/* Top levels with zones of their own, a customer's domain with a part that is delegated, a
 * provider, and a suffix of the list's private part. */
static KpTableResolver *
make_world (void)
{
  KpTableResolver *table = kp_table_resolver_new ("https://dns.example/", "Table");

  add (table, "com", KP_RECORD_SOA, SOA ("a.gtld-servers.net"));
  add (table, "co.uk", KP_RECORD_SOA, SOA ("dns1.nic.uk"));
  add (table, "uk", KP_RECORD_SOA, SOA ("dns1.nic.uk"));

  add (table, "customer.com", KP_RECORD_SOA, SOA ("ns1.dnshost.net"));
  add (table, "customer.com", KP_RECORD_NS, "ns2.dnshost.net");
  add (table, "customer.com", KP_RECORD_NS, "ns1.dnshost.net");
  add (table, "www.customer.com", KP_RECORD_A, "192.0.2.1");
  add (table, "cp.customer.com", KP_RECORD_CNAME, "pl-10.provider.net");
  add (table, "top.customer.com", KP_RECORD_CNAME, "provider.net");
  add (table, "shop.customer.com", KP_RECORD_SOA, SOA ("ns.shops.org"));
  add (table, "shop.customer.com", KP_RECORD_NS, "ns.shops.org");
  add (table, "cp.shop.customer.com", KP_RECORD_CNAME, "www.customer.com");
  add (table, "loop.customer.com", KP_RECORD_CNAME, "loop.customer.com");

  add (table, "provider.net", KP_RECORD_SOA, SOA ("ns.provider.net"));
  add (table, "provider.net", KP_RECORD_NS, "ns.provider.net");
  add (table, "pl-10.provider.net", KP_RECORD_A, "192.0.2.2");

  add (table, "github.io", KP_RECORD_SOA, SOA ("dns1.p05.nsone.net"));
  add (table, "github.io", KP_RECORD_NS, "dns1.p05.nsone.net");
  add (table, "customer.github.io", KP_RECORD_A, "192.0.2.3");
  add (table, "alias.github.io", KP_RECORD_CNAME, "pl-10.provider.net");
  return table;
}

static const struct
{
  const char *host;
  const char *apex;
  gboolean by_soa;
  gboolean is_apex;
  const char *primary;
  const char *name_servers;
  const char *dns_host;
} found[] = {
  { "www.customer.com", "customer.com", TRUE, FALSE, "ns1.dnshost.net",
    "ns1.dnshost.net ns2.dnshost.net", "dnshost.net" },
  { "customer.com", "customer.com", TRUE, TRUE, "ns1.dnshost.net",
    "ns1.dnshost.net ns2.dnshost.net", "dnshost.net" },
  { "not.there.customer.com", "customer.com", TRUE, FALSE, "ns1.dnshost.net",
    "ns1.dnshost.net ns2.dnshost.net", "dnshost.net" },
  /* Behind a CNAME the SOA is the provider's, whether of its zone or at its very apex. */
  { "cp.customer.com", "customer.com", TRUE, FALSE, "ns1.dnshost.net",
    "ns1.dnshost.net ns2.dnshost.net", "dnshost.net" },
  { "top.customer.com", "customer.com", TRUE, FALSE, "ns1.dnshost.net",
    "ns1.dnshost.net ns2.dnshost.net", "dnshost.net" },
  { "loop.customer.com", "customer.com", TRUE, FALSE, "ns1.dnshost.net",
    "ns1.dnshost.net ns2.dnshost.net", "dnshost.net" },
  { "shop.customer.com", "shop.customer.com", TRUE, TRUE, "ns.shops.org", "ns.shops.org",
    "shops.org" },
  /* Its CNAME leads to a zone above it, which is not the one that holds it. */
  { "cp.shop.customer.com", "shop.customer.com", TRUE, FALSE, "ns.shops.org",
    "ns.shops.org", "shops.org" },
  /* Nobody has registered these: no part of the zone of "com", "uk" or the root. */
  { "cp.nobodys.com", "nobodys.com", FALSE, FALSE, NULL, NULL, NULL },
  { "nobodys.com", "nobodys.com", FALSE, TRUE, NULL, NULL, NULL },
  { "cp.nobodys.co.uk", "nobodys.co.uk", FALSE, FALSE, NULL, NULL, NULL },
  { "cp.nobodys.example", "nobodys.example", FALSE, FALSE, NULL, NULL, NULL },
  /* A public suffix that is a zone with names of its own. */
  { "customer.github.io", "github.io", TRUE, FALSE, "dns1.p05.nsone.net",
    "dns1.p05.nsone.net", "nsone.net" },
  { "alias.github.io", "github.io", TRUE, FALSE, "dns1.p05.nsone.net", "dns1.p05.nsone.net",
    "nsone.net" },
};

static void
check_found (gconstpointer data)
{
  g_autoptr (KpTableResolver) table = make_world ();
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (KpZone) zone = find_well (table, found[i].host);
  g_autofree char *servers =
      zone->name_servers != NULL ? g_strjoinv (" ", zone->name_servers) : NULL;

  g_assert_cmpstr (zone->apex, ==, found[i].apex);
  g_assert_cmpint (zone->by_soa, ==, found[i].by_soa);
  g_assert_cmpint (zone->is_apex, ==, found[i].is_apex);
  g_assert_cmpstr (zone->primary, ==, found[i].primary);
  g_assert_cmpstr (servers, ==, found[i].name_servers);
  g_assert_cmpstr (zone->dns_host, ==, found[i].dns_host);
}

static const struct
{
  const char *host;
  const char *apex;
  gboolean is_apex;
} guesses[] = {
  { "cp.customer.com", "customer.com", FALSE },
  { "customer.com", "customer.com", TRUE },
  { "a.b.c.customer.co.uk", "customer.co.uk", FALSE },
  { "customer.co.uk", "customer.co.uk", TRUE },
  { "co.uk", "co.uk", TRUE },
  { "xn--bcher-kva.de", "xn--bcher-kva.de", TRUE },
  { "cp.xn--85x722f.xn--55qx5d.cn", "xn--85x722f.xn--55qx5d.cn", FALSE },
  { "me.github.io", "me.github.io", TRUE },
  /* No such top level in the list: its rule "*". */
  { "cp.customer.test", "customer.test", FALSE },
  { "customer.test", "customer.test", TRUE },
  { "intranet", "intranet", TRUE },
};

static void
test_guess (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (guesses); i++)
    {
      g_autoptr (KpZone) zone = kp_zone_new_guess (guesses[i].host);

      g_test_message ("%s", guesses[i].host);
      g_assert_cmpstr (zone->apex, ==, guesses[i].apex);
      g_assert_cmpint (zone->is_apex, ==, guesses[i].is_apex);
      g_assert_false (zone->by_soa);
      g_assert_null (zone->name_servers);
      g_assert_null (zone->dns_host);
    }
}

/* A name that can't be told does not hide the zone above it, but the top level is none. */
static void
test_broken_name (void)
{
  g_autoptr (KpTableResolver) table = make_world ();
  g_autoptr (KpZone) zone = NULL;

  kp_table_resolver_set_rcode (table, "lame.customer.com", 2, FALSE);
  zone = find_well (table, "lame.customer.com");
  g_assert_cmpstr (zone->apex, ==, "customer.com");
  g_assert_true (zone->by_soa);
  g_assert_false (zone->is_apex);
}

static void
test_broken_domain (void)
{
  g_autoptr (KpTableResolver) table = make_world ();
  g_autoptr (KpZone) zone = NULL;

  kp_table_resolver_set_rcode (table, "broken.co.uk", 2, TRUE);
  kp_table_resolver_set_rcode (table, "cp.broken.co.uk", 2, TRUE);
  zone = find_well (table, "cp.broken.co.uk");
  g_assert_cmpstr (zone->apex, ==, "broken.co.uk");
  g_assert_false (zone->by_soa);
}

static void
test_offline (void)
{
  g_autoptr (KpTableResolver) table = make_world ();
  g_autoptr (KpZone) zone = NULL;

  kp_table_resolver_set_error (table, KP_DNS_ERROR_UNREACHABLE);
  zone = find_well (table, "a.b.c.d.customer.com");
  g_assert_cmpstr (zone->apex, ==, "customer.com");
  g_assert_false (zone->by_soa);
  g_assert_cmpuint (kp_table_resolver_get_n_lookups (table), ==, 1);
}

/* Zones all over: whoever answers with a CNAME at every level is not followed for ever. */
static void
test_climbs_no_further (void)
{
  g_autoptr (KpTableResolver) table = make_world ();
  g_autoptr (KpZone) zone = NULL;
  const char *deep = "a.b.c.d.e.f.g.h.i.j.k.l.m.n.customer.com";

  for (const char *name = deep; name != NULL;
       name = strchr (name, '.') != NULL ? strchr (name, '.') + 1 : NULL)
    if (!g_str_equal (name, "customer.com") && strchr (name, '.') != NULL)
      add (table, name, KP_RECORD_CNAME, "pl-10.provider.net");
  zone = find_well (table, deep);
  g_assert_cmpstr (zone->apex, ==, "customer.com");
  g_assert_false (zone->by_soa);
  g_assert_cmpuint (kp_table_resolver_get_n_lookups (table), ==, 10);
}

/* Where the guess would be an apex, but a CNAME stands there, it is none. */
static void
test_alias_is_no_apex (void)
{
  g_autoptr (KpTableResolver) table = kp_table_resolver_new ("https://dns.example/", "T");
  g_autoptr (KpZone) zone = NULL;

  add (table, "alias.github.io", KP_RECORD_CNAME, "pl-10.provider.net");
  zone = find_well (table, "alias.github.io");
  g_assert_cmpstr (zone->apex, ==, "alias.github.io");
  g_assert_false (zone->by_soa);
  g_assert_false (zone->is_apex);
}

static const struct
{
  const char *servers;
  const char *primary;
  const char *host;
} hosts[] = {
  { "ns1.a.com ns1.b.com ns2.b.com", "ns1.a.com", "b.com" },
  { "ns-1.dns.co.uk ns-2.dns.com ns-3.dns.net ns-4.dns.org", "ns-3.dns.net", "dns.net" },
  { "ns-1.dns.co.uk ns-2.dns.com", "hidden.example", "dns.co.uk" },
  { "ns1.customer.com ns2.customer.com", "ns1.customer.com", "customer.com" },
};

static void
test_dns_host (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_autoptr (KpTableResolver) table = kp_table_resolver_new ("https://dns.test/", "T");
      g_autoptr (KpZone) zone = NULL;
      g_autofree char *soa = g_strconcat (hosts[i].primary, " h.example 1 2 3 4 5", NULL);
      g_auto (GStrv) servers = g_strsplit (hosts[i].servers, " ", -1);

      add (table, "customer.com", KP_RECORD_SOA, soa);
      for (guint j = 0; servers[j] != NULL; j++)
        add (table, "customer.com", KP_RECORD_NS, servers[j]);
      zone = find_well (table, "cp.customer.com");
      g_assert_cmpstr (zone->dns_host, ==, hosts[i].host);
      g_assert_cmpuint (g_strv_length (zone->name_servers), ==, g_strv_length (servers));
    }
}

static void
test_no_name_servers (void)
{
  g_autoptr (KpTableResolver) table = kp_table_resolver_new ("https://dns.test/", "T");
  g_autoptr (KpZone) zone = NULL;

  add (table, "customer.com", KP_RECORD_SOA, SOA ("ns1.dnshost.net"));
  zone = find_well (table, "cp.customer.com");
  g_assert_cmpstr (zone->apex, ==, "customer.com");
  g_assert_true (zone->by_soa);
  g_assert_null (zone->name_servers);
  g_assert_null (zone->dns_host);
  g_assert_cmpstr (zone->primary, ==, "ns1.dnshost.net");
}

static void
test_cancelled (void)
{
  g_autoptr (KpTableResolver) table = make_world ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kp_table_resolver_set_silent (table, TRUE);
  kp_zone_find_async (KP_RESOLVER (table), "www.customer.com", cancellable, take_result,
                      &result);
  g_cancellable_cancel (cancellable);
  wait_for_result (&result);
  g_assert_null (kp_zone_find_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (found); i++)
    {
      g_autofree char *path = g_strconcat ("/zone/found/", found[i].host, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), check_found);
    }
  g_test_add_func ("/zone/guess", test_guess);
  g_test_add_func ("/zone/broken-name", test_broken_name);
  g_test_add_func ("/zone/broken-domain", test_broken_domain);
  g_test_add_func ("/zone/offline", test_offline);
  g_test_add_func ("/zone/climbs-no-further", test_climbs_no_further);
  g_test_add_func ("/zone/alias-is-no-apex", test_alias_is_no_apex);
  g_test_add_func ("/zone/dns-host", test_dns_host);
  g_test_add_func ("/zone/no-name-servers", test_no_name_servers);
  g_test_add_func ("/zone/cancelled", test_cancelled);
  return g_test_run ();
}
