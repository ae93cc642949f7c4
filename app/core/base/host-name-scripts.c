/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/host-name-private.h"

gboolean
kp_host_name_is_highly_restrictive (const char *label)
{
  enum
  {
    LATIN = 1 << 0,
    HAN = 1 << 1,
    HIRAGANA = 1 << 2,
    KATAKANA = 1 << 3,
    BOPOMOFO = 1 << 4,
    HANGUL = 1 << 5,
    OTHER = 1 << 6,
  };
  GUnicodeScript other = G_UNICODE_SCRIPT_INVALID_CODE;
  guint seen = 0;

  for (const char *p = label; *p != '\0'; p = g_utf8_next_char (p))
    {
      GUnicodeScript script = g_unichar_get_script (g_utf8_get_char (p));

      switch (script)
        {
        case G_UNICODE_SCRIPT_COMMON:
        case G_UNICODE_SCRIPT_INHERITED:
          break;
        case G_UNICODE_SCRIPT_LATIN:
          seen |= LATIN;
          break;
        case G_UNICODE_SCRIPT_HAN:
          seen |= HAN;
          break;
        case G_UNICODE_SCRIPT_HIRAGANA:
          seen |= HIRAGANA;
          break;
        case G_UNICODE_SCRIPT_KATAKANA:
          seen |= KATAKANA;
          break;
        case G_UNICODE_SCRIPT_BOPOMOFO:
          seen |= BOPOMOFO;
          break;
        case G_UNICODE_SCRIPT_HANGUL:
          seen |= HANGUL;
          break;
        default:
          if ((seen & OTHER) != 0 && script != other)
            return FALSE;
          other = script;
          seen |= OTHER;
        }
    }
  return (seen & OTHER) != 0 ? seen == OTHER
                             : (seen & ~(LATIN | HAN | HIRAGANA | KATAKANA)) == 0
                                   || (seen & ~(LATIN | HAN | BOPOMOFO)) == 0
                                   || (seen & ~(LATIN | HAN | HANGUL)) == 0;
}
