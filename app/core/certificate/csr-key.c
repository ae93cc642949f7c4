/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gnutls/x509.h>
#include <string.h>

#include "core/certificate/csr-private.h"

#define OID_RSA "1.2.840.113549.1.1.1"
#define OID_RSA_PSS "1.2.840.113549.1.1.10"
#define OID_EC "1.2.840.10045.2.1"

#define TAG_PARAMETER_0 0xa0

/* The exponent that everybody uses, and the only one that some CAs take; none may be over
 * 2^256 (BR section 6.1.6). */
#define USUAL_EXPONENT 65537
#define MAX_EXPONENT 32

static const struct
{
  const char *oid;
  const char *label;
  KpCsrKeyKind kind;
} curves[] = {
  { "1.2.840.10045.3.1.7", "ECDSA P-256", KP_CSR_KEY_P256 },
  { "1.3.132.0.34", "ECDSA P-384", KP_CSR_KEY_P384 },
  { "1.3.132.0.35", "ECDSA P-521", KP_CSR_KEY_P521 },
  { "1.2.840.10045.3.1.1", "ECDSA P-192", KP_CSR_KEY_OTHER },
  { "1.3.132.0.33", "ECDSA P-224", KP_CSR_KEY_OTHER },
  { "1.3.132.0.10", "ECDSA secp256k1", KP_CSR_KEY_OTHER },
};

static const struct
{
  const char *oid;
  const char *label;
} others[] = {
  { "1.2.840.10040.4.1", "DSA" },
  { "1.3.101.112", "Ed25519" },
  { "1.3.101.113", "Ed448" },
};

/* The hash of each way to sign, and of RSA-PSS, whose parameters name it. */
static const struct
{
  const char *oid;
  const char *hash;
  gboolean weak;
} hashes[] = {
  { "1.2.840.113549.1.1.11", "SHA-256", FALSE },
  { "1.2.840.113549.1.1.12", "SHA-384", FALSE },
  { "1.2.840.113549.1.1.13", "SHA-512", FALSE },
  { "1.2.840.10045.4.3.2", "SHA-256", FALSE },
  { "1.2.840.10045.4.3.3", "SHA-384", FALSE },
  { "1.2.840.10045.4.3.4", "SHA-512", FALSE },
  { "2.16.840.1.101.3.4.2.1", "SHA-256", FALSE },
  { "2.16.840.1.101.3.4.2.2", "SHA-384", FALSE },
  { "2.16.840.1.101.3.4.2.3", "SHA-512", FALSE },
  { "2.16.840.1.101.3.4.3.2", "SHA-256", FALSE },
  { "1.3.101.112", "Ed25519", FALSE },
  { "1.3.101.113", "Ed448", FALSE },
  { "1.2.840.113549.1.1.2", "MD2", TRUE },
  { "1.2.840.113549.1.1.3", "MD4", TRUE },
  { "1.2.840.113549.1.1.4", "MD5", TRUE },
  { "1.3.14.3.2.3", "MD5", TRUE },
  { "1.2.840.113549.2.5", "MD5", TRUE },
  { "1.2.840.113549.1.1.5", "SHA-1", TRUE },
  { "1.3.14.3.2.29", "SHA-1", TRUE },
  { "1.3.14.3.2.26", "SHA-1", TRUE },
  { "1.2.840.10045.4.1", "SHA-1", TRUE },
  { "1.2.840.10040.4.3", "SHA-1", TRUE },
  { "1.3.36.3.3.1.2", "RIPEMD-160", TRUE },
  { "1.2.840.113549.1.1.14", "SHA-224", TRUE },
  { "1.2.840.10045.4.3.1", "SHA-224", TRUE },
  { "2.16.840.1.101.3.4.2.4", "SHA-224", TRUE },
};

/* Octets of a number without the zeros before it. */
static KpDer
strip_zeros (KpDer number)
{
  while (number.length > 0 && *number.data == 0)
    {
      number.data++;
      number.length--;
    }
  return number;
}

static guint
count_bits (KpDer number)
{
  return number.length > 0 ? (guint) (number.length - 1) * 8 + g_bit_storage (*number.data)
                           : 0;
}

static gboolean
is_weak_exponent (KpDer exponent)
{
  guint64 value = 0;

  if (exponent.length == 0 || exponent.length > MAX_EXPONENT
      || (exponent.data[exponent.length - 1] & 1) == 0)
    return TRUE;
  for (gsize i = 0; i < exponent.length && value < USUAL_EXPONENT; i++)
    value = value << 8 | exponent.data[i];
  return value < USUAL_EXPONENT;
}

/* @bits: content of the BIT STRING: RSAPublicKey (RFC 8017 section A.1.1) behind the number
 * of its unused bits */
static gboolean
read_rsa (KpCsr *self, KpDer bits, gboolean is_pss)
{
  KpDer key, modulus, exponent = { NULL, 0 };

  self->weak_exponent = TRUE;
  if (bits.length > 0)
    {
      bits.data++;
      bits.length--;
    }
  if (kp_der_enter (&bits, KP_DER_SEQUENCE, &key)
      && kp_der_enter (&key, KP_DER_INTEGER, &modulus)
      && kp_der_enter (&key, KP_DER_INTEGER, &exponent))
    {
      self->key_bits = count_bits (strip_zeros (modulus));
      exponent = strip_zeros (exponent);
      self->weak_exponent = is_weak_exponent (exponent);
    }
  self->key_kind = is_pss ? KP_CSR_KEY_OTHER : KP_CSR_KEY_RSA;
  self->key = g_strdup_printf (is_pss ? "RSA-PSS %u" : "RSA %u", self->key_bits);
  /* An exponent as long as the modulus makes the check as slow as signing is. */
  return exponent.length <= MAX_EXPONENT;
}

static void
read_curve (KpCsr *self, KpDer algorithm)
{
  KpDer parameter;
  g_autofree char *oid = NULL;

  if (kp_der_enter (&algorithm, KP_DER_OID, &parameter))
    oid = kp_der_oid_to_text (parameter);
  for (guint i = 0; oid != NULL && i < G_N_ELEMENTS (curves); i++)
    if (g_str_equal (oid, curves[i].oid))
      {
        self->key = g_strdup (curves[i].label);
        self->key_kind = curves[i].kind;
        return;
      }
  self->key = g_strdup_printf ("ECDSA %s", oid != NULL && *oid != '\0' ? oid : "?");
}

gboolean
kp_csr_read_key (KpCsr *self, KpDer key)
{
  KpDer content, algorithm, type, bits = { NULL, 0 };
  gboolean is_bounded = kp_der_public_key_is_bounded (key);
  g_autofree char *oid = NULL;

  if (!kp_der_enter (&key, KP_DER_SEQUENCE, &content)
      || !kp_der_enter (&content, KP_DER_SEQUENCE, &algorithm)
      || !kp_der_enter (&algorithm, KP_DER_OID, &type))
    {
      self->key = g_strdup ("?");
      return FALSE;
    }
  (void) kp_der_enter (&content, KP_DER_BIT_STRING, &bits);
  oid = kp_der_oid_to_text (type);
  if (g_str_equal (oid, OID_RSA) || g_str_equal (oid, OID_RSA_PSS))
    is_bounded = read_rsa (self, bits, g_str_equal (oid, OID_RSA_PSS)) && is_bounded;
  else if (g_str_equal (oid, OID_EC))
    read_curve (self, algorithm);
  for (guint i = 0; i < G_N_ELEMENTS (others) && self->key == NULL; i++)
    if (g_str_equal (oid, others[i].oid))
      self->key = g_strdup (others[i].label);
  if (self->key == NULL)
    self->key = g_strdup (*oid != '\0' ? oid : "?");
  return is_bounded;
}

/* RSASSA-PSS-params (RFC 8017 section A.2.3): without a hash it is SHA-1. */
static char *
read_pss_hash (KpDer parameters)
{
  KpDer content, hash, algorithm, oid;

  if (!kp_der_enter (&parameters, KP_DER_SEQUENCE, &content)
      || !kp_der_enter (&content, TAG_PARAMETER_0, &hash))
    return g_strdup ("1.3.14.3.2.26");
  if (!kp_der_enter (&hash, KP_DER_SEQUENCE, &algorithm)
      || !kp_der_enter (&algorithm, KP_DER_OID, &oid))
    return g_strdup ("");
  return kp_der_oid_to_text (oid);
}

static void
read_algorithm (KpCsr *self, KpDer algorithm)
{
  KpDer type;
  g_autofree char *oid = NULL;

  if (kp_der_enter (&algorithm, KP_DER_OID, &type))
    oid = kp_der_oid_to_text (type);
  self->is_pss = g_strcmp0 (oid, OID_RSA_PSS) == 0;
  if (self->is_pss)
    {
      g_free (oid);
      oid = read_pss_hash (algorithm);
    }
  for (guint i = 0; oid != NULL && i < G_N_ELEMENTS (hashes); i++)
    if (g_str_equal (oid, hashes[i].oid))
      {
        self->signed_with = g_strdup (hashes[i].hash);
        self->weak_hash = hashes[i].weak;
        return;
      }
  self->signed_with = g_strdup (oid != NULL && *oid != '\0' ? oid : "?");
}

/* -89 of RSA-PSS may mean a salt that GnuTLS does not take, such as the longest one, which
 * is OpenSSL's default: nobody knows then whether it is forged. */
static KpCsrSignature
judge (const KpCsr *self, int status)
{
  if (status >= 0)
    return KP_CSR_SIGNATURE_GOOD;
  switch (status)
    {
    case GNUTLS_E_UNKNOWN_ALGORITHM:
    case GNUTLS_E_UNKNOWN_HASH_ALGORITHM:
    case GNUTLS_E_UNKNOWN_PK_ALGORITHM:
    case GNUTLS_E_UNSUPPORTED_SIGNATURE_ALGORITHM:
    case GNUTLS_E_UNIMPLEMENTED_FEATURE:
    case GNUTLS_E_ECC_UNSUPPORTED_CURVE:
      return KP_CSR_SIGNATURE_UNKNOWN;
    default:
      return self->is_pss ? KP_CSR_SIGNATURE_UNKNOWN : KP_CSR_SIGNATURE_WRONG;
    }
}

gboolean
kp_csr_read_signature (KpCsr *self, KpDer algorithm, gboolean is_bounded)
{
  /* A weak hash is told apart from a signature that is none. */
  const unsigned int flags =
      GNUTLS_VERIFY_ALLOW_BROKEN | GNUTLS_VERIFY_ALLOW_SIGN_WITH_SHA1;
  gnutls_x509_crq_t crq = NULL;
  gnutls_datum_t der;
  gsize length = 0;
  int status;

  read_algorithm (self, algorithm);
  self->signature = KP_CSR_SIGNATURE_UNKNOWN;
  if (gnutls_x509_crq_init (&crq) < 0)
    return FALSE;
  der.data = (guint8 *) g_bytes_get_data (self->der, &length);
  der.size = (unsigned int) length;
  status = gnutls_x509_crq_import (crq, &der, GNUTLS_X509_FMT_DER);
  if (status >= 0 && is_bounded)
    self->signature = judge (self, gnutls_x509_crq_verify (crq, flags));
  gnutls_x509_crq_deinit (crq);
  return status >= 0;
}
