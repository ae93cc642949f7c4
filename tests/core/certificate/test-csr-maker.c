/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "certificate/program.h"

#include <string.h>

#include "core/certificate/csr-maker.h"

#define LONG_LABEL "a-label-that-is-as-long-as-a-label-may-be-and-not-any-longer-xx"

/* Octets of the DER that stand for something. */
#define OID_EMAIL "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x01"
#define OID_UNIT "\x55\x04\x0b"
#define OID_TLS_FEATURE "\x2b\x06\x01\x05\x05\x07\x01\x18"

static KpKey *key;

static GBytes *
make (KpSubject *subject, gboolean with_unit, const char *const *texts)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = kp_csr_read_names (texts, &error);
  GBytes *der;

  g_assert_no_error (error);
  der = kp_csr_make (key, (const char *const *) names, subject, with_unit, &error);
  g_assert_no_error (error);
  return der;
}

/* What openssl and certtool, which both check the signature, say of it. */
static char *
ask (GBytes *der, gboolean certtool)
{
  g_autofree char *pem = kp_csr_to_pem (der);
  g_autofree char *path = program_write_file ("csr", pem, strlen (pem));
  char *text = certtool
                   ? program_run ("certtool", "--crq-info", "--infile", path, NULL)
                   : program_run ("openssl", "req", "-in", path, "-noout", "-verify",
                                  "-text", "-nameopt", "utf8,sep_comma_plus_space", NULL);

  g_assert_nonnull (text);
  g_assert_nonnull (strstr (text, certtool ? "Self signature: verified" : "verify OK"));
  return text;
}

static gboolean
has (GBytes *der, const char *octets)
{
  gsize length;
  gconstpointer data = g_bytes_get_data (der, &length);

  return memmem (data, length, octets, strlen (octets)) != NULL;
}

static void
has_line (const char *text, const char *line)
{
  if (strstr (text, line) == NULL)
    g_error ("no “%s” in\n%s", line, text);
}

static KpSubject *
make_subject (void)
{
  KpSubject *subject = kp_subject_new ("Kite");

  g_object_set (subject, "country", "gb", "state", "Greater London", "locality", "London",
                "organization", "Kite & Söhne", "organizational-unit", "IT", "email",
                "ada@kite.example", NULL);
  return subject;
}

static const char *const one[] = { "cp.kite.example", NULL };
static const char *const three[] = { "CP.Kite.example.", "https://my.kite.example/login",
                                     "bücher.example", "cp.kite.EXAMPLE", NULL };

static void
test_whole (void)
{
  g_autoptr (KpSubject) subject = make_subject ();
  g_autoptr (GBytes) der = make (subject, FALSE, three);
  g_autofree char *openssl = ask (der, FALSE);
  g_autofree char *certtool = ask (der, TRUE);

  has_line (openssl, "Version: 1 (0x0)");
  has_line (openssl, "Subject: C=GB, ST=Greater London, L=London, O=Kite & Söhne, "
                     "CN=cp.kite.example\n");
  has_line (openssl, "DNS:cp.kite.example, DNS:my.kite.example, "
                     "DNS:xn--bcher-kva.example\n");
  has_line (openssl, "Signature Algorithm: ecdsa-with-SHA256");
  has_line (certtool, "Subject: CN=cp.kite.example,O=Kite & Söhne,L=London,"
                      "ST=Greater London,C=GB");
  has_line (certtool, "DNSname: xn--bcher-kva.example");
}

static void
test_label (void)
{
  g_autoptr (GBytes) der = make (NULL, FALSE, one);
  g_autofree char *pem = kp_csr_to_pem (der);

  g_assert_true (g_str_has_prefix (pem, "-----BEGIN CERTIFICATE REQUEST-----\n"));
  g_assert_true (g_str_has_suffix (pem, "\n-----END CERTIFICATE REQUEST-----\n"));
}

/* Without details there is the name alone. */
static void
test_no_subject (void)
{
  g_autoptr (GBytes) der = make (NULL, FALSE, one);
  g_autofree char *text = ask (der, FALSE);

  has_line (text, "Subject: CN=cp.kite.example\n");
  has_line (text, "DNS:cp.kite.example\n");
}

/* The purpose is not critical although the usage is; neither says more than it must. */
static void
test_extensions (void)
{
  g_autoptr (GBytes) der = make (NULL, FALSE, one);
  g_autofree char *text = ask (der, FALSE);

  has_line (text, "X509v3 Extended Key Usage: \n                    "
                  "TLS Web Server Authentication\n");
  has_line (text, "X509v3 Key Usage: critical\n                    Digital Signature\n");
  has_line (text, "X509v3 Subject Alternative Name: \n");
  g_assert_null (strstr (text, "Basic Constraints"));
  /* Of no use since must-staple is refused. */
  g_assert_false (has (der, OID_TLS_FEATURE));
}

static void
test_unit_and_email (void)
{
  g_autoptr (KpSubject) subject = make_subject ();
  g_autoptr (GBytes) without = make (subject, FALSE, one);
  g_autoptr (GBytes) with = make (subject, TRUE, one);

  g_assert_false (has (without, OID_UNIT));
  g_assert_true (has (with, OID_UNIT));
  g_assert_false (has (without, OID_EMAIL));
  g_assert_false (has (with, OID_EMAIL));
  g_assert_false (has (with, "ada@kite.example"));
}

/* A name that is too long for a common name is a SAN all the same. */
static void
test_long_name (void)
{
  static const char *const longer[] = { LONG_LABEL ".kite.example", "cp.kite.example",
                                        NULL };
  static const char *const fits[] = { "0123456789012345678901234567890123456789.0123456789."
                                      "kite.example",
                                      NULL };
  g_autoptr (GBytes) der = make (NULL, FALSE, longer);
  g_autoptr (GBytes) longest = make (NULL, FALSE, fits);
  g_autofree char *text = ask (der, FALSE);
  g_autofree char *other = ask (longest, FALSE);

  g_assert_cmpuint (strlen (fits[0]), ==, 64);
  g_assert_null (strstr (text, "CN="));
  has_line (text, "DNS:" LONG_LABEL ".kite.example, DNS:cp.kite.example\n");
  has_line (other, "CN=0123456789");
}

/* As text of the right kind: the country in ASCII, what is not ASCII in UTF-8. */
static void
test_encodings (void)
{
  g_autoptr (KpSubject) subject = make_subject ();
  g_autoptr (GBytes) der = make (subject, FALSE, one);
  g_autofree char *pem = kp_csr_to_pem (der);
  g_autofree char *path = program_write_file ("csr", pem, strlen (pem));
  g_autofree char *text = program_run ("openssl", "asn1parse", "-in", path, NULL);

  has_line (text, "PRINTABLESTRING   :GB");
  has_line (text, "UTF8STRING        :Kite & S\xc3\xb6hne");
}

static char *
repeat (const char *text, guint times)
{
  GString *repeated = g_string_new (NULL);

  for (guint i = 0; i < times; i++)
    g_string_append (repeated, text);
  return g_string_free (repeated, FALSE);
}

/* GnuTLS takes all of these; what counts is characters. */
static void
test_bounds (void)
{
  g_autofree char *o64 = g_strnfill (64, 'o');
  g_autofree char *o65 = g_strnfill (65, 'o');
  g_autofree char *l128 = g_strnfill (128, 'l');
  g_autofree char *l129 = g_strnfill (129, 'l');
  g_autofree char *wide = repeat ("ü", 64);
  const struct
  {
    const char *property;
    const char *value;
    gboolean good;
  } rows[] = {
    { "country", "GB", TRUE },
    { "country", "UK", TRUE }, /* known to be GB */
    { "country", "GBX", FALSE },
    { "country", "ZZ", FALSE },
    { "country", "Ö1", FALSE },
    { "organization", o64, TRUE },
    { "organization", o65, FALSE },
    { "organization", wide, TRUE },
    { "organization", "Kite\nLtd", FALSE },
    { "organization", "Kite \xe2\x80\xae Ltd", FALSE },
    { "organization", "Kite \xff", FALSE },
    { "organization", "-", FALSE },
    { "organization", "N/A", FALSE },
    { "locality", l128, TRUE },
    { "locality", l129, FALSE },
    { "state", l128, TRUE },
    { "state", l129, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (KpSubject) subject = kp_subject_new (NULL);
      g_autoptr (GBytes) der = NULL;
      g_autoptr (GError) error = NULL;

      g_object_set (subject, rows[i].property, rows[i].value, NULL);
      der = kp_csr_make (key, one, subject, FALSE, &error);
      g_test_message ("row %u: %s", i, rows[i].property);
      if (rows[i].good)
        g_assert_no_error (error);
      else
        g_assert_error (error, KP_CSR_ERROR, KP_CSR_ERROR_SUBJECT);
      g_assert_true ((der != NULL) == rows[i].good);
    }
}

static void
test_names (void)
{
  static const char *const bad[] = {
    "",          "a_b.example",      "*.kite.example", "192.0.2.1",
    "localhost", "ada@kite.example", "kite..example"
  };
  g_autoptr (GStrvBuilder) many = g_strv_builder_new ();
  g_auto (GStrv) texts = NULL;
  g_auto (GStrv) names = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      const char *const two[] = { "cp.kite.example", bad[i], NULL };

      g_assert_null (kp_csr_read_names (two, &error));
      g_assert_error (error, KP_CSR_ERROR, KP_CSR_ERROR_NAME);
      g_clear_error (&error);
    }
  for (guint i = 0; i <= KP_CSR_MAX_NAMES; i++)
    {
      g_autofree char *name = g_strdup_printf ("n%u.kite.example", i);

      g_strv_builder_add (many, name);
    }
  texts = g_strv_builder_end (many);
  g_assert_null (kp_csr_read_names ((const char *const *) texts, &error));
  g_assert_error (error, KP_CSR_ERROR, KP_CSR_ERROR_NAMES);
  g_clear_error (&error);
  g_assert_null (kp_csr_read_names ((const char *const[]){ NULL }, &error));
  g_assert_error (error, KP_CSR_ERROR, KP_CSR_ERROR_NAMES);
  g_clear_error (&error);
  g_clear_pointer (&texts[KP_CSR_MAX_NAMES], g_free);
  names = kp_csr_read_names ((const char *const *) texts, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (names), ==, KP_CSR_MAX_NAMES);
}

/* What is made for each kind of key, and whose it is. */
static void
test_keys (void)
{
  static const struct
  {
    const char *signature;
    const char *usage;
  } rows[KP_KEY_N_TYPES] = {
    { "ecdsa-with-SHA256", "Digital Signature\n" },
    { "ecdsa-with-SHA384", "Digital Signature\n" },
    { "sha256WithRSAEncryption", "Digital Signature, Key Encipherment\n" },
    { "sha256WithRSAEncryption", "Digital Signature, Key Encipherment\n" },
    { "sha256WithRSAEncryption", "Digital Signature, Key Encipherment\n" },
  };

  for (guint i = 0; i < KP_KEY_N_TYPES; i++)
    {
      g_autoptr (KpKey) own = NULL;
      g_autoptr (GBytes) der = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;
      g_autofree char *other = NULL;

      if (program_skips ((KpKeyType) i))
        continue;
      own = program_make_key ((KpKeyType) i);
      der = kp_csr_make (own, one, NULL, FALSE, &error);
      g_assert_no_error (error);
      text = ask (der, FALSE);
      has_line (text, rows[i].signature);
      has_line (text, rows[i].usage);
      other = ask (der, TRUE);
      has_line (other, kp_key_get_spki_sha256 (own));
    }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  key = program_make_key (KP_KEY_ECDSA_P256);
  g_test_add_func ("/csr-maker/whole", test_whole);
  g_test_add_func ("/csr-maker/label", test_label);
  g_test_add_func ("/csr-maker/no-subject", test_no_subject);
  g_test_add_func ("/csr-maker/extensions", test_extensions);
  g_test_add_func ("/csr-maker/unit-and-email", test_unit_and_email);
  g_test_add_func ("/csr-maker/long-name", test_long_name);
  g_test_add_func ("/csr-maker/encodings", test_encodings);
  g_test_add_func ("/csr-maker/bounds", test_bounds);
  g_test_add_func ("/csr-maker/names", test_names);
  g_test_add_func ("/csr-maker/keys", test_keys);
  status = g_test_run ();
  kp_key_free (key);
  program_clean_up ();
  return status;
}
