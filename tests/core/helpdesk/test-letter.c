/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/helpdesk/letter.h"

#include <string.h>

#define MAX_VALUES 20

/* A value for each placeholder that says its name: "<site>"; those of several lines have
 * two. */
static void
fill (KpLetterKind kind, gboolean optional, KpLetterValue *values, GPtrArray *owner)
{
  const KpLetterPlaceholder *known = kp_letter_get_placeholders (kind);
  guint n = 0;

  for (guint i = 0; known[i].name != NULL; i++)
    {
      char *value;

      if (!optional && (known[i].need & KP_LETTER_OPTIONAL) != 0)
        continue;
      value = g_strdup_printf ((known[i].need & KP_LETTER_LINES) != 0 ? "<%s>\n  and more"
                                                                      : "<%s>",
                               known[i].name);
      g_ptr_array_add (owner, value);
      g_assert_cmpuint (n, <, MAX_VALUES - 1);
      values[n++] = (KpLetterValue){ known[i].name, value };
    }
}

static KpLetter *
write_letter (KpLetterKind kind, const char *language, gboolean optional)
{
  g_autoptr (GPtrArray) owner = g_ptr_array_new_with_free_func (g_free);
  KpLetterValue values[MAX_VALUES] = { { NULL } };
  g_autoptr (GError) error = NULL;
  KpLetter *letter;

  fill (kind, optional, values, owner);
  letter = kp_letter_new (kind, language, values, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (letter->language, ==, language);
  return letter;
}

/* Each letter in each language says all that it is given, and nothing of what it is not. */
static void
check_letter (KpLetterKind kind, const char *language)
{
  g_autoptr (KpLetter) full = write_letter (kind, language, TRUE);
  g_autoptr (KpLetter) bare = write_letter (kind, language, FALSE);
  g_autofree char *all = g_strconcat (full->subject, "\n", full->body, NULL);
  const KpLetterPlaceholder *known = kp_letter_get_placeholders (kind);

  for (guint i = 0; known[i].name != NULL; i++)
    {
      g_autofree char *value = g_strdup_printf ("<%s>", known[i].name);

      g_test_message ("%s, %s", language, known[i].name);
      g_assert_nonnull (strstr (all, value));
      g_assert_cmpint (strstr (bare->body, value) != NULL, <=,
                       (known[i].need & KP_LETTER_OPTIONAL) == 0);
      if (g_str_equal (known[i].name, "reference"))
        g_assert_nonnull (strstr (full->subject, "[<reference>]"));
    }
  g_assert_nonnull (strstr (full->subject, "<site>"));
  g_assert_null (strpbrk (bare->body, "{}"));
  g_assert_null (strpbrk (all, "{}"));
  g_assert_null (strstr (bare->body, "\n\n\n"));
  g_assert_null (strstr (bare->body, ":\n\n"));
  g_assert_null (strstr (bare->body, " \n"));
  g_assert_null (strchr (full->subject, '\n'));
  g_assert_true (g_str_has_suffix (full->body, "\n"));
  g_assert_false (g_str_has_prefix (full->body, "\n"));
}

static void
test_all (void)
{
  for (guint kind = 0; kind < KP_LETTER_N; kind++)
    {
      g_auto (GStrv) languages = kp_letter_get_languages (kind);

      g_assert_true (g_strv_contains ((const char *const *) languages, "en"));
      g_assert_true (g_strv_contains ((const char *const *) languages, "de"));
      g_assert_true (g_strv_contains ((const char *const *) languages, "fr"));
      for (guint i = 0; languages[i] != NULL; i++)
        check_letter (kind, languages[i]);
    }
}

/* Without the one optional value the others stay where they were. */
static void
test_one_missing (void)
{
  const KpLetterValue values[] = { { "site", "cp.kite.example" },
                                   { "host", "cp" },
                                   { "full-host", "cp.kite.example" },
                                   { "after", "CNAME  cp  pl-10.provider.example" },
                                   { "name", "Ada" },
                                   { NULL, NULL } };
  g_autoptr (KpLetter) letter = kp_letter_new (KP_LETTER_INSTRUCTIONS, "en", values, NULL);

  g_assert_cmpstr (letter->subject, ==, "Please change the DNS record of cp.kite.example");
  g_assert_true (g_str_has_prefix (letter->body,
                                   "Hello Ada,\n\ncp.kite.example is to get a "
                                   "certificate. For that, one DNS record has to be "
                                   "changed.\n\nThen please make this record:\nCNAME  cp  "
                                   "pl-10.provider.example\n\nMany DNS hosts"));
  g_assert_true (g_str_has_suffix (letter->body, "\n\nKind regards\n"));
}

static void
test_language (void)
{
  static const struct
  {
    const char *asked;
    const char *got;
  } rows[] = { { "de", "de" },          { "de-AT", "de" }, { "DE", "de" },
               { "de_CH.UTF-8", "de" }, { "nb", "en" },    { "", "en" },
               { NULL, "en" },          { "en-GB", "en" }, { "../../x", "en" },
               { "fr-CA", "fr" },       { "de.", "de" } };
  const KpLetterValue values[] = {
    { "site", "a" }, { "target", "b" }, { "record", "c" }, { NULL, NULL }
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (KpLetter) letter =
          kp_letter_new (KP_LETTER_RETIRE_CUSTOMER, rows[i].asked, values, NULL);

      g_assert_cmpstr (letter->language, ==, rows[i].got);
    }
}

static const KpLetterPlaceholder known[] = {
  { "a", KP_LETTER_REQUIRED },
  { "b", KP_LETTER_OPTIONAL },
  { "c-d", KP_LETTER_OPTIONAL | KP_LETTER_LINES },
  { NULL, 0 },
};

/* A value is only ever text. */
static void
test_no_injection (void)
{
  const KpLetterValue values[] = { { "a", "x\r\nBcc: all@example.com\n\n{b}{nothing}" },
                                   { "b", "1" },
                                   { "c-d", "one\r\n\x1b[31mtwo\xff\n" },
                                   { NULL, NULL } };
  g_autoptr (KpLetter) letter =
      kp_letter_expand ("S {a}\n\nB {a}.\n\n{c-d}", -1, known, values, NULL);

  g_assert_cmpstr (letter->subject, ==, "S x Bcc: all@example.com  {b}{nothing}");
  g_assert_cmpstr (
      letter->body, ==,
      "B x Bcc: all@example.com  {b}{nothing}.\n\none\n [31mtwo\xef\xbf\xbd\n");
}

static void
test_rules (void)
{
  static const struct
  {
    const char *template;
    const char *body;
  } rows[] = {
    { "S\n\nA{ b}.\n", "A.\n" },
    { "S\nA\n\nB {b}\n\n\n\nC {a}", "A\n\nC 1\n" },
    { "S\n{b}", "\n" },
    { "S", "\n" },
    { "", "\n" },
  };
  const KpLetterValue values[] = { { "a", "1" }, { "unused", "2" }, { NULL, NULL } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KpLetter) letter =
          kp_letter_expand (rows[i].template, -1, known, values, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (letter->body, ==, rows[i].body);
    }
}

static void
test_bad_templates (void)
{
  static const char *const rows[] = { "{x}",    "S\n{x}",   "S\n{a",    "S\n}",
                                      "S\n{ }", "S\n{  a}", "S\n{A}",   "S\n{a }",
                                      "S\n{}",  "S\n{{a}}", "S\n{a\n}", "\xff" };
  const KpLetterValue values[] = { { "a", "1" }, { NULL, NULL } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (kp_letter_expand (rows[i], -1, known, values, &error));
      g_assert_error (error, KP_LETTER_ERROR, KP_LETTER_ERROR_TEMPLATE);
    }
}

static void
test_bad_values (void)
{
  g_autofree char *line = g_strnfill (KP_LETTER_MAX_VALUE + 1, 'x');
  g_autofree char *lines = g_strnfill (KP_LETTER_MAX_LINES + 1, 'x');
  const KpLetterValue rows[][3] = { { { NULL, NULL } },
                                    { { "a", "" } },
                                    { { "a", " \n" } },
                                    { { "a", line } },
                                    { { "a", "1" }, { "c-d", lines } } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (kp_letter_expand ("S", -1, known, rows[i], &error));
      g_assert_error (error, KP_LETTER_ERROR, KP_LETTER_ERROR_VALUE);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/letter/all", test_all);
  g_test_add_func ("/letter/one-missing", test_one_missing);
  g_test_add_func ("/letter/language", test_language);
  g_test_add_func ("/letter/no-injection", test_no_injection);
  g_test_add_func ("/letter/rules", test_rules);
  g_test_add_func ("/letter/bad-templates", test_bad_templates);
  g_test_add_func ("/letter/bad-values", test_bad_values);
  return g_test_run ();
}
