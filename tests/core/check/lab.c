/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/lab.h"

Lab *
lab_new (void)
{
  static const char *const names[LAB_RESOLVERS] = { "One", "Two", "Three" };
  Lab *lab = g_new0 (Lab, 1);

  for (guint i = 0; i < LAB_RESOLVERS; i++)
    {
      g_autofree char *url = g_strdup_printf ("https://dns%u.example/dns-query", i + 1);

      lab->resolvers[i] = kp_table_resolver_new (url, names[i]);
    }
  lab->system = kp_table_resolver_new ("system", "This system");
  lab->root = mint_ca ("Test Root", NULL);
  lab->intermediate = mint_ca ("Test Intermediate", lab->root);
  lab->clock = kp_fixed_clock_new (g_get_real_time () / G_USEC_PER_SEC);
  lab->mints = g_ptr_array_new_with_free_func ((GDestroyNotify) mint_free);
  lab->servers = g_ptr_array_new_with_free_func ((GDestroyNotify) tls_server_free);
  lab_add (lab, LAB_TARGET, KP_RECORD_A, "127.0.0.1");
  lab_add (lab, "kite.example", KP_RECORD_SOA,
           "ns1.dnshost.example hostmaster.dnshost.example 1 3600 900 604800 60");
  lab_add (lab, "kite.example", KP_RECORD_NS, "ns1.dnshost.example");
  lab_add (lab, "kite.example", KP_RECORD_NS, "ns2.dnshost.example");
  return lab;
}

void
lab_free (Lab *lab)
{
  for (guint i = 0; i < LAB_RESOLVERS; i++)
    g_object_unref (lab->resolvers[i]);
  g_object_unref (lab->system);
  g_ptr_array_unref (lab->servers);
  g_ptr_array_unref (lab->mints);
  mint_free (lab->intermediate);
  mint_free (lab->root);
  g_object_unref (lab->clock);
  g_free (lab);
}

guint16
lab_serve (Lab *lab, TlsServerManner manner, Mint *issuer, gboolean complete)
{
  static const char *const names[] = { "kite.example", "*.kite.example", NULL };
  MintSpec spec = { .names = names };
  Mint *leaf = mint_new (&spec, issuer);
  g_autoptr (GPtrArray) chain = mint_chain (leaf, complete ? issuer : NULL, NULL);
  TlsServer *server = tls_server_new (manner, NULL, chain, leaf);

  g_ptr_array_add (lab->mints, leaf);
  g_ptr_array_add (lab->servers, server);
  return tls_server_get_port (server);
}

KpChecker *
lab_make_checker (Lab *lab, guint timeout, gboolean with_system)
{
  g_autoptr (GPtrArray) resolvers = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GProxyResolver) direct = g_simple_proxy_resolver_new (NULL, NULL);
  g_autofree char *pem = mint_to_pem (lab->root);
  g_autoptr (KpTrust) trust = kp_trust_new (pem, FALSE, NULL);
  g_autoptr (KpProber) prober = kp_prober_new (trust, lab->clock, timeout, 0);

  kp_prober_set_proxy_resolver (prober, direct);
  for (guint i = 0; i < LAB_RESOLVERS; i++)
    g_ptr_array_add (resolvers, g_object_ref (lab->resolvers[i]));
  return kp_checker_new (resolvers, with_system ? KP_RESOLVER (lab->system) : NULL, prober,
                         lab->clock);
}

void
lab_add (Lab *lab, const char *owner, KpRecordType type, const char *data)
{
  for (guint i = 0; i < LAB_RESOLVERS; i++)
    kp_table_resolver_add (lab->resolvers[i], owner, type, 300, data);
}

KpSite *
lab_make_site (Lab *lab, const char *host, guint16 port, const char *provider)
{
  if (g_str_equal (provider, "own-server"))
    lab_add (lab, host, KP_RECORD_A, "127.0.0.1");
  else
    lab_add (lab, host, KP_RECORD_CNAME, LAB_TARGET);
  return kp_site_new (host, port, provider);
}

void
lab_take (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

GAsyncResult *
lab_wait (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

KpObservation *
lab_check (KpChecker *checker, KpSite *site, const char *target, gboolean wants_target)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KpObservation *observation;

  kp_checker_check_async (checker, site, target, wants_target, NULL, NULL, lab_take,
                          &result);
  observation = kp_checker_check_finish (checker, lab_wait (&result), &error);
  g_assert_no_error (error);
  return observation;
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(char *const *) a, *(char *const *) b);
}

char *
lab_take_questions (Lab *lab, guint i)
{
  g_auto (GStrv) questions = kp_table_resolver_take_questions (lab->resolvers[i]);

  qsort (questions, g_strv_length (questions), sizeof *questions, compare_strings);
  return g_strjoinv (", ", questions);
}
