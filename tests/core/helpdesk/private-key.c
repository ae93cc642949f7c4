/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "helpdesk/private-key.h"

#include <glib.h>
#include <gnutls/x509.h>

const char *
private_key_get_pem (void)
{
  static char *pem;

  if (pem == NULL)
    {
      gnutls_x509_privkey_t key;
      gnutls_datum_t out;

      g_assert_cmpint (gnutls_x509_privkey_init (&key), ==, 0);
      g_assert_cmpint (gnutls_x509_privkey_generate (key, GNUTLS_PK_EDDSA_ED25519, 0, 0),
                       ==, 0);
      g_assert_cmpint (gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_PEM, NULL,
                                                          GNUTLS_PKCS_PLAIN, &out),
                       ==, 0);
      pem = g_strndup ((const char *) out.data, out.size);
      gnutls_free (out.data);
      gnutls_x509_privkey_deinit (key);
    }
  return pem;
}
