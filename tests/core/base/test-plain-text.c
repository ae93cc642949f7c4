/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/plain-text.h"

#include <string.h>

static void
test_shorten (void)
{
  static const struct
  {
    const char *text;
    const char *shown;
  } cases[] = {
    { "", "" },
    { "abcd", "abcd" },
    { "abcde", "abcd…" },
    { "éééé", "éééé" },
    { "aéééé", "aééé…" },
    { "\xf0\x9f\x94\x92\xf0\x9f\x94\x92\xf0\x9f\x94\x92\xf0\x9f\x94\x92\xf0\x9f\x94\x92",
      "\xf0\x9f\x94\x92\xf0\x9f\x94\x92\xf0\x9f\x94\x92\xf0\x9f\x94\x92…" },
    { "a\nb\x1b", "a b " },
    { "a\xff", "a\xef\xbf\xbd" },
    { "a\xc2\x85z", "a z" },
  };
  g_autofree char *longest = g_strnfill (1000000, 'x');
  g_autofree char *shown = kp_plain_text_shorten (longest, 80);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = kp_plain_text_shorten (cases[i].text, 4);

      g_assert_cmpstr (text, ==, cases[i].shown);
    }
  g_assert_cmpuint (strlen (shown), ==, 80 + strlen ("…"));
}

/* Wherever a text of wide characters is cut, it stays text. */
static void
test_every_length (void)
{
  for (guint most = 0; most < 12; most++)
    {
      g_autofree char *text = kp_plain_text_shorten ("aé€\xf0\x9f\x94\x92z", most);

      g_assert_true (g_utf8_validate (text, -1, NULL));
      g_assert_cmpint (g_utf8_strlen (text, -1), ==, MIN (most + 1, 5));
    }
}

static void
test_middle (void)
{
  static const struct
  {
    const char *text;
    guint most;
    const char *shown;
  } cases[] = {
    { "", 4, "" },           { "abcde", 4, "abcde" },  { "abcdef", 4, "ab…ef" },
    { "abcdef", 3, "a…ef" }, { "äöüßéè", 4, "äö…éè" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = kp_plain_text_shorten_middle (cases[i].text, cases[i].most);

      g_assert_cmpstr (text, ==, cases[i].shown);
    }
}

/* What is written from left to right stays as it is; what turns the line is kept apart. */
static void
test_isolate (void)
{
  static const struct
  {
    const char *text;
    const char *shown;
  } cases[] = {
    { "Bücher", "Bücher" },
    { "\u05d0\u05d1", "\u2068\u05d0\u05d1\u2069" },
    { "Kite\u202eevil", "\u2068Kiteevil\u2069" },
    { "Kite\u2069\u202eevil", "\u2068Kiteevil\u2069" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = kp_plain_text_isolate (cases[i].text);

      g_assert_cmpstr (text, ==, cases[i].shown);
    }
}

static void
test_control (void)
{
  static const struct
  {
    const char *text;
    gboolean line;
    gboolean lines;
  } cases[] = {
    { "", FALSE, FALSE },           { "Kite", FALSE, FALSE }, { "Bücher 屋", FALSE, FALSE },
    { "two\nlines", TRUE, FALSE },  { "a\tb", TRUE, FALSE },  { "a\rb", TRUE, TRUE },
    { "K\x1b[31mred", TRUE, TRUE }, { "\x7f", TRUE, TRUE },   { "a\xc2\x9b", TRUE, TRUE },
    { "t\x07", TRUE, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_true (kp_plain_text_has_control (cases[i].text, FALSE) == cases[i].line);
      g_assert_true (kp_plain_text_has_control (cases[i].text, TRUE) == cases[i].lines);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plain-text/shorten", test_shorten);
  g_test_add_func ("/plain-text/every-length", test_every_length);
  g_test_add_func ("/plain-text/middle", test_middle);
  g_test_add_func ("/plain-text/isolate", test_isolate);
  g_test_add_func ("/plain-text/control", test_control);
  return g_test_run ();
}
