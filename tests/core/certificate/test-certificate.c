/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/certificate/certificate.h"

#include <gnutls/abstract.h>
#include <string.h>

#include "core/certificate/certificate-text.h"
#include "certificate/mint.h"

static void
assert_names (const MintSpec *spec, const char *const *expected)
{
  g_autoptr (Mint) mint = mint_new (spec, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KpCertificateFacts) facts = kp_certificate_facts_from_der (mint->der, &error);

  g_assert_no_error (error);
  g_assert_cmpstrv (facts->names, expected);
}

static void
test_names (void)
{
  g_autofree char *label = g_strnfill (63, 'a');
  g_autofree char *longest = g_strdup_printf ("%s.%s.%s.%.61s", label, label, label, label);
  g_autofree char *too_long = g_strdup_printf ("%s.%s.%s.%s", label, label, label, label);
  const struct
  {
    const char *names[4];
    const char *expected[4];
  } rows[] = {
    { { NULL }, { NULL } },
    { { "cp.example.com" }, { "cp.example.com" } },
    { { "CP.Example.COM", "*.Example.com" }, { "cp.example.com", "*.example.com" } },
    { { "xn--bcher-kva.example" }, { "xn--bcher-kva.example" } },
    { { "a b.example.com", "ok.example.com" }, { "ok.example.com" } },
    { { longest, too_long }, { longest } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      /* The common name is never a name. */
      MintSpec spec = { .common_name = "cn.example.com", .names = rows[i].names };

      assert_names (&spec, rows[i].expected);
    }
}

/* gnutls would stop at a NUL when writing, too: put one over the dot. */
static void
test_embedded_nul (void)
{
  static const char name[] = "good.example.com.evil.example";
  const char *names[] = { name, "plain.example.com", NULL };
  MintSpec spec = { .names = names };
  g_autoptr (Mint) mint = mint_new (&spec, NULL);
  gsize size = 0;
  guint8 *octets = g_bytes_unref_to_data (g_bytes_ref (mint->der), &size);
  guint8 *at = memmem (octets, size, name, strlen (name));
  g_autoptr (GBytes) der = NULL;
  g_autoptr (KpCertificateFacts) facts = NULL;

  g_assert_nonnull (at);
  at[strlen ("good.example.com")] = '\0';
  der = g_bytes_new_take (octets, size);
  facts = kp_certificate_facts_from_der (der, NULL);
  g_assert_nonnull (facts);
  g_assert_cmpstr (facts->names[0], ==, "plain.example.com");
  g_assert_null (facts->names[1]);
}

static void
test_many_names (void)
{
  g_auto (GStrv) names = g_new0 (char *, 2001);
  g_autoptr (Mint) mint = NULL;
  g_autoptr (KpCertificateFacts) facts = NULL;
  MintSpec spec = { .common_name = "many" };

  for (guint i = 0; i < 2000; i++)
    names[i] = g_strdup_printf ("host-%u.example.com", i);
  spec.names = (const char *const *) names;
  mint = mint_new (&spec, NULL);
  g_test_timer_start ();
  facts = kp_certificate_facts_from_der (mint->der, NULL);
  /* It takes 10 ms; two hundred times that where a sanitizer looks at each allocation. */
  g_assert_cmpfloat (g_test_timer_elapsed (), <, 5.0);
  g_assert_nonnull (facts);
  g_assert_cmpuint (g_strv_length (facts->names), ==, KP_CERTIFICATE_MAX_NAMES);
}

static void
test_facts (void)
{
  const char *names[] = { "cp.example.com", NULL };
  MintSpec ca_spec = { .organization = "Example Trust", .ca = TRUE };
  MintSpec spec = { .common_name = "cp.example.com",
                    .organization = "M\xc3\xbcller, GmbH",
                    .names = names,
                    .not_before = 1767225600,
                    .not_after = 1780000000 };
  g_autoptr (Mint) ca = mint_new (&ca_spec, NULL);
  g_autoptr (Mint) leaf = mint_new (&spec, ca);
  g_autoptr (KpCertificateFacts) facts = kp_certificate_facts_from_der (leaf->der, NULL);
  g_autoptr (KpCertificateFacts) of_ca = kp_certificate_facts_from_der (ca->der, NULL);
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, leaf->der);
  guint8 id[64];
  gsize size = sizeof id;
  g_autofree char *pem = kp_certificate_to_pem (leaf->der);
  g_autofree char *expected_pem = mint_to_pem (leaf);

  g_assert_nonnull (facts);
  g_assert_cmpstr (facts->subject, ==, "CN=cp.example.com,O=M\xc3\xbcller\\, GmbH");
  g_assert_cmpstr (facts->issuer, ==, "Example Trust");
  g_assert_cmpstr (facts->key, ==, "ECDSA P-256");
  g_assert_cmpint (facts->not_before, ==, 1767225600);
  g_assert_cmpint (facts->not_after, ==, 1780000000);
  g_assert_cmpstr (facts->sha256, ==, sha256);
  g_assert_false (facts->self_issued);
  g_assert_true (of_ca->self_issued);
  g_assert_cmpstr (pem, ==, expected_pem);

  /* The same key as a CSR's, which GnuTLS compares by this. */
  g_assert_cmpint (
      gnutls_x509_crt_get_key_id (leaf->crt, GNUTLS_KEYID_USE_SHA256, id, &size), ==, 0);
  for (gsize i = 0; i < size; i++)
    {
      char hex[3];

      g_snprintf (hex, sizeof hex, "%02x", id[i]);
      g_assert_cmpmem (hex, 2, facts->spki_sha256 + i * 2, 2);
    }
}

static void
test_keys (void)
{
  static const struct
  {
    MintKey key;
    const char *text;
  } rows[] = {
    { MINT_P256, "ECDSA P-256" },
    { MINT_P384, "ECDSA P-384" },
    { MINT_RSA_1024, "RSA 1024" },
    { MINT_RSA_2048, "RSA 2048" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      MintSpec spec = { .common_name = "key", .key = rows[i].key };
      g_autoptr (Mint) mint = mint_new (&spec, NULL);
      g_autoptr (KpCertificateFacts) facts =
          kp_certificate_facts_from_der (mint->der, NULL);

      g_assert_cmpstr (facts->key, ==, rows[i].text);
      g_assert_true (facts->self_issued);
    }
}

/* The same name as its own issuer's, but another's signature. */
static void
test_not_self_signed (void)
{
  MintSpec spec = { .common_name = "Same" };
  g_autoptr (Mint) issuer = mint_ca ("Same", NULL);
  g_autoptr (Mint) mint = mint_new (&spec, issuer);
  g_autoptr (KpCertificateFacts) facts = kp_certificate_facts_from_der (mint->der, NULL);

  g_assert_false (facts->self_issued);
}

static GBytes *
with_modulus (guint octets)
{
  MintSpec spec = { .common_name = "large", .key = MINT_RSA_2048 };
  g_autoptr (Mint) mint = mint_new (&spec, NULL);
  gnutls_datum_t modulus, exponent;
  g_autofree guint8 *large = g_malloc (octets);
  gnutls_pubkey_t key;
  gnutls_datum_t out;
  GBytes *der;

  memset (large, 0xff, octets);
  modulus = (gnutls_datum_t){ large, octets };
  exponent = (gnutls_datum_t){ (guint8 *) "\x01\x00\x01", 3 };
  g_assert_cmpint (gnutls_pubkey_init (&key), ==, 0);
  g_assert_cmpint (gnutls_pubkey_import_rsa_raw (key, &modulus, &exponent), ==, 0);
  g_assert_cmpint (gnutls_x509_crt_set_pubkey (mint->crt, key), ==, 0);
  g_assert_cmpint (
      gnutls_x509_crt_sign2 (mint->crt, mint->crt, mint->privkey, GNUTLS_DIG_SHA256, 0), ==,
      0);
  g_assert_cmpint (gnutls_x509_crt_export2 (mint->crt, GNUTLS_X509_FMT_DER, &out), ==, 0);
  der = g_bytes_new (out.data, out.size);
  gnutls_free (out.data);
  gnutls_pubkey_deinit (key);
  return der;
}

/* A key of 400,000 bits would keep one signature's check busy for minutes. */
static void
test_huge_key (void)
{
  g_autoptr (GBytes) bearable = with_modulus (1024);
  g_autoptr (GBytes) huge = with_modulus (50000);
  g_autoptr (GError) error = NULL;
  g_autoptr (KpCertificateFacts) facts = kp_certificate_facts_from_der (bearable, NULL);
  g_autoptr (KpCertificateFacts) none = NULL;

  g_assert_nonnull (facts);
  g_assert_cmpstr (facts->key, ==, "RSA 8192");
  g_test_timer_start ();
  none = kp_certificate_facts_from_der (huge, &error);
  g_assert_cmpfloat (g_test_timer_elapsed (), <, 20.0);
  g_assert_null (none);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

static void
test_refused (void)
{
  g_autoptr (Mint) mint = mint_leaf ("cp.example.com", NULL);
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (mint->der, &size);
  g_autofree guint8 *longer = g_malloc0 (KP_CERTIFICATE_MAX_SIZE + 16);
  GBytes *rows[] = {
    g_bytes_new_static ("", 0),
    g_bytes_new_static ("\x30\x80\x00\x00", 4),
    g_bytes_new_static ("\x30\x84\xff\xff\xff\xff", 6),
    g_bytes_new (data, size - 1),
    NULL, /* octets behind it */
    NULL, /* too large */
  };

  memcpy (longer, data, size);
  rows[4] = g_bytes_new (longer, size + 1);
  longer[0] = 0x30;
  longer[1] = 0x83;
  longer[2] = 0x01;
  longer[3] = 0x00;
  longer[4] = 0x0b;
  rows[5] = g_bytes_new (longer, KP_CERTIFICATE_MAX_SIZE + 16);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KpCertificateFacts) facts =
          kp_certificate_facts_from_der (rows[i], &error);

      g_assert_null (facts);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      g_bytes_unref (rows[i]);
    }
}

static void
test_text (void)
{
  static const struct
  {
    const char *octets;
    gsize length;
    gsize max;
    const char *text;
  } rows[] = {
    { "plain", 5, 10, "plain" },
    { "a\nb\0c", 5, 10,
      "a\xef\xbf\xbd"
      "b\xef\xbf\xbd"
      "c" },
    { "\xe2\x80\xae"
      "evil",
      7, 10,
      "\xef\xbf\xbd"
      "evil" },
    { "\xff"
      "x",
      2, 10,
      "\xef\xbf\xbd"
      "x" },
    { "abcdef", 6, 3, "abc" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text =
          kp_certificate_text_clean (rows[i].octets, rows[i].length, rows[i].max);

      g_assert_cmpstr (text, ==, rows[i].text);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/certificate/names", test_names);
  g_test_add_func ("/certificate/embedded-nul", test_embedded_nul);
  g_test_add_func ("/certificate/many-names", test_many_names);
  g_test_add_func ("/certificate/facts", test_facts);
  g_test_add_func ("/certificate/keys", test_keys);
  g_test_add_func ("/certificate/not-self-signed", test_not_self_signed);
  g_test_add_func ("/certificate/huge-key", test_huge_key);
  g_test_add_func ("/certificate/refused", test_refused);
  g_test_add_func ("/certificate/text", test_text);
  return g_test_run ();
}
