/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/store-test.h"

static gboolean
save (KpStore *store, KpCustomer *customer, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_store_save_customer_async (store, customer, NULL, store_test_take, &result);
  return kp_store_save_customer_finish (store, store_test_wait (&result), error);
}

static gboolean
remove_customer (KpStore *store, gint64 id, GArray **sites, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_store_remove_customer_async (store, id, NULL, store_test_take, &result);
  return kp_store_remove_customer_finish (store, store_test_wait (&result), sites, error);
}

static gboolean
restore (KpStore *store, KpCustomer *customer, GArray *sites, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_store_restore_customer_async (store, customer, sites, NULL, store_test_take, &result);
  return kp_store_restore_customer_finish (store, store_test_wait (&result), error);
}

static GPtrArray *
load (KpStore *store)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *customers;

  kp_store_load_customers_async (store, NULL, store_test_take, &result);
  customers = kp_store_load_customers_finish (store, store_test_wait (&result), &error);
  g_assert_no_error (error);
  return customers;
}

static void
test_save (StoreTest *test, gconstpointer data)
{
  static const char *const texts[] = { "name",     "dns-administrator", "email",
                                       "language", "dns-host",          "note" };
  g_autoptr (KpCustomer) customer = kp_customer_new ("  Acme  ");
  g_autoptr (GPtrArray) customers = NULL;
  g_autoptr (GError) error = NULL;

  g_object_set (customer, "dns-administrator", "Ada", "email", "ada@example.com",
                "language", "de", "dns-host", "Example DNS", "note", "Ring first",
                "changes-dns-itself", FALSE, NULL);
  g_assert_true (save (test->store, customer, &error));
  g_assert_cmpint (kp_customer_get_id (customer), >, 0);
  g_object_set (customer, "name", "Acme", NULL);

  customers = load (test->store);
  g_assert_cmpuint (customers->len, ==, 1);
  g_assert_false (kp_customer_get_changes_dns_itself (customers->pdata[0]));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *saved = NULL;
      g_autofree char *loaded = NULL;

      g_object_get (customer, texts[i], &saved, NULL);
      g_object_get (customers->pdata[0], texts[i], &loaded, NULL);
      g_assert_cmpstr (saved, ==, loaded);
    }
}

static void
test_same_name (StoreTest *test, gconstpointer data)
{
  g_autoptr (KpCustomer) acme = kp_customer_new ("Acme");
  g_autoptr (KpCustomer) shouted = kp_customer_new ("ACME ");
  g_autoptr (KpCustomer) other = kp_customer_new ("Other");
  g_autoptr (GError) error = NULL;

  g_assert_true (save (test->store, acme, &error));
  g_assert_true (save (test->store, other, &error));
  g_assert_false (save (test->store, shouted, &error));
  g_assert_error (error, KP_STORE_ERROR, KP_STORE_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_cmpint (kp_customer_get_id (shouted), ==, 0);
  g_object_set (other, "name", "acme", NULL);
  g_assert_false (save (test->store, other, &error));
  g_assert_error (error, KP_STORE_ERROR, KP_STORE_ERROR_EXISTS);
  g_clear_error (&error);
  /* Its own name in other letters is no other's. */
  g_object_set (acme, "name", "ACME", NULL);
  g_assert_true (save (test->store, acme, &error));
  g_assert_no_error (error);
}

static void
test_found_by_name (StoreTest *test, gconstpointer data)
{
  g_autoptr (KpSite) one = store_test_make_site ("one.example.com", 443);
  g_autoptr (KpSite) two = store_test_make_site ("two.example.com", 443);
  g_autoptr (GPtrArray) customers = NULL;
  g_autoptr (GError) error = NULL;

  kp_site_set_customer (one, 0, "Acme");
  kp_site_set_customer (two, 0, "acme");
  g_assert_true (store_test_add (test->store, &error, one, two, NULL));
  g_assert_cmpint (kp_site_get_customer_id (one), ==, kp_site_get_customer_id (two));
  customers = load (test->store);
  g_assert_cmpuint (customers->len, ==, 1);
  g_assert_cmpstr (kp_customer_get_name (customers->pdata[0]), ==, "Acme");
}

static void
count (GObject *source, gpointer ids, gpointer data)
{
  (*(guint *) data)++;
}

static void
test_remove (StoreTest *test, gconstpointer data)
{
  g_autoptr (KpSite) site = store_test_make_site ("one.example.com", 443);
  g_autoptr (GPtrArray) sites = NULL;
  g_autoptr (GPtrArray) customers = NULL;
  g_autoptr (GError) error = NULL;
  guint told = 0;

  kp_site_set_customer (site, 0, "Acme");
  g_assert_true (store_test_add (test->store, &error, site, NULL));
  g_signal_connect (test->store, "sites-changed", G_CALLBACK (count), &told);
  g_assert_true (
      remove_customer (test->store, kp_site_get_customer_id (site), NULL, &error));
  /* The site's row shows the name. */
  g_assert_cmpuint (told, ==, 1);
  sites = store_test_load (test->store, 0);
  g_assert_cmpint (kp_site_get_customer_id (sites->pdata[0]), ==, 0);
  g_assert_null (kp_site_get_customer (sites->pdata[0]));
  customers = load (test->store);
  g_assert_cmpuint (customers->len, ==, 0);
  g_assert_false (
      remove_customer (test->store, kp_site_get_customer_id (site), NULL, &error));
  g_assert_error (error, KP_STORE_ERROR, KP_STORE_ERROR_NOT_FOUND);
}

/* The customer of each site in use, by host: "Acme – Other ". */
static char *
describe_sites (KpStore *store)
{
  g_autoptr (GPtrArray) sites = store_test_load (store, 0);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < sites->len; i++)
    {
      const char *customer = kp_site_get_customer (g_ptr_array_index (sites, i));

      g_string_append_printf (text, "%s ", customer != NULL ? customer : "–");
    }
  return g_string_free (text, FALSE);
}

static void
test_restore (StoreTest *test, gconstpointer data)
{
  g_autoptr (KpSite) one = store_test_make_site ("one.example.com", 443);
  g_autoptr (KpSite) two = store_test_make_site ("three.example.com", 443);
  g_autoptr (KpSite) other = store_test_make_site ("two.example.com", 443);
  g_autoptr (GPtrArray) customers = NULL;
  g_autoptr (KpCustomer) acme = NULL;
  g_autoptr (KpCustomer) same = kp_customer_new ("ACME");
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *without = NULL;
  g_autofree char *back = NULL;
  guint told = 0;

  kp_site_set_customer (one, 0, "Acme");
  kp_site_set_customer (two, 0, "Acme");
  g_assert_true (store_test_add (test->store, &error, one, two, other, NULL));
  customers = load (test->store);
  acme = g_object_ref (customers->pdata[0]);
  g_object_set (acme, "email", "dns@acme.example", "changes-dns-itself", FALSE, NULL);
  g_assert_true (save (test->store, acme, &error));
  g_assert_true (remove_customer (test->store, kp_customer_get_id (acme), &ids, &error));
  g_assert_cmpuint (ids->len, ==, 2);

  /* One of them is another's by now; the row id is, too. */
  kp_site_set_customer (two, 0, "Other");
  g_assert_true (store_test_update (test->store, two, &error));
  g_assert_no_error (error);
  without = describe_sites (test->store);
  g_assert_cmpstr (without, ==, "– Other – ");

  g_signal_connect (test->store, "sites-changed", G_CALLBACK (count), &told);
  g_assert_true (restore (test->store, acme, ids, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (told, ==, 1);
  back = describe_sites (test->store);
  g_assert_cmpstr (back, ==, "Acme Other – ");
  g_ptr_array_unref (customers);
  customers = load (test->store);
  g_assert_cmpuint (customers->len, ==, 2);
  g_assert_cmpint (kp_customer_get_id (customers->pdata[0]), ==, kp_customer_get_id (acme));
  g_assert_cmpstr (kp_customer_get_email (customers->pdata[0]), ==, "dns@acme.example");
  g_assert_false (kp_customer_get_changes_dns_itself (customers->pdata[0]));

  g_assert_false (restore (test->store, same, ids, &error));
  g_assert_error (error, KP_STORE_ERROR, KP_STORE_ERROR_EXISTS);
}

static void
test_order (StoreTest *test, gconstpointer data)
{
  static const char *const names[] = { "delta", "Alpha", "charlie", "Bravo" };
  g_autoptr (GPtrArray) customers = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (KpCustomer) customer = kp_customer_new (names[i]);

      g_assert_true (save (test->store, customer, &error));
    }
  customers = load (test->store);
  for (guint i = 1; i < customers->len; i++)
    g_assert_cmpint (g_utf8_collate (kp_customer_get_name (customers->pdata[i - 1]),
                                     kp_customer_get_name (customers->pdata[i])),
                     <, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                \
  g_test_add ("/customers/" name, StoreTest, NULL, store_test_set_up, function,            \
              store_test_tear_down)
  ADD ("save", test_save);
  ADD ("same-name", test_same_name);
  ADD ("found-by-name", test_found_by_name);
  ADD ("remove", test_remove);
  ADD ("restore", test_restore);
  ADD ("order", test_order);
  return g_test_run ();
}
