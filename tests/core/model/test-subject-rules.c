/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/subject-rules.h"

#include <string.h>

#define RTL_OVERRIDE "\xe2\x80\xae"

static const struct
{
  KpSubjectField field;
  const char *text;
  const char *reason; /* %NULL: it can be used */
} texts[] = {
  { KP_SUBJECT_COUNTRY, "", NULL },
  { KP_SUBJECT_COUNTRY, "GB", NULL },
  { KP_SUBJECT_COUNTRY, " NO ", NULL },
  { KP_SUBJECT_COUNTRY, "UK", "GB" },
  { KP_SUBJECT_COUNTRY, "uk", "GB" },
  { KP_SUBJECT_COUNTRY, "England", "GB" },
  { KP_SUBJECT_COUNTRY, "GBR", "GB" },
  { KP_SUBJECT_COUNTRY, "gb", "GB" },
  { KP_SUBJECT_COUNTRY, "USA", "US" },
  { KP_SUBJECT_COUNTRY, "EU", "EU" },
  { KP_SUBJECT_COUNTRY, "XX", "XX" },
  { KP_SUBJECT_COUNTRY, "ZZ", "ZZ" },
  { KP_SUBJECT_COUNTRY, "G", "two capital letters" },
  { KP_SUBJECT_COUNTRY, "ÆØ", "two capital letters" },
  { KP_SUBJECT_COUNTRY, "\xff\xfe", "UTF-8" },
  { KP_SUBJECT_STATE, "", NULL },
  { KP_SUBJECT_STATE, "  ", NULL },
  { KP_SUBJECT_STATE, "Bayern", NULL },
  { KP_SUBJECT_STATE, "東京都", NULL },
  { KP_SUBJECT_STATE, "-", "“-”" },
  { KP_SUBJECT_STATE, ".", "“.”" },
  { KP_SUBJECT_STATE, " . ", "“.”" },
  { KP_SUBJECT_STATE, "N/A", "“N/A”" },
  { KP_SUBJECT_STATE, "n.a.", "“n.a.”" },
  { KP_SUBJECT_STATE, "Some-State", "“Some-State”" },
  { KP_SUBJECT_STATE, "none", "“none”" },
  { KP_SUBJECT_LOCALITY, "None", NULL },
  { KP_SUBJECT_LOCALITY, "none", "“none”" },
  { KP_SUBJECT_LOCALITY, "Default City", "“Default City”" },
  { KP_SUBJECT_LOCALITY, "Å", NULL },
  { KP_SUBJECT_LOCALITY, "'s-Hertogenbosch", NULL },
  { KP_SUBJECT_ORGANIZATION, "Kite & Söhne <GmbH>", NULL },
  { KP_SUBJECT_ORGANIZATION, "3", NULL },
  { KP_SUBJECT_ORGANIZATION, "…", "“…”" },
  { KP_SUBJECT_ORGANIZATION, "Not applicable", "“Not applicable”" },
  { KP_SUBJECT_ORGANIZATION, "Internet Widgits Pty Ltd", "Widgits" },
  { KP_SUBJECT_ORGANIZATION, "Kite\nLtd", "one line" },
  { KP_SUBJECT_ORGANIZATION, "Kite\r\nLtd", "one line" },
  { KP_SUBJECT_ORGANIZATION, "Kite\xe2\x80\xa8Ltd", "one line" },
  { KP_SUBJECT_ORGANIZATION, "Kite\x1b[31m", "U+001B" },
  { KP_SUBJECT_ORGANIZATION, "Kite\tLtd", "U+0009" },
  { KP_SUBJECT_ORGANIZATION, "Kite\xc2\x9b", "U+009B" },
  { KP_SUBJECT_ORGANIZATION, "Kite" RTL_OVERRIDE "dtL", "U+202E" },
  { KP_SUBJECT_ORGANIZATION, "Kite\xe2\x80\x8b", "U+200B" },
  { KP_SUBJECT_ORGANIZATION, "Kite\xef\xbb\xbf", "U+FEFF" },
  { KP_SUBJECT_ORGANIZATION, "Kite\xef\xbf\xbd", "U+FFFD" },
  { KP_SUBJECT_ORGANIZATION, "Kite\xee\x80\x80", "U+E000" },
  { KP_SUBJECT_ORGANIZATION, "Kite\xff", "UTF-8" },
  { KP_SUBJECT_ORGANIZATION, "نرم\xe2\x80\x8cافزار", NULL },
  { KP_SUBJECT_ORGANIZATIONAL_UNIT, "IT", NULL },
  { KP_SUBJECT_ORGANIZATIONAL_UNIT, "--", "“--”" },
  { KP_SUBJECT_EMAIL, "", NULL },
  { KP_SUBJECT_EMAIL, "dns@kite.example", NULL },
  { KP_SUBJECT_EMAIL, "o'neil+dns@kite.example", NULL },
  { KP_SUBJECT_EMAIL, "dns@bücher.example", NULL },
  { KP_SUBJECT_EMAIL, "jürgen@kite.example", "Before the @" },
  { KP_SUBJECT_EMAIL, "kite.example", "One email address" },
  { KP_SUBJECT_EMAIL, "a@b@c.example", "One email address" },
  { KP_SUBJECT_EMAIL, "a@kite.example, b@kite.example", "One email address" },
  { KP_SUBJECT_EMAIL, "Ada <ada@kite.example>", "One email address" },
  { KP_SUBJECT_EMAIL, "dns@localhost", "One email address" },
  { KP_SUBJECT_EMAIL, "dns@kite.example:25", "One email address" },
  { KP_SUBJECT_EMAIL, "dns@https://kite.example", "One email address" },
  { KP_SUBJECT_EMAIL, "dns@192.0.2.1", "One email address" },
  { KP_SUBJECT_EMAIL, "N/A", "One email address" },
  { KP_SUBJECT_EMAIL, "dns@kite.example\nBcc: x@kite.example", "one line" },
};

/* What is typed, and a word of the reason if it is refused. */
static void
test_check (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *reason = NULL;
      g_autofree char *shown = g_strescape (texts[i].text, NULL);
      gboolean good = kp_subject_check_field (texts[i].field, texts[i].text, &reason);

      g_test_message ("%s %s: %s", kp_subject_field_to_string (texts[i].field), shown,
                      reason);
      g_assert_cmpint (good, ==, texts[i].reason == NULL);
      g_assert_true ((reason == NULL) == good);
      if (texts[i].reason != NULL)
        {
          g_assert_true (g_utf8_validate (reason, -1, NULL));
          g_assert_nonnull (strstr (reason, texts[i].reason));
        }
    }
}

/* Bounds count characters, not octets, and outer spaces not at all. */
static void
test_bounds (void)
{
  for (guint i = KP_SUBJECT_STATE; i < KP_SUBJECT_EMAIL; i++)
    {
      guint max = kp_subject_field_get_max (i);
      GString *text = g_string_new (NULL);
      g_autofree char *padded = NULL;
      g_autofree char *reason = NULL;
      g_autofree char *expected = g_strdup_printf ("at most %u", max);

      for (guint n = 0; n < max; n++)
        g_string_append (text, "屋");
      padded = g_strdup_printf ("  %s ", text->str);
      g_assert_true (kp_subject_check_field (i, padded, NULL));
      g_string_append (text, "屋");
      g_assert_false (kp_subject_check_field (i, text->str, &reason));
      g_assert_nonnull (strstr (reason, expected));
      g_string_free (text, TRUE);
    }
  g_assert_cmpuint (kp_subject_field_get_max (KP_SUBJECT_COUNTRY), ==, 2);
  g_assert_cmpuint (kp_subject_field_get_max (KP_SUBJECT_STATE), ==, 128);
  g_assert_cmpuint (kp_subject_field_get_max (KP_SUBJECT_LOCALITY), ==, 128);
  g_assert_cmpuint (kp_subject_field_get_max (KP_SUBJECT_ORGANIZATION), ==, 64);
  g_assert_cmpuint (kp_subject_field_get_max (KP_SUBJECT_ORGANIZATIONAL_UNIT), ==, 64);
}

static void
test_email_bounds (void)
{
  g_autofree char *local = g_strnfill (64, 'a');
  g_autofree char *label = g_strnfill (61, 'b');
  g_autofree char *longest =
      g_strdup_printf ("%s@%s.%s.%s.ccc", local, label, label, label);
  g_autofree char *longer = g_strdup_printf ("%sx", longest);
  g_autofree char *wide = g_strdup_printf ("a%s@kite.example", local);
  g_autofree char *huge = g_strnfill (1000000, 'x');

  g_assert_cmpuint (strlen (longest), ==, 254);
  g_assert_true (kp_subject_check_field (KP_SUBJECT_EMAIL, longest, NULL));
  g_assert_false (kp_subject_check_field (KP_SUBJECT_EMAIL, longer, NULL));
  g_assert_false (kp_subject_check_field (KP_SUBJECT_EMAIL, wide, NULL));
  for (guint i = 0; i < KP_SUBJECT_N_FIELDS; i++)
    {
      g_autofree char *reason = NULL;

      g_assert_false (kp_subject_check_field (i, huge, &reason));
      g_assert_cmpuint (strlen (reason), <, 500);
    }
}

static void
test_normalize (void)
{
  static const struct
  {
    KpSubjectField field;
    const char *text;
    const char *normal;
  } rows[] = {
    { KP_SUBJECT_COUNTRY, " uk ", "GB" },
    { KP_SUBJECT_COUNTRY, "United Kingdom", "GB" },
    { KP_SUBJECT_COUNTRY, "Holland", "NL" },
    { KP_SUBJECT_COUNTRY, "no", "NO" },
    { KP_SUBJECT_COUNTRY, "zz", "ZZ" },
    { KP_SUBJECT_COUNTRY, "Atlantis", "Atlantis" },
    { KP_SUBJECT_COUNTRY, "", "" },
    { KP_SUBJECT_ORGANIZATION, "  Kite   Ltd ", "Kite Ltd" },
    { KP_SUBJECT_ORGANIZATION, "Kite\xc2\xa0Ltd", "Kite Ltd" },
    { KP_SUBJECT_ORGANIZATION,
      "Bu\xcc\x88"
      "cher",
      "Bücher" },
    { KP_SUBJECT_ORGANIZATION, "a\nb", "a\nb" },
    { KP_SUBJECT_LOCALITY, "uk", "uk" },
    { KP_SUBJECT_STATE, "a\xff", "a\xef\xbf\xbd" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *normal = kp_subject_normalize_field (rows[i].field, rows[i].text);

      g_assert_cmpstr (normal, ==, rows[i].normal);
    }
}

static void
test_in_certificate (void)
{
  g_assert_true (kp_subject_field_in_certificate (KP_SUBJECT_ORGANIZATION));
  g_assert_false (kp_subject_field_in_certificate (KP_SUBJECT_ORGANIZATIONAL_UNIT));
  g_assert_false (kp_subject_field_in_certificate (KP_SUBJECT_EMAIL));
}

/* What goes into no certificate is not shown as if it did. */
static void
test_visible (void)
{
  g_autoptr (KpSubject) subject = kp_subject_new ("Kite");
  g_autofree char *nothing = kp_subject_format_visible (subject);
  g_autofree char *kite = NULL;
  g_autofree char *all = NULL;
  g_autofree char *turned = NULL;

  g_assert_cmpstr (nothing, ==, "");
  g_object_set (subject, "country", "uk", "locality", " London", "organization", "Kite Ltd",
                "organizational-unit", "IT", "email", "dns@kite.example", NULL);
  kite = kp_subject_format_visible (subject);
  g_assert_cmpstr (kite, ==, "Kite Ltd, London, GB");
  g_object_set (subject, "state", "Greater London", NULL);
  all = kp_subject_format_visible (subject);
  g_assert_cmpstr (all, ==, "Kite Ltd, London, Greater London, GB");
  g_object_set (subject, "organization", "\u05d0\u05d1", "state", "", NULL);
  turned = kp_subject_format_visible (subject);
  g_assert_cmpstr (turned, ==, "\u2068\u05d0\u05d1\u2069, London, GB");
}

static void
test_differences (void)
{
  g_autoptr (KpSubject) a = kp_subject_new ("Kite");
  g_autoptr (KpSubject) b = kp_subject_new ("Other name");

  g_object_set (a, "country", "GB", "organization", "Kite Ltd", "locality", "Köln", NULL);
  g_object_set (b, "country", "UK", "organization", "KITE  ltd ", "locality",
                "Ko\xcc\x88ln", NULL);
  g_assert_cmpuint (kp_subject_get_differences (a, b), ==, 0);
  g_object_set (b, "organization", "Kite Limited", "email", "dns@kite.example", NULL);
  g_assert_cmpuint (kp_subject_get_differences (a, b), ==,
                    1u << KP_SUBJECT_ORGANIZATION | 1u << KP_SUBJECT_EMAIL);
  g_assert_cmpuint (kp_subject_get_differences (b, a), ==,
                    kp_subject_get_differences (a, b));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/subject-rules/check", test_check);
  g_test_add_func ("/subject-rules/bounds", test_bounds);
  g_test_add_func ("/subject-rules/email-bounds", test_email_bounds);
  g_test_add_func ("/subject-rules/normalize", test_normalize);
  g_test_add_func ("/subject-rules/in-certificate", test_in_certificate);
  g_test_add_func ("/subject-rules/visible", test_visible);
  g_test_add_func ("/subject-rules/differences", test_differences);
  return g_test_run ();
}
