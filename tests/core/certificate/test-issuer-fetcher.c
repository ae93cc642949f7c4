/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/certificate/issuer-fetcher.h"
#include "core/net/public-addresses.h"
#include "certificate/mint.h"
#include "net/loopback.h"
#include "net/policy-twin.h"
#include "patience.h"
#include "waiting.h"

#include <dlfcn.h>
#include <gnutls/pkcs7.h>
#include <string.h>

/* Signatures that were verified, and those for which the main loop had to wait. */
static GThread *main_thread;
static int n_verified;
static int n_in_main_loop;

typedef struct
{
  Loopback *server;
  KpAddressPolicy *policy;
  KpIssuerFetcher *fetcher;
  Mint *root;
  Mint *ca;
  GHashTable *bodies; /* path => GBytes */
  GPtrArray *asked;   /* paths */
} Fixture;

/* In place of that of the library, which it calls. */
int
gnutls_x509_crt_verify (gnutls_x509_crt_t crt, const gnutls_x509_crt_t *issuers,
                        unsigned int n_issuers, unsigned int flags, unsigned int *status)
{
  static gsize theirs;

  if (g_once_init_enter (&theirs))
    g_once_init_leave (&theirs, (gsize) dlsym (RTLD_NEXT, "gnutls_x509_crt_verify"));
  g_atomic_int_inc (&n_verified);
  if (g_thread_self () == main_thread)
    g_atomic_int_inc (&n_in_main_loop);
  return ((typeof (gnutls_x509_crt_verify) *) theirs) (crt, issuers, n_issuers, flags,
                                                       status);
}

static void
answer (SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  Fixture *fixture = data;
  GBytes *body = g_hash_table_lookup (fixture->bodies, path);

  g_ptr_array_add (fixture->asked, g_strdup (path));
  soup_server_message_set_status (message, body != NULL ? 200 : 404, NULL);
  if (body != NULL)
    soup_server_message_set_response (message, "application/octet-stream", SOUP_MEMORY_COPY,
                                      g_bytes_get_data (body, NULL),
                                      g_bytes_get_size (body));
  if (g_str_equal (path, "/silent"))
    soup_server_message_pause (message);
  else if (g_str_equal (path, "/loop"))
    soup_server_message_set_redirect (message, SOUP_STATUS_FOUND, "/loop");
  else if (g_str_equal (path, "/moved"))
    soup_server_message_set_redirect (message, SOUP_STATUS_MOVED_PERMANENTLY, "/der");
  else if (g_str_equal (path, "/inside"))
    soup_server_message_set_redirect (message, SOUP_STATUS_FOUND, "http://127.0.0.2:9/der");
  else if (g_str_equal (path, "/to-file"))
    soup_server_message_set_redirect (message, SOUP_STATUS_FOUND, "file:///etc/hosts");
}

/* Takes @body. */
static void
serve (Fixture *fixture, const char *path, GBytes *body)
{
  g_hash_table_insert (fixture->bodies, g_strdup (path), body);
}

static void
serve_text (Fixture *fixture, const char *path, char *text)
{
  serve (fixture, path, g_bytes_new_take (text, strlen (text)));
}

/* What a CA that has several of its certificates serves. */
static GBytes *
make_pkcs7 (Mint *first, Mint *second)
{
  gnutls_pkcs7_t pkcs7;
  gnutls_datum_t out = { NULL, 0 };
  GBytes *bytes;

  g_assert_cmpint (gnutls_pkcs7_init (&pkcs7), ==, 0);
  g_assert_cmpint (gnutls_pkcs7_set_crt (pkcs7, first->crt), ==, 0);
  g_assert_cmpint (gnutls_pkcs7_set_crt (pkcs7, second->crt), ==, 0);
  g_assert_cmpint (gnutls_pkcs7_export2 (pkcs7, GNUTLS_X509_FMT_DER, &out), ==, 0);
  bytes = g_bytes_new (out.data, out.size);
  gnutls_free (out.data);
  gnutls_pkcs7_deinit (pkcs7);
  return bytes;
}

/* One of the same name as the CA's, and none of it. */
static Mint *
make_impostor (Fixture *fixture)
{
  MintSpec spec = { .common_name = "Kite CA", .ca = TRUE, .no_key_ids = TRUE };

  return mint_new (&spec, fixture->root);
}

/* So many others of its name, and then the right one. */
static void
serve_many (Fixture *fixture, const char *path, Mint *key, guint n, const char *pem)
{
  MintSpec spec = {
    .common_name = "Kite CA", .ca = TRUE, .no_key_ids = TRUE, .key_of = key
  };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (Mint) other = NULL;
      g_autofree char *one = NULL;

      spec.not_after = g_get_real_time () / G_USEC_PER_SEC + 86400 + i;
      other = mint_new (&spec, fixture->root);
      one = mint_to_pem (other);
      g_string_append (text, one);
    }
  g_string_append (text, pem);
  serve_text (fixture, path, g_string_free (g_steal_pointer (&text), FALSE));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Mint) impostor = NULL;
  g_autofree char *large = g_strnfill (KP_ISSUER_FETCHER_MAX_SIZE + 1, '\n');
  g_autofree char *pem = NULL;
  g_autofree char *other = NULL;

  fixture->bodies = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                           (GDestroyNotify) g_bytes_unref);
  fixture->asked = g_ptr_array_new_with_free_func (g_free);
  fixture->server = loopback_new_plain (answer, fixture);
  fixture->policy = policy_twin_new ();
  fixture->fetcher = kp_issuer_fetcher_new (NULL, fixture->policy);
  fixture->root = mint_ca ("Kite Root", NULL);
  fixture->ca = mint_ca ("Kite CA", fixture->root);
  impostor = make_impostor (fixture);
  pem = mint_to_pem (fixture->ca);
  other = mint_to_pem (impostor);
  serve (fixture, "/der", g_bytes_ref (fixture->ca->der));
  serve_text (fixture, "/pem", g_strdup (pem));
  serve (fixture, "/p7c", make_pkcs7 (fixture->root, fixture->ca));
  serve_text (fixture, "/several", g_strconcat (other, pem, NULL));
  serve (fixture, "/other", g_bytes_ref (fixture->root->der));
  serve (fixture, "/impostor", g_bytes_ref (impostor->der));
  serve_many (fixture, "/few", impostor, 15, pem);
  serve_many (fixture, "/many", impostor, 16, pem);
  serve_text (fixture, "/page", g_strdup ("<html><p>Not found</p></html>"));
  serve_text (fixture, "/empty", g_strdup (""));
  /* It would be taken, were it not behind all that. */
  serve_text (fixture, "/large", g_strconcat (large, pem, NULL));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->fetcher);
  g_object_unref (fixture->policy);
  loopback_free (fixture->server);
  mint_free (fixture->root);
  mint_free (fixture->ca);
  g_hash_table_unref (fixture->bodies);
  g_ptr_array_unref (fixture->asked);
}

/* A path is one of the server; @second: (nullable) */
static Mint *
make_leaf (Fixture *fixture, const char *first, const char *second)
{
  static const char *const names[] = { "cp.kite.example", NULL };
  const char *const places[] = { first, second };
  char *addresses[] = { NULL, NULL, NULL };
  MintSpec spec = { .common_name = names[0], .names = names, .no_key_ids = TRUE };
  Mint *leaf;

  for (guint i = 0; i < 2 && places[i] != NULL; i++)
    addresses[i] = *places[i] == '/' ? loopback_make_uri (fixture->server, places[i])
                                     : g_strdup (places[i]);
  spec.issuer_at = (const char *const *) addresses;
  leaf = mint_new (&spec, fixture->ca);
  g_free (addresses[0]);
  g_free (addresses[1]);
  return leaf;
}

static GBytes *
fetch (KpIssuerFetcher *fetcher, GBytes *certificate, GCancellable *cancellable,
       GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_issuer_fetcher_fetch_async (fetcher, certificate, cancellable, take_result, &result);
  wait_for_result (&result);
  return kp_issuer_fetcher_fetch_finish (fetcher, result, error);
}

/* In whatever form, and wherever it has moved to; the right one of several. */
static void
test_forms (Fixture *fixture, gconstpointer data)
{
  static const char *const paths[] = {
    "/der", "/pem", "/p7c", "/several", "/moved", "/few"
  };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (KpIssuerFetcher) fetcher = kp_issuer_fetcher_new ("", fixture->policy);
      g_autoptr (Mint) leaf = make_leaf (fixture, paths[i], NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) issuer = fetch (fetcher, leaf->der, NULL, &error);

      g_test_message ("%s", paths[i]);
      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (issuer, fixture->ca->der));
    }
}

static void
test_refusals (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *place;
    KpIssuerError code;
    const char *says;
    guint n_asked;
  } cases[] = {
    { NULL, KP_ISSUER_ERROR_NO_ADDRESS, "does not say", 0 },
    { "file:///etc/hosts", KP_ISSUER_ERROR_NOT_ALLOWED, "file:///etc/hosts", 0 },
    { "ldap://ca.example/cn=x", KP_ISSUER_ERROR_NOT_ALLOWED, "ldap:", 0 },
    { "http://user:word@127.0.0.1/", KP_ISSUER_ERROR_NOT_ALLOWED, "user", 0 },
    { "http:///der", KP_ISSUER_ERROR_NOT_ALLOWED, "http:///der", 0 },
    { "nothing", KP_ISSUER_ERROR_NOT_ALLOWED, "nothing", 0 },
    { "http://127.0.0.2:9/der", KP_ISSUER_ERROR_NOT_ALLOWED, "127.0.0.2", 0 },
    { "/inside", KP_ISSUER_ERROR_NOT_ALLOWED, "127.0.0.2", 1 },
    { "/to-file", KP_ISSUER_ERROR_NOT_ALLOWED, "file:", 1 },
    { "/loop", KP_ISSUER_ERROR_NOT_ALLOWED, "/loop", 4 },
    { "/missing", KP_ISSUER_ERROR_NO_ANSWER, "404", 1 },
    { "/large", KP_ISSUER_ERROR_USELESS, "65536", 1 },
    { "/page", KP_ISSUER_ERROR_USELESS, "/page", 1 },
    { "/empty", KP_ISSUER_ERROR_USELESS, "/empty", 1 },
    { "/other", KP_ISSUER_ERROR_USELESS, "/other", 1 },
    { "/impostor", KP_ISSUER_ERROR_USELESS, "/impostor", 1 },
    { "/many", KP_ISSUER_ERROR_USELESS, "the first 16 did not", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KpIssuerFetcher) fetcher = kp_issuer_fetcher_new (NULL, fixture->policy);
      g_autoptr (Mint) leaf = make_leaf (fixture, cases[i].place, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) issuer = fetch (fetcher, leaf->der, NULL, &error);

      g_test_message ("%s: %s", cases[i].place, error != NULL ? error->message : "");
      g_assert_null (issuer);
      g_assert_error (error, KP_ISSUER_ERROR, (int) cases[i].code);
      g_assert_nonnull (strstr (error->message, cases[i].says));
      g_assert_true (g_str_has_suffix (error->message, "."));
      g_assert_false (g_str_has_suffix (error->message, ".."));
      g_assert_cmpuint (fixture->asked->len, ==, cases[i].n_asked);
      g_ptr_array_set_size (fixture->asked, 0);
    }
}

/* Nobody makes this machine ask itself: a real policy refuses the server of this test. */
static void
test_public (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpAddressPolicy) public = kp_public_addresses_new ();
  g_autoptr (KpIssuerFetcher) fetcher = kp_issuer_fetcher_new (NULL, public);
  g_autoptr (Mint) leaf = make_leaf (fixture, "/der", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (fetch (fetcher, leaf->der, NULL, &error));
  g_assert_error (error, KP_ISSUER_ERROR, KP_ISSUER_ERROR_NOT_ALLOWED);
  g_assert_cmpuint (fixture->asked->len, ==, 0);
}

/* The second address is asked where the first one is of no use, and no more than four are
 * for one bundle. */
static void
test_several (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Mint) first = make_leaf (fixture, "ldap://ca.example/", "/der");
  g_autoptr (Mint) second = make_leaf (fixture, "/missing", "/der");
  g_autoptr (Mint) third = make_leaf (fixture, "/page", "/der");
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) issuer = fetch (fixture->fetcher, first->der, NULL, &error);
  g_autoptr (GBytes) again = NULL;

  g_assert_no_error (error);
  again = fetch (fixture->fetcher, second->der, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (issuer, again));
  g_assert_cmpuint (fixture->asked->len, ==, 3);
  g_assert_null (fetch (fixture->fetcher, third->der, NULL, &error));
  g_assert_error (error, KP_ISSUER_ERROR, KP_ISSUER_ERROR_USELESS);
  g_clear_error (&error);
  g_assert_null (fetch (fixture->fetcher, second->der, NULL, &error));
  g_assert_error (error, KP_ISSUER_ERROR, KP_ISSUER_ERROR_TOO_MANY);
  g_assert_cmpuint (fixture->asked->len, ==, KP_ISSUER_FETCHER_MAX);
}

static void
test_slow (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Mint) leaf = make_leaf (fixture, "/silent", NULL);
  g_autoptr (GError) error = NULL;
  gint64 begin = g_get_monotonic_time ();

  kp_issuer_fetcher_set_seconds (fixture->fetcher, 1);
  g_assert_null (fetch (fixture->fetcher, leaf->der, NULL, &error));
  g_assert_error (error, KP_ISSUER_ERROR, KP_ISSUER_ERROR_NO_ANSWER);
  g_assert_cmpint (g_get_monotonic_time () - begin, >=, G_USEC_PER_SEC * 9 / 10);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, (1 + patience ()) * G_USEC_PER_SEC);
}

static gboolean
cancel (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Mint) leaf = make_leaf (fixture, "/silent", "/der");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_idle_add (cancel, cancellable);
  g_assert_null (fetch (fixture->fetcher, leaf->der, cancellable, &error));
  g_assert_error (error, KP_ISSUER_ERROR, KP_ISSUER_ERROR_CANCELLED);
}

/* Not by what came from an address, nor by what another fetcher was given before. */
static void
test_main_loop (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) answers = kp_issuer_answers_new ();
  g_autoptr (Mint) leaf = make_leaf (fixture, "/few", NULL);

  main_thread = g_thread_self ();
  g_atomic_int_set (&n_verified, 0);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (KpIssuerFetcher) fetcher = kp_issuer_fetcher_new (NULL, fixture->policy);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) issuer = NULL;

      kp_issuer_fetcher_share_answers (fetcher, answers);
      issuer = fetch (fetcher, leaf->der, NULL, &error);
      g_assert_no_error (error);
    }
  main_thread = NULL;
  g_assert_cmpuint (fixture->asked->len, ==, 1);
  g_assert_cmpint (g_atomic_int_get (&n_verified), ==, 32);
  g_assert_cmpint (g_atomic_int_get (&n_in_main_loop), ==, 0);
}

static void
test_no_certificate (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) octets = g_bytes_new_static ("nothing", 7);
  g_autoptr (GError) error = NULL;

  g_assert_null (fetch (fixture->fetcher, octets, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name, func)                                                                   \
  g_test_add ("/certificate/issuer-fetcher/" name, Fixture, NULL, set_up, func, tear_down)
  TEST ("forms", test_forms);
  TEST ("refusals", test_refusals);
  TEST ("public", test_public);
  TEST ("several", test_several);
  TEST ("slow", test_slow);
  TEST ("cancelled", test_cancelled);
  TEST ("main-loop", test_main_loop);
  TEST ("no-certificate", test_no_certificate);
#undef TEST
  return g_test_run ();
}
