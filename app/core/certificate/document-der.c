/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/certificate/document-private.h"

#include <gnutls/pkcs7.h>
#include <gnutls/x509.h>
#include <string.h>

#include "core/certificate/certificate.h"
#include "core/certificate/wiped-octets.h"

#define TAG_FIRST 0xa0 /* [0] EXPLICIT */
#define TAG_SET 0x31
#define INDEFINITE 0x80

typedef enum
{
  SHAPE_OTHER,
  SHAPE_CERTIFICATE,
  SHAPE_REQUEST,
  SHAPE_PKCS7,
  SHAPE_PKCS12,
  SHAPE_ENCRYPTED,
} Shape;

/* A certificate has an algorithm where a request has a name: RFC 5280 section 4.1, RFC 2986
 * section 4.1. A list of revoked ones is a certificate but for its dates, which stand
 * alone. */
static Shape
judge_signed (KpDer tbs)
{
  KpDer first, second, third;
  guint8 tag = 0;

  if (tbs.length > 0 && tbs.data[0] == TAG_FIRST)
    return SHAPE_CERTIFICATE;
  if (!kp_der_enter (&tbs, KP_DER_INTEGER, &first)
      || !kp_der_enter (&tbs, KP_DER_SEQUENCE, &second)
      || !kp_der_enter (&tbs, KP_DER_SEQUENCE, &third))
    return SHAPE_OTHER;
  if (second.length > 0 && second.data[0] == KP_DER_OID)
    return kp_der_next (&tbs, &tag, NULL, NULL) && tag == KP_DER_SEQUENCE
               ? SHAPE_CERTIFICATE
               : SHAPE_OTHER;
  if (first.length == 1 && first.data[0] == 0
      && (second.length == 0 || second.data[0] == TAG_SET) && third.length > 0
      && third.data[0] == KP_DER_SEQUENCE)
    return SHAPE_REQUEST;
  return SHAPE_OTHER;
}

/* RFC 5652 sections 5.1, 6.1, 8, RFC 7292 section 4 */
static Shape
judge (KpDer content)
{
  static const char pkcs7[] = "\x2a\x86\x48\x86\xf7\x0d\x01\x07";
  static const gsize n = sizeof pkcs7 - 1;
  KpDer first, inner;

  if (kp_der_enter (&content, KP_DER_OID, &first))
    {
      if (first.length != n + 1 || memcmp (first.data, pkcs7, n) != 0)
        return SHAPE_OTHER;
      switch (first.data[n])
        {
        case 2: /* signed data */
          return SHAPE_PKCS7;
        case 3: /* enveloped data */
        case 6: /* encrypted data */
          return SHAPE_ENCRYPTED;
        default:
          return SHAPE_OTHER;
        }
    }
  if (kp_der_enter (&content, KP_DER_SEQUENCE, &first))
    return judge_signed (first);
  if (!kp_der_enter (&content, KP_DER_INTEGER, &first) || first.length != 1
      || first.data[0] != 3 || content.length < 2 || content.data[0] != KP_DER_SEQUENCE)
    return SHAPE_OTHER;
  /* Its length may be left open too. */
  if (content.data[1] == INDEFINITE)
    inner = (KpDer){ content.data + 2, content.length - 2 };
  else if (!kp_der_enter (&content, KP_DER_SEQUENCE, &inner))
    return SHAPE_OTHER;
  return kp_der_enter (&inner, KP_DER_OID, &first) && first.length == n + 1
                 && memcmp (first.data, pkcs7, n) == 0
             ? SHAPE_PKCS12
             : SHAPE_OTHER;
}

static gboolean
is_request (GBytes *der)
{
  gnutls_x509_crq_t crq = NULL;
  gnutls_datum_t datum;
  gsize length = 0;
  gboolean is = FALSE;

  datum.data = (guint8 *) g_bytes_get_data (der, &length);
  datum.size = (unsigned int) length;
  if (gnutls_x509_crq_init (&crq) < 0)
    return FALSE;
  is = gnutls_x509_crq_import (crq, &datum, GNUTLS_X509_FMT_DER) >= 0;
  gnutls_x509_crq_deinit (crq);
  return is;
}

static gboolean
is_certificate (GBytes *der)
{
  gnutls_x509_crt_t crt = kp_certificate_import (der, NULL);

  if (crt == NULL)
    return FALSE;
  gnutls_x509_crt_deinit (crt);
  return TRUE;
}

static void
add_part (KpDocumentReader *self, KpDocumentKind kind, KpDer whole, const char *source)
{
  g_autoptr (GBytes) der = NULL;

  if (whole.length > KP_CERTIFICATE_MAX_SIZE)
    {
      kp_document_reader_add_problem (self, KP_DOCUMENT_TOO_LARGE);
      return;
    }
  der = g_bytes_new (whole.data, whole.length);
  if (kind == KP_DOCUMENT_REQUEST ? is_request (der) : is_certificate (der))
    kp_document_reader_add (self, kind, der, source);
  else
    kp_document_reader_add_problem (self, KP_DOCUMENT_DAMAGED);
}

/* What was signed whole lies in there, and then the certificates are those of who signed.
 * Returns: whether there was something */
static gboolean
read_signed (KpDocumentReader *self, gnutls_pkcs7_t pkcs7, const char *source)
{
  g_autoptr (GBytes) octets = NULL;
  gnutls_datum_t data = { NULL, 0 };
  GByteArray *copy;

  if (gnutls_pkcs7_get_embedded_data (pkcs7, 0, &data) < 0 || data.size == 0)
    {
      gnutls_free (data.data);
      return FALSE;
    }
  copy = kp_wiped_octets_new (data.size);
  g_byte_array_append (copy, data.data, data.size);
  octets = kp_wiped_octets_to_bytes (copy);
  gnutls_memset (data.data, 0, data.size);
  gnutls_free (data.data);
  if (self->mails >= KP_DOCUMENT_MAX_MAILS)
    {
      kp_document_reader_add_problem (self, KP_DOCUMENT_TOO_LARGE);
      return TRUE;
    }
  self->mails++;
  kp_document_reader_read_octets (self, octets, source);
  self->mails--;
  return TRUE;
}

static void
read_certificates (KpDocumentReader *self, gnutls_pkcs7_t pkcs7, const char *source)
{
  int n = gnutls_pkcs7_get_crt_count (pkcs7);

  if (n < 0)
    kp_document_reader_add_problem (self, KP_DOCUMENT_DAMAGED);
  if (n > KP_DOCUMENT_MAX_PARTS)
    kp_document_reader_add_problem (self, KP_DOCUMENT_TOO_LARGE);
  for (int i = 0; i < MIN (n, KP_DOCUMENT_MAX_PARTS); i++)
    {
      gnutls_datum_t one = { NULL, 0 };

      if (gnutls_pkcs7_get_crt_raw2 (pkcs7, (unsigned int) i, &one) >= 0)
        add_part (self, KP_DOCUMENT_CERTIFICATE, (KpDer){ one.data, one.size }, source);
      gnutls_free (one.data);
    }
}

static void
read_pkcs7 (KpDocumentReader *self, KpDer whole, const char *source)
{
  gnutls_pkcs7_t pkcs7 = NULL;
  gnutls_datum_t datum = { (guint8 *) whole.data, (unsigned int) whole.length };

  if (gnutls_pkcs7_init (&pkcs7) < 0)
    return;
  if (gnutls_pkcs7_import (pkcs7, &datum, GNUTLS_X509_FMT_DER) < 0)
    kp_document_reader_add_problem (self, KP_DOCUMENT_DAMAGED);
  else if (!read_signed (self, pkcs7, source))
    read_certificates (self, pkcs7, source);
  gnutls_pkcs7_deinit (pkcs7);
}

/* BER leaves the length open where it is not known beforehand; then it goes on to the end.
 * A certificate is DER always. */
static gboolean
take_open (KpDer *rest, KpDer *content, KpDer *whole)
{
  if (rest->length < 2 || rest->data[0] != KP_DER_SEQUENCE || rest->data[1] != INDEFINITE)
    return FALSE;
  *whole = *rest;
  *content = (KpDer){ rest->data + 2, rest->length - 2 };
  rest->data += rest->length;
  rest->length = 0;
  return TRUE;
}

gsize
kp_document_der_measure (KpDer head)
{
  gsize length;
  guint n;

  if (head.length < KP_DOCUMENT_DER_HEAD || head.data[0] != KP_DER_SEQUENCE)
    return 0;
  length = head.data[1];
  if (length == INDEFINITE)
    return head.data[2] == KP_DER_OID || head.data[2] == KP_DER_INTEGER ? G_MAXSIZE : 0;
  n = length > INDEFINITE ? (guint) length & 0x7f : 0;
  if (n > 3)
    return 0;
  for (guint i = 0; i < n; i++)
    length = (i == 0 ? 0 : length << 8) | head.data[2 + i];
  switch (head.data[2 + n])
    {
    case KP_DER_SEQUENCE:
    case KP_DER_OID:
    case KP_DER_INTEGER:
      return length + 2 + n;
    default:
      return 0;
    }
}

gboolean
kp_document_reader_take_der (KpDocumentReader *self, KpDer *rest, const char *armour,
                             const char *source)
{
  KpDer after = *rest;
  KpDer content, whole;
  gboolean open = take_open (&after, &content, &whole);
  guint8 tag = KP_DER_SEQUENCE;
  Shape shape;

  if (!open && (!kp_der_next (&after, &tag, &content, &whole) || tag != KP_DER_SEQUENCE))
    return FALSE;
  shape = judge (content);
  switch (shape)
    {
    case SHAPE_CERTIFICATE:
    case SHAPE_REQUEST:
      if (open)
        return FALSE;
      kp_document_reader_add_format (self, armour);
      add_part (self,
                shape == SHAPE_REQUEST ? KP_DOCUMENT_REQUEST : KP_DOCUMENT_CERTIFICATE,
                whole, source);
      break;
    case SHAPE_PKCS7:
      kp_document_reader_add_format (self, "PKCS #7");
      read_pkcs7 (self, whole, source);
      break;
    case SHAPE_PKCS12:
      kp_document_reader_add_format (self, "PKCS #12");
      kp_document_reader_read_pkcs12 (self, whole, source);
      break;
    case SHAPE_ENCRYPTED:
      kp_document_reader_add_format (self, "PKCS #7");
      kp_document_reader_add_problem (self, KP_DOCUMENT_ENCRYPTED);
      break;
    case SHAPE_OTHER:
    default:
      return FALSE;
    }
  *rest = after;
  return TRUE;
}
