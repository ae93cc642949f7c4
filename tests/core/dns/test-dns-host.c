/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/dns/dns-host.h"

static void
test_find (void)
{
  static const struct
  {
    const char *name_servers;
    const char *name;
  } rows[] = {
    { "ada.ns.cloudflare.com bob.ns.cloudflare.com", "Cloudflare" },
    { "NS01.DOMAINCONTROL.COM ns02.domaincontrol.com", "GoDaddy" },
    { "dns1.registrar-servers.com dns2.registrar-servers.com", "Namecheap" },
    /* Four top levels: no one domain has most of them. */
    { "ns-1.awsdns-01.com ns-600.awsdns-11.net ns-1500.awsdns-59.org "
      "ns-2000.awsdns-58.co.uk",
      "Amazon Route 53" },
    { "ns1-03.azure-dns.com ns2-03.azure-dns.net ns3-03.azure-dns.org "
      "ns4-03.azure-dns.info",
      "Azure DNS" },
    { "ns-cloud-a1.googledomains.com ns-cloud-a2.googledomains.com", "Google Cloud DNS" },
    { "hydrogen.ns.hetzner.com oxygen.ns.hetzner.com helium.ns.hetzner.de", "Hetzner" },
    { "dns106.ovh.net ns106.ovh.net", "OVHcloud" },
    /* Half of them is not enough, and neither is a name that only looks like it. */
    { "ada.ns.cloudflare.com ns1.fjord.example", NULL },
    { "ns.cloudflare.com.fjord.example", NULL },
    { "ns1.fjord.example ns2.fjord.example", NULL },
    { "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (GStrv) servers = g_strsplit (rows[i].name_servers, " ", -1);
      const KpDnsHost *host = kp_dns_host_find ((const char *const *) servers);

      g_assert_cmpstr (host != NULL ? host->name : NULL, ==, rows[i].name);
      if (host != NULL)
        g_assert_true (g_str_has_prefix (host->help_uri, "https://"));
    }
  g_assert_null (kp_dns_host_find (NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dns-host/find", test_find);
  return g_test_run ();
}
