/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/store/store-signing-keys.h"
#include "store/store-test.h"

#include <string.h>

static void
save (KpStore *store, const char *spki_sha256, const char *host, const char *csr,
      gint64 created_at)
{
  g_autoptr (GBytes) octets = g_bytes_new (csr, strlen (csr));
  g_autoptr (KpSigningKey) key =
      kp_signing_key_new (spki_sha256, host, "ecdsa-p256", octets);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  key->created_at = created_at;
  kp_store_save_signing_key_async (store, key, NULL, store_test_take, &result);
  kp_store_save_signing_key_finish (store, store_test_wait (&result), &error);
  g_assert_no_error (error);
}

static GPtrArray *
load (KpStore *store, const char *host)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *keys;

  kp_store_load_signing_keys_async (store, host, NULL, store_test_take, &result);
  keys = kp_store_load_signing_keys_finish (store, store_test_wait (&result), &error);
  g_assert_no_error (error);
  return keys;
}

static gboolean
destroy (KpStore *store, const char *spki_sha256, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_store_destroy_signing_key_async (store, spki_sha256, NULL, store_test_take, &result);
  return kp_store_destroy_signing_key_finish (store, store_test_wait (&result), error);
}

static void
test_kept (StoreTest *test, gconstpointer data)
{
  g_autoptr (GPtrArray) keys = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) none = NULL;
  const KpSigningKey *key;

  save (test->store, "aa", "cp.kite.example", "old", 1000);
  save (test->store, "bb", "cp.kite.example", "new", 0);
  save (test->store, "cc", "my.kite.example", "other", 2000);
  store_test_reopen (test);

  keys = load (test->store, "cp.kite.example");
  g_assert_cmpuint (keys->len, ==, 2);
  key = keys->pdata[0];
  g_assert_cmpstr (key->spki_sha256, ==, "bb");
  g_assert_cmpstr (key->host, ==, "cp.kite.example");
  g_assert_cmpstr (key->algorithm, ==, "ecdsa-p256");
  g_assert_cmpint (key->created_at, ==, NOW);
  g_assert_cmpint (key->destroyed_at, ==, 0);
  g_assert_cmpmem (g_bytes_get_data (key->csr, NULL), g_bytes_get_size (key->csr), "new",
                   3);
  key = keys->pdata[1];
  g_assert_cmpstr (key->spki_sha256, ==, "aa");
  g_assert_cmpint (key->created_at, ==, 1000);

  all = load (test->store, NULL);
  g_assert_cmpuint (all->len, ==, 3);
  none = load (test->store, "nobody.example");
  g_assert_cmpuint (none->len, ==, 0);
}

/* A key can ask twice: one key, with its latest request. */
static void
test_again (StoreTest *test, gconstpointer data)
{
  g_autoptr (GPtrArray) keys = NULL;
  const KpSigningKey *key;

  save (test->store, "aa", "cp.kite.example", "first", 1000);
  save (test->store, "aa", "cp.kite.example", "second", 2000);
  keys = load (test->store, NULL);
  g_assert_cmpuint (keys->len, ==, 1);
  key = keys->pdata[0];
  g_assert_cmpint (key->created_at, ==, 1000);
  g_assert_cmpmem (g_bytes_get_data (key->csr, NULL), g_bytes_get_size (key->csr), "second",
                   6);
}

static void
test_destroyed (StoreTest *test, gconstpointer data)
{
  g_autoptr (GPtrArray) keys = NULL;
  g_autoptr (GError) error = NULL;

  save (test->store, "aa", "cp.kite.example", "csr", 1000);
  save (test->store, "bb", "cp.kite.example", "csr", 2000);
  g_assert_true (destroy (test->store, "aa", NULL));
  keys = load (test->store, "cp.kite.example");
  g_assert_cmpint (((KpSigningKey *) keys->pdata[0])->destroyed_at, ==, 0);
  g_assert_cmpint (((KpSigningKey *) keys->pdata[1])->destroyed_at, ==, NOW);

  g_assert_false (destroy (test->store, "aa", &error));
  g_assert_error (error, KP_STORE_ERROR, KP_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (destroy (test->store, "xx", &error));
  g_assert_error (error, KP_STORE_ERROR, KP_STORE_ERROR_NOT_FOUND);
}

static void
changed_cb (KpStore *store, GArray *ids, gint64 *changed)
{
  *changed = ids != NULL && ids->len == 1 ? g_array_index (ids, gint64, 0) : -1;
}

static gboolean
is_changed (gpointer data)
{
  return *(gint64 *) data != 0;
}

/* Whoever shows the site learns of its keys. */
static void
test_told (StoreTest *test, gconstpointer data)
{
  gint64 site = store_test_add_host (test->store, "cp.kite.example");
  gint64 changed = 0;

  store_test_add_host (test->store, "cp.lake.example");
  g_signal_connect (test->store, "sites-changed", G_CALLBACK (changed_cb), &changed);
  save (test->store, "aa", "cp.kite.example", "csr", 1000);
  g_assert_true (store_test_wait_for (is_changed, &changed));
  g_assert_cmpint (changed, ==, site);
  changed = 0;
  g_assert_true (destroy (test->store, "aa", NULL));
  g_assert_true (store_test_wait_for (is_changed, &changed));
  g_assert_cmpint (changed, ==, site);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name, function)                                                               \
  g_test_add ("/signing-keys/" name, StoreTest, NULL, store_test_set_up, function,         \
              store_test_tear_down)
  TEST ("kept", test_kept);
  TEST ("again", test_again);
  TEST ("destroyed", test_destroyed);
  TEST ("told", test_told);
#undef TEST
  return g_test_run ();
}
