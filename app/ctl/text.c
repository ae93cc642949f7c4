/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/text.h"

#include <string.h>

#define ZERO_WIDTH_NON_JOINER 0x200c
#define ZERO_WIDTH_JOINER 0x200d

/* Whether @c may change more than its own cell: where the line ends, which way it runs. */
static gboolean
steers (gunichar c)
{
  switch (g_unichar_type (c))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
      return TRUE;
    case G_UNICODE_FORMAT:
      /* Without these two, words of several scripts are misspelt. */
      return c != ZERO_WIDTH_NON_JOINER && c != ZERO_WIDTH_JOINER;
    default:
      return FALSE;
    }
}

gboolean
kp_text_is_plain (const char *text, guint *width)
{
  const char *end = text;

  while (*end >= 0x20 && *end < 0x7f)
    end++;
  *width = (guint) (end - text);
  return *end == '\0';
}

static char *
clean_but (const char *text, const char *kept)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *clean = g_string_sized_new (strlen (valid));

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (steers (c) && strchr (kept, *p) == NULL)
        g_string_append_c (clean, '?');
      else
        g_string_append_unichar (clean, c);
    }
  return g_string_free (clean, FALSE);
}

char *
kp_text_clean (const char *text)
{
  return clean_but (text, "");
}

char *
kp_text_clean_lines (const char *text)
{
  return clean_but (text, "\t\r\n");
}

char *
kp_text_escape_json (const char *text)
{
  GString *escaped = g_string_sized_new (strlen (text));

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      /* Its own line ends are none of a string; tags lie beyond four digits. */
      if (*p == '\n' || !steers (c))
        g_string_append_unichar (escaped, c);
      else if (c < 0x10000)
        g_string_append_printf (escaped, "\\u%04x", c);
      else
        g_string_append_printf (escaped, "\\u%04x\\u%04x", 0xd800 + ((c - 0x10000) >> 10),
                                0xdc00 + ((c - 0x10000) & 0x3ff));
    }
  return g_string_free (escaped, FALSE);
}

char *
kp_text_line (const char *text, guint most)
{
  g_autofree char *joined = g_strdelimit (g_strchomp (g_strdup (text)), "\t\r\n", ' ');
  g_autofree char *clean = kp_text_clean (joined);

  if (g_utf8_strlen (clean, -1) <= most)
    return g_steal_pointer (&clean);
  *g_utf8_offset_to_pointer (clean, most - 1) = '\0';
  return g_strconcat (clean, "…", NULL);
}

static guint
cells_of (gunichar c)
{
  return g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;
}

guint
kp_text_width (const char *text)
{
  guint width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    width += (guchar) *p < 0x80 ? 1 : cells_of (g_utf8_get_char (p));
  return width;
}

char *
kp_text_fit (const char *text, guint width)
{
  const char *end = text;

  if (kp_text_width (text) <= width)
    return g_strdup (text);
  for (guint used = 0; *end != '\0'; end = g_utf8_next_char (end))
    {
      used += cells_of (g_utf8_get_char (end));
      if (used + 1 > width)
        break;
    }
  return g_strdup_printf ("%.*s…", (int) (end - text), text);
}

void
kp_text_pad (GString *line, const char *text, guint width)
{
  g_string_append (line, text);
  for (guint used = kp_text_width (text); used < width; used++)
    g_string_append_c (line, ' ');
}
