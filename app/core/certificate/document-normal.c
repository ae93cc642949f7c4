/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/certificate/document-private.h"

#include <string.h>

#include "core/certificate/wiped-octets.h"

#define MAX_TAG 200
/* Letters of a name that a mail program puts before a quotation mark. */
#define MAX_INITIALS 4

/* What stands for something else in text that went through a mail program, a web page, an
 * editor or a program's string. The longer of two with one beginning comes first. */
static const struct
{
  const char *from;
  const char *to;
} replacements[] = {
  { "\r\n", "\n" },         { "\r", "\n" },   { "\\r\\n", "\n" }, { "\\n", "\n" },
  { "\\r", "\n" },          { "\\/", "/" },   { "=3D", "=" },     { "&gt;", ">" },
  { "&nbsp;", " " },        { "&#43;", "+" }, { "&#47;", "/" },   { "&#61;", "=" },
  { "\xc2\xa0", " " },      /* no-break space */
  { "\xc2\xad", "" },       /* soft hyphen */
  { "\xe2\x80\x8b", "" },   /* zero width space */
  { "\xe2\x80\x8c", "" },   /* zero width non-joiner */
  { "\xe2\x80\x8d", "" },   /* zero width joiner */
  { "\xe2\x81\xa0", "" },   /* word joiner */
  { "\xef\xbb\xbf", "" },   /* byte order mark */
  { "\xe2\x80\xa8", "\n" }, /* line separator */
  { "\xe2\x80\x90", "-" },  /* hyphen */
  { "\xe2\x80\x91", "-" },  /* non-breaking hyphen */
  { "\xe2\x80\x93", "--" }, /* en dash */
  { "\xe2\x80\x94", "--" }, /* em dash */
  { "\xe2\x80\x95", "--" }, /* horizontal bar */
};

/* Whether octets are UTF-16, and which: by its mark, or since every other is a zero. */
static gboolean
is_utf16 (const guint8 *data, gsize length, gboolean *big)
{
  gsize n_even = 0, n_odd = 0;
  gsize n = MIN (length, 256) & ~(gsize) 1;

  if (length < 4)
    return FALSE;
  *big = data[0] == 0xfe && data[1] == 0xff;
  if (*big || (data[0] == 0xff && data[1] == 0xfe))
    return TRUE;
  for (gsize i = 0; i < n; i += 2)
    {
      n_even += data[i] == 0;
      n_odd += data[i + 1] == 0;
    }
  *big = n_even > n_odd;
  return MAX (n_even, n_odd) > n / 4 && MIN (n_even, n_odd) == 0;
}

static void
append (GByteArray *to, const char *text)
{
  g_byte_array_append (to, (const guint8 *) text, (guint) strlen (text));
}

/* All that is looked for is ASCII but for the few signs above. */
static GByteArray *
decode_utf16 (const guint8 *data, gsize length, gboolean big)
{
  GByteArray *text = kp_wiped_octets_new (length * 2);

  for (gsize i = 0; i + 1 < length; i += 2)
    {
      gunichar c = big ? (gunichar) data[i] << 8 | data[i + 1]
                       : (gunichar) data[i + 1] << 8 | data[i];
      char utf8[7] = "";

      if (c == 0 || (c >= 0xd800 && c < 0xe000))
        c = '?';
      utf8[g_unichar_to_utf8 (c, utf8)] = '\0';
      append (text, utf8);
    }
  return text;
}

static gsize
replace (GByteArray *to, const guint8 *data, gsize length)
{
  for (guint i = 0; i < G_N_ELEMENTS (replacements); i++)
    {
      gsize n = strlen (replacements[i].from);

      if (n <= length && memcmp (data, replacements[i].from, n) == 0)
        {
          append (to, replacements[i].to);
          return n;
        }
    }
  return 0;
}

/* Length of an HTML tag at the start of @data, 0 if there is none. */
static gsize
measure_tag (const guint8 *data, gsize length)
{
  const guint8 *end;

  if (length < 3 || (!g_ascii_isalpha (data[1]) && data[1] != '/' && data[1] != '!'))
    return 0;
  length = MIN (length, MAX_TAG);
  end = memchr (data, '>', length);
  if (end == NULL || memchr (data + 1, '<', (gsize) (end - data) - 1) != NULL)
    return 0;
  return (gsize) (end - data) + 1;
}

static gboolean
is_breaking (const guint8 *tag)
{
  static const char *const words[] = { "br", "p", "/p", "div", "/div", "li", "tr", "pre" };
  gsize n = 1;

  while (g_ascii_isalpha (tag[n]) || (n == 1 && tag[n] == '/'))
    n++;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strlen (words[i]) == n - 1
        && g_ascii_strncasecmp ((const char *) tag + 1, words[i], n - 1) == 0)
      return TRUE;
  return FALSE;
}

/* Marks that begin like a tag and end far behind would each be searched for its end. */
static GByteArray *
replace_all (const guint8 *data, gsize length)
{
  GByteArray *text = kp_wiped_octets_new (length);
  static const char special[] = "\r\\=&\xc2\xe2\xef<";

  for (gsize i = 0; i < length;)
    {
      gsize n = 0;

      if (data[i] == '\0')
        n = 1;
      else if (strchr (special, data[i]) == NULL)
        n = 0;
      else if (data[i] != '<')
        n = replace (text, data + i, length - i);
      else if ((n = measure_tag (data + i, length - i)) > 0 && is_breaking (data + i))
        append (text, "\n");
      if (n == 0)
        g_byte_array_append (text, data + i, 1);
      i += MAX (n, 1);
    }
  return text;
}

static gboolean
is_blank (guint8 c)
{
  return c == ' ' || c == '\t';
}

/* Marks of quoting may be nested, and initials stand before them: "JD> > | text". Returns:
 * where the line begins behind them */
static gsize
skip_quoting (const guint8 *line, gsize length)
{
  gsize start = 0;

  for (gsize i = 0; i < length;)
    {
      gsize initials = 0;

      while (i < length && is_blank (line[i]))
        i++;
      while (i + initials < length && initials < MAX_INITIALS
             && g_ascii_isalpha (line[i + initials]))
        initials++;
      if (i + initials < length && line[i + initials] == '>')
        i += initials;
      else if (i >= length || line[i] != '|')
        break;
      start = ++i;
    }
  return start;
}

static void
unquote (GByteArray *text)
{
  gsize to = 0;

  for (gsize from = 0; from < text->len;)
    {
      const guint8 *line = text->data + from;
      const guint8 *end = memchr (line, '\n', text->len - from);
      gsize length = end != NULL ? (gsize) (end - line) + 1 : text->len - from;
      gsize start = skip_quoting (line, length);

      memmove (text->data + to, line + start, length - start);
      to += length - start;
      from += length;
    }
  g_byte_array_set_size (text, (guint) to);
}

GByteArray *
kp_document_text_normalize (const guint8 *data, gsize length)
{
  gboolean big = FALSE;
  GByteArray *narrow = NULL;
  GByteArray *text;

  if (is_utf16 (data, length, &big))
    narrow = decode_utf16 (data, length, big);
  text =
      narrow != NULL ? replace_all (narrow->data, narrow->len) : replace_all (data, length);
  kp_wiped_octets_free (narrow);
  unquote (text);
  return text;
}
