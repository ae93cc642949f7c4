/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/job/validation-words.h"

#include <string.h>

#define MAX_CELLS 64

gboolean
kp_validation_is_type (const char *text)
{
  return g_ascii_strcasecmp (text, "TXT") == 0 || g_ascii_strcasecmp (text, "CNAME") == 0;
}

/* Whether @text can be where a record is made: words of a sentence are not. */
gboolean
kp_validation_is_name (const char *text, gboolean labelled)
{
  if (g_str_equal (text, "@"))
    return TRUE;
  if (*text == '\0' || (!labelled && *text != '_' && strchr (text, '.') == NULL))
    return FALSE;
  for (const char *at = text; *at != '\0'; at++)
    if (!g_ascii_isalnum (*at) && strchr ("._-*", *at) == NULL && (guchar) *at < 0x80)
      return FALSE;
  return *text != '.' && *text != '-';
}

gboolean
kp_validation_is_ttl (const char *text)
{
  gsize digits = strspn (text, "0123456789");

  return digits > 0 && digits <= 10
         && (text[digits] == '\0'
             || (strchr ("smhdwSMHDW", text[digits]) != NULL && text[digits + 1] == '\0'));
}

gboolean
kp_validation_is_arrow (const char *text)
{
  return g_str_equal (text, "->") || g_str_equal (text, "=>") || g_str_equal (text, "→");
}

/* Adds one string in quotes as a zone file has it. Returns: what is behind it */
static const char *
read_string (const char *at, GString *text)
{
  for (at++; *at != '\0' && *at != '"'; at++)
    {
      if (*at != '\\' || at[1] == '\0')
        g_string_append_c (text, *at);
      else if (g_ascii_isdigit (at[1]) && g_ascii_isdigit (at[2])
               && g_ascii_isdigit (at[3]))
        {
          int octet = (at[1] - '0') * 100 + (at[2] - '0') * 10 + (at[3] - '0');

          /* None ends the text: that it is no text is said where the value is checked. */
          g_string_append_c (text, octet > 0 && octet < 256 ? (char) octet : '\x01');
          at += 3;
        }
      else
        g_string_append_c (text, *++at);
    }
  return *at == '"' ? at + 1 : at;
}

/* Strings that follow one another are one text, and may divide a character; @at: at the
 * first quote, then behind them. */
static char *
read_strings (const char **at)
{
  g_autoptr (GString) text = g_string_new (NULL);

  while (**at == '"')
    {
      *at = read_string (*at, text);
      *at += strspn (*at, " \t()");
    }
  return g_utf8_make_valid (text->str, -1);
}

/* Text behind a label, or of a cell. */
char *
kp_validation_read_value (const char *text)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  gsize length = strlen (trimmed);
  const char *at = trimmed;

  if (length >= 2 && *trimmed == '\'' && trimmed[length - 1] == '\'')
    return g_strndup (trimmed + 1, length - 2);
  return *at == '"' ? read_strings (&at) : g_steal_pointer (&trimmed);
}

/* Words of a line as a zone file divides it. */
GPtrArray *
kp_validation_split_words (const char *line)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);
  const char *at = line;

  while (*at != '\0' && *at != ';' && words->len < MAX_CELLS)
    {
      gsize length = strcspn (at, " \t\"()");

      if (*at == '"')
        g_ptr_array_add (words, read_strings (&at));
      else if (length == 0)
        at++;
      else
        {
          g_ptr_array_add (words, g_strndup (at, length));
          at += length;
        }
    }
  return words;
}

GPtrArray *
kp_validation_split_cells (const char *line, char separator)
{
  GPtrArray *cells = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) parts = NULL;

  if (separator == ' ')
    parts = g_strsplit (line, "  ", MAX_CELLS);
  else
    parts = g_strsplit (line, (const char[]){ separator, '\0' }, MAX_CELLS);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      /* What frames a table, or more than two spaces. */
      gboolean edge = separator == '|' && (i == 0 || parts[i + 1] == NULL);

      g_strstrip (parts[i]);
      if (*parts[i] != '\0' || (separator != ' ' && !edge))
        g_ptr_array_add (cells, kp_validation_read_value (parts[i]));
    }
  return cells;
}
