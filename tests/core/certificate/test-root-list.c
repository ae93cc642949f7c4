/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/certificate/root-list.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "certificate/mint.h"
#include "core/certificate/trust.h"
#include "core/store/settings.h"
#include "waiting.h"

static char *dir;

static GPtrArray *
read_path (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) result = NULL;

  kp_root_list_read_async (file, NULL, take_result, &result);
  wait_for_result (&result);
  return kp_root_list_read_finish (file, result, error);
}

static GPtrArray *
read_octets (const char *octets, gssize length, GError **error)
{
  g_autofree char *path = g_build_filename (dir, "roots.pem", NULL);

  g_assert_true (g_file_set_contents (path, octets, length, NULL));
  return read_path (path, error);
}

/* The list is the setting's value and back. */
static void
test_round (void)
{
  g_autoptr (Mint) one = mint_ca ("One Root", NULL);
  g_autoptr (Mint) two = mint_ca ("Two Root", NULL);
  g_autofree char *first = mint_to_pem (one);
  g_autofree char *second = mint_to_pem (two);
  g_autofree char *text = g_strconcat ("Some words\n", first, second, first, NULL);
  g_autofree char *plain = g_strconcat (first, second, NULL);
  g_autofree char *value = kp_settings_check ("trust-sites", plain, NULL);
  g_autoptr (GPtrArray) roots = kp_root_list_parse (text);
  g_autoptr (GPtrArray) none = kp_root_list_parse ("");
  g_autoptr (GPtrArray) nonsense = kp_root_list_parse ("nonsense");
  g_autofree char *pem = kp_root_list_to_pem (roots);
  g_autofree char *empty = kp_root_list_to_pem (none);

  g_assert_cmpuint (roots->len, ==, 2);
  g_assert_true (g_bytes_equal (g_ptr_array_index (roots, 0), one->der));
  g_assert_true (g_bytes_equal (g_ptr_array_index (roots, 1), two->der));
  g_assert_cmpstr (pem, ==, value);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpstr (empty, ==, "");
  g_assert_cmpuint (nonsense->len, ==, 0);
}

static void
test_change (void)
{
  g_autoptr (Mint) one = mint_ca ("One Root", NULL);
  g_autoptr (Mint) two = mint_ca ("Two Root", NULL);
  g_autoptr (GPtrArray) roots = kp_root_list_parse ("");

  g_assert_true (kp_root_list_insert (roots, 99, one->der));
  g_assert_true (kp_root_list_insert (roots, 0, two->der));
  g_assert_false (kp_root_list_insert (roots, 0, one->der));
  g_assert_cmpuint (roots->len, ==, 2);
  g_assert_cmpint (kp_root_list_remove (roots, one->der), ==, 1);
  g_assert_cmpint (kp_root_list_remove (roots, one->der), ==, -1);
  g_assert_cmpuint (roots->len, ==, 1);
}

static void
test_add_all (void)
{
  g_autoptr (Mint) one = mint_ca ("One Root", NULL);
  g_autoptr (Mint) two = mint_ca ("Two Root", NULL);
  g_autoptr (GPtrArray) roots = mint_chain (one, NULL);
  g_autoptr (GPtrArray) more = mint_chain (one, two, NULL);
  g_autoptr (GPtrArray) many =
      g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GError) error = NULL;
  guint n_added = 9;

  g_assert_true (kp_root_list_add_all (roots, more, &n_added, &error));
  g_assert_cmpuint (n_added, ==, 1);
  g_assert_cmpuint (roots->len, ==, 2);
  g_assert_true (kp_root_list_add_all (roots, more, &n_added, &error));
  g_assert_cmpuint (n_added, ==, 0);

  for (guint i = 0; i < 499; i++)
    g_ptr_array_add (many, g_bytes_new (&i, sizeof i));
  g_assert_false (kp_root_list_add_all (roots, many, &n_added, &error));
  g_assert_error (error, KP_TRUST_ERROR, KP_TRUST_ERROR_TOO_LARGE);
  g_assert_cmpuint (n_added, ==, 0);
  g_assert_cmpuint (roots->len, ==, 2);
  g_clear_error (&error);

  g_ptr_array_set_size (many, 1);
  g_ptr_array_add (many, g_bytes_new_take (g_malloc0 (1024 * 1024), 1024 * 1024));
  g_assert_false (kp_root_list_add_all (roots, many, &n_added, &error));
  g_assert_error (error, KP_TRUST_ERROR, KP_TRUST_ERROR_TOO_LARGE);
  g_assert_cmpuint (roots->len, ==, 2);
}

static void
test_read (void)
{
  g_autoptr (Mint) one = mint_ca ("One Root", NULL);
  g_autofree char *pem = mint_to_pem (one);
  g_autofree char *text = g_strconcat ("Our root:\r\n", pem, "\nthe end", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) roots = read_octets (text, -1, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (roots->len, ==, 1);
  g_assert_true (g_bytes_equal (g_ptr_array_index (roots, 0), one->der));
}

/* A key as DER in the form @export gives it. */
typedef int (*ExportKey) (gnutls_x509_privkey_t key, gnutls_datum_t *octets);

static int
export_plain (gnutls_x509_privkey_t key, gnutls_datum_t *octets)
{
  return gnutls_x509_privkey_export2 (key, GNUTLS_X509_FMT_DER, octets);
}

static int
export_pkcs8 (gnutls_x509_privkey_t key, gnutls_datum_t *octets)
{
  return gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_DER, NULL,
                                            GNUTLS_PKCS_PLAIN, octets);
}

static int
export_encrypted (gnutls_x509_privkey_t key, gnutls_datum_t *octets)
{
  return gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_DER, "secret",
                                            GNUTLS_PKCS_PBES2_AES_256, octets);
}

static void
assert_refused (const char *about, const char *octets, gssize length, int code)
{
  g_autoptr (GError) error = NULL;

  g_test_message ("%s", about);
  g_assert_null (read_octets (octets, length, &error));
  g_assert_error (error, KP_TRUST_ERROR, code);
  g_assert_null (strstr (error->message, "BEGIN"));
}

static void
test_key_der (void)
{
  static const ExportKey exports[] = { export_plain, export_pkcs8, export_encrypted };
  g_autoptr (Mint) one = mint_ca ("One Root", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (exports); i++)
    {
      gnutls_datum_t octets = { NULL, 0 };

      g_assert_cmpint (exports[i](one->privkey, &octets), >=, 0);
      assert_refused ("key as DER", (const char *) octets.data, octets.size,
                      KP_TRUST_ERROR_PRIVATE_KEY);
      gnutls_free (octets.data);
    }
}

/* One certificate in DER is as good as PEM, and nothing may stand behind it. */
static void
test_der (void)
{
  g_autoptr (Mint) one = mint_ca ("One Root", NULL);
  gsize length = 0;
  const char *octets = g_bytes_get_data (one->der, &length);
  g_autofree char *more = g_malloc0 (length + 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) roots = read_octets (octets, (gssize) length, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (roots->len, ==, 1);
  g_assert_true (g_bytes_equal (g_ptr_array_index (roots, 0), one->der));
  memcpy (more, octets, length);
  assert_refused ("more behind it", more, (gssize) length + 1, KP_TRUST_ERROR_NO_ROOTS);
  assert_refused ("cut off", octets, (gssize) length - 1, KP_TRUST_ERROR_NO_ROOTS);
}

/* One that can sign nothing keeps the whole file out, and is named with what to do. */
static void
test_not_ca (void)
{
  g_autoptr (Mint) root = mint_ca ("One Root", NULL);
  g_autoptr (Mint) between = mint_ca ("One Issuing CA", root);
  g_autoptr (Mint) leaf = mint_leaf ("cp.kite.example", between);
  g_autoptr (Mint) alone = mint_leaf ("cp.lake.example", NULL);
  g_autofree char *root_pem = mint_to_pem (root);
  g_autofree char *between_pem = mint_to_pem (between);
  g_autofree char *leaf_pem = mint_to_pem (leaf);
  g_autofree char *alone_pem = mint_to_pem (alone);
  g_autofree char *cas = g_strconcat (between_pem, root_pem, NULL);
  g_autofree char *chain = g_strconcat (cas, leaf_pem, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) roots = read_octets (cas, -1, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (roots->len, ==, 2);
  g_assert_null (read_octets (chain, -1, &error));
  g_assert_error (error, KP_TRUST_ERROR, KP_TRUST_ERROR_NOT_CA);
  g_assert_nonnull (strstr (error->message, "One Issuing CA"));
  g_clear_error (&error);
  g_assert_null (read_octets (alone_pem, -1, &error));
  g_assert_error (error, KP_TRUST_ERROR, KP_TRUST_ERROR_NOT_CA);
  g_assert_nonnull (strstr (error->message, "signed itself"));
}

static void
test_refused (void)
{
  g_autoptr (Mint) one = mint_ca ("One Root", NULL);
  g_autofree char *pem = mint_to_pem (one);
  g_autofree char *key = mint_key_to_pem (one);
  g_autofree char *both = g_strconcat (pem, key, NULL);
  g_autoptr (GString) hidden = g_string_new (pem);
  g_autofree char *large = g_strnfill (1024 * 1024 + 1, 'x');
  GString *filled = g_string_append (g_string_append_len (hidden, "\0", 1), key);
  const struct
  {
    const char *about;
    const char *octets;
    gssize length;
    int code;
  } cases[] = {
    { "empty", "", 0, KP_TRUST_ERROR_NO_ROOTS },
    { "words", "hello", 5, KP_TRUST_ERROR_NO_ROOTS },
    { "key", both, -1, KP_TRUST_ERROR_PRIVATE_KEY },
    { "key behind a NUL", filled->str, (gssize) filled->len, KP_TRUST_ERROR_PRIVATE_KEY },
    { "large", large, -1, KP_TRUST_ERROR_TOO_LARGE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_refused (cases[i].about, cases[i].octets, cases[i].length, cases[i].code);
}

/* Neither waited for nor opened. */
static void
test_no_file (void)
{
  g_autofree char *pipe = g_build_filename (dir, "pipe", NULL);
  g_autofree char *none = g_build_filename (dir, "none", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_null (read_path (pipe, &error));
  g_assert_error (error, KP_TRUST_ERROR, KP_TRUST_ERROR_NO_ROOTS);
  g_clear_error (&error);
  g_assert_null (read_path (dir, &error));
  g_assert_error (error, KP_TRUST_ERROR, KP_TRUST_ERROR_NO_ROOTS);
  g_clear_error (&error);
  g_assert_null (read_path (none, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_unlink (pipe);
}

int
main (int argc, char **argv)
{
  g_autofree char *path = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  dir = g_dir_make_tmp ("keyplate-roots.XXXXXX", NULL);
  path = g_build_filename (dir, "roots.pem", NULL);
  g_test_add_func ("/root-list/round", test_round);
  g_test_add_func ("/root-list/change", test_change);
  g_test_add_func ("/root-list/add-all", test_add_all);
  g_test_add_func ("/root-list/read", test_read);
  g_test_add_func ("/root-list/der", test_der);
  g_test_add_func ("/root-list/not-ca", test_not_ca);
  g_test_add_func ("/root-list/key-der", test_key_der);
  g_test_add_func ("/root-list/refused", test_refused);
  g_test_add_func ("/root-list/no-file", test_no_file);
  status = g_test_run ();
  g_unlink (path);
  g_rmdir (dir);
  g_free (dir);
  return status;
}
