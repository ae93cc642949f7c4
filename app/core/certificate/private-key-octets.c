/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/certificate/private-key-form.h"

#include <string.h>

#include "core/certificate/der.h"

#define DER_OCTET_STRING 0x04
#define DER_FIRST_OF_EXPLICIT 0xa0
#define MIN_PGP 48
#define MAX_BEFORE_PGP 200

/* A piece of BER. Unlike KpDer it may be cut off at its end, for half of a key is still
 * one, and its length may be left open, as PKCS #12 has it. */
typedef struct
{
  const guint8 *data;
  gsize length;
} Piece;

static gboolean
next (Piece *rest, guint8 *tag, Piece *content)
{
  gsize header = 2;
  gsize length;

  if (rest->length < 2)
    return FALSE;
  length = rest->data[1];
  if (length == 0x80)
    length = rest->length - header;
  else if (length > 0x80)
    {
      gsize octets = length & 0x7f;

      if (octets > 4 || rest->length < 2 + octets)
        return FALSE;
      length = 0;
      for (gsize i = 0; i < octets; i++)
        length = length << 8 | rest->data[2 + i];
      header += octets;
    }
  length = MIN (length, rest->length - header);
  *tag = rest->data[0];
  *content = (Piece){ rest->data + header, length };
  rest->data += header + length;
  rest->length -= header + length;
  return TRUE;
}

/* @least and @most: octets of its content */
static gboolean
take (Piece *rest, guint8 wanted, gsize least, gsize most, Piece *content)
{
  guint8 tag;

  return next (rest, &tag, content) && tag == wanted && content->length >= least
         && content->length <= most;
}

static gboolean
begins_with (const Piece *piece, const char *octets, gsize length)
{
  return piece->length >= length && memcmp (piece->data, octets, length) == 0;
}

/* RFC 8017 appendix A.1.2: version, modulus, public exponent, private exponent; and DSA as
 * OpenSSL writes it: 0, p, q, g, y, x. A public key has no version before its modulus. */
static gboolean
is_numbers (Piece rest)
{
  Piece ignored;

  if (!take (&rest, KP_DER_INTEGER, 32, 4096, &ignored))
    return FALSE;
  if (rest.length > 1 && rest.data[0] == KP_DER_INTEGER && rest.data[1] >= 20
      && rest.data[1] <= 33)
    return take (&rest, KP_DER_INTEGER, 20, 33, &ignored)
           && take (&rest, KP_DER_INTEGER, 1, 4096, &ignored)
           && take (&rest, KP_DER_INTEGER, 1, 4096, &ignored)
           && take (&rest, KP_DER_INTEGER, 1, 64, &ignored);
  return take (&rest, KP_DER_INTEGER, 1, 32, &ignored)
         && take (&rest, KP_DER_INTEGER, 16, 4096, &ignored);
}

/* RFC 5915 section 3: the key itself, then its curve, its public half, or nothing. */
static gboolean
is_curve (Piece rest)
{
  Piece key;

  return take (&rest, DER_OCTET_STRING, 16, 72, &key)
         && (rest.length == 0 || (rest.data[0] & 0xfe) == DER_FIRST_OF_EXPLICIT);
}

/* RFC 5958 section 2: the algorithm, then the key. */
static gboolean
is_pkcs8 (Piece rest)
{
  Piece algorithm, oid, key;

  return take (&rest, KP_DER_SEQUENCE, 3, 1024, &algorithm)
         && take (&algorithm, KP_DER_OID, 3, 32, &oid)
         && take (&rest, DER_OCTET_STRING, 16, G_MAXUINT16, &key);
}

/* RFC 5958 section 3, with an algorithm of PKCS #5 or PKCS #12: a digest looks the same but
 * for that. */
static gboolean
is_encrypted (Piece algorithm, Piece rest)
{
  static const char pkcs5[] = "\x2a\x86\x48\x86\xf7\x0d\x01\x05";
  static const char pkcs12[] = "\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x01";
  Piece oid, key;

  return take (&algorithm, KP_DER_OID, 3, 32, &oid)
         && (begins_with (&oid, pkcs5, sizeof pkcs5 - 1)
             || begins_with (&oid, pkcs12, sizeof pkcs12 - 1))
         && take (&rest, DER_OCTET_STRING, 16, G_MAXUINT16, &key);
}

/* RFC 7292 section 4: version 3, then data or signed data of PKCS #7. */
static gboolean
is_store (Piece rest)
{
  static const char pkcs7[] = "\x2a\x86\x48\x86\xf7\x0d\x01\x07";
  Piece content, oid;

  return take (&rest, KP_DER_SEQUENCE, 11, G_MAXSIZE, &content)
         && take (&content, KP_DER_OID, 9, 9, &oid)
         && begins_with (&oid, pkcs7, sizeof pkcs7 - 1)
         && (oid.data[8] == 1 || oid.data[8] == 2);
}

static KpPrivateKeyForm
judge_sequence (const guint8 *data, gsize length, gboolean with_stores)
{
  Piece rest = { data, length };
  Piece outer, first;
  guint8 tag;

  if (!take (&rest, KP_DER_SEQUENCE, 16, G_MAXSIZE, &outer) || !next (&outer, &tag, &first))
    return KP_PRIVATE_KEY_NONE;
  if (tag == KP_DER_SEQUENCE && is_encrypted (first, outer))
    return KP_PRIVATE_KEY_DER_ENCRYPTED;
  if (tag != KP_DER_INTEGER || first.length != 1)
    return KP_PRIVATE_KEY_NONE;
  if (with_stores && first.data[0] == 3 && is_store (outer))
    return KP_PRIVATE_KEY_STORE;
  if (first.data[0] <= 1
      && (is_numbers (outer) || is_pkcs8 (outer)
          || (first.data[0] == 1 && is_curve (outer))))
    return KP_PRIVATE_KEY_DER;
  return KP_PRIVATE_KEY_NONE;
}

/* What a public key of the algorithm begins with (RFC 9580 section 5.5.5): the number of
 * bits of the first number, or the length of the name of a curve and that name. */
static gboolean
is_pgp_material (guint8 algorithm, const guint8 *data)
{
  guint bits = (guint) data[0] << 8 | data[1];

  switch (algorithm)
    {
    case 1: /* RSA */
    case 2:
    case 3:
    case 16: /* Elgamal */
    case 17: /* DSA */
      return bits >= 1024 && bits <= 16384 && data[2] >> ((bits - 1) % 8) == 1;
    case 18: /* ECDH */
    case 19: /* ECDSA */
    case 22: /* EdDSA */
      return data[0] >= 3 && data[0] <= 10 && (data[1] == 0x2a || data[1] == 0x2b);
    default:
      return FALSE;
    }
}

/* RFC 9580 section 4.2: the packet of a secret key, or of a secret subkey: its head, the
 * version, when it was made, the algorithm. */
static gboolean
is_pgp (const guint8 *data)
{
  guint8 tag;
  gsize header;

  if ((data[0] & 0x80) == 0)
    return FALSE;
  if ((data[0] & 0x40) != 0)
    {
      tag = data[0] & 0x3f;
      header = data[1] < 192 ? 2 : data[1] < 224 ? 3 : 6;
    }
  else
    {
      tag = (data[0] >> 2) & 0x0f;
      header = (gsize[]){ 2, 3, 5, 1 }[data[0] & 3];
    }
  if (tag != 5 && tag != 7)
    return FALSE;
  data += header;
  /* Version 6 has the length of what follows before it. */
  return (data[0] == 4 && is_pgp_material (data[5], data + 6))
         || (data[0] == 6 && data[6] == 0 && data[7] == 0
             && ((data[5] >= 25 && data[5] <= 28) || is_pgp_material (data[5], data + 10)));
}

/* A packet has no mark of its own, so only the beginning is looked at, where a word may
 * have been taken for base64 too. */
static gboolean
has_pgp (const guint8 *data, gsize length)
{
  for (gsize i = 0; i < MAX_BEFORE_PGP && i + MIN_PGP <= length; i++)
    if (is_pgp (data + i))
      return TRUE;
  return FALSE;
}

KpPrivateKeyForm
kp_private_key_find_octets (const guint8 *data, gsize length, gboolean with_stores)
{
  static const char openssh[] = "openssh-key-v1"; /* with its NUL */
  static const char *const stores[] = { "\xfe\xed\xfe\xed\0\0\0",
                                        "\xce\xce\xce\xce\0\0\0" };

  if (memmem (data, length, openssh, sizeof openssh) != NULL)
    return KP_PRIVATE_KEY_OPENSSH;
  for (guint i = 0; i < G_N_ELEMENTS (stores); i++)
    {
      const guint8 *store = memmem (data, length, stores[i], 7);

      if (store != NULL && store + 7 < data + length && (store[7] == 1 || store[7] == 2))
        return KP_PRIVATE_KEY_STORE;
    }
  if (has_pgp (data, length))
    return KP_PRIVATE_KEY_PGP;
  for (gsize i = 0; i + 18 <= length; i++)
    {
      const guint8 *start = memchr (data + i, KP_DER_SEQUENCE, length - i);
      KpPrivateKeyForm form;

      if (start == NULL)
        break;
      i = (gsize) (start - data);
      form = judge_sequence (start, length - i, with_stores);
      if (form != KP_PRIVATE_KEY_NONE)
        return form;
    }
  return KP_PRIVATE_KEY_NONE;
}
