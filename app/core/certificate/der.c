/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/certificate/der.h"

#define TAG_VERSION 0xa0 /* [0] EXPLICIT */

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

gboolean
kp_der_find_public_key (KpDer certificate, KpDer *key)
{
  KpDer outer, tbs, ignored;
  guint8 tag = 0;

  if (!kp_der_enter (&certificate, KP_DER_SEQUENCE, &outer)
      || !kp_der_enter (&outer, KP_DER_SEQUENCE, &tbs))
    return FALSE;
  (void) kp_der_enter (&tbs, TAG_VERSION, &ignored);
  /* Serial number, signature, issuer, validity, subject. */
  for (guint i = 0; i < 5; i++)
    if (!kp_der_next (&tbs, &tag, NULL, NULL))
      return FALSE;
  return kp_der_next (&tbs, &tag, NULL, key) && tag == KP_DER_SEQUENCE;
}
