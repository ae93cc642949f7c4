/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/provider/shop-list.h"

#include <string.h>

#include "core/provider/ca-identities.h"

/* The name is what findings on CAA call the CA, so that what is bought and what CAA allows
 * can be compared. */
static void
test_shipped (void)
{
  GPtrArray *shops = kp_shop_list_get_default ();
  const KpCaIdentities *identities = kp_ca_identities_get_default ();

  g_assert_cmpuint (shops->len, >=, 10);
  for (guint i = 0; i < shops->len; i++)
    {
      const KpShop *shop = g_ptr_array_index (shops, i);
      const char *const *domains = kp_ca_identities_expand (identities, shop->caa);

      g_test_message ("%s", shop->name);
      g_assert_cmpint (shop->kind, ==, KP_SHOP_KIND_SHOP);
      g_assert_nonnull (domains);
      if (!g_str_equal (shop->name, "ZeroSSL")) /* issued by another CA */
        g_assert_cmpstr (kp_ca_identities_get_name (identities, shop->caa), ==, shop->name);
      if (i > 0)
        {
          const KpShop *before = g_ptr_array_index (shops, i - 1);

          g_assert_cmpint (g_ascii_strcasecmp (before->name, shop->name), <, 0);
        }
      g_assert_true (kp_shop_list_find (shops, shop->name) == shop);
    }
  g_assert_null (kp_shop_list_find (shops, "Example CA"));
  g_assert_null (kp_shop_list_find (shops, NULL));
  g_assert_nonnull (kp_shop_list_find (shops, "digicert"));
}

static void
test_read (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) shops = kp_shop_list_new_from_json (
      "{ \"shops\": [ { \"kind\": \"shop\", \"name\": \"Example\", \"caa\": "
      "\"ca.example\", \"sells\": [\"ov\", \"dv\"], \"uri\": \"https://ca.example/buy\" } "
      "] }",
      -1, "shops.json", &error);
  const KpShop *shop;

  g_assert_no_error (error);
  g_assert_cmpuint (shops->len, ==, 1);
  shop = g_ptr_array_index (shops, 0);
  g_assert_cmpstr (shop->name, ==, "Example");
  g_assert_cmpstr (shop->caa, ==, "ca.example");
  g_assert_cmpstr (shop->uri, ==, "https://ca.example/buy");
  g_assert_cmpuint (shop->sells, ==, KP_SHOP_SELLS_DV | KP_SHOP_SELLS_OV);
}

#define SHOP(kind, name, caa, sells, uri)                                                  \
  "{ \"kind\": \"" kind "\", \"name\": \"" name "\", \"caa\": \"" caa                      \
  "\", \"sells\": [" sells "], \"uri\": \"" uri "\" }"
#define GOOD SHOP ("shop", "A", "a.example", "\"ov\"", "https://a.example/")

static void
test_bad_files (void)
{
  static const struct
  {
    const char *shops;
    const char *says;
  } rows[] = {
    { "7", "shops.json:1: a shop must be an object" },
    { SHOP ("acme", "A", "a.example", "\"ov\"", "https://a.example/"), "“kind”" },
    { SHOP ("", "A", "a.example", "\"ov\"", "https://a.example/"), "“kind”" },
    { SHOP ("shop", "", "a.example", "\"ov\"", "https://a.example/"), "“name”" },
    { SHOP ("shop", "A", "", "\"ov\"", "https://a.example/"), "“caa”" },
    { SHOP ("shop", "A", "a.example", "", "https://a.example/"), "“sells”" },
    { SHOP ("shop", "A", "a.example", "\"ov\", \"ev\"", "https://a.example/"), "“sells”" },
    { SHOP ("shop", "A", "a.example", "\"ov\"", "http://a.example/"), "“uri”" },
    { SHOP ("shop", "A", "a.example", "\"ov\"", "javascript:alert(1)"), "“uri”" },
    { SHOP ("shop", "A", "a.example", "\"ov\"", "https://a.example:x/"), "“uri”" },
    { GOOD ",\n" GOOD, "shops.json:2: this name" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *json = g_strdup_printf ("{ \"shops\": [ %s ] }", rows[i].shops);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", json);
      g_assert_null (kp_shop_list_new_from_json (json, -1, "shops.json", &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      g_assert_nonnull (strstr (error->message, rows[i].says));
    }
  g_assert_null (kp_shop_list_new_from_json ("{}", -1, "shops.json", NULL));
  g_assert_null (kp_shop_list_new_from_json ("[", -1, "shops.json", NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/shop-list/shipped", test_shipped);
  g_test_add_func ("/shop-list/read", test_read);
  g_test_add_func ("/shop-list/bad-files", test_bad_files);

  return g_test_run ();
}
