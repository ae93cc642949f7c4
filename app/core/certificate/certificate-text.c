/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/certificate/certificate-text.h"

#include <string.h>

#include "core/certificate/der.h"

#include <glib/gi18n.h>

#define PURPOSES_MAX 16
#define OID_SIZE 128
#define NAME_MAX_OCTETS 1024
#define NAME_MAX_CHARACTERS 256

/* Zero-width and direction marks would let one name look like another. */
static gboolean
is_deceptive (gunichar c)
{
  return g_unichar_iscntrl (c) || (c >= 0x200b && c <= 0x200f)
         || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0x061c
         || c == 0xfeff;
}

char *
kp_certificate_text_clean (const char *octets, gsize length, gsize max)
{
  g_autofree char *valid = NULL;
  GString *text = g_string_new (NULL);

  /* No more than can be kept is looked at: a character has at most four octets. */
  length = MIN (length, max * 4);
  valid = g_utf8_make_valid (octets, (gssize) length);
  for (const char *at = valid; *at != '\0' && max > 0; at = g_utf8_next_char (at), max--)
    {
      gunichar c = g_utf8_get_char (at);

      g_string_append_unichar (text, is_deceptive (c) ? 0xfffd : c);
    }
  return g_string_free (text, FALSE);
}

char *
kp_certificate_text_part (gnutls_x509_crt_t crt, gboolean issuer, const char *oid,
                          guint index)
{
  guint8 octets[NAME_MAX_OCTETS];
  gsize size = sizeof octets;
  /* As octets: its text has commas and quotes escaped, as within a whole name. */
  int status =
      issuer ? gnutls_x509_crt_get_issuer_dn_by_oid (crt, oid, index, 1, octets, &size)
             : gnutls_x509_crt_get_dn_by_oid (crt, oid, index, 1, octets, &size);
  KpDer rest = { octets, size };
  KpDer value;
  guint8 tag = 0;

  if (status < 0 || !kp_der_next (&rest, &tag, &value, NULL))
    return NULL;
  return kp_der_to_text (tag, value);
}

static char *
name_part (gnutls_x509_crt_t crt, const char *oid, gboolean issuer)
{
  g_autofree char *text = kp_certificate_text_part (crt, issuer, oid, 0);

  if (text == NULL || *text == '\0')
    return NULL;
  return kp_certificate_text_clean (text, strlen (text), NAME_MAX_CHARACTERS);
}

char *
kp_certificate_text_name (gnutls_x509_crt_t crt, gboolean issuer)
{
  char *text = name_part (crt, GNUTLS_OID_X520_COMMON_NAME, issuer);
  gnutls_datum_t whole = { NULL, 0 };

  if (text == NULL)
    text = name_part (crt, GNUTLS_OID_X520_ORGANIZATION_NAME, issuer);
  if (text != NULL)
    return text;

  if ((issuer ? gnutls_x509_crt_get_issuer_dn3 (crt, &whole, 0)
              : gnutls_x509_crt_get_dn3 (crt, &whole, 0))
      < 0)
    return g_strdup ("");
  text = kp_certificate_text_clean ((const char *) whole.data, whole.size,
                                    NAME_MAX_CHARACTERS);
  gnutls_free (whole.data);
  return text;
}

static const char *
curve_name (gnutls_x509_crt_t crt)
{
  gnutls_ecc_curve_t curve = GNUTLS_ECC_CURVE_INVALID;

  if (gnutls_x509_crt_get_pk_ecc_raw (crt, &curve, NULL, NULL) < 0)
    return NULL;
  switch ((int) curve)
    {
    case GNUTLS_ECC_CURVE_SECP192R1:
      return "P-192";
    case GNUTLS_ECC_CURVE_SECP224R1:
      return "P-224";
    case GNUTLS_ECC_CURVE_SECP256R1:
      return "P-256";
    case GNUTLS_ECC_CURVE_SECP384R1:
      return "P-384";
    case GNUTLS_ECC_CURVE_SECP521R1:
      return "P-521";
    default:
      return gnutls_ecc_curve_get_name (curve);
    }
}

static char *
oid_text (int status, const char *oid)
{
  return g_strdup (status < 0 ? "" : oid);
}

char *
kp_certificate_text_key (gnutls_x509_crt_t crt)
{
  unsigned int bits = 0;
  int algorithm = gnutls_x509_crt_get_pk_algorithm (crt, &bits);
  char oid[128] = "";
  gsize size = sizeof oid;
  const char *curve;

  switch (algorithm)
    {
    case GNUTLS_PK_RSA:
      return g_strdup_printf ("RSA %u", bits);
    case GNUTLS_PK_RSA_PSS:
      return g_strdup_printf ("RSA-PSS %u", bits);
    case GNUTLS_PK_DSA:
      return g_strdup_printf ("DSA %u", bits);
    case GNUTLS_PK_ECDSA:
      curve = curve_name (crt);
      return g_strdup_printf ("ECDSA %s", curve != NULL ? curve : "?");
    case GNUTLS_PK_EDDSA_ED25519:
      return g_strdup ("Ed25519");
    case GNUTLS_PK_EDDSA_ED448:
      return g_strdup ("Ed448");
    default:
      return oid_text (gnutls_x509_crt_get_pk_oid (crt, oid, &size), oid);
    }
}

char *
kp_certificate_text_signature (gnutls_x509_crt_t crt)
{
  int algorithm = gnutls_x509_crt_get_signature_algorithm (crt);
  char oid[128] = "";
  gsize size = sizeof oid;

  if (algorithm > 0 && gnutls_sign_get_name (algorithm) != NULL)
    return g_strdup (gnutls_sign_get_name (algorithm));
  return oid_text (gnutls_x509_crt_get_signature_oid (crt, oid, &size), oid);
}

static const char *
name_purpose (const char *oid)
{
  if (g_str_equal (oid, GNUTLS_KP_TLS_WWW_SERVER))
    return _ ("TLS server");
  if (g_str_equal (oid, GNUTLS_KP_TLS_WWW_CLIENT))
    return _ ("TLS client");
  if (g_str_equal (oid, GNUTLS_KP_CODE_SIGNING))
    return _ ("signing code");
  if (g_str_equal (oid, GNUTLS_KP_EMAIL_PROTECTION))
    return _ ("email");
  if (g_str_equal (oid, GNUTLS_KP_OCSP_SIGNING))
    return _ ("signing OCSP answers");
  return oid;
}

char *
kp_certificate_text_purposes (gnutls_x509_crt_t crt)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < PURPOSES_MAX; i++)
    {
      char oid[OID_SIZE];
      gsize size = sizeof oid;

      if (gnutls_x509_crt_get_key_purpose_oid (crt, i, oid, &size, NULL) < 0)
        break;
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", name_purpose (oid));
    }
  return g_string_free (text, FALSE);
}

char *
kp_certificate_text_hex (const guint8 *octets, gsize length, gsize max)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < MIN (length, max); i++)
    g_string_append_printf (text, "%s%02X", i > 0 ? ":" : "", octets[i]);
  if (length > max)
    g_string_append (text, " …");
  return g_string_free (text, FALSE);
}
