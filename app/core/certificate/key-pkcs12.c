/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/certificate/key.h"

#include <glib/gi18n.h>
#include <gnutls/pkcs12.h>
#include <string.h>

/* Octets by which a program knows which certificate is that of the key; any will do. */
static const gnutls_datum_t key_id = { (guint8 *) "1", 1 };

static int
name_item (gnutls_pkcs12_bag_t bag, unsigned int item, const char *name)
{
  int number = gnutls_pkcs12_bag_set_key_id (bag, item, &key_id);

  return number < 0 ? number : gnutls_pkcs12_bag_set_friendly_name (bag, item, name);
}

static int
add_key (gnutls_pkcs12_t pkcs12, KpKey *key, const char *passphrase, const char *name)
{
  gnutls_pkcs12_bag_t bag;
  gnutls_datum_t der = { NULL, 0 };
  int number = gnutls_pkcs12_bag_init (&bag);

  if (number < 0)
    return number;
  number = gnutls_x509_privkey_export2_pkcs8 (kp_key_get_privkey (key), GNUTLS_X509_FMT_DER,
                                              passphrase, GNUTLS_PKCS_PBES2_AES_256, &der);
  if (number >= 0)
    number = gnutls_pkcs12_bag_set_data (bag, GNUTLS_BAG_PKCS8_ENCRYPTED_KEY, &der);
  if (number >= 0)
    number = name_item (bag, (unsigned int) number, name);
  if (number >= 0)
    number = gnutls_pkcs12_set_bag (pkcs12, bag);
  gnutls_free (der.data);
  gnutls_pkcs12_bag_deinit (bag);
  return number;
}

static int
fill_bag (gnutls_pkcs12_bag_t bag, GPtrArray *chain, const char *name)
{
  int number = 0;

  for (guint i = 0; i < chain->len && number >= 0; i++)
    {
      gsize length;
      gnutls_datum_t der;

      der.data = (guint8 *) g_bytes_get_data (chain->pdata[i], &length);
      der.size = (unsigned int) length;
      number = gnutls_pkcs12_bag_set_data (bag, GNUTLS_BAG_CERTIFICATE, &der);
      if (number >= 0 && i == 0)
        number = name_item (bag, (unsigned int) number, name);
    }
  return number;
}

static int
add_chain (gnutls_pkcs12_t pkcs12, GPtrArray *chain, const char *passphrase,
           const char *name)
{
  gnutls_pkcs12_bag_t bag;
  int number = gnutls_pkcs12_bag_init (&bag);

  if (number < 0)
    return number;
  number = fill_bag (bag, chain, name);
  if (number >= 0)
    number = gnutls_pkcs12_bag_encrypt (bag, passphrase, GNUTLS_PKCS_PBES2_AES_256);
  if (number >= 0)
    number = gnutls_pkcs12_set_bag (pkcs12, bag);
  gnutls_pkcs12_bag_deinit (bag);
  return number;
}

/* The first certificate must be that of the key, or the file would be of no use. */
static gboolean
check_chain (KpKey *key, GPtrArray *chain, GError **error)
{
  gnutls_x509_crt_t crt = NULL;
  gnutls_datum_t der;
  guint8 id[32];
  size_t size = sizeof id;
  gsize length;
  gboolean fits = FALSE;

  der.data = (guint8 *) g_bytes_get_data (chain->pdata[0], &length);
  der.size = (unsigned int) length;
  if (gnutls_x509_crt_init (&crt) >= 0
      && gnutls_x509_crt_import (crt, &der, GNUTLS_X509_FMT_DER) >= 0
      && gnutls_x509_crt_get_key_id (crt, GNUTLS_KEYID_USE_SHA256, id, &size) >= 0)
    {
      g_autoptr (GString) hex = g_string_new (NULL);

      for (guint i = 0; i < size; i++)
        g_string_append_printf (hex, "%02x", id[i]);
      fits = g_str_equal (hex->str, kp_key_get_spki_sha256 (key));
    }
  gnutls_x509_crt_deinit (crt);
  if (!fits)
    g_set_error_literal (error, KP_KEY_ERROR, KP_KEY_ERROR_INVALID,
                         _ ("The certificate is not that of the key."));
  return fits;
}

GBytes *
kp_key_to_pkcs12 (KpKey *self, KpSecret *passphrase, const char *name, GPtrArray *chain,
                  GError **error)
{
  const char *text;
  gnutls_pkcs12_t pkcs12;
  gnutls_datum_t der = { NULL, 0 };
  GBytes *octets = NULL;
  int number;

  g_return_val_if_fail (self != NULL && passphrase != NULL && name != NULL, NULL);

  text = kp_secret_get_text (passphrase);
  if (text == NULL || *text == '\0')
    {
      g_set_error_literal (error, KP_KEY_ERROR, KP_KEY_ERROR_PASSPHRASE,
                           _ ("The passphrase is empty, or no UTF-8 text."));
      return NULL;
    }
  if (chain != NULL && chain->len > 0 && !check_chain (self, chain, error))
    return NULL;
  number = gnutls_pkcs12_init (&pkcs12);
  if (number >= 0)
    {
      if (chain != NULL && chain->len > 0)
        number = add_chain (pkcs12, chain, text, name);
      if (number >= 0)
        number = add_key (pkcs12, self, text, name);
      if (number >= 0)
        number = gnutls_pkcs12_generate_mac2 (pkcs12, GNUTLS_MAC_SHA256, text);
      if (number >= 0)
        number = gnutls_pkcs12_export2 (pkcs12, GNUTLS_X509_FMT_DER, &der);
      gnutls_pkcs12_deinit (pkcs12);
    }
  if (number >= 0)
    octets = g_bytes_new (der.data, der.size);
  else
    g_set_error (error, KP_KEY_ERROR, KP_KEY_ERROR_FAILED,
                 /* Translators: %s is a reason from the library that encrypts. */
                 _ ("The key could not be exported: %s"), gnutls_strerror (number));
  gnutls_free (der.data);
  return octets;
}
