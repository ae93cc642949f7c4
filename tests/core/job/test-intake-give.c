/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/job/intake.h"

#include <string.h>

#include "certificate/mint.h"
#include "net/loopback.h"
#include "net/policy-twin.h"
#include "store/store-test.h"

#define HOST_A "a.kite.example"
#define HOST_B "b.kite.example"

/* A certificate for both sites, whose issuer's must be fetched. */
typedef struct
{
  StoreTest store;
  KpCatalogue *catalogue;
  KpJobKeeper *keeper;
  GPtrArray *sites;
  Loopback *server;
  KpAddressPolicy *policy;
  KpTrust *trust;
  Mint *root;
  Mint *ca;
  Mint *leaf;
  guint n_asked;
} Test;

static void
answer (SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  Test *test = data;

  test->n_asked++;
  if (g_str_has_prefix (path, "/gone"))
    {
      soup_server_message_set_status (message, 404, NULL);
      return;
    }
  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "application/pkix-cert", SOUP_MEMORY_COPY,
                                    g_bytes_get_data (test->ca->der, NULL),
                                    g_bytes_get_size (test->ca->der));
}

static void
begin (Test *test, KpSite *site)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KpJob *job;

  kp_site_set_provider (site, "own-server");
  kp_job_keeper_renew_async (test->keeper, site, NULL, store_test_take, &result);
  job = kp_job_keeper_finish (test->keeper, store_test_wait (&result), &error);
  g_assert_no_error (error);
  kp_site_set_job (site, job);
  kp_job_free (job);
}

static void
set_up (Test *test, gconstpointer data)
{
  const char *names[] = { HOST_A, HOST_B, NULL };
  g_autofree char *uri = NULL;
  g_autofree char *pem = NULL;
  const char *issuer_at[] = { NULL, NULL };
  MintSpec spec = { .common_name = HOST_A, .names = names, .issuer_at = issuer_at };

  store_test_set_up (&test->store, NULL);
  store_test_add_host (test->store.store, HOST_A);
  store_test_add_host (test->store.store, HOST_B);
  test->catalogue = kp_catalogue_new (NULL);
  test->keeper = kp_job_keeper_new (test->store.store, test->catalogue, test->store.clock);
  test->sites = store_test_load (test->store.store, 0);
  for (guint i = 0; i < test->sites->len; i++)
    begin (test, test->sites->pdata[i]);
  test->server = loopback_new_plain (answer, test);
  test->policy = policy_twin_new ();
  test->root = mint_ca ("Kite Root", NULL);
  test->ca = mint_ca ("Kite CA", test->root);
  issuer_at[0] = uri = loopback_make_uri (test->server, data != NULL ? data : "/ca.crt");
  test->leaf = mint_new (&spec, test->ca);
  pem = mint_to_pem (test->root);
  test->trust = kp_trust_new (pem, FALSE, NULL);
}

static void
tear_down (Test *test, gconstpointer data)
{
  loopback_free (test->server);
  g_object_unref (test->policy);
  g_object_unref (test->trust);
  mint_free (test->leaf);
  mint_free (test->ca);
  mint_free (test->root);
  g_ptr_array_unref (test->sites);
  g_clear_object (&test->keeper);
  g_clear_object (&test->catalogue);
  store_test_tear_down (&test->store, NULL);
}

static KpIssuerFetcher *
make_fetcher (gpointer data)
{
  return kp_issuer_fetcher_new (NULL, data);
}

static GPtrArray *
plan (Test *test, KpIntake *intake)
{
  KpDocument *document = kp_document_new ();

  kp_document_read (document, test->leaf->der, "leaf.crt");
  kp_intake_take_document (intake, document, "leaf.crt");
  for (guint i = 0; i < test->sites->len; i++)
    kp_intake_add_site (intake, test->sites->pdata[i], NULL, NULL);
  return kp_intake_plan (intake, test->trust, g_get_real_time () / G_USEC_PER_SEC);
}

static void
fetch (Test *test, KpIntake *intake)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kp_intake_fetch_async (intake, test->trust, make_fetcher, test->policy, NULL,
                         store_test_take, &result);
  g_assert_true (kp_intake_fetch_finish (store_test_wait (&result), &error));
  g_assert_no_error (error);
}

static void
give (Test *test, KpIntake *intake)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_intake_give_async (intake, test->keeper, NULL, store_test_take, &result);
  g_assert_true (kp_intake_give_finish (store_test_wait (&result), NULL));
}

static KpJobStep
get_step (Test *test, const char *host)
{
  g_autoptr (GPtrArray) stored = store_test_load (test->store.store, 0);

  for (guint i = 0; i < stored->len; i++)
    if (g_str_equal (kp_site_get_host (stored->pdata[i]), host))
      return kp_site_get_job (stored->pdata[i])->step;
  g_assert_not_reached ();
}

static KpIntakeOffer *
find (GPtrArray *offers, const char *host)
{
  for (guint i = 0; i < offers->len; i++)
    {
      KpIntakeOffer *offer = offers->pdata[i];

      if (offer->site != NULL && g_str_equal (kp_site_get_host (offer->site), host))
        return offer;
    }
  g_assert_not_reached ();
}

/* One certificate brings both jobs on, with the intermediate that nobody sent. */
static void
test_taken (Test *test, gconstpointer data)
{
  g_autoptr (KpIntake) intake = kp_intake_new ();
  GPtrArray *offers = plan (test, intake);

  g_assert_cmpuint (offers->len, ==, 2);
  g_assert_cmpint (find (offers, HOST_A)->state, ==, KP_INTAKE_WRONG);
  fetch (test, intake);
  /* Once for both. */
  g_assert_cmpuint (test->n_asked, ==, 1);
  g_assert_false (kp_intake_needs_attention (intake));
  g_assert_cmpint (get_step (test, HOST_A), ==, KP_JOB_STEP_DETAILS);
  give (test, intake);
  for (guint i = 0; i < offers->len; i++)
    {
      const KpIntakeOffer *offer = offers->pdata[i];

      g_assert_cmpint (offer->state, ==, KP_INTAKE_TAKEN);
      g_assert_cmpuint (offer->bundle->chain->len, ==, 2);
      g_assert_cmpint (kp_site_get_job (offer->site)->step, ==, KP_JOB_STEP_SUBMIT);
    }
  g_assert_cmpint (get_step (test, HOST_A), ==, KP_JOB_STEP_SUBMIT);
  g_assert_cmpint (get_step (test, HOST_B), ==, KP_JOB_STEP_SUBMIT);
}

/* Where somebody was quicker with one job, the other one goes on all the same. */
static void
test_conflict (Test *test, gconstpointer data)
{
  g_autoptr (KpIntake) intake = kp_intake_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KpJob) paused = NULL;
  const KpIntakeOffer *late;
  GPtrArray *offers = plan (test, intake);

  fetch (test, intake);
  late = find (offers, HOST_A);
  kp_job_keeper_do_async (test->keeper, late->site, KP_JOB_VERB_PAUSE, NULL,
                          store_test_take, &result);
  paused = kp_job_keeper_finish (test->keeper, store_test_wait (&result), NULL);
  g_assert_nonnull (paused);
  give (test, intake);
  g_assert_cmpint (late->state, ==, KP_INTAKE_LEFT);
  g_assert_nonnull (late->text);
  g_assert_cmpint (find (offers, HOST_B)->state, ==, KP_INTAKE_TAKEN);
  g_assert_true (kp_intake_needs_attention (intake));
  g_assert_cmpint (get_step (test, HOST_A), ==, KP_JOB_STEP_DETAILS);
  g_assert_cmpint (get_step (test, HOST_B), ==, KP_JOB_STEP_SUBMIT);
}

/* Out of a reply a certificate is offered, and left to a person. */
static void
test_reply (Test *test, gconstpointer data)
{
  g_autoptr (KpIntake) intake = kp_intake_new ();
  GPtrArray *offers = plan (test, intake);

  kp_intake_set_answer_to (intake, find (offers, HOST_A)->site);
  fetch (test, intake);
  give (test, intake);
  g_assert_cmpint (find (offers, HOST_A)->state, ==, KP_INTAKE_FITS);
  g_assert_cmpint (get_step (test, HOST_A), ==, KP_JOB_STEP_DETAILS);
}

/* A window that has always something to draw. */
static gboolean
draw_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* A plan that is made beside the main loop lets the window be drawn first. */
static void
draw_a_while (GAsyncResult **result)
{
  /* GDK_PRIORITY_REDRAW */
  guint drawing = g_idle_add_full (G_PRIORITY_HIGH_IDLE + 20, draw_cb, NULL, NULL);
  gint64 until = g_get_monotonic_time () + G_USEC_PER_SEC / 50;

  while (g_get_monotonic_time () < until)
    g_main_context_iteration (NULL, FALSE);
  g_assert_null (*result);
  g_source_remove (drawing);
}

/* What is held back stays where it is, and can be given afterwards. A plan that is made
 * beside the main loop is the same. */
static void
test_held_back (Test *test, gconstpointer data)
{
  g_autoptr (KpIntake) intake = kp_intake_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *offers = plan (test, intake);

  kp_intake_plan_async (intake, test->trust, g_get_real_time () / G_USEC_PER_SEC, NULL,
                        store_test_take, &result);
  draw_a_while (&result);
  offers = kp_intake_plan_finish (intake, store_test_wait (&result), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (offers->len, ==, 2);
  fetch (test, intake);
  find (offers, HOST_A)->held_back = TRUE;
  give (test, intake);
  g_assert_cmpint (find (offers, HOST_A)->state, ==, KP_INTAKE_FITS);
  g_assert_cmpint (find (offers, HOST_B)->state, ==, KP_INTAKE_TAKEN);
  g_assert_cmpint (get_step (test, HOST_A), ==, KP_JOB_STEP_DETAILS);
  find (offers, HOST_A)->held_back = FALSE;
  give (test, intake);
  g_assert_cmpint (find (offers, HOST_A)->state, ==, KP_INTAKE_TAKEN);
}

/* What can't be had is asked for once, and all that lack it say why. */
static void
test_gone (Test *test, gconstpointer data)
{
  g_autoptr (KpIntake) intake = kp_intake_new ();
  GPtrArray *offers = plan (test, intake);

  fetch (test, intake);
  g_assert_cmpuint (test->n_asked, ==, 1);
  for (guint i = 0; i < offers->len; i++)
    {
      const KpIntakeOffer *offer = offers->pdata[i];

      g_assert_cmpint (offer->state, ==, KP_INTAKE_WRONG);
      g_assert_nonnull (strstr (offer->text, "could not be fetched"));
    }
  give (test, intake);
  g_assert_cmpint (get_step (test, HOST_A), ==, KP_JOB_STEP_DETAILS);
}

/* One that only says that it is the CA's spoils nothing for those that are. */
static void
test_forged (Test *test, gconstpointer data)
{
  static const char *const names_a[] = { HOST_A, NULL };
  static const char *const names_b[] = { HOST_B, NULL };
  g_autofree char *uri = loopback_make_uri (test->server, "/ca.crt");
  const char *issuer_at[] = { uri, NULL };
  const MintSpec bad = { .common_name = HOST_A, .names = names_a, .issuer_at = issuer_at };
  const MintSpec good = { .common_name = HOST_B, .names = names_b, .issuer_at = issuer_at };
  g_autoptr (Mint) impostor = mint_ca ("Kite CA", NULL);
  g_autoptr (Mint) forged = mint_new (&bad, impostor);
  g_autoptr (Mint) real = mint_new (&good, test->ca);
  g_autoptr (KpIntake) intake = kp_intake_new ();
  KpDocument *document = kp_document_new ();
  GPtrArray *offers;

  kp_document_read (document, forged->der, "forged.crt");
  kp_document_read (document, real->der, "real.crt");
  kp_intake_take_document (intake, document, "answer.zip");
  for (guint i = 0; i < test->sites->len; i++)
    kp_intake_add_site (intake, test->sites->pdata[i], NULL, NULL);
  offers = kp_intake_plan (intake, test->trust, g_get_real_time () / G_USEC_PER_SEC);
  fetch (test, intake);
  g_assert_cmpint (find (offers, HOST_A)->state, ==, KP_INTAKE_WRONG);
  g_assert_nonnull (strstr (find (offers, HOST_A)->text, "did not sign"));
  g_assert_cmpint (find (offers, HOST_B)->state, ==, KP_INTAKE_FITS);
  g_assert_cmpuint (find (offers, HOST_B)->bundle->chain->len, ==, 2);
  /* What came is looked at again, and not fetched again. */
  g_assert_cmpuint (test->n_asked, ==, 1);
}

/* A certificate that is for nobody is looked at, with what it lacks. */
static void
test_stranger (Test *test, gconstpointer data)
{
  g_autoptr (KpIntake) intake = kp_intake_new ();
  KpDocument *document = kp_document_new ();
  const KpIntakeOffer *offer;
  GPtrArray *offers;

  kp_document_read (document, test->leaf->der, "leaf.crt");
  kp_intake_take_document (intake, document, "leaf.crt");
  offers = kp_intake_plan (intake, test->trust, g_get_real_time () / G_USEC_PER_SEC);
  g_assert_cmpuint (offers->len, ==, 1);
  offer = offers->pdata[0];
  g_assert_cmpint (offer->state, ==, KP_INTAKE_LEFT);
  g_assert_true (kp_bundle_is_wrong (offer->bundle));
  fetch (test, intake);
  g_assert_false (kp_bundle_is_wrong (offer->bundle));
  g_assert_cmpuint (offer->bundle->chain->len, ==, 2);
  g_assert_cmpint (offer->state, ==, KP_INTAKE_LEFT);
}

/* Each of many strangers would have another address asked; the job comes first. */
static void
test_strangers (Test *test, gconstpointer data)
{
  static const char *const names[] = { "c.kite.example", NULL };
  const char *issuer_at[] = { NULL, NULL };
  g_autoptr (Mint) other = mint_ca ("Other CA", NULL);
  const MintSpec spec = {
    .common_name = names[0], .names = names, .key_of = other, .issuer_at = issuer_at
  };
  g_autoptr (KpIntake) intake = kp_intake_new ();
  KpDocument *document = kp_document_new ();
  GPtrArray *offers;

  for (guint i = 0; i < KP_INTAKE_MAX_ADDRESSES + 4; i++)
    {
      g_autofree char *path = g_strdup_printf ("/gone-%u.crt", i);
      g_autofree char *uri = loopback_make_uri (test->server, path);
      g_autoptr (Mint) stranger = NULL;

      issuer_at[0] = uri;
      stranger = mint_new (&spec, other);
      kp_document_read (document, stranger->der, path);
    }
  kp_intake_take_document (intake, document, "many.zip");
  offers = plan (test, intake);
  fetch (test, intake);
  g_assert_cmpint (find (offers, HOST_A)->state, ==, KP_INTAKE_FITS);
  g_assert_cmpint (find (offers, HOST_B)->state, ==, KP_INTAKE_FITS);
  g_assert_cmpuint (test->n_asked, ==, KP_INTAKE_MAX_ADDRESSES);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name, func)                                                                   \
  g_test_add ("/intake/give/" name, Test, NULL, set_up, func, tear_down)
  TEST ("taken", test_taken);
  TEST ("conflict", test_conflict);
  TEST ("reply", test_reply);
  TEST ("held-back", test_held_back);
  TEST ("forged", test_forged);
  TEST ("stranger", test_stranger);
  TEST ("strangers", test_strangers);
  g_test_add ("/intake/give/gone", Test, "/gone.crt", set_up, test_gone, tear_down);
#undef TEST
  return g_test_run ();
}
