/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/provider/ca-identities.h"

/* Issuers as certificates of today name them: the common name, else the
 * organization. */
static void
test_issuers (void)
{
  static const struct
  {
    const char *issuer;
    const char *domain;
    const char *name;
  } rows[] = {
    { "R10", "letsencrypt.org", "Let's Encrypt" },
    { "R13", "letsencrypt.org", "Let's Encrypt" },
    { "E7", "letsencrypt.org", "Let's Encrypt" },
    { "YR2", "letsencrypt.org", "Let's Encrypt" },
    { "DigiCert Global G2 TLS RSA SHA256 2020 CA1", "digicert.com", "DigiCert" },
    { "GeoTrust TLS RSA CA G1", "geotrust.com", "DigiCert" },
    { "Thawte TLS RSA CA G1", "thawte.com", "DigiCert" },
    { "RapidSSL TLS RSA CA G1", "rapidssl.com", "DigiCert" },
    { "Sectigo RSA Domain Validation Secure Server CA", "sectigo.com", "Sectigo" },
    { "COMODO RSA Domain Validation Secure Server CA", "comodoca.com", "Sectigo" },
    { "ZeroSSL ECC Domain Secure Site CA", "sectigo.com", "Sectigo" },
    { "GlobalSign RSA OV SSL CA 2018", "globalsign.com", "GlobalSign" },
    { "AlphaSSL CA - SHA256 - G4", "globalsign.com", "GlobalSign" },
    { "WR2", "pki.goog", "Google Trust Services" },
    { "GTS CA 1P5", "pki.goog", "Google Trust Services" },
    { "SSL.com TLS Issuing RSA CA R1", "ssl.com", "SSL.com" },
    { "Actalis Organization Validated Server CA G3", "actalis.it", "Actalis" },
    { "Entrust Certification Authority - L1K", "entrust.net", "Entrust" },
    { "Amazon RSA 2048 M02", "amazontrust.com", "Amazon" },
    { "Go Daddy Secure Certificate Authority - G2", "godaddy.com", "GoDaddy" },
    { "Starfield Secure Certificate Authority - G2", "starfieldtech.com", "GoDaddy" },
    { "Buypass Class 2 CA 5", "buypass.com", "Buypass" },
    { "GEANT TLS RSA 1", "harica.gr", "HARICA" },
    { "HARICA DV TLS RSA", "harica.gr", "HARICA" },
    { "Telekom Security ServerID OV Class 2 CA", "telesec.de", "Telekom Security" },
    { "digicert tls rsa sha256 2020 ca1", "digicert.com", "DigiCert" },
  };
  const KpCaIdentities *identities = kp_ca_identities_get_default ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *const *domains =
          kp_ca_identities_find_by_issuer (identities, rows[i].issuer);

      g_test_message ("%s", rows[i].issuer);
      g_assert_nonnull (domains);
      g_assert_true (g_strv_contains (domains, rows[i].domain));
      g_assert_cmpstr (kp_ca_identities_get_name (identities, rows[i].domain), ==,
                       rows[i].name);
    }
}

/* A CA that is not known must stay so: a short name is matched whole. */
static void
test_unknown (void)
{
  static const char *const issuers[] = { NULL,  "",     "Example CA",  "R", "R100",
                                         "E10", "WR20", "My DigiCert", "*" };
  const KpCaIdentities *identities = kp_ca_identities_get_default ();

  for (guint i = 0; i < G_N_ELEMENTS (issuers); i++)
    g_assert_null (kp_ca_identities_find_by_issuer (identities, issuers[i]));
  g_assert_null (kp_ca_identities_get_name (identities, "ca.example"));
  g_assert_null (kp_ca_identities_get_name (identities, NULL));
  g_assert_null (kp_ca_identities_expand (identities, "ca.example"));
}

static void
test_expand (void)
{
  static const char *const amazon[] = { "amazon.com", "amazontrust.com", "awstrust.com",
                                        "amazonaws.com", "aws.amazon.com" };
  const KpCaIdentities *identities = kp_ca_identities_get_default ();

  for (guint i = 0; i < G_N_ELEMENTS (amazon); i++)
    {
      const char *const *all = kp_ca_identities_expand (identities, amazon[i]);

      g_assert_nonnull (all);
      for (guint j = 0; j < G_N_ELEMENTS (amazon); j++)
        g_assert_true (g_strv_contains (all, amazon[j]));
    }
  g_assert_nonnull (kp_ca_identities_expand (identities, "LetsEncrypt.org"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ca-identities/issuers", test_issuers);
  g_test_add_func ("/ca-identities/unknown", test_unknown);
  g_test_add_func ("/ca-identities/expand", test_expand);

  return g_test_run ();
}
