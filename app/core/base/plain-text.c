/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/plain-text.h"

#include <string.h>

/* The first letter that is written from right to left (Hebrew) stands after this. */
#define FIRST_RIGHT_TO_LEFT 0x0590

char *
kp_plain_text_shorten (const char *text, guint most)
{
  g_autofree char *valid = NULL;
  GString *shown;
  guint n = 0;

  g_return_val_if_fail (text != NULL, NULL);

  /* Text may be megabytes long; a character has four octets at most. */
  valid = g_utf8_make_valid (text, (gssize) strnlen (text, 4 * ((gsize) most + 1)));
  shown = g_string_sized_new (strlen (valid));
  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (n++ == most)
        {
          g_string_append (shown, "…");
          break;
        }
      g_string_append_unichar (shown, g_unichar_iscntrl (c) ? ' ' : c);
    }
  return g_string_free (shown, FALSE);
}

char *
kp_plain_text_shorten_middle (const char *text, guint most)
{
  glong length;
  glong head = most / 2;
  g_autofree char *start = NULL;
  g_autofree char *end = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  length = g_utf8_strlen (text, -1);
  if (length <= (glong) most + 1)
    return g_strdup (text);
  start = g_utf8_substring (text, 0, head);
  end = g_utf8_substring (text, length - ((glong) most - head), length);
  return g_strconcat (start, "…", end, NULL);
}

static gboolean
is_bidi_control (gunichar c)
{
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

char *
kp_plain_text_isolate (const char *text)
{
  gboolean needed = FALSE;
  GString *isolated;

  g_return_val_if_fail (text != NULL, NULL);

  isolated = g_string_new ("\xe2\x81\xa8"); /* U+2068 FIRST STRONG ISOLATE */
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      /* One that ends the isolate would have the rest reorder what follows. */
      if (!is_bidi_control (c))
        g_string_append_unichar (isolated, c);
      needed |= c >= FIRST_RIGHT_TO_LEFT;
    }
  g_string_append (isolated, "\xe2\x81\xa9"); /* U+2069 POP DIRECTIONAL ISOLATE */
  if (needed)
    return g_string_free (isolated, FALSE);
  g_string_free (isolated, TRUE);
  return g_strdup (text);
}

gboolean
kp_plain_text_has_control (const char *text, gboolean lines)
{
  g_return_val_if_fail (text != NULL, FALSE);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)) && !(lines && (*p == '\n' || *p == '\t')))
      return TRUE;
  return FALSE;
}
