/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/sentence.h"

#include <glib/gi18n.h>
#include <stdarg.h>
#include <string.h>

#include "core/base/plain-text.h"
#include "core/base/time-text.h"
#include "core/model/sentence-private.h"

/* Before the word and each value; in a value both are written with a backslash. */
#define MARK '\t'
#define NEXT '\n'
/* What is told for a value that is not there. */
#define NOTHING "–"
/* Sentences within sentences: nobody keeps more. */
#define MAX_DEPTH 4
#define MAX_VALUES 4
/* Of what KpSentenceForm says of values. */
#define CHANGE '>'
#define LIST '+'

static const char *
get_kinds (const KpSentenceForm *form)
{
  switch (*form->values)
    {
    case CHANGE:
      return "ss";
    case LIST:
      return "s";
    default:
      return form->values;
    }
}

static void
append_value (GString *kept, char kind, const char *value)
{
  g_autofree char *plain = NULL;

  /* A sentence has its bounds already. */
  if (kind != 'k')
    value = plain = kp_plain_text_shorten (value, KP_SENTENCE_MAX_VALUE);
  g_string_append_c (kept, MARK);
  for (const char *p = value; *p != '\0'; p++)
    switch (*p)
      {
      case MARK:
        g_string_append (kept, "\\t");
        break;
      case NEXT:
        g_string_append (kept, "\\n");
        break;
      case '\\':
        g_string_append (kept, "\\\\");
        break;
      default:
        g_string_append_c (kept, *p);
        break;
      }
}

static char *
unescape (const char *value)
{
  char *text = g_strdup (value);
  char *to = text;

  for (const char *p = value; *p != '\0'; p++)
    {
      if (*p == '\\' && p[1] != '\0')
        {
          p++;
          *to++ = *p == 't' ? MARK : *p == 'n' ? NEXT : *p;
        }
      else
        *to++ = *p;
    }
  *to = '\0';
  return text;
}

char *
kp_sentence_keep (KpSentence sentence, ...)
{
  const KpSentenceForm *form = &kp_sentence_forms[sentence];
  g_autoptr (GString) kept = g_string_new ("\t");
  const char *kinds = get_kinds (form);
  const char *value;
  va_list values;

  g_assert (form->sentence == sentence);

  g_string_append (kept, form->word);
  va_start (values, sentence);
  while (*kinds != '\0' && (value = va_arg (values, const char *)) != NULL)
    append_value (kept, *kinds++, value);
  va_end (values);
  return g_string_free (g_steal_pointer (&kept), FALSE);
}

char *
kp_sentence_keep_number (KpSentence sentence, const char *text, gint64 number)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GINT64_FORMAT, number);

  return text != NULL ? kp_sentence_keep (sentence, text, digits, NULL)
                      : kp_sentence_keep (sentence, digits, NULL);
}

char *
kp_sentence_keep_foreign (const char *text)
{
  return kp_plain_text_shorten (text, KP_SENTENCE_MAX_FOREIGN);
}

void
kp_sentence_add (GString *text, char *kept)
{
  if (text->len > 0)
    g_string_append_c (text, NEXT);
  g_string_append (text, kept);
  g_free (kept);
}

static char *tell_list (const char *kept, const char *separator, guint depth);

static char *
tell_kept (const char *value, guint depth)
{
  g_autofree char *kept = unescape (value);

  return *kept != '\0' ? tell_list (kept, " ", depth) : g_strdup (NOTHING);
}

static char *
tell_value (char kind, const char *value, guint depth)
{
  gboolean text = kind == 's' || kind == 'k';
  gint64 number = 0;

  if (!text && !g_ascii_string_to_signed (value, 10, 0, G_MAXUINT32, &number, NULL))
    return g_strdup (NOTHING);
  switch (kind)
    {
    case 'u':
      return g_strdup (value);
    case 'd':
      return kp_time_format_date (number);
    case 'e':
      return g_strdup (number <= G_MAXINT ? g_strerror ((int) number) : NOTHING);
    case 'k':
      return tell_kept (value, depth);
    default:
      return *value != '\0' ? unescape (value) : g_strdup (NOTHING);
    }
}

/* @p: behind a percent sign. Returns: behind what stands for a value; @position: "%2$s" */
static const char *
skip_directive (const char *p, guint *position)
{
  if (g_ascii_isdigit (*p) && p[1] == '$')
    {
      *position = (guint) g_ascii_digit_value (*p) - 1;
      p += 2;
    }
  if (*p == 'z')
    p++;
  return *p != '\0' ? p + 1 : p;
}

static const char *
get_value (GPtrArray *values, guint position)
{
  return position < values->len ? g_ptr_array_index (values, position) : NOTHING;
}

/* @text: a translation. Whatever is in it, nothing but @values goes in. */
static char *
fill (const char *text, GPtrArray *values)
{
  GString *told = g_string_new (NULL);
  guint next = 0;

  for (const char *p = text; *p != '\0';)
    {
      guint position = next;

      if (*p != '%')
        {
          g_string_append_c (told, *p++);
          continue;
        }
      if (p[1] == '%')
        {
          g_string_append_c (told, '%');
          p += 2;
          continue;
        }
      p = skip_directive (p + 1, &position);
      g_string_append (told, get_value (values, position));
      next = position + 1;
    }
  return g_string_free (told, FALSE);
}

static const KpSentenceForm *
find_form (const char *word)
{
  for (guint i = 0; i < KP_SENTENCE_N; i++)
    if (g_str_equal (kp_sentence_forms[i].word, word))
      return &kp_sentence_forms[i];
  return NULL;
}

/* @kept: behind its mark */
static char *
tell_one (const char *kept, guint depth)
{
  g_auto (GStrv) parts = g_strsplit (kept, "\t", 1 + MAX_VALUES);
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  const KpSentenceForm *form = parts[0] != NULL ? find_form (parts[0]) : NULL;
  const char *kinds;

  /* Of a newer version, or cut: what can be read of it is better than nothing. */
  if (form == NULL)
    return g_strdelimit (g_strdup (kept), "\t\\", ' ');
  kinds = get_kinds (form);
  for (guint i = 0; kinds[i] != '\0' && parts[values->len + 1] != NULL; i++)
    g_ptr_array_add (values, tell_value (kinds[i], parts[i + 1], depth));
  switch (*form->values)
    {
    case CHANGE:
      return g_strdup_printf ("%s: %s → %s", _ (form->text), get_value (values, 0),
                              get_value (values, 1));
    case LIST:
      return g_strdup_printf ("%s %s", _ (form->text), get_value (values, 0));
    default:
      return fill (_ (form->text), values);
    }
}

static char *
tell_list (const char *kept, const char *separator, guint depth)
{
  g_auto (GStrv) lines = NULL;
  GString *told;

  if (*kept != MARK || depth == MAX_DEPTH)
    return g_strdelimit (g_strdup (kept), "\t\n", ' ');
  lines = g_strsplit (kept, "\n", -1);
  told = g_string_new (NULL);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *sentence =
          *lines[i] == MARK ? tell_one (lines[i] + 1, depth + 1) : g_strdup (lines[i]);

      g_string_append_printf (told, "%s%s", i > 0 ? separator : "", sentence);
    }
  return g_string_free (told, FALSE);
}

char *
kp_sentence_tell_list (const char *kept, const char *separator)
{
  if (kept == NULL || *kept != MARK)
    return g_strdup (kept);
  return tell_list (kept, separator, 0);
}

char *
kp_sentence_tell (const char *kept)
{
  return kp_sentence_tell_list (kept, " ");
}
