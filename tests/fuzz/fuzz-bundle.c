/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <string.h>

#include "core/certificate/bundle.h"
#include "core/certificate/certificate.h"

/* 15 June 2026: what the corpus holds is valid then, or is not on purpose. */
#define NOW G_GINT64_CONSTANT (1781481600)
#define HOST "cp.example.com"

/* The roots of the corpus; nobody has their keys any more. */
static const char test_root[] =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBbzCCARSgAwIBAgIUT2xoYuhnKJ3kK8DfkZ1LAasnU0cwCgYIKoZIzj0EAwIw\n"
    "FDESMBAGA1UEAxMJVGVzdCBSb290MCAXDTIwMDEwMTAwMDAwMFoYDzIwNjAwMTAx\n"
    "MDAwMDAwWjAUMRIwEAYDVQQDEwlUZXN0IFJvb3QwWTATBgcqhkjOPQIBBggqhkjO\n"
    "PQMBBwNCAARLC/Iar305Be52SS4Vkw8dg2W7YCwpu8CiH9wgq6kVKxvs4UNrl4Du\n"
    "Vnx8+LKKBsFWEaPdsO3Nrv8pJi+4VjmPo0IwQDAPBgNVHRMBAf8EBTADAQH/MA4G\n"
    "A1UdDwEB/wQEAwICBDAdBgNVHQ4EFgQUoDebOBeiYtze1ZgvY6r6G5jJjs4wCgYI\n"
    "KoZIzj0EAwIDSQAwRgIhAKPt+OuFNnNpHZ1d0zKSXcBvww3LP19nfjJ7bvjI1CrW\n"
    "AiEA8LD5y6qc0Kps+EsPl1fPRrE9b9d40zxl71ZNIcXoYwo=\n"
    "-----END CERTIFICATE-----\n";
static const char far_root[] =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBazCCARKgAwIBAgIUDOJAIqTdpz6JOjwS6Qwww+W+X/4wCgYIKoZIzj0EAwIw\n"
    "EzERMA8GA1UEAxMIRmFyIFJvb3QwIBcNMjAwMTAxMDAwMDAwWhgPMjA2MDAxMDEw\n"
    "MDAwMDBaMBMxETAPBgNVBAMTCEZhciBSb290MFkwEwYHKoZIzj0CAQYIKoZIzj0D\n"
    "AQcDQgAEN5FnSuPvybGO5qfWDH4i01+BZuuaOBWnC9XSnxyIT2SvWL3D9qmmFeEw\n"
    "hTfX2Qp/BUiD+5kwVrsVKSEoEGYZuaNCMEAwDwYDVR0TAQH/BAUwAwEB/zAOBgNV\n"
    "HQ8BAf8EBAMCAgQwHQYDVR0OBBYEFJIUad+Z7KkLNNd40g0Wm5oec+jaMAoGCCqG\n"
    "SM49BAMCA0cAMEQCIAEVoeL+XrorWOmGHgIKwDvv+id5TvI9SgmRpeOiljS6AiBF\n"
    "YocPiKNrmgumCofr6lC02c6s5J+mKmcDdVb1dQA9yA==\n"
    "-----END CERTIFICATE-----\n";

static void
check_findings (const KpBundle *bundle)
{
  guint8 seen[KP_FINDING_N] = { 0 };
  const KpFinding *before = NULL;

  for (guint i = 0; i < bundle->findings->len; i++)
    {
      const KpFinding *finding = bundle->findings->pdata[i];

      g_assert_true (g_str_has_prefix (kp_finding_id_to_string (finding->id), "bundle."));
      g_assert_cmpuint (seen[finding->id]++, ==, 0);
      g_assert_true (*finding->text != '\0' && g_utf8_validate (finding->text, -1, NULL));
      g_assert_true (finding->severity != KP_SEVERITY_WRONG || finding->fix != NULL);
      g_assert_true (finding->fix == NULL || g_utf8_validate (finding->fix, -1, NULL));
      g_assert_true (before == NULL || before->severity <= finding->severity);
      before = finding;
    }
  /* It is good or it is wrong, and a gap is told with where to fill it. */
  g_assert_true (kp_bundle_is_wrong (bundle) != (seen[KP_FINDING_BUNDLE_OK] != 0));
  g_assert_true ((bundle->missing_issuer != NULL)
                 == (seen[KP_FINDING_BUNDLE_MISSING_INTERMEDIATE] != 0));
}

static void
check_chain (const KpBundle *bundle)
{
  g_assert_true ((bundle->leaf == NULL) == (bundle->chain->len == 0));
  g_assert_cmpuint (bundle->chain->len, <=, KP_CHAIN_PATH_MAX);
  for (guint i = 0; i < bundle->chain->len; i++)
    {
      g_autoptr (KpCertificateFacts) facts =
          kp_certificate_facts_from_der (bundle->chain->pdata[i], NULL);

      g_assert_nonnull (facts);
      if (i == 0)
        g_assert_cmpstr (facts->sha256, ==, bundle->leaf->sha256);
      else
        g_assert_false (facts->self_issued);
      for (guint j = 0; j < i; j++)
        g_assert_false (g_bytes_equal (bundle->chain->pdata[i], bundle->chain->pdata[j]));
    }
}

/* What is handed over is found again as it is. @has_key: something in what was given looks
 * like a private key, and that may lie within a certificate. */
static void
check_text (const KpBundle *bundle, const KpBundleExpectation *expected, KpTrust *trust,
            gboolean has_key)
{
  char *pem = kp_bundle_to_pem (bundle);
  g_autoptr (GBytes) octets = g_bytes_new_take (pem, strlen (pem));
  g_autoptr (KpDocument) document = kp_document_new ();
  g_autoptr (KpBundle) again = NULL;

  kp_document_read (document, octets, NULL);
  g_assert_true (has_key || document->private_key == KP_PRIVATE_KEY_NONE);
  again = kp_bundle_build (document, expected, trust);
  g_assert_cmpuint (again->chain->len, ==, bundle->chain->len);
  for (guint i = 0; i < again->chain->len; i++)
    g_assert_true (g_bytes_equal (again->chain->pdata[i], bundle->chain->pdata[i]));
}

static void
check (const KpDocument *document, const KpBundleExpectation *expected, KpTrust *trust)
{
  g_autoptr (KpBundle) bundle = kp_bundle_build (document, expected, trust);

  check_findings (bundle);
  check_chain (bundle);
  check_text (bundle, expected, trust, document->private_key != KP_PRIVATE_KEY_NONE);
}

/* Whatever a CA sent, and whatever a server gave for what was missing. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static KpTrust *test, *far;
  g_autoptr (GBytes) octets = g_bytes_new (data, size);
  g_autoptr (KpDocument) document = kp_document_new ();
  g_autoptr (GPtrArray) fetched = g_ptr_array_new ();
  KpBundleExpectation expected = { .host = HOST, .now = NOW };

  if (test == NULL)
    {
      test = kp_trust_new (test_root, FALSE, NULL);
      far = kp_trust_new (far_root, FALSE, NULL);
    }
  kp_document_read (document, octets, "file");
  check (document, &expected, test);

  expected.host = NULL;
  for (guint i = 0; i < document->parts->len; i++)
    g_ptr_array_add (fetched, ((KpDocumentPart *) document->parts->pdata[i])->der);
  expected.fetched = fetched;
  check (document, &expected, far);
  return 0;
}
