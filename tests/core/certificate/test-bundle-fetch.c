/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/certificate/bundle-fetch.h"
#include "certificate/mint.h"
#include "net/loopback.h"
#include "net/policy-twin.h"
#include "waiting.h"

#include <string.h>

/* Root, four CAs one below the other, and a site's certificate; each says where its
 * issuer's is. */
#define N_CAS 5

typedef struct
{
  Loopback *server;
  KpAddressPolicy *policy;
  KpTrust *trust;
  Mint *root;
  Mint *cas[N_CAS];
  guint n_asked;
} Fixture;

static void
answer (SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  Fixture *fixture = data;
  guint number = path[1] - '0';

  fixture->n_asked++;
  soup_server_message_set_status (message, number < N_CAS ? 200 : 404, NULL);
  if (number < N_CAS)
    soup_server_message_set_response (message, "application/pkix-cert", SOUP_MEMORY_COPY,
                                      g_bytes_get_data (fixture->cas[number]->der, NULL),
                                      g_bytes_get_size (fixture->cas[number]->der));
}

/* @place: a path of the server, or an address */
static Mint *
mint_below (Fixture *fixture, const char *name, const char *place, gboolean ca,
            Mint *issuer)
{
  g_autofree char *uri =
      place[0] == '/' ? loopback_make_uri (fixture->server, place) : g_strdup (place);
  const char *issuer_at[] = { uri, NULL };
  const char *names[] = { name, NULL };
  MintSpec spec = {
    .common_name = name, .ca = ca, .names = ca ? NULL : names, .issuer_at = issuer_at
  };

  /* A CA outlasts what it signs, however long minting takes; a site's certificate is as
   * short as any rule to come asks for. */
  spec.not_before = g_get_real_time () / G_USEC_PER_SEC - 24 * 60 * 60;
  spec.not_after = spec.not_before + (ca ? 120 : 40) * 24 * 60 * 60;
  return mint_new (&spec, issuer);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *pem = NULL;

  fixture->server = loopback_new_plain (answer, fixture);
  fixture->policy = policy_twin_new ();
  fixture->root = mint_ca ("Kite Root", NULL);
  for (guint i = 0; i < N_CAS; i++)
    {
      g_autofree char *name = g_strdup_printf ("Kite CA %u", i);
      g_autofree char *place = g_strdup_printf ("/%u", i - 1);

      fixture->cas[i] = mint_below (fixture, name, i > 0 ? place : "/9", TRUE,
                                    i > 0 ? fixture->cas[i - 1] : fixture->root);
    }
  pem = mint_to_pem (fixture->root);
  fixture->trust = kp_trust_new (pem, FALSE, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  loopback_free (fixture->server);
  g_object_unref (fixture->policy);
  g_object_unref (fixture->trust);
  mint_free (fixture->root);
  for (guint i = 0; i < N_CAS; i++)
    mint_free (fixture->cas[i]);
}

static KpBundle *
run (Fixture *fixture, Mint *leaf, gboolean fetch, GCancellable *cancellable,
     GError **error)
{
  g_autoptr (KpDocument) document = kp_document_new ();
  g_autoptr (KpIssuerFetcher) fetcher =
      fetch ? kp_issuer_fetcher_new (NULL, fixture->policy) : NULL;
  KpBundleExpectation expected = { .now = g_get_real_time () / G_USEC_PER_SEC };
  g_autoptr (GAsyncResult) result = NULL;

  kp_document_read (document, leaf->der, "cp.crt");
  kp_bundle_fetch_async (document, &expected, fixture->trust, fetcher, cancellable,
                         take_result, &result);
  wait_for_result (&result);
  return kp_bundle_fetch_finish (result, error);
}

static const KpFinding *
find (const KpBundle *bundle, KpFindingId id)
{
  for (guint i = 0; i < bundle->findings->len; i++)
    if (((const KpFinding *) bundle->findings->pdata[i])->id == id)
      return bundle->findings->pdata[i];
  return NULL;
}

/* One that is missing, and two: the chain is whole, and the finding says so. */
static void
test_fetched (Fixture *fixture, gconstpointer data)
{
  for (guint n = 1; n <= 2; n++)
    {
      g_autofree char *place = g_strdup_printf ("/%u", n - 1);
      g_autoptr (Mint) leaf =
          mint_below (fixture, "cp.kite.example", place, FALSE, fixture->cas[n - 1]);
      g_autoptr (GError) error = NULL;
      g_autoptr (KpBundle) bundle = run (fixture, leaf, TRUE, NULL, &error);

      g_assert_no_error (error);
      g_assert_false (kp_bundle_is_wrong (bundle));
      g_assert_cmpuint (bundle->chain->len, ==, n + 1);
      g_assert_true (g_bytes_equal (bundle->chain->pdata[n], fixture->cas[0]->der));
      g_assert_true (g_bytes_equal (bundle->root, fixture->root->der));
      g_assert_nonnull (find (bundle, KP_FINDING_BUNDLE_INTERMEDIATE_FETCHED));
      g_assert_cmpuint (fixture->n_asked, ==, n);
      fixture->n_asked = 0;
    }
}

/* Where nothing may be fetched it is said where it can be had, and where it could not be,
 * why and what is left to do. */
static void
test_missing (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *place;
    gboolean fetch;
    guint n_asked;
    const char *says[3];
  } cases[] = {
    { "/0", FALSE, 0, { "/0", "add that file" } },
    { "/9", TRUE, 1, { "404", "/9 yourself", "later" } },
    { "http://127.0.0.2:9/ca", TRUE, 0, { "not a public address", "/ca yourself" } },
    { "/1", TRUE, 1, { "did not sign", "Kite CA 0", "Ask the CA" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Mint) leaf =
          mint_below (fixture, "cp.kite.example", cases[i].place, FALSE, fixture->cas[0]);
      g_autoptr (GError) error = NULL;
      g_autoptr (KpBundle) bundle = run (fixture, leaf, cases[i].fetch, NULL, &error);
      const KpFinding *finding = find (bundle, KP_FINDING_BUNDLE_MISSING_INTERMEDIATE);

      g_assert_no_error (error);
      g_assert_nonnull (finding);
      g_test_message ("%s %s", finding->text, finding->fix);
      g_assert_cmpint (finding->severity, ==, KP_SEVERITY_WRONG);
      for (guint j = 0; j < 3 && cases[i].says[j] != NULL; j++)
        g_assert_nonnull (strstr (finding->fix, cases[i].says[j]));
      g_assert_cmpuint (fixture->n_asked, ==, cases[i].n_asked);
      fixture->n_asked = 0;
    }
}

/* Whoever writes certificates can make a chain as long as they like. */
static void
test_bounded (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Mint) leaf =
      mint_below (fixture, "cp.kite.example", "/4", FALSE, fixture->cas[4]);
  g_autoptr (GError) error = NULL;
  g_autoptr (KpBundle) bundle = run (fixture, leaf, TRUE, NULL, &error);
  const KpFinding *finding = find (bundle, KP_FINDING_BUNDLE_MISSING_INTERMEDIATE);

  g_assert_no_error (error);
  g_assert_cmpuint (fixture->n_asked, ==, KP_ISSUER_FETCHER_MAX);
  g_assert_nonnull (finding);
  g_assert_nonnull (strstr (finding->fix, "4 addresses"));
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Mint) leaf =
      mint_below (fixture, "cp.kite.example", "/0", FALSE, fixture->cas[0]);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (run (fixture, leaf, TRUE, cancellable, &error));
  g_assert_error (error, KP_ISSUER_ERROR, KP_ISSUER_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name, func)                                                                   \
  g_test_add ("/certificate/bundle-fetch/" name, Fixture, NULL, set_up, func, tear_down)
  TEST ("fetched", test_fetched);
  TEST ("missing", test_missing);
  TEST ("bounded", test_bounded);
  TEST ("cancelled", test_cancelled);
#undef TEST
  return g_test_run ();
}
