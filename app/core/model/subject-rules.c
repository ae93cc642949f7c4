/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/subject-rules.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/base/country-list.h"
#include "core/base/host-name.h"
#include "core/base/plain-text.h"
#include "core/model/customer.h"

/* So much of a value is repeated in a message. */
#define MAX_SHOWN 40
/* What stands before the @ (RFC 5321 section 4.5.3.1.1). */
#define MAX_LOCAL_PART 64

static const struct
{
  guint max; /* characters: upper bounds of X.520 as in BR section 7.1.4.2 */
  gboolean in_certificate;
} rules[KP_SUBJECT_N_FIELDS] = {
  [KP_SUBJECT_COUNTRY] = { 2, TRUE },        [KP_SUBJECT_STATE] = { 128, TRUE },
  [KP_SUBJECT_LOCALITY] = { 128, TRUE },     [KP_SUBJECT_ORGANIZATION] = { 64, TRUE },
  [KP_SUBJECT_ORGANIZATIONAL_UNIT] = { 64 }, [KP_SUBJECT_EMAIL] = { 254 },
};

static char *
trim (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *composed = g_utf8_normalize (valid, -1, G_NORMALIZE_NFC);
  GString *trimmed = g_string_new (NULL);
  gboolean gap = FALSE;

  for (const char *p = composed; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      /* What ends a line is no space between words: it is refused. */
      if (c == ' ' || g_unichar_type (c) == G_UNICODE_SPACE_SEPARATOR)
        {
          gap = trimmed->len > 0;
          continue;
        }
      if (gap)
        g_string_append_c (trimmed, ' ');
      gap = FALSE;
      g_string_append_unichar (trimmed, c);
    }
  return g_string_free (trimmed, FALSE);
}

char *
kp_subject_normalize_field (KpSubjectField field, const char *text)
{
  g_autofree char *trimmed = NULL;
  KpCountry *country;

  g_return_val_if_fail ((guint) field < KP_SUBJECT_N_FIELDS, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  trimmed = trim (text);
  if (field != KP_SUBJECT_COUNTRY)
    return g_steal_pointer (&trimmed);
  country = kp_country_list_find (kp_country_list_get_default (), trimmed);
  if (country != NULL)
    return g_strdup (kp_country_get_code (country));
  return strlen (trimmed) == 2 ? g_ascii_strup (trimmed, -1) : g_steal_pointer (&trimmed);
}

static char *
check_country (const char *text)
{
  KpCountryList *list = kp_country_list_get_default ();
  gboolean has_form =
      strlen (text) == 2 && g_ascii_isupper (text[0]) && g_ascii_isupper (text[1]);
  g_autofree char *shown = NULL;
  KpCountry *meant;

  /* Without the list two capitals are believed, but not what is known to be none. */
  if (has_form && !g_str_equal (text, "UK") && !g_str_equal (text, "XX")
      && (kp_country_list_find_code (list, text) != NULL
          || kp_country_list_get_error (list) != NULL))
    return NULL;
  meant = kp_country_list_find (list, text);
  shown = kp_plain_text_shorten (text, MAX_SHOWN);
  if (meant != NULL)
    return g_strdup_printf (
        /* Translators: what was typed, a country, its code of two letters */
        _ ("“%s” is not a country code; the code of %s is %s."), shown,
        kp_country_get_name (meant), kp_country_get_code (meant));
  if (g_str_equal (text, "UK"))
    return g_strdup (_ ("“UK” is not a country code; the code of the United Kingdom is "
                        "GB."));
  return g_strdup_printf (
      /* Translators: what was typed */
      _ ("“%s” is not the code of a country; two capital letters are expected, such as "
         "GB."),
      shown);
}

/* Two of the characters that only steer how text is laid out are needed to write Persian
 * and the languages of India. */
static gboolean
is_text (gunichar c)
{
  switch (g_unichar_type (c))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_UNASSIGNED:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
      return FALSE;
    case G_UNICODE_FORMAT:
      return c == 0x200c || c == 0x200d;
    default:
      return c != 0xfffd; /* stands for what was damaged */
    }
}

static char *
check_characters (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (is_text (c))
        continue;
      if (c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029)
        return g_strdup (_ ("It goes over several lines; one line is expected."));
      /* Translators: the number of a character: "202E" */
      return g_strdup_printf (_ ("It has a character that can’t be seen (U+%04X); delete "
                                 "it, or type the text anew."),
                              c);
    }
  return NULL;
}

/* The same without case and punctuation: "N/A" is "na". */
static char *
make_bare (const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  GString *bare = g_string_new (NULL);

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isalnum (g_utf8_get_char (p)))
      g_string_append_unichar (bare, g_utf8_get_char (p));
  return g_string_free (bare, FALSE);
}

/* Values that only say there is none, and what OpenSSL proposes: BR sections 7.1.2.7.3 and
 * 7.1.2.7.4. */
static gboolean
is_metadata (KpSubjectField field, const char *text)
{
  static const char *const words[] = { "",
                                       "na",
                                       "none",
                                       "null",
                                       "nil",
                                       "unknown",
                                       "undefined",
                                       "notapplicable",
                                       "notavailable",
                                       "tbd",
                                       "tba",
                                       "somestate",
                                       "defaultcity",
                                       "defaultcompanyltd",
                                       "internetwidgitsptyltd",
                                       NULL };
  g_autofree char *bare = make_bare (text);

  /* A town in Piedmont. */
  if (field == KP_SUBJECT_LOCALITY && g_str_equal (text, "None"))
    return FALSE;
  return g_strv_contains (words, bare);
}

static char *
check_email (const char *text)
{
  const char *at = strchr (text, '@');
  g_autofree char *domain = NULL;

  if (!kp_customer_is_email (text) || strpbrk (at, "/:[") != NULL)
    return g_strdup (_ ("One email address is expected, such as dns@kite.example."));
  for (const char *p = text; p < at; p++)
    if (!g_ascii_isgraph (*p))
      return g_strdup (_ ("Before the @ an email address has letters without accents, "
                          "digits and signs only."));
  domain = kp_host_name_parse (at + 1, NULL, NULL);
  if (domain == NULL || at - text > MAX_LOCAL_PART)
    return g_strdup (_ ("One email address is expected, such as dns@kite.example."));
  return NULL;
}

/* Returns: (transfer full) (nullable): what is wrong */
static char *
find_fault (KpSubjectField field, const char *text)
{
  g_autofree char *trimmed = NULL;
  char *fault;
  glong length;

  if (!g_utf8_validate (text, -1, NULL))
    return g_strdup (_ ("It isn’t text in UTF-8; type it anew."));
  trimmed = trim (text);
  length = g_utf8_strlen (trimmed, -1);
  if (length == 0)
    return NULL;
  if (field == KP_SUBJECT_COUNTRY)
    return check_country (trimmed);
  if (length > (glong) rules[field].max)
    return g_strdup_printf (
        /* Translators: two numbers of characters */
        _ ("It has %ld characters; at most %u are allowed."), length, rules[field].max);
  fault = check_characters (trimmed);
  if (fault != NULL)
    return fault;
  if (field == KP_SUBJECT_EMAIL)
    return check_email (trimmed);
  if (is_metadata (field, trimmed))
    return g_strdup_printf (
        /* Translators: what was typed, such as "N/A" */
        _ ("“%s” says only that there is none; enter the real one, or nothing."), trimmed);
  return NULL;
}

gboolean
kp_subject_check_field (KpSubjectField field, const char *text, char **reason)
{
  g_autofree char *fault = NULL;

  g_return_val_if_fail ((guint) field < KP_SUBJECT_N_FIELDS, FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  fault = find_fault (field, text);
  if (fault == NULL)
    return TRUE;
  if (reason != NULL)
    *reason = g_steal_pointer (&fault);
  return FALSE;
}

guint
kp_subject_field_get_max (KpSubjectField field)
{
  g_return_val_if_fail ((guint) field < KP_SUBJECT_N_FIELDS, 0);

  return rules[field].max;
}

gboolean
kp_subject_field_in_certificate (KpSubjectField field)
{
  g_return_val_if_fail ((guint) field < KP_SUBJECT_N_FIELDS, FALSE);

  return rules[field].in_certificate;
}

char *
kp_subject_format_visible (KpSubject *subject)
{
  static const KpSubjectField order[] = { KP_SUBJECT_ORGANIZATION, KP_SUBJECT_LOCALITY,
                                          KP_SUBJECT_STATE, KP_SUBJECT_COUNTRY };
  GString *visible;

  g_return_val_if_fail (KP_IS_SUBJECT (subject), NULL);

  visible = g_string_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      g_autofree char *text =
          kp_subject_normalize_field (order[i], kp_subject_get_field (subject, order[i]));
      g_autofree char *isolated = kp_plain_text_isolate (text);

      if (*text != '\0')
        g_string_append_printf (visible, "%s%s", visible->len > 0 ? ", " : "", isolated);
    }
  return g_string_free (visible, FALSE);
}

/* As X.520 matches: case and the number of spaces don't count. */
static char *
make_comparable (KpSubject *subject, KpSubjectField field)
{
  g_autofree char *text =
      kp_subject_normalize_field (field, kp_subject_get_field (subject, field));

  return g_utf8_casefold (text, -1);
}

guint
kp_subject_get_differences (KpSubject *a, KpSubject *b)
{
  guint differences = 0;

  g_return_val_if_fail (KP_IS_SUBJECT (a), 0);
  g_return_val_if_fail (KP_IS_SUBJECT (b), 0);

  for (guint i = 0; i < KP_SUBJECT_N_FIELDS; i++)
    {
      g_autofree char *one = make_comparable (a, i);
      g_autofree char *other = make_comparable (b, i);

      if (!g_str_equal (one, other))
        differences |= 1u << i;
    }
  return differences;
}
