/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "certificate/mint.h"
#include "certificate/program.h"

#include <gnutls/abstract.h>
#include <string.h>

#include "patience.h"
#include "waiting.h"

#define PASSPHRASE "Grüße und Küsse"

static KpSecret *
make_passphrase (void)
{
  return kp_secret_new (PASSPHRASE, strlen (PASSPHRASE));
}

static void
test_names (void)
{
  static const char *const names[] = { "ecdsa-p256", "ecdsa-p384", "rsa-2048", "rsa-3072",
                                       "rsa-4096" };
  KpKeyType type;

  G_STATIC_ASSERT (G_N_ELEMENTS (names) == KP_KEY_N_TYPES);
  for (guint i = 0; i < KP_KEY_N_TYPES; i++)
    {
      g_assert_cmpstr (kp_key_type_to_string ((KpKeyType) i), ==, names[i]);
      g_assert_true (kp_key_type_from_string (names[i], &type));
      g_assert_cmpint (type, ==, (int) i);
    }
  g_assert_false (kp_key_type_from_string ("ed25519", &type));
  g_assert_false (kp_key_type_from_string ("RSA-2048", &type));
}

/* Every kind: made, kept, read again, and the same to openssl. */
static void
test_kinds (void)
{
  static const char *const shown[] = { "ASN1 OID: prime256v1", "ASN1 OID: secp384r1",
                                       "(2048 bit", "(3072 bit", "(4096 bit" };
  g_autoptr (KpSecret) passphrase = make_passphrase ();

  for (guint i = 0; i < KP_KEY_N_TYPES; i++)
    {
      g_autoptr (KpKey) key = NULL;
      g_autoptr (KpKey) again = NULL;
      g_autoptr (KpSecret) secret = NULL;
      g_autoptr (GBytes) pem = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *path = NULL;
      g_autofree char *text = NULL;

      if (program_skips ((KpKeyType) i))
        continue;
      key = program_make_key ((KpKeyType) i);
      g_assert_cmpint (kp_key_get_key_type (key), ==, (int) i);
      secret = kp_key_to_secret (key, &error);
      g_assert_no_error (error);
      again = kp_key_new_from_secret (secret, &error);
      g_assert_no_error (error);
      g_assert_cmpint (kp_key_get_key_type (again), ==, (int) i);
      g_assert_cmpstr (kp_key_get_spki_sha256 (again), ==, kp_key_get_spki_sha256 (key));

      /* Encrypting is as slow as it must be, and once (below) is enough for valgrind. */
      if (is_watched ())
        continue;
      pem = kp_key_to_pkcs8 (key, passphrase, &error);
      g_assert_no_error (error);
      path =
          program_write_file ("key", g_bytes_get_data (pem, NULL), g_bytes_get_size (pem));
      text = program_run ("openssl", "pkey", "-in", path, "-passin", "pass:" PASSPHRASE,
                          "-noout", "-text", NULL);
      g_assert_nonnull (strstr (text, shown[i]));
    }
}

static void
test_each_is_new (void)
{
  g_autoptr (KpKey) one = program_make_key (KP_KEY_ECDSA_P256);
  g_autoptr (KpKey) other = program_make_key (KP_KEY_ECDSA_P256);

  g_assert_cmpstr (kp_key_get_spki_sha256 (one), !=, kp_key_get_spki_sha256 (other));
  g_assert_cmpuint (strlen (kp_key_get_spki_sha256 (one)), ==, 64);
}

/* PBES2 with AES-256, and as many iterations as one does today; nothing without. */
static void
test_pkcs8_is_encrypted (void)
{
  g_autoptr (KpKey) key = program_make_key (KP_KEY_ECDSA_P256);
  g_autoptr (KpSecret) passphrase = make_passphrase ();
  g_autoptr (KpSecret) empty = kp_secret_new ("", 0);
  g_autoptr (KpSecret) octets = kp_secret_new ("a\0b", 3);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pem = kp_key_to_pkcs8 (key, passphrase, NULL);
  g_autofree char *text = g_strndup (g_bytes_get_data (pem, NULL), g_bytes_get_size (pem));
  g_autofree char *path = program_write_file ("key", text, strlen (text));
  g_autofree char *shown = program_run ("openssl", "asn1parse", "-in", path, NULL);
  g_autofree char *wrong =
      program_run ("openssl", "pkey", "-in", path, "-passin", "pass:wrong", "-noout", NULL);

  g_assert_true (g_str_has_prefix (text, "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
  g_assert_nonnull (strstr (shown, ":PBES2"));
  g_assert_nonnull (strstr (shown, ":aes-256-cbc"));
  g_assert_nonnull (strstr (shown, ":hmacWithSHA256"));
  g_assert_nonnull (strstr (shown, "INTEGER           :0927C0"));
  g_assert_null (wrong);

  g_assert_null (kp_key_to_pkcs8 (key, empty, &error));
  g_assert_error (error, KP_KEY_ERROR, KP_KEY_ERROR_PASSPHRASE);
  g_clear_error (&error);
  g_assert_null (kp_key_to_pkcs8 (key, octets, &error));
  g_assert_error (error, KP_KEY_ERROR, KP_KEY_ERROR_PASSPHRASE);
}

static char *
read_pkcs12 (GBytes *der, const char *what)
{
  g_autofree char *path =
      program_write_file ("p12", g_bytes_get_data (der, NULL), g_bytes_get_size (der));

  return program_run ("openssl", "pkcs12", "-in", path, "-passin", "pass:" PASSPHRASE,
                      "-nodes", "-info", what, NULL);
}

static void
test_pkcs12_of_key (void)
{
  g_autoptr (KpKey) key = program_make_key (KP_KEY_ECDSA_P256);
  g_autoptr (KpSecret) passphrase = make_passphrase ();
  g_autoptr (KpSecret) empty = kp_secret_new ("", 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) der =
      kp_key_to_pkcs12 (key, passphrase, "cp.kite.example", NULL, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  text = read_pkcs12 (der, "-nocerts");
  g_assert_nonnull (strstr (text, "BEGIN PRIVATE KEY"));
  g_assert_nonnull (strstr (text, "friendlyName: cp.kite.example"));
  g_assert_nonnull (strstr (text, "AES-256-CBC"));
  g_assert_null (strstr (text, "BEGIN CERTIFICATE"));

  g_assert_null (kp_key_to_pkcs12 (key, empty, "x", NULL, &error));
  g_assert_error (error, KP_KEY_ERROR, KP_KEY_ERROR_PASSPHRASE);
}

/* The key as the mint made it. */
static KpKey *
key_of (Mint *mint)
{
  gnutls_datum_t der;
  g_autoptr (KpSecret) secret = NULL;
  g_autoptr (GError) error = NULL;
  KpKey *key;

  g_assert_cmpint (gnutls_x509_privkey_export2_pkcs8 (mint->privkey, GNUTLS_X509_FMT_DER,
                                                      NULL, GNUTLS_PKCS_PLAIN, &der),
                   >=, 0);
  secret = kp_secret_new_take (der.data, der.size, gnutls_free);
  key = kp_key_new_from_secret (secret, &error);
  g_assert_no_error (error);
  return key;
}

static void
test_pkcs12_with_chain (void)
{
  g_autoptr (Mint) ca = mint_ca ("CA", NULL);
  g_autoptr (Mint) leaf = mint_leaf ("cp.kite.example", ca);
  g_autoptr (KpKey) key = key_of (leaf);
  g_autoptr (GPtrArray) chain = mint_chain (leaf, ca, NULL);
  g_autoptr (GPtrArray) others = mint_chain (ca, NULL);
  g_autoptr (KpSecret) passphrase = make_passphrase ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) der =
      kp_key_to_pkcs12 (key, passphrase, "cp.kite.example", chain, &error);
  g_autofree char *text = NULL;
  const char *second;

  g_assert_no_error (error);
  text = read_pkcs12 (der, "-nokeys");
  second = strstr (strstr (text, "BEGIN CERTIFICATE") + 1, "BEGIN CERTIFICATE");
  g_assert_nonnull (second);
  g_assert_null (strstr (second + 1, "BEGIN CERTIFICATE"));

  /* The certificate of another key would make a file that no server can use. */
  g_assert_null (kp_key_to_pkcs12 (key, passphrase, "x", others, &error));
  g_assert_error (error, KP_KEY_ERROR, KP_KEY_ERROR_INVALID);
}

static KpSecret *
make_other (gnutls_pk_algorithm_t algorithm, unsigned int bits)
{
  gnutls_x509_privkey_t privkey;
  gnutls_datum_t der;

  gnutls_x509_privkey_init (&privkey);
  g_assert_cmpint (gnutls_x509_privkey_generate (privkey, algorithm, bits, 0), >=, 0);
  g_assert_cmpint (gnutls_x509_privkey_export2_pkcs8 (privkey, GNUTLS_X509_FMT_DER, NULL,
                                                      GNUTLS_PKCS_PLAIN, &der),
                   >=, 0);
  gnutls_x509_privkey_deinit (privkey);
  return kp_secret_new_take (der.data, der.size, gnutls_free);
}

/* What the BR forbid is no key here, however sound it is. */
static void
test_forbidden (void)
{
  static const struct
  {
    gnutls_pk_algorithm_t algorithm;
    unsigned int bits;
  } rows[] = { { GNUTLS_PK_RSA, 1024 },
               { GNUTLS_PK_RSA, 2056 },
               { GNUTLS_PK_EDDSA_ED25519, GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_ED25519) },
               { GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP521R1) },
               { GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP224R1) } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (KpSecret) secret = NULL;
      g_autoptr (GError) error = NULL;

      if (rows[i].algorithm == GNUTLS_PK_RSA && program_skips (KP_KEY_RSA_2048))
        continue;
      secret = make_other (rows[i].algorithm, rows[i].bits);
      g_assert_null (kp_key_new_from_secret (secret, &error));
      g_assert_error (error, KP_KEY_ERROR, KP_KEY_ERROR_TYPE);
    }
}

static void
test_no_key (void)
{
  static const char *const texts[] = { "", "a key", "\x30\x03\x02\x01\x00", "\x30\x84" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (KpSecret) secret = kp_secret_new (texts[i], strlen (texts[i]));
      g_autoptr (GError) error = NULL;

      g_assert_null (kp_key_new_from_secret (secret, &error));
      g_assert_error (error, KP_KEY_ERROR, KP_KEY_ERROR_INVALID);
    }
}

/* Told at once, though nothing stops the making; what comes out of it is nobody's. */
static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();

  kp_key_generate_async (program_skips (KP_KEY_RSA_4096) ? KP_KEY_ECDSA_P256
                                                         : KP_KEY_RSA_4096,
                         cancellable, take_result, &result);
  g_cancellable_cancel (cancellable);
  wait_for_result (&result);
  g_assert_null (kp_key_generate_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - start, <, patience () * G_USEC_PER_SEC / 2);

  /* It holds up no other. */
  kp_key_generate_async (KP_KEY_ECDSA_P256, NULL, take_result, &second);
  wait_for_result (&second);
  kp_key_free (kp_key_generate_finish (second, NULL));
}

/* Cancelled at any moment: one answer, and no key is lost or freed twice. */
static void
test_cancelled_whenever (void)
{
  for (guint i = 0; i < (patience () > 1 ? 10 : 40); i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;
      KpKey *key;

      kp_key_generate_async (KP_KEY_ECDSA_P256, cancellable, take_result, &result);
      g_usleep (i * 50);
      if (i % 3 == 0)
        g_main_context_iteration (NULL, FALSE);
      g_cancellable_cancel (cancellable);
      wait_for_result (&result);
      key = kp_key_generate_finish (result, &error);
      g_assert_true ((key == NULL) == (error != NULL));
      g_clear_pointer (&key, kp_key_free);
    }
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
end_while_made (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;

  kp_key_generate_async (KP_KEY_RSA_4096, cancellable, take_result, &result);
  /* Long enough to be in the midst of it, and seldom to have it. */
  g_usleep (g_test_rand_int_range (1000, 100000));
  g_cancellable_cancel (cancellable);
  wait_for_result (&result);
  exit (0);
}

/* Who ends the program does not wait for a key, which is then still being made. */
static void
test_ended_whenever (void)
{
  if (g_test_subprocess ())
    end_while_made ();
  for (guint i = 0; i < 10; i++)
    {
      g_test_trap_subprocess (NULL, 0, 0);
      g_test_trap_assert_passed ();
    }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/key/names", test_names);
  g_test_add_func ("/key/kinds", test_kinds);
  g_test_add_func ("/key/each-is-new", test_each_is_new);
  g_test_add_func ("/key/pkcs8-is-encrypted", test_pkcs8_is_encrypted);
  /* To valgrind it is the same as the next, which is slow enough. */
  if (!is_watched ())
    g_test_add_func ("/key/pkcs12-of-key", test_pkcs12_of_key);
  g_test_add_func ("/key/pkcs12-with-chain", test_pkcs12_with_chain);
  g_test_add_func ("/key/forbidden", test_forbidden);
  g_test_add_func ("/key/no-key", test_no_key);
  g_test_add_func ("/key/cancelled", test_cancelled);
  g_test_add_func ("/key/cancelled-whenever", test_cancelled_whenever);
  /* Valgrind would tell of what the other thread has. */
  if (!is_watched ())
    g_test_add_func ("/key/ended-whenever", test_ended_whenever);
  status = g_test_run ();
  program_clean_up ();
  return status;
}
