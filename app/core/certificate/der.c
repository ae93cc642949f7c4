/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/certificate/der.h"

#include <string.h>

#include "core/certificate/certificate-text.h"

#define TAG_VERSION 0xa0 /* [0] EXPLICIT */

/* RSA of 8,192 bits, the most that browsers take (BoringSSL), has a key of 1,062 octets. */
#define MODULAR_KEY_MAX 1100
#define OTHER_KEY_MAX (8 * 1024)

#define MAX_OID 32
#define MAX_PARTS 256
#define MAX_VALUES 16
#define MAX_CHARACTERS 512

enum
{
  TAG_TELETEX = 0x14,
  TAG_UNIVERSAL = 0x1c,
  TAG_BMP = 0x1e,
};

gboolean
kp_der_next (KpDer *rest, guint8 *tag, KpDer *content, KpDer *whole)
{
  const guint8 *data = rest->data;
  gsize header = 2;
  gsize length;

  if (rest->length < 2 || (data[0] & 0x1f) == 0x1f)
    return FALSE;
  length = data[1];
  if (length >= 0x80)
    {
      gsize octets = length & 0x7f;

      if (octets == 0 || octets > 4 || rest->length < 2 + octets)
        return FALSE;
      length = 0;
      for (gsize i = 0; i < octets; i++)
        length = length << 8 | data[2 + i];
      header += octets;
    }
  if (length > rest->length - header)
    return FALSE;

  *tag = data[0];
  if (content != NULL)
    *content = (KpDer){ data + header, length };
  if (whole != NULL)
    *whole = (KpDer){ data, header + length };
  rest->data += header + length;
  rest->length -= header + length;
  return TRUE;
}

gboolean
kp_der_enter (KpDer *rest, guint8 tag, KpDer *content)
{
  KpDer before = *rest;
  guint8 found = 0;

  if (kp_der_next (rest, &found, content, NULL) && found == tag)
    return TRUE;
  *rest = before;
  return FALSE;
}

/* The sequence that is behind so many others of a certificate. */
static gboolean
find_part (KpDer certificate, guint before, KpDer *part)
{
  KpDer outer, tbs, ignored;
  guint8 tag = 0;

  if (!kp_der_enter (&certificate, KP_DER_SEQUENCE, &outer)
      || !kp_der_enter (&outer, KP_DER_SEQUENCE, &tbs))
    return FALSE;
  (void) kp_der_enter (&tbs, TAG_VERSION, &ignored);
  for (guint i = 0; i < before; i++)
    if (!kp_der_next (&tbs, &tag, NULL, NULL))
      return FALSE;
  return kp_der_next (&tbs, &tag, NULL, part) && tag == KP_DER_SEQUENCE;
}

gboolean
kp_der_find_public_key (KpDer certificate, KpDer *key)
{
  /* Serial number, signature, issuer, validity, subject. */
  return find_part (certificate, 5, key);
}

gboolean
kp_der_find_subject (KpDer certificate, KpDer *subject)
{
  return find_part (certificate, 4, subject);
}

gboolean
kp_der_public_key_is_bounded (KpDer key)
{
  static const guint8 pkcs1[] = { 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01 };
  static const guint8 dsa[] = { 0x2a, 0x86, 0x48, 0xce, 0x38, 0x04, 0x01 };
  KpDer content, algorithm, oid;
  gsize length = key.length;

  if (!kp_der_enter (&key, KP_DER_SEQUENCE, &content)
      || !kp_der_enter (&content, KP_DER_SEQUENCE, &algorithm)
      || !kp_der_enter (&algorithm, KP_DER_OID, &oid))
    return FALSE;
  if ((oid.length >= sizeof pkcs1 && memcmp (oid.data, pkcs1, sizeof pkcs1) == 0)
      || (oid.length == sizeof dsa && memcmp (oid.data, dsa, sizeof dsa) == 0))
    return length <= MODULAR_KEY_MAX;
  return length <= OTHER_KEY_MAX;
}

char *
kp_der_oid_to_text (KpDer oid)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint64 arc = 0;

  if (oid.length == 0 || oid.length > MAX_OID || (oid.data[oid.length - 1] & 0x80) != 0)
    return g_strdup ("");
  for (gsize i = 0; i < oid.length; i++)
    {
      arc = arc << 7 | (oid.data[i] & 0x7f);
      if (arc > G_MAXUINT32)
        return g_strdup ("");
      if ((oid.data[i] & 0x80) != 0)
        continue;
      /* The first number stands for two of them. */
      if (text->len == 0)
        g_string_append_printf (text, "%u.%u", (guint) MIN (arc / 40, 2),
                                (guint) (arc - 40 * MIN (arc / 40, 2)));
      else
        g_string_append_printf (text, ".%u", (guint) arc);
      arc = 0;
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Characters of a fixed number of octets. */
static char *
decode (KpDer value, gsize width)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i + width <= MIN (value.length, width * MAX_CHARACTERS); i += width)
    {
      gunichar c = 0;

      for (gsize j = 0; j < width; j++)
        c = c << 8 | value.data[i + j];
      g_string_append_unichar (text, g_unichar_validate (c) ? c : 0xfffd);
    }
  return kp_certificate_text_clean (text->str, text->len, MAX_CHARACTERS);
}

char *
kp_der_to_text (guint8 tag, KpDer value)
{
  switch (tag)
    {
    case TAG_TELETEX:
      /* What everybody writes is Latin 1, whatever X.690 says. */
      return decode (value, 1);
    case TAG_BMP:
      return decode (value, 2);
    case TAG_UNIVERSAL:
      return decode (value, 4);
    default:
      return kp_certificate_text_clean ((const char *) value.data, value.length,
                                        MAX_CHARACTERS);
    }
}

char *
kp_der_name_get (KpDer name, const char *oid)
{
  g_autoptr (GString) text = NULL;
  guint n = 0;
  KpDer set, pair, type, value;
  guint8 tag = 0;

  for (guint i = 0; i < MAX_PARTS && kp_der_enter (&name, KP_DER_SET, &set); i++)
    while (n < MAX_VALUES && kp_der_enter (&set, KP_DER_SEQUENCE, &pair))
      {
        g_autofree char *found = NULL;
        g_autofree char *one = NULL;

        if (!kp_der_enter (&pair, KP_DER_OID, &type)
            || !kp_der_next (&pair, &tag, &value, NULL))
          continue;
        found = kp_der_oid_to_text (type);
        if (!g_str_equal (found, oid))
          continue;
        one = kp_der_to_text (tag, value);
        if (text == NULL)
          text = g_string_new (one);
        else
          g_string_append_printf (text, ", %s", one);
        n++;
      }
  return text != NULL ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}
