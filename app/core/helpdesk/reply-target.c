/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/helpdesk/reply-target.h"

#include <string.h>

#include "core/base/host-name.h"

/* So many words with a dot are looked at: letters are short, logs that are pasted are not.
 */
#define MAX_WORDS 2000

static gboolean
is_target (KpProfile *profile, const char *name)
{
  if (!kp_profile_wants_target (profile))
    return FALSE;
  if (kp_profile_get_target_kind (profile) == KP_TARGET_TOLD)
    return g_strcmp0 (kp_profile_get_target (profile), name) == 0;
  return kp_profile_target_matches (profile, name);
}

/* Whatever may stand in a host name, and "@", which makes it a mail address. */
static gboolean
is_part (gunichar c)
{
  return g_unichar_isalnum (c) || c == '.' || c == '-' || c == '_' || c == '@';
}

/* Returns: (transfer full) (nullable): the target that the word from @start to @end is */
static char *
read_word (const char *start, const char *end, KpProfile *profile)
{
  g_autofree char *word = NULL;
  g_autofree char *name = NULL;

  while (start < end && strchr (".-", *start) != NULL)
    start++;
  while (end > start && strchr (".-", end[-1]) != NULL)
    end--;
  if (end - start < 3 || end - start > 4 * KP_HOST_NAME_MAX
      || memchr (start, '.', (gsize) (end - start)) == NULL
      || memchr (start, '@', (gsize) (end - start)) != NULL)
    return NULL;
  word = g_strndup (start, (gsize) (end - start));
  name = kp_host_name_parse_target (word, NULL, NULL);
  return name != NULL && is_target (profile, name) ? g_steal_pointer (&name) : NULL;
}

/* A line that is quoted is ours, or was read before. */
static gboolean
is_quoted (const char *line)
{
  while (*line == ' ' || *line == '\t')
    line++;
  return *line == '>';
}

/* @found: (inout): the only one so far. Returns: whether it still is the only one */
static gboolean
search_line (const char *line, KpProfile *profile, guint *n_words, char **found)
{
  const char *next;

  for (const char *p = line; *p != '\0'; p = next)
    {
      const char *start = p;
      g_autofree char *name = NULL;

      while (*p != '\0' && is_part (g_utf8_get_char (p)))
        p = g_utf8_next_char (p);
      next = p > start ? p : g_utf8_next_char (p);
      if (p == start || *n_words == 0)
        continue;
      if (memchr (start, '.', (gsize) (p - start)) != NULL)
        (*n_words)--;
      name = read_word (start, p, profile);
      if (name == NULL)
        continue;
      if (*found != NULL && !g_str_equal (*found, name))
        return FALSE;
      g_free (*found);
      *found = g_steal_pointer (&name);
    }
  return TRUE;
}

char *
kp_reply_find_target (const char *body, KpProfile *profile)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autofree char *found = NULL;
  guint n_words = MAX_WORDS;

  g_return_val_if_fail (body != NULL, NULL);
  g_return_val_if_fail (KP_IS_PROFILE (profile), NULL);

  text = g_utf8_make_valid (body, -1);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (!is_quoted (lines[i]) && !search_line (lines[i], profile, &n_words, &found))
      return NULL;
  return g_steal_pointer (&found);
}
