/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <glib.h>
#include <gnutls/x509.h>

#include "core/certificate/private-key-finder.h"

/* A key that was made just now: none is in the tree. */
static const GByteArray *
get_key (void)
{
  static GByteArray *key = NULL;

  if (key == NULL)
    {
      gnutls_x509_privkey_t minted = NULL;
      gnutls_datum_t text = { NULL, 0 };

      g_assert_true (gnutls_x509_privkey_init (&minted) >= 0
                     && gnutls_x509_privkey_generate (
                            minted, GNUTLS_PK_ECDSA,
                            GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0)
                            >= 0
                     && gnutls_x509_privkey_export2 (minted, GNUTLS_X509_FMT_PEM, &text)
                            >= 0);
      key = g_byte_array_new ();
      g_byte_array_append (key, (const guint8 *) "\n", 1);
      g_byte_array_append (key, text.data, text.size);
      gnutls_free (text.data);
      gnutls_x509_privkey_deinit (minted);
    }
  return key;
}

/* Whatever stands before a key, it is found, and the same octets give the same answer. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) octets = g_bytes_new (data, size);
  g_autoptr (GByteArray) with_key = g_byte_array_new ();
  g_autoptr (GBytes) more = NULL;
  const GByteArray *key = get_key ();
  KpPrivateKeyForm form = kp_private_key_find (octets);

  g_assert_cmpint (form, ==, kp_private_key_find (octets));
  g_assert_nonnull (kp_private_key_form_describe (form));
  g_byte_array_append (with_key, data, (guint) size);
  g_byte_array_append (with_key, key->data, key->len);
  more = g_bytes_new (with_key->data, with_key->len);
  form = kp_private_key_find (more);
  g_assert_true (form != KP_PRIVATE_KEY_NONE && form != KP_PRIVATE_KEY_HIDDEN);
  return 0;
}
