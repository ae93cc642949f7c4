/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/store/settings.h"

#include <gnutls/x509.h>
#include <string.h>

#include "store/store-test.h"

static const struct
{
  const char *name;
  const char *value;
  const char *canonical; /* NULL: refused */
} values[] = {
  { "stale-after", "72", "72" },
  { "stale-after", " 072 ", "72" },
  { "stale-after", "0", NULL },
  { "stale-after", "8761", NULL },
  { "stale-after", "two days", NULL },
  { "stale-after", "", NULL },
  { "stale-after", "99999999999999999999", NULL },
  { "timeout", "1", "1" },
  { "timeout", "-1", NULL },
  { "timeout", "1.5", NULL },
  { "plain-port", "0", "0" },
  { "plain-port", "65535", "65535" },
  { "plain-port", "65536", NULL },
  { "jobs", "0", "0" },
  { "customer-days", "14", "14" },
  { "expiring-days", "21", "21" },
  { "check-every", "12", "12" },
  { "check-every", "0", NULL },
  { "system-resolver", "YES", "yes" },
  { "system-resolver", "false", "no" },
  { "system-resolver", "1", "yes" },
  { "system-resolver", "perhaps", NULL },
  { "unsafe-lookup", " Web-Risk ", "web-risk" },
  { "unsafe-lookup", "safe-browsing", "safe-browsing" },
  { "unsafe-lookup", "off", "off" },
  { "unsafe-lookup", "", NULL },
  { "unsafe-lookup", "yes", NULL },
  { "unsafe-lookup", "off|web-risk", NULL },
  { "letter-language", "provider", "provider" },
  { "letter-language", "DE", "de" },
  { "letter-language", "nb", NULL },
  { "letter-language", "", NULL },
  { "resolvers", "https://dns.example/dns-query", "https://dns.example/dns-query" },
  { "resolvers", " https://a.example/q\n\thttps://b.example/q ",
    "https://a.example/q\nhttps://b.example/q" },
  { "resolvers", "HTTPS://DNS.Example:443", "https://dns.example/" },
  { "resolvers", "https://dns.example/q{?dns}", "https://dns.example/q" },
  { "resolvers", "https://127.0.0.1:8443/q", "https://127.0.0.1:8443/q" },
  { "resolvers", "https://[2001:db8::1]/q", "https://[2001:db8::1]/q" },
  { "resolvers", "https://dns.example/q?ct", "https://dns.example/q?ct" },
  { "resolvers", "http://dns.example/q", NULL },
  { "resolvers", "dns.example", NULL },
  { "resolvers", "https://", NULL },
  { "resolvers", "https:///q", NULL },
  { "resolvers", "https://user:pass@dns.example/q", NULL },
  { "resolvers", "https://dns.example/q#here", NULL },
  { "resolvers", "https://dns.example:99999/q", NULL },
  { "resolvers", "https://dns.ex\x01mple/q", NULL },
  { "resolvers", "https://d\xc3\xb6ns.example/q", NULL },
  { "resolvers", "https://a.example/q https://A.example:443/q", NULL },
  { "resolvers", "", NULL },
  { "resolvers", " \n ", NULL },
  { "trust-sites", "", "" },
  { "trust-sites", " \n", "" },
  { "trust-sites", "hello", NULL },
  { "trust-sites", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", NULL },
};

static void
test_check (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *canonical =
          kp_settings_check (values[i].name, values[i].value, &error);
      g_autofree char *again = NULL;

      g_test_message ("%s = %s", values[i].name, values[i].value);
      g_assert_cmpstr (canonical, ==, values[i].canonical);
      if (canonical != NULL)
        {
          g_assert_no_error (error);
          again = kp_settings_check (values[i].name, canonical, &error);
          g_assert_cmpstr (again, ==, canonical);
          continue;
        }
      g_assert_error (error, KP_SETTINGS_ERROR, KP_SETTINGS_ERROR_VALUE);
      g_assert_true (g_str_has_prefix (error->message, values[i].name));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

/* Limits, and that a message stays short and on one line. */
static void
test_limits (void)
{
  g_autoptr (GString) many = g_string_new (NULL);
  g_autofree char *path = g_strnfill (600, 'x');
  g_autofree char *long_url = g_strconcat ("https://dns.example/", path, NULL);
  g_autofree char *canonical = NULL;
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 16; i++)
    g_string_append_printf (many, "https://%d.example/\n", i);
  canonical = kp_settings_check ("resolvers", many->str, &error);
  g_assert_no_error (error);
  g_string_append (many, "https://16.example/");
  g_assert_null (kp_settings_check ("resolvers", many->str, &error));
  g_assert_error (error, KP_SETTINGS_ERROR, KP_SETTINGS_ERROR_VALUE);
  g_clear_error (&error);
  g_assert_null (kp_settings_check ("resolvers", long_url, &error));
  g_assert_error (error, KP_SETTINGS_ERROR, KP_SETTINGS_ERROR_VALUE);
  g_assert_cmpuint (strlen (error->message), <, 300);
  g_clear_error (&error);
  g_assert_null (kp_settings_check ("timeout", "a\nb\x7f\xff", &error));
  g_assert_null (strchr (error->message, '\n'));
  g_assert_null (strchr (error->message, '\x7f'));
}

static void
test_unknown (void)
{
  g_autoptr (KpSettings) settings = kp_settings_new (NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (kp_settings_check ("resolver", "x", &error));
  g_assert_error (error, KP_SETTINGS_ERROR, KP_SETTINGS_ERROR_UNKNOWN);
  g_assert_nonnull (strstr (error->message, "resolvers"));
  g_assert_null (kp_settings_get_description ("resolver"));
  g_clear_error (&error);
  g_assert_false (kp_settings_override (settings, "", "x", &error));
  g_assert_error (error, KP_SETTINGS_ERROR, KP_SETTINGS_ERROR_UNKNOWN);
}

/* Every setting has a description and a default that it accepts itself. */
static void
test_defaults (void)
{
  g_autoptr (KpSettings) settings = kp_settings_new (NULL);
  const char *const *names = kp_settings_list ();
  g_auto (GStrv) resolvers = kp_settings_get_resolvers (settings);

  g_assert_cmpuint (g_strv_length ((char **) names), ==, 18);
  for (guint i = 0; names[i] != NULL; i++)
    {
      const char *value = kp_settings_get_string (settings, names[i]);
      g_autoptr (GError) error = NULL;
      g_autofree char *canonical = kp_settings_check (names[i], value, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (canonical, ==, value);
      g_assert_nonnull (kp_settings_get_description (names[i]));
    }
  g_assert_cmpuint (g_strv_length (resolvers), ==, 3);
  g_assert_cmpstr (resolvers[0], ==, "https://cloudflare-dns.com/dns-query");
  g_assert_cmpstr (resolvers[1], ==, "https://dns.google/dns-query");
  g_assert_cmpstr (resolvers[2], ==, "https://dns10.quad9.net/dns-query");
  g_assert_cmpint (kp_settings_get_int (settings, "stale-after"), ==, 48);
  g_assert_cmpint (kp_settings_get_int (settings, "system-resolver"), ==, 0);
}

/* A root of its own, minted here. */
static char *
mint_root (char **key_pem)
{
  gnutls_x509_privkey_t key;
  gnutls_x509_crt_t root;
  gnutls_datum_t pem;
  char *text;

  g_assert_cmpint (gnutls_x509_privkey_init (&key), ==, 0);
  g_assert_cmpint (
      gnutls_x509_privkey_generate (key, GNUTLS_PK_ECDSA,
                                    GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0),
      ==, 0);
  g_assert_cmpint (gnutls_x509_crt_init (&root), ==, 0);
  gnutls_x509_crt_set_version (root, 3);
  gnutls_x509_crt_set_serial (root, "\x01", 1);
  gnutls_x509_crt_set_dn (root, "CN=Test Root", NULL);
  gnutls_x509_crt_set_activation_time (root, NOW - 86400);
  gnutls_x509_crt_set_expiration_time (root, NOW + 86400);
  gnutls_x509_crt_set_key (root, key);
  gnutls_x509_crt_set_basic_constraints (root, 1, -1);
  g_assert_cmpint (gnutls_x509_crt_sign2 (root, root, key, GNUTLS_DIG_SHA256, 0), ==, 0);
  g_assert_cmpint (gnutls_x509_crt_export2 (root, GNUTLS_X509_FMT_PEM, &pem), ==, 0);
  text = g_strndup ((const char *) pem.data, pem.size);
  gnutls_free (pem.data);
  g_assert_cmpint (gnutls_x509_privkey_export2 (key, GNUTLS_X509_FMT_PEM, &pem), ==, 0);
  *key_pem = g_strndup ((const char *) pem.data, pem.size);
  gnutls_free (pem.data);
  gnutls_x509_crt_deinit (root);
  gnutls_x509_privkey_deinit (key);
  return text;
}

static void
test_roots (void)
{
  g_autofree char *key = NULL;
  g_autofree char *root = mint_root (&key);
  g_autofree char *wordy = g_strconcat ("My root:\n", root, "the end\n", root, NULL);
  g_autofree char *both = g_strconcat (root, key, NULL);
  g_autofree char *plain = NULL;
  g_autofree char *canonical = NULL;
  g_autoptr (GError) error = NULL;

  plain = kp_settings_check ("trust-sites", root, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (plain, ==, root);
  canonical = kp_settings_check ("trust-connections", wordy, &error);
  g_assert_no_error (error);
  g_assert_null (strstr (canonical, "My root"));
  g_assert_cmpuint (strlen (canonical), ==, 2 * strlen (root));

  /* By name, and with nothing of the key in the message. */
  g_assert_null (kp_settings_check ("trust-sites", both, &error));
  g_assert_error (error, KP_SETTINGS_ERROR, KP_SETTINGS_ERROR_VALUE);
  g_assert_nonnull (strstr (error->message, "private key"));
  g_assert_null (strstr (error->message, "BEGIN"));
}

static gboolean
set (KpSettings *settings, const char *name, const char *value, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_settings_set_async (settings, name, value, NULL, store_test_take, &result);
  return kp_settings_set_finish (settings, store_test_wait (&result), error);
}

static KpSettings *
load (KpStore *store)
{
  KpSettings *settings = kp_settings_new (store);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kp_settings_load_async (settings, NULL, store_test_take, &result);
  kp_settings_load_finish (settings, store_test_wait (&result), &error);
  g_assert_no_error (error);
  return settings;
}

static void
note_name (KpSettings *settings, const char *name, GString *told)
{
  g_string_append_printf (told, "%s=%s ", name, kp_settings_get_string (settings, name));
}

static void
test_saved (StoreTest *test, gconstpointer data)
{
  g_autoptr (GString) told = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  {
    g_autoptr (KpSettings) settings = load (test->store);

    g_signal_connect (settings, "changed::timeout", G_CALLBACK (note_name), told);
    g_assert_true (set (settings, "timeout", " 20", &error));
    g_assert_true (set (settings, "timeout", "20", &error));
    g_assert_true (set (settings, "jobs", "5", &error));
    g_assert_false (set (settings, "timeout", "soon", &error));
    g_assert_error (error, KP_SETTINGS_ERROR, KP_SETTINGS_ERROR_VALUE);
    g_clear_error (&error);
    g_assert_cmpstr (told->str, ==, "timeout=20 ");
  }
  store_test_reopen (test);
  {
    g_autoptr (KpSettings) settings = load (test->store);

    g_assert_cmpint (kp_settings_get_int (settings, "timeout"), ==, 20);
    g_assert_cmpint (kp_settings_get_int (settings, "jobs"), ==, 5);
    g_assert_true (set (settings, "timeout", NULL, &error));
    g_assert_cmpint (kp_settings_get_int (settings, "timeout"), ==, 10);
  }
}

static void
test_overridden (StoreTest *test, gconstpointer data)
{
  g_autoptr (KpSettings) settings = load (test->store);
  g_autoptr (KpSettings) fresh = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (kp_settings_override (settings, "timeout", "3", &error));
  g_assert_cmpint (kp_settings_get_int (settings, "timeout"), ==, 3);
  g_assert_true (set (settings, "timeout", "20", &error));
  g_assert_cmpint (kp_settings_get_int (settings, "timeout"), ==, 3);
  fresh = load (test->store);
  g_assert_cmpint (kp_settings_get_int (fresh, "timeout"), ==, 20);
}

/* What another version wrote, or a person by hand, does no harm. */
static void
test_saved_nonsense (StoreTest *test, gconstpointer data)
{
  g_autoptr (KpSettings) settings = NULL;
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;

  kp_store_save_setting_async (test->store, "timeout", "never", NULL, store_test_take,
                               &first);
  g_assert_true (
      kp_store_save_setting_finish (test->store, store_test_wait (&first), NULL));
  kp_store_save_setting_async (test->store, "of-tomorrow", "1", NULL, store_test_take,
                               &second);
  g_assert_true (
      kp_store_save_setting_finish (test->store, store_test_wait (&second), NULL));
  settings = load (test->store);
  g_assert_cmpint (kp_settings_get_int (settings, "timeout"), ==, 10);
}

static gboolean
is_twenty (gpointer data)
{
  return kp_settings_get_int (data, "timeout") == 20;
}

/* What one process sets another follows. */
static void
test_followed (StoreTest *test, gconstpointer data)
{
  g_autoptr (KpStore) other = store_test_new (test, FALSE);
  g_autoptr (KpSettings) settings = load (test->store);
  g_autoptr (KpSettings) others = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (store_test_open (other, &error));
  others = load (other);
  kp_store_watch (test->store, TRUE);
  g_assert_true (set (others, "timeout", "20", &error));
  g_assert_true (store_test_wait_for (is_twenty, settings));
  store_test_close (other);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                \
  g_test_add ("/settings/" name, StoreTest, NULL, store_test_set_up, function,             \
              store_test_tear_down)
  g_test_add_func ("/settings/check", test_check);
  g_test_add_func ("/settings/limits", test_limits);
  g_test_add_func ("/settings/unknown", test_unknown);
  g_test_add_func ("/settings/defaults", test_defaults);
  g_test_add_func ("/settings/roots", test_roots);
  ADD ("saved", test_saved);
  ADD ("overridden", test_overridden);
  ADD ("saved-nonsense", test_saved_nonsense);
  ADD ("followed", test_followed);
  return g_test_run ();
}
