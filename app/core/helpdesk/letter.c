/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/helpdesk/letter.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core-resources.h"

#define FOLDER "/io/github/keyplate_app/Keyplate/core/letters"
#define NAME_CHARACTERS "abcdefghijklmnopqrstuvwxyz-"

G_DEFINE_QUARK (kp - letter - error - quark, kp_letter_error)

#define REQUIRED KP_LETTER_REQUIRED
#define OPTIONAL KP_LETTER_OPTIONAL
#define LINES KP_LETTER_LINES
#define MAX_PLACEHOLDERS 15

/*
 * What each letter is filled with. Days are written as 2026-11-29 and moments as 2026-11-29
 * 14:35 UTC: the reader's language is not the user's.
 */
static const struct
{
  const char *file;
  KpLetterPlaceholder placeholders[MAX_PLACEHOLDERS];
} letters[KP_LETTER_N] = {
  [KP_LETTER_REQUEST] = { "request",
                          { { "site", REQUIRED },
                            { "port", OPTIONAL },
                            { "reference", REQUIRED },
                            { "target", OPTIONAL },
                            { "fields", LINES },
                            { "priority", OPTIONAL },
                            { "sender", OPTIONAL } } },
  [KP_LETTER_REMINDER_PROVIDER] = { "reminder-provider",
                                    { { "site", REQUIRED },
                                      { "port", OPTIONAL },
                                      { "reference", REQUIRED },
                                      { "first-reference", OPTIONAL },
                                      { "asked-on", REQUIRED },
                                      { "number", OPTIONAL },
                                      { "needed-by", OPTIONAL },
                                      { "sender", OPTIONAL } } },
  [KP_LETTER_REMINDER_CUSTOMER] = { "reminder-customer",
                                    { { "site", REQUIRED },
                                      { "name", OPTIONAL },
                                      { "asked-on", REQUIRED },
                                      { "now", OPTIONAL | LINES },
                                      { "remove", OPTIONAL | LINES },
                                      { "after", LINES },
                                      { "needed-by", OPTIONAL },
                                      { "zone", OPTIONAL },
                                      { "sender", OPTIONAL } } },
  [KP_LETTER_INSTRUCTIONS] = { "instructions",
                               { { "site", REQUIRED },
                                 { "name", OPTIONAL },
                                 { "zone", OPTIONAL },
                                 { "now", OPTIONAL | LINES },
                                 { "remove", OPTIONAL | LINES },
                                 { "after", LINES },
                                 { "zone-line", OPTIONAL },
                                 { "host", REQUIRED },
                                 { "full-host", REQUIRED },
                                 { "ttl", OPTIONAL },
                                 { "latest", OPTIONAL },
                                 { "sender", OPTIONAL } } },
  [KP_LETTER_RETIRE_PROVIDER] = { "retire-provider",
                                  { { "site", REQUIRED },
                                    { "port", OPTIONAL },
                                    { "reference", REQUIRED },
                                    { "number", OPTIONAL },
                                    { "sender", OPTIONAL } } },
  [KP_LETTER_RETIRE_CUSTOMER] = { "retire-customer",
                                  { { "site", REQUIRED },
                                    { "name", OPTIONAL },
                                    { "target", REQUIRED },
                                    { "record", LINES },
                                    { "zone", OPTIONAL },
                                    { "sender", OPTIONAL } } },
  [KP_LETTER_MOVED_AWAY] = { "moved-away",
                             { { "site", REQUIRED },
                               { "name", OPTIONAL },
                               { "target", REQUIRED },
                               { "now", OPTIONAL | LINES },
                               { "after", LINES },
                               { "zone", OPTIONAL },
                               { "sender", OPTIONAL } } },
  [KP_LETTER_CSR] = { "csr",
                      { { "site", REQUIRED },
                        { "port", OPTIONAL },
                        { "reference", REQUIRED },
                        { "target", OPTIONAL },
                        { "ends-on", OPTIONAL },
                        { "fields", LINES },
                        { "priority", OPTIONAL },
                        { "sender", OPTIONAL } } },
  [KP_LETTER_CERTIFICATE] = { "certificate",
                              { { "site", REQUIRED },
                                { "port", OPTIONAL },
                                { "reference", REQUIRED },
                                { "first-reference", OPTIONAL },
                                { "number", OPTIONAL },
                                { "file", REQUIRED },
                                { "names", LINES },
                                { "valid-from", REQUIRED },
                                { "valid-until", REQUIRED },
                                { "fingerprint", REQUIRED },
                                { "priority", OPTIONAL },
                                { "sender", OPTIONAL } } },
  [KP_LETTER_VALIDATION] = { "validation",
                             { { "site", REQUIRED },
                               { "name", OPTIONAL },
                               { "asked-on", OPTIONAL },
                               { "ca", OPTIONAL },
                               { "zone", OPTIONAL },
                               { "remove", OPTIONAL | LINES },
                               { "alias", OPTIONAL | LINES },
                               { "record", LINES },
                               { "zone-line", LINES },
                               { "host", REQUIRED },
                               { "full-host", REQUIRED },
                               { "ttl", OPTIONAL },
                               { "needed-by", OPTIONAL },
                               { "sender", OPTIONAL } } },
};

/* What one text is made of: on the stack of whoever expands it. */
typedef struct
{
  const KpLetterPlaceholder *known;
  char **values; /* by the place in known; never %NULL */
  GError *error; /* the first fault */
} Expansion;

void
kp_letter_free (KpLetter *self)
{
  if (self == NULL)
    return;
  g_free (self->language);
  g_free (self->subject);
  g_free (self->body);
  g_free (self);
}

const KpLetterPlaceholder *
kp_letter_get_placeholders (KpLetterKind kind)
{
  g_return_val_if_fail ((guint) kind < KP_LETTER_N, NULL);

  return letters[kind].placeholders;
}

static guint
count_known (const KpLetterPlaceholder *known)
{
  guint n = 0;

  while (known[n].name != NULL)
    n++;
  return n;
}

/* Valid text without control characters: of what has several lines these stay, and tabs. */
static char *
clean_value (const char *value, gboolean lines)
{
  g_autofree char *valid =
      g_utf8_make_valid (value, (gssize) strnlen (value, KP_LETTER_MAX_LINES + 1));
  GString *clean = g_string_sized_new (strlen (valid));

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      /* U+2028 and U+2029 end a line for some who read it. */
      gboolean control = g_unichar_iscntrl (c) || c == 0x2028 || c == 0x2029;

      if (!control || (lines && (c == '\n' || c == '\t')))
        g_string_append_unichar (clean, c);
      else if (c != '\r')
        g_string_append_c (clean, ' ');
    }
  return g_strchomp (g_string_free (clean, FALSE));
}

static const char *
find_value (const KpLetterValue *values, const char *name)
{
  for (guint i = 0; values[i].name != NULL; i++)
    if (g_str_equal (values[i].name, name))
      return values[i].value;
  return NULL;
}

static gboolean
take_value (Expansion *self, guint index, const char *value, GError **error)
{
  const KpLetterPlaceholder *placeholder = &self->known[index];
  gboolean lines = (placeholder->need & KP_LETTER_LINES) != 0;
  char *clean = clean_value (value != NULL ? value : "", lines);

  self->values[index] = clean;
  if (*clean == '\0' && (placeholder->need & KP_LETTER_OPTIONAL) == 0)
    {
      g_set_error (error, KP_LETTER_ERROR, KP_LETTER_ERROR_VALUE,
                   /* Translators: %s is the name of a placeholder ("site"). */
                   _ ("The letter needs a value for “%s”."), placeholder->name);
      return FALSE;
    }
  if (lines ? strlen (clean) > KP_LETTER_MAX_LINES
            : g_utf8_strlen (clean, -1) > KP_LETTER_MAX_VALUE)
    {
      g_set_error (error, KP_LETTER_ERROR, KP_LETTER_ERROR_VALUE,
                   /* Translators: %s is the name of a placeholder ("site"). */
                   _ ("The value for “%s” is too long for a letter."), placeholder->name);
      return FALSE;
    }
  return TRUE;
}

static void
fail_template (Expansion *self, const char *text, gsize length)
{
  g_autofree char *shown = NULL;

  if (self->error != NULL)
    return;
  shown = g_utf8_make_valid (text, (gssize) MIN (length, 40));
  g_set_error (&self->error, KP_LETTER_ERROR, KP_LETTER_ERROR_TEMPLATE,
               /* Translators: %s is a piece of the letter's text, "{name}". */
               _ ("The text of the letter has an unknown placeholder: %s"), shown);
}

/* @end: (out): behind the placeholder that begins at @start. Returns: (nullable): its value
 */
static const char *
find_placeholder (Expansion *self, const char *start, const char **end, gboolean *spaced)
{
  const char *name = start + 1;
  gsize length;

  *spaced = *name == ' ';
  name += *spaced ? 1 : 0;
  length = strspn (name, NAME_CHARACTERS);
  *end = name + length + 1;
  for (guint i = 0; name[length] == '}' && self->known[i].name != NULL; i++)
    if (strlen (self->known[i].name) == length
        && memcmp (self->known[i].name, name, length) == 0)
      return self->values[i];
  fail_template (self, start, strcspn (start, "}\n") + 1);
  return NULL;
}

/* Returns: whether no optional value that it can't do without was missing */
static gboolean
expand_part (Expansion *self, const char *text, gsize length, GString *out)
{
  const char *limit = text + length;
  gboolean whole = TRUE;

  for (const char *p = text; p < limit && self->error == NULL;)
    {
      const char *end, *value;
      gboolean spaced;

      if (*p == '}')
        fail_template (self, p, 1);
      if (*p != '{')
        {
          g_string_append_c (out, *p++);
          continue;
        }
      value = find_placeholder (self, p, &end, &spaced);
      if (value == NULL)
        break;
      if (*value == '\0')
        whole &= spaced;
      else
        g_string_append_printf (out, "%s%s", spaced ? " " : "", value);
      p = end;
    }
  return whole && self->error == NULL;
}

static char *
expand_body (Expansion *self, const char *text)
{
  GString *body = g_string_new (NULL);
  g_auto (GStrv) paragraphs = g_strsplit (text, "\n\n", -1);

  for (guint i = 0; paragraphs[i] != NULL && self->error == NULL; i++)
    {
      g_autoptr (GString) part = g_string_new (NULL);
      const char *paragraph = paragraphs[i] + strspn (paragraphs[i], "\n");

      if (!expand_part (self, paragraph, strlen (paragraph), part) || part->len == 0)
        continue;
      g_string_append_printf (body, "%s%s", body->len > 0 ? "\n\n" : "",
                              g_strchomp (part->str));
    }
  g_string_append_c (body, '\n');
  return g_string_free (body, FALSE);
}

static KpLetter *
expand_text (Expansion *self, const char *text)
{
  g_autoptr (GString) subject = g_string_new (NULL);
  const char *body = strchr (text, '\n');
  gsize length = body != NULL ? (gsize) (body - text) : strlen (text);
  KpLetter *letter;

  expand_part (self, text, length, subject);
  letter = g_new0 (KpLetter, 1);
  letter->language = g_strdup ("");
  letter->subject = clean_value (subject->str, FALSE);
  letter->body = expand_body (self, body != NULL ? body : "");
  return letter;
}

KpLetter *
kp_letter_expand (const char *template, gssize length, const KpLetterPlaceholder *known,
                  const KpLetterValue *values, GError **error)
{
  g_autoptr (KpLetter) letter = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) given = NULL;
  Expansion expansion = { known, NULL, NULL };
  gsize size = length < 0 ? strlen (template) : (gsize) length;

  if (size > KP_LETTER_MAX_TEMPLATE || !g_utf8_validate_len (template, size, NULL))
    {
      g_set_error_literal (error, KP_LETTER_ERROR, KP_LETTER_ERROR_TEMPLATE,
                           _ ("The text of the letter is too long or no text."));
      return NULL;
    }
  text = g_strndup (template, size);
  given = g_new0 (char *, count_known (known) + 1);
  expansion.values = given;
  for (guint i = 0; known[i].name != NULL; i++)
    if (!take_value (&expansion, i, find_value (values, known[i].name), error))
      return NULL;
  letter = expand_text (&expansion, text);
  if (expansion.error == NULL)
    return g_steal_pointer (&letter);
  g_propagate_error (error, expansion.error);
  return NULL;
}

char **
kp_letter_get_languages (KpLetterKind kind)
{
  g_auto (GStrv) files = NULL;
  g_autoptr (GStrvBuilder) tags = g_strv_builder_new ();
  g_autofree char *prefix = NULL;

  g_return_val_if_fail ((guint) kind < KP_LETTER_N, NULL);

  prefix = g_strconcat (letters[kind].file, ".", NULL);
  files = g_resource_enumerate_children (kp_core_get_resource (), FOLDER, 0, NULL);
  for (guint i = 0; files != NULL && files[i] != NULL; i++)
    if (g_str_has_prefix (files[i], prefix) && g_str_has_suffix (files[i], ".txt"))
      {
        const char *tag = files[i] + strlen (prefix);
        g_autofree char *name = g_strndup (tag, strlen (tag) - strlen (".txt"));

        g_strv_builder_add (tags, name);
      }
  return g_strv_builder_end (tags);
}

/* "de-AT" and "de_AT.UTF-8" are had in "de" where there is nothing nearer. */
char *
kp_letter_find_language (KpLetterKind kind, const char *language)
{
  g_auto (GStrv) tags = kp_letter_get_languages (kind);
  g_autofree char *wanted = NULL;

  g_return_val_if_fail (tags != NULL && language != NULL, NULL);

  wanted = g_strndup (language, strcspn (language, ".@"));
  g_strdelimit (wanted, "_", '-');
  for (;;)
    {
      char *hyphen;

      for (guint i = 0; tags[i] != NULL; i++)
        if (g_ascii_strcasecmp (tags[i], wanted) == 0)
          return g_strdup (tags[i]);
      hyphen = strrchr (wanted, '-');
      if (hyphen == NULL)
        return NULL;
      *hyphen = '\0';
    }
}

static char *
choose (KpLetterKind kind, const char *language)
{
  const char *const *names = g_get_language_names ();
  char *found = NULL;

  if (language != NULL && *language != '\0')
    found = kp_letter_find_language (kind, language);
  for (guint i = 0; found == NULL && names[i] != NULL; i++)
    found = kp_letter_find_language (kind, names[i]);
  return found != NULL ? found : g_strdup ("en");
}

KpLetter *
kp_letter_new (KpLetterKind kind, const char *language, const KpLetterValue *values,
               GError **error)
{
  g_autoptr (GBytes) template = NULL;
  g_autofree char *tag = NULL;
  g_autofree char *path = NULL;
  KpLetter *letter;

  g_return_val_if_fail ((guint) kind < KP_LETTER_N, NULL);
  g_return_val_if_fail (values != NULL, NULL);

  tag = choose (kind, language);
  path = g_strdup_printf (FOLDER "/%s.%s.txt", letters[kind].file, tag);
  template = g_resource_lookup_data (kp_core_get_resource (), path, 0, NULL);
  g_assert (template != NULL);
  letter = kp_letter_expand (g_bytes_get_data (template, NULL),
                             (gssize) g_bytes_get_size (template),
                             letters[kind].placeholders, values, error);
  if (letter != NULL)
    {
      g_free (letter->language);
      letter->language = g_steal_pointer (&tag);
    }
  return letter;
}

static char *
format (GDateTime *date, const char *as)
{
  /* Past the end of all calendars. */
  return date != NULL ? g_date_time_format (date, as) : g_strdup ("–");
}

const char *
kp_letter_get_sender (void)
{
  const char *name = g_get_real_name ();

  return g_strcmp0 (name, "Unknown") != 0 && g_strcmp0 (name, g_get_user_name ()) != 0
             ? name
             : NULL;
}

char *
kp_letter_format_port (guint16 port)
{
  return port != 443 ? g_strdup_printf ("%u", port) : NULL;
}

char *
kp_letter_format_day (gint64 time)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_local (time);

  return format (date, "%Y-%m-%d");
}

char *
kp_letter_format_moment (gint64 time)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (time);

  return format (date, "%Y-%m-%d %H:%M UTC");
}
