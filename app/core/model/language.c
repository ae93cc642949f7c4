/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/language.h"

#include <glib/gi18n.h>
#include <string.h>

/* Characters of a tag: RFC 5646 section 4.4.1 wants room for 35. */
#define MAX_TAG 35

/* In the order of the tags. */
static const struct
{
  const char *tag;
  const char *name;
} languages[] = {
  { "ar", N_ ("Arabic") },
  { "bg", N_ ("Bulgarian") },
  { "ca", N_ ("Catalan") },
  { "cs", N_ ("Czech") },
  { "da", N_ ("Danish") },
  { "de", N_ ("German") },
  { "el", N_ ("Greek") },
  { "en", N_ ("English") },
  { "en-GB", N_ ("English (United Kingdom)") },
  { "en-US", N_ ("English (United States)") },
  { "es", N_ ("Spanish") },
  { "et", N_ ("Estonian") },
  { "fi", N_ ("Finnish") },
  { "fr", N_ ("French") },
  { "fr-CA", N_ ("French (Canada)") },
  { "ga", N_ ("Irish") },
  { "he", N_ ("Hebrew") },
  { "hi", N_ ("Hindi") },
  { "hr", N_ ("Croatian") },
  { "hu", N_ ("Hungarian") },
  { "id", N_ ("Indonesian") },
  { "is", N_ ("Icelandic") },
  { "it", N_ ("Italian") },
  { "ja", N_ ("Japanese") },
  { "ko", N_ ("Korean") },
  { "lt", N_ ("Lithuanian") },
  { "lv", N_ ("Latvian") },
  { "mt", N_ ("Maltese") },
  { "nb", N_ ("Norwegian") },
  { "nl", N_ ("Dutch") },
  { "nn", N_ ("Norwegian Nynorsk") },
  { "pl", N_ ("Polish") },
  { "pt", N_ ("Portuguese") },
  { "pt-BR", N_ ("Portuguese (Brazil)") },
  { "ro", N_ ("Romanian") },
  { "ru", N_ ("Russian") },
  { "sk", N_ ("Slovak") },
  { "sl", N_ ("Slovenian") },
  { "sr", N_ ("Serbian") },
  { "sv", N_ ("Swedish") },
  { "th", N_ ("Thai") },
  { "tr", N_ ("Turkish") },
  { "uk", N_ ("Ukrainian") },
  { "vi", N_ ("Vietnamese") },
  { "zh-CN", N_ ("Chinese (simplified)") },
  { "zh-TW", N_ ("Chinese (traditional)") },
};

const char *const *
kp_language_get_tags (void)
{
  static const char *tags[G_N_ELEMENTS (languages) + 1];
  static gsize ready;

  if (g_once_init_enter (&ready))
    {
      for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
        tags[i] = languages[i].tag;
      g_once_init_leave (&ready, 1);
    }
  return tags;
}

/* Letters, digits and hyphens (RFC 5646 section 2.1), so that it is no sentence. */
gboolean
kp_language_is_tag (const char *text)
{
  g_return_val_if_fail (text != NULL, FALSE);

  return strlen (text) <= MAX_TAG
         && strspn (text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")
                == strlen (text)
         && g_ascii_isalpha (*text);
}

const char *
kp_language_get_name (const char *tag)
{
  g_return_val_if_fail (tag != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    if (g_ascii_strcasecmp (languages[i].tag, tag) == 0)
      return _ (languages[i].name);
  return tag;
}
