/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/certificate/document-private.h"

#include <string.h>

#include "core/certificate/wiped-octets.h"

#define MAX_LABEL 64
/* Less base64 is no certificate that was cut off, but a word. */
#define MIN_DAMAGED 128
/* Places that look like the beginning of DER and are none. */
#define MAX_ATTEMPTS 64

/* Text from kp_document_text_normalize(), or a piece of it. */
typedef struct
{
  const char *data;
  gsize length;
} Text;

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\v' || c == '\f';
}

static int
get_digit (char c)
{
  if (c >= 'A' && c <= 'Z')
    return c - 'A';
  if (c >= 'a' && c <= 'z')
    return c - 'a' + 26;
  if (c >= '0' && c <= '9')
    return c - '0' + 52;
  return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* Decodes base64 from the start of @text up to what is none, or until there are @most
 * octets. It may be folded anywhere, and where a mail folded it there is an equals sign
 * too: DER says itself where it ends. @used: (out): characters */
static GByteArray *
decode (Text text, gsize most, gsize *used)
{
  GByteArray *octets = kp_wiped_octets_new_sized (MIN (most, text.length * 3 / 4 + 3));
  guint32 bits = 0;
  guint n = 0;
  gsize n_octets = 0;
  gsize i;

  for (i = 0; i < text.length && n_octets < most; i++)
    {
      int digit = get_digit (text.data[i]);

      if (digit < 0)
        {
          if (text.data[i] != '=' && !is_space (text.data[i]))
            break;
          continue;
        }
      bits = bits << 6 | (guint32) digit;
      n += 6;
      if (n >= 8)
        {
          n -= 8;
          octets->data[n_octets++] = (guint8) (bits >> n);
        }
    }
  *used = i;
  return g_byte_array_set_size (octets, (guint) n_octets);
}

/* What base64 turned out to be: none of DER, DER of something else, half of something, or
 * something of ours. */
typedef enum
{
  FOUND_NONE,
  FOUND_OTHER,
  FOUND_HALF,
  FOUND_OURS,
} Found;

/* @used: (out): characters of it */
static Found
read_base64 (KpDocumentReader *self, Text text, const char *armour, const char *source,
             gsize *used)
{
  Found found = FOUND_OTHER;
  GByteArray *octets = decode (text, KP_DOCUMENT_DER_HEAD, used);
  gsize length = kp_document_der_measure ((KpDer){ octets->data, octets->len });
  KpDer rest;

  kp_wiped_octets_free (octets);
  if (length == 0)
    return FOUND_NONE;
  octets = decode (text, length, used);
  rest = (KpDer){ octets->data, octets->len };
  if (kp_document_reader_take_der (self, &rest, armour, source))
    found = FOUND_OURS;
  else if (octets->len < length && octets->len >= MIN_DAMAGED)
    found = FOUND_HALF;
  kp_wiped_octets_free (octets);
  return found;
}

static Text
cut (Text text, gsize from, gsize to)
{
  return (Text){ text.data + from, to - from };
}

/* DER in base64 without marks begins with “MI”, at the beginning of a word. */
static void
read_bare (KpDocumentReader *self, Text text, const char *source)
{
  guint attempts = 0;

  for (gsize i = 0; i + MIN_DAMAGED < text.length;)
    {
      const char *place = memmem (text.data + i, text.length - i, "MI", 2);
      Found found = FOUND_NONE;
      gsize used = 0;

      if (place == NULL)
        return;
      i = (gsize) (place - text.data);
      if (i == 0 || get_digit (text.data[i - 1]) < 0)
        found = read_base64 (self, cut (text, i, text.length), "base64", source, &used);
      if (found == FOUND_HALF)
        kp_document_reader_add_problem (self, KP_DOCUMENT_DAMAGED);
      i += found == FOUND_OURS ? used : 2;
      if ((found == FOUND_HALF || found == FOUND_OTHER) && ++attempts >= MAX_ATTEMPTS)
        {
          kp_document_reader_add_problem (self, KP_DOCUMENT_TOO_LARGE);
          return;
        }
    }
}

/* A mark of PEM (RFC 7468 section 2) as it is left when lines are folded and dashes lost.
 * @label: what stands in it
 * @start, @end: where it begins, and where it ends */
typedef struct
{
  char label[MAX_LABEL];
  gsize start;
  gsize end;
} Mark;

static gsize
skip_spaces (Text text, gsize i)
{
  while (i < text.length && is_space (text.data[i]))
    i++;
  return i;
}

/* @i: behind BEGIN */
static gboolean
read_label (Text text, gsize i, Mark *mark)
{
  gsize n = 0;
  gsize start = skip_spaces (text, i);

  if (start == i)
    return FALSE;
  for (i = start; i + 1 < text.length && n + 1 < MAX_LABEL; i++)
    {
      char c = text.data[i];

      if (c == '-' && text.data[i + 1] == '-')
        {
          while (n > 0 && mark->label[n - 1] == ' ')
            n--;
          mark->label[n] = '\0';
          while (i < text.length && text.data[i] == '-')
            i++;
          mark->end = i;
          return n > 0;
        }
      if (is_space (c) && n > 0 && mark->label[n - 1] == ' ')
        continue;
      mark->label[n++] = is_space (c) ? ' ' : c;
    }
  return FALSE;
}

static gboolean
find_mark (Text text, gsize from, Mark *mark)
{
  const char *place;

  for (; (place = memmem (text.data + from, text.length - from, "BEGIN", 5)) != NULL;
       from = (gsize) (place - text.data) + 5)
    {
      gsize at = (gsize) (place - text.data);
      gsize start = at;

      while (start > 0 && is_space (text.data[start - 1]) && at - start < 3)
        start--;
      if (start < 2 || text.data[start - 1] != '-' || text.data[start - 2] != '-'
          || !read_label (text, at + 5, mark))
        continue;
      while (start > 0 && text.data[start - 1] == '-')
        start--;
      mark->start = start;
      return TRUE;
    }
  return FALSE;
}

/* Where the body ends: at the next mark of any kind, which begins with dashes. */
static gsize
find_body_end (Text text, gsize from)
{
  const char *place = memmem (text.data + from, text.length - from, "--", 2);

  return place != NULL ? (gsize) (place - text.data) : text.length;
}

/* RFC 1421 section 4.6: header lines stand before the body. */
static gsize
skip_headers (Text text, gsize from, gsize end)
{
  for (;;)
    {
      gsize start = skip_spaces (text, from);
      const char *stop = start < end ? memchr (text.data + start, '\n', end - start) : NULL;

      if (stop == NULL
          || memmem (text.data + start, (gsize) (stop - text.data) - start, ": ", 2)
                 == NULL)
        return MIN (start, end);
      from = (gsize) (stop - text.data);
    }
}

/* Under these nothing but what is looked for may stand. */
static gboolean
is_ours (const char *label)
{
  static const char *const labels[] = {
    "CERTIFICATE",
    "X509 CERTIFICATE",
    "TRUSTED CERTIFICATE",
    "CERTIFICATE REQUEST",
    "NEW CERTIFICATE REQUEST",
    "PKCS7",
    "PKCS #7 SIGNED DATA",
    "CMS",
    "PKCS12",
  };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (g_str_equal (label, labels[i]))
      return TRUE;
  return FALSE;
}

/* Returns: where the block ends */
static gsize
read_block (KpDocumentReader *self, Text text, const Mark *mark, const char *source)
{
  gsize end = find_body_end (text, mark->end);
  gsize start = skip_headers (text, mark->end, end);
  Found found;
  gsize used;

  if (g_str_equal (mark->label, "PGP MESSAGE"))
    kp_document_reader_add_problem (self, KP_DOCUMENT_ENCRYPTED);
  if (strstr (mark->label, "PRIVATE KEY") != NULL)
    return end;
  found = read_base64 (self, cut (text, start, end), "PEM", source, &used);
  if (found == FOUND_HALF || (found != FOUND_OURS && is_ours (mark->label)))
    kp_document_reader_add_problem (self, KP_DOCUMENT_DAMAGED);
  return end;
}

void
kp_document_reader_read_text (KpDocumentReader *self, const guint8 *data, gsize length,
                              const char *source)
{
  GByteArray *normal = kp_document_text_normalize (data, length);
  Text text = { (const char *) normal->data, normal->len };
  gsize from = 0;
  Mark mark;

  while (from < text.length && find_mark (text, from, &mark))
    {
      read_bare (self, cut (text, from, MAX (mark.start, from)), source);
      from = read_block (self, text, &mark, source);
    }
  if (from < text.length)
    read_bare (self, cut (text, from, text.length), source);
  kp_wiped_octets_free (normal);
}
