/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/plain-text.h"

#include <string.h>

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

gboolean
kp_plain_text_has_control (const char *text, gboolean lines)
{
  g_return_val_if_fail (text != NULL, FALSE);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)) && !(lines && (*p == '\n' || *p == '\t')))
      return TRUE;
  return FALSE;
}
