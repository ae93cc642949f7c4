/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/exchange/provider-guess.h"
#include "core/dns/table-resolver.h"
#include "waiting.h"

typedef struct
{
  KpCatalogue *catalogue;
  KpTableResolver *first;
  KpTableResolver *second;
  GPtrArray *resolvers;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->catalogue = kp_catalogue_new (NULL);
  fixture->resolvers = g_ptr_array_new_with_free_func (g_object_unref);
  fixture->first = kp_table_resolver_new ("https://one.example/dns-query", "One");
  fixture->second = kp_table_resolver_new ("https://two.example/dns-query", "Two");
  g_ptr_array_add (fixture->resolvers, fixture->first);
  g_ptr_array_add (fixture->resolvers, fixture->second);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_ptr_array_unref (fixture->resolvers);
  g_object_unref (fixture->catalogue);
}

static void
add_record (Fixture *fixture, const char *owner, KpRecordType type, const char *value)
{
  kp_table_resolver_add (fixture->first, owner, type, 300, value);
  kp_table_resolver_add (fixture->second, owner, type, 300, value);
}

static gboolean
run (KpProviderGuess *guess, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_provider_guess_run_async (guess, NULL, take_result, &result);
  wait_for_result (&result);
  return kp_provider_guess_run_finish (guess, result, error);
}

static const struct
{
  const char *host;
  const char
      *records; /* CNAMEs from the host on, separated by blanks; an address ends it */
  const char *provider; /* given, NULL if open */
  const char *target;   /* given */
  const char *found_provider;
  const char *found_target;
  gboolean proxied;
} table[] = {
  { "cp.kite.io", "pl-10.admin.emailsrvr.com 192.0.2.1", NULL, NULL, "cloud-office",
    "pl-10.admin.emailsrvr.com" },
  /* A fixed target is the profile's: the site needs none of its own. */
  { "my.kite.io", "mpg.vp.vc 192.0.2.1", NULL, NULL, "pexip", NULL },
  /* Through another name, and to a target that has no address. */
  { "cp.lake.se", "web.lake.se pl-7.admin.emailsrvr.com", NULL, NULL, "cloud-office",
    "pl-7.admin.emailsrvr.com" },
  /* The provider's own domain, but no target of its. */
  { "cp.oak.de", "www.emailsrvr.com 192.0.2.1", NULL, NULL, "cloud-office", NULL },
  { "cp.elm.de", "192.0.2.1", NULL, NULL, "own-server", NULL },
  { "cp.ash.de", "web.host.net 192.0.2.1", NULL, NULL, "own-server", NULL },
  { "cp.fir.de", "", NULL, NULL, "own-server", NULL },
  /* What was given stays; only what is missing is filled in. */
  { "cp.sea.no", "pl-10.admin.emailsrvr.com 192.0.2.1", "cloud-office", NULL,
    "cloud-office", "pl-10.admin.emailsrvr.com" },
  { "cp.sun.no", "pl-10.admin.emailsrvr.com 192.0.2.1", "cloud-office",
    "pl-3.admin.emailsrvr.com", "cloud-office", "pl-3.admin.emailsrvr.com" },
  { "cp.ice.no", "mpg.vp.vc 192.0.2.1", "cloud-office", NULL, "cloud-office", NULL },
  { "cp.sky.no", "pl-10.admin.emailsrvr.com 192.0.2.1", "own-server", NULL, "own-server",
    NULL },
  { "cp.fog.no", "mpg.vp.vc 192.0.2.1", "nobody", NULL, "nobody", NULL },
  /* A target that was given does not fit the provider found: it is not that one. */
  { "my.ant.de", "mpg.vp.vc 192.0.2.1", NULL, "web.ant.de", "own-server", "web.ant.de" },
  /* A provider that refuses the name is not proposed. */
  { "x.mymailsrvr.com", "pl-1.admin.emailsrvr.com 192.0.2.1", NULL, NULL, "own-server",
    NULL },
  /* Nor is one that allows no proxy, where there is one. */
  { "my.bee.de", "mpg.vp.vc 192.0.2.1", NULL, NULL, "own-server", NULL, TRUE },
};

static void
test_table (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpProviderGuess) guess =
      kp_provider_guess_new (fixture->catalogue, fixture->resolvers);
  g_autoptr (GPtrArray) sites = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_auto (GStrv) names = g_strsplit (table[i].records, " ", -1);
      const char *owner = table[i].host;
      const char *provider = table[i].provider;
      KpSite *site = kp_site_new (owner, 443, provider != NULL ? provider : "own-server");

      for (guint j = 0; names[j] != NULL; owner = names[j++])
        add_record (fixture, owner,
                    g_hostname_is_ip_address (names[j]) ? KP_RECORD_A : KP_RECORD_CNAME,
                    names[j]);
      kp_site_set_target (site, table[i].target);
      kp_site_set_proxied (site, table[i].proxied);
      kp_provider_guess_add (guess, site, provider == NULL);
      g_ptr_array_add (sites, site);
    }
  g_assert_true (run (guess, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      KpSite *site = g_ptr_array_index (sites, i);

      g_test_message ("%s", table[i].host);
      g_assert_cmpstr (kp_site_get_provider (site), ==, table[i].found_provider);
      g_assert_cmpstr (kp_site_get_target (site), ==, table[i].found_target);
    }
  /* Sites of which nothing is to be found were not asked for. */
  g_assert_cmpuint (kp_provider_guess_get_total (guess), ==, G_N_ELEMENTS (table) - 3);
  g_assert_cmpuint (kp_provider_guess_get_done (guess), ==, G_N_ELEMENTS (table) - 3);
  g_assert_cmpuint (kp_provider_guess_get_found (guess), ==, 5);
}

/* A resolver that gives no answer does not cost the names that it was asked for. */
static void
test_one_is_dead (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpProviderGuess) guess =
      kp_provider_guess_new (fixture->catalogue, fixture->resolvers);
  g_autoptr (GPtrArray) sites = g_ptr_array_new_with_free_func (g_object_unref);

  kp_table_resolver_set_error (fixture->first, KP_DNS_ERROR_UNREACHABLE);
  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *host = g_strdup_printf ("my%u.kite.io", i);
      KpSite *site = kp_site_new (host, 443, "own-server");

      add_record (fixture, host, KP_RECORD_CNAME, "mpg.vp.vc");
      kp_provider_guess_add (guess, site, TRUE);
      g_ptr_array_add (sites, site);
    }
  g_assert_true (run (guess, NULL));
  for (guint i = 0; i < sites->len; i++)
    g_assert_cmpstr (kp_site_get_provider (g_ptr_array_index (sites, i)), ==, "pexip");
}

static KpProviderGuess *
make_many (Fixture *fixture, guint n)
{
  KpProviderGuess *guess = kp_provider_guess_new (fixture->catalogue, fixture->resolvers);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *host = g_strdup_printf ("my%u.kite.io", i);
      g_autoptr (KpSite) site = kp_site_new (host, 443, "own-server");

      kp_provider_guess_add (guess, site, TRUE);
    }
  return guess;
}

static guint
count_lookups (Fixture *fixture)
{
  return kp_table_resolver_get_n_lookups (fixture->first)
         + kp_table_resolver_get_n_lookups (fixture->second);
}

/* Without a network a long list is given up early, and the error says why. */
static void
test_offline (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpProviderGuess) guess = make_many (fixture, 5000);
  g_autoptr (GError) error = NULL;

  kp_table_resolver_set_error (fixture->first, KP_DNS_ERROR_UNREACHABLE);
  kp_table_resolver_set_error (fixture->second, KP_DNS_ERROR_UNREACHABLE);
  g_assert_false (run (guess, &error));
  g_assert_error (error, KP_DNS_ERROR, KP_DNS_ERROR_UNREACHABLE);
  g_assert_cmpuint (count_lookups (fixture), <, 600);
  g_assert_cmpuint (kp_provider_guess_get_found (guess), ==, 0);
}

static void
test_nothing_to_ask (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpProviderGuess) guess = make_many (fixture, 0);
  g_autoptr (GError) error = NULL;

  g_assert_true (run (guess, &error));
  g_assert_no_error (error);
}

static gboolean
cancel_cb (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

/* A bounded number is asked at once; cancelling ends them all. */
static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpProviderGuess) guess = make_many (fixture, 5000);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kp_table_resolver_set_silent (fixture->first, TRUE);
  kp_table_resolver_set_silent (fixture->second, TRUE);
  kp_provider_guess_run_async (guess, cancellable, take_result, &result);
  g_timeout_add (20, cancel_cb, cancellable);
  wait_for_result (&result);
  g_assert_false (kp_provider_guess_run_finish (guess, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_lookups (fixture), ==, 120);
}

static void
count_cb (GObject *object, GParamSpec *pspec, gpointer data)
{
  ++*(guint *) data;
}

/* Progress is told at the end in any case, and not for each name. */
static void
test_progress (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpProviderGuess) guess = make_many (fixture, 5000);
  guint told = 0;

  g_signal_connect (guess, "notify::done", G_CALLBACK (count_cb), &told);
  g_assert_true (run (guess, NULL));
  g_assert_cmpuint (kp_provider_guess_get_done (guess), ==, 5000);
  g_assert_cmpuint (told, >=, 1);
  g_assert_cmpuint (told, <, 200);
}

#define ADD(name, function)                                                                \
  g_test_add ("/provider-guess/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("table", test_table);
  ADD ("one-is-dead", test_one_is_dead);
  ADD ("offline", test_offline);
  ADD ("nothing-to-ask", test_nothing_to_ask);
  ADD ("cancel", test_cancel);
  ADD ("progress", test_progress);
  return g_test_run ();
}
