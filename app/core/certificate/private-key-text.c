/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/certificate/private-key-form.h"

#include <string.h>

/* What follows a mark is looked at so far. */
#define MAX_HEAD 4096
#define MAX_LABEL 60
/* So many characters of base64 in one piece, or on lines of their own, are a body: the
 * shortest key has 64. */
#define PIECE 32
#define LINES 40

static gboolean
is_base64 (guint8 c)
{
  return g_ascii_isalnum (c) || c == '+' || c == '/' || c == '-' || c == '_';
}

static const guint8 *
find (const guint8 *data, const guint8 *end, const char *word)
{
  return data < end ? memmem (data, (gsize) (end - data), word, strlen (word)) : NULL;
}

/* Lines end with LF, CR, or with either of them as a string of a program has it. */
static const guint8 *
find_line_end (const guint8 *data, const guint8 *end, const guint8 **next)
{
  for (const guint8 *p = data; p < end; p++)
    {
      gsize width = *p == '\n' || *p == '\r' ? 1 : 0;

      if (*p == '\\' && p + 1 < end && (p[1] == 'n' || p[1] == 'r'))
        width = 2;
      else if (*p == '<' && end - p >= 3
               && g_ascii_strncasecmp ((const char *) p, "<br", 3) == 0)
        {
          const guint8 *close = memchr (p, '>', (gsize) (end - p));

          width = close != NULL ? (gsize) (close - p) + 1 : 3;
        }
      if (width > 0)
        {
          *next = p + width;
          return p;
        }
    }
  *next = end;
  return end;
}

/* A mark may stand in prose; a key has a body: base64, after header lines perhaps (RFC 1421
 * section 4.6, RFC 9580 section 6.2) and quotation marks of a mail. */
static gboolean
has_body (const guint8 *data, const guint8 *limit)
{
  const guint8 *end = data + MIN (limit - data, MAX_HEAD);
  gsize in_lines = 0;

  while (data < end)
    {
      const guint8 *next = NULL;
      const guint8 *stop = find_line_end (data, end, &next);
      gsize n_pieces = 0, n = 0;
      gboolean is_header = find (data, stop, ": ") != NULL;

      for (const guint8 *p = data; !is_header && p < stop; p++)
        {
          if (is_base64 (*p))
            n_pieces += n++ == 0 ? 1 : 0;
          else if (*p == ' ' || *p == '\t' || *p == '>' || *p == '|' || *p == '"'
                   || *p == '\'' || *p == '=' || *p == ',')
            n = 0;
          else
            return FALSE;
          if (n >= PIECE)
            return TRUE;
        }
      if (n_pieces > 1)
        return FALSE;
      in_lines += n;
      if (in_lines >= LINES)
        return TRUE;
      data = next;
    }
  return FALSE;
}

/* The opening line of PEM (RFC 7468 section 2), of SSH2 with its four dashes and blanks, or
 * of OpenPGP armour with BLOCK at its end; the label says that it is a private key */
static gboolean
has_mark (const guint8 *data, const guint8 *end)
{
  const guint8 *begin;

  for (const guint8 *p = data; (begin = find (p, end, "BEGIN ")) != NULL; p = begin + 6)
    {
      const guint8 *label = begin + 6;
      const guint8 *label_limit = label + MIN (end - label, MAX_LABEL);
      const guint8 *label_end = find (label, label_limit, "--");
      const guint8 *before = begin;

      if (before > data && before[-1] == ' ')
        before--;
      if (before - data < 2 || before[-1] != '-' || before[-2] != '-' || label_end == NULL
          || find (label, label_end, "PRIVATE KEY") == NULL)
        continue;
      while (label_end < end && *label_end == '-')
        label_end++;
      if (has_body (label_end, end))
        return TRUE;
    }
  return FALSE;
}

/* RFC 7518 sections 6.2.2 and 6.3.2: "d" is the secret part of RSA, EC and OKP keys. */
static gboolean
has_web_key (const guint8 *data, const guint8 *end)
{
  const guint8 *member;

  if (find (data, end, "\"kty") == NULL && find (data, end, "'kty") == NULL)
    return FALSE;
  for (const guint8 *p = data; p < end; p = member + 1)
    {
      gsize n = 0;

      member = memchr (p, 'd', (gsize) (end - p));
      if (member == NULL)
        return FALSE;
      if (member == data || (member[-1] != '"' && member[-1] != '\''))
        continue;
      p = member + 1;
      while (p < end && strchr ("\\\"' \t\r\n:", *p) != NULL && *p != '\0')
        p++;
      while (p + n < end && is_base64 (p[n]))
        n++;
      if (p > member + 1 && n >= PIECE)
        return TRUE;
    }
  return FALSE;
}

KpPrivateKeyForm
kp_private_key_find_marked (const guint8 *data, gsize length)
{
  const guint8 *end = data + length;

  if (has_mark (data, end))
    return KP_PRIVATE_KEY_PEM;
  if (find (data, end, "PuTTY-User-Key-File-") != NULL
      && find (data, end, "Private-Lines:") != NULL)
    return KP_PRIVATE_KEY_PUTTY;
  if (has_web_key (data, end))
    return KP_PRIVATE_KEY_JWK;
  return KP_PRIVATE_KEY_NONE;
}
