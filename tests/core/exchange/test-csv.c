/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/exchange/csv.h"

#include <string.h>

static GPtrArray *
parse (const char *text, gssize length)
{
  g_autoptr (GBytes) bytes =
      g_bytes_new (text, length < 0 ? strlen (text) : (gsize) length);
  g_autoptr (GError) error = NULL;
  GPtrArray *rows = kp_csv_parse (bytes, &error);

  g_assert_no_error (error);
  return rows;
}

/* Rows joined by newline, fields by "|", a broken row as "!LINE". */
static char *
flatten (GPtrArray *rows)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      const KpCsvRow *row = g_ptr_array_index (rows, i);
      g_autofree char *joined = row->fields != NULL ? g_strjoinv ("|", row->fields) : NULL;

      if (i > 0)
        g_string_append_c (out, '\n');
      if (row->error != NULL)
        g_string_append_printf (out, "!%u", row->line);
      else
        g_string_append (out, joined);
    }
  return g_string_free (out, FALSE);
}

static const struct
{
  const char *text;
  const char *rows;
} table[] = {
  { "", "" },
  { "a,b\n", "a|b" },
  { "a,b", "a|b" },
  { "a , b \r\nc,d\r\n", "a|b\nc|d" },
  { "a;b;c\nd;e,f;g\n", "a|b|c\nd|e,f|g" },
  { "a\tb\nc\td\n", "a|b\nc|d" },
  { "\"a,b\",c\n", "a,b|c" },
  { "\"a \"\"b\"\"\",c\n", "a \"b\"|c" },
  { "\"two\nlines\",c\nd,e\n", "two\nlines|c\nd|e" },
  { "\xef\xbb\xbfhost,port\nx,1\n", "host|port\nx|1" },
  { "a,,\n,,\nb,,\n", "a||\nb||" },
  { "one\n\n\ntwo\n", "one\ntwo" },
  { "a,b\n\"broken,c\nd,e\n", "a|b\n!2\nd|e" },
  { "a,b\nx\"y,c\nd,e\n", "a|b\n!2\nd|e" },
  { "a,b\n\"x\"y,c\nd,e\n", "a|b\n!2\nd|e" },
  { "\"\n", "!1" },
  { "a,\"", "!1" },
  { "bad\xff,b\ngood,c\n", "!1\ngood|c" },
};

static void
test_table (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GPtrArray) rows = parse (table[i].text, -1);
      g_autofree char *flat = flatten (rows);

      g_test_message ("row %u", i);
      g_assert_cmpstr (flat, ==, table[i].rows);
    }
}

static void
test_utf16 (void)
{
  static const char little[] = "\xff\xfe"
                               "a\0,\0\xfc\0\n\0";
  static const char big[] = "\xfe\xff"
                            "\0a\0,\0\xfc\0\n";
  g_autoptr (GPtrArray) first = parse (little, sizeof little - 1);
  g_autoptr (GPtrArray) second = parse (big, sizeof big - 1);
  g_autofree char *first_flat = flatten (first);
  g_autofree char *second_flat = flatten (second);

  g_assert_cmpstr (first_flat, ==, "a|ü");
  g_assert_cmpstr (second_flat, ==, "a|ü");
}

static void
test_refused (void)
{
  g_autoptr (GBytes) binary = g_bytes_new_static ("PK\3\4\0\0", 6);
  g_autoptr (GBytes) half = g_bytes_new_static ("\xff\xfe"
                                                "a",
                                                3);
  g_autoptr (GError) error = NULL;

  g_assert_null (kp_csv_parse (binary, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_clear_error (&error);
  g_assert_null (kp_csv_parse (half, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

/* A row that can't be read is known by its beginning. */
static void
test_text (void)
{
  g_autofree char *long_line = g_strnfill (1000, 'x');
  g_autofree char *list = g_strconcat ("a,\"b\nc\xff,d\n", long_line, "\"\ngood\n", NULL);
  g_autoptr (GPtrArray) rows = parse (list, -1);
  const KpCsvRow *first = g_ptr_array_index (rows, 0);
  const KpCsvRow *second = g_ptr_array_index (rows, 1);
  const KpCsvRow *third = g_ptr_array_index (rows, 2);
  const KpCsvRow *good = g_ptr_array_index (rows, 3);

  g_assert_cmpstr (first->text, ==, "a,\"b");
  g_assert_cmpstr (second->text, ==, "c\357\277\275,d");
  g_assert_cmpuint (strlen (third->text), ==, KP_CSV_MAX_TEXT);
  g_assert_null (good->text);
}

/* Broken quotes in a great list: each bad row has its own number, the others are read. */
static void
test_many_broken (void)
{
  g_autoptr (GString) text = g_string_new ("host,note\n");
  g_autoptr (GPtrArray) rows = NULL;
  guint bad = 0;

  for (guint i = 0; i < 100000; i++)
    g_string_append_printf (text, i % 1000 == 0 ? "h%u,\"broken\" quote\n" : "h%u,fine\n",
                            i);
  rows = parse (text->str, text->len);
  g_assert_cmpuint (rows->len, ==, 100001);
  for (guint i = 0; i < rows->len; i++)
    {
      const KpCsvRow *row = g_ptr_array_index (rows, i);

      g_assert_cmpuint (row->line, ==, i + 1);
      bad += row->error != NULL;
      g_assert_true ((row->error != NULL) == (i > 0 && (i - 1) % 1000 == 0));
    }
  g_assert_cmpuint (bad, ==, 100);
}

static void
test_bounds (void)
{
  g_autofree char *wide = g_strnfill (KP_CSV_MAX_COLUMNS, ',');
  g_autofree char *fits = g_strnfill (KP_CSV_MAX_COLUMNS - 1, ',');
  g_autofree char *longest = g_strnfill (KP_CSV_MAX_FIELD, 'x');
  g_autofree char *longer = g_strnfill (KP_CSV_MAX_FIELD + 1, 'x');
  const struct
  {
    const char *text;
    gboolean good;
  } cases[] = { { wide, FALSE }, { longest, TRUE }, { longer, FALSE } };
  g_autofree char *row = g_strconcat ("x", fits, NULL);
  g_autoptr (GPtrArray) good = parse (row, -1);

  g_assert_null (((KpCsvRow *) g_ptr_array_index (good, 0))->error);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) rows = parse (cases[i].text, -1);

      g_assert_cmpuint (rows->len, ==, 1);
      g_assert_true ((((KpCsvRow *) g_ptr_array_index (rows, 0))->error == NULL)
                     == cases[i].good);
    }
}

static void
test_round_trip (void)
{
  const char *const fields[] = { "plain",      "with,comma", "with \"quotes\"",
                                 "two\nlines", " leading",   "=1+1",
                                 "ü",          "",           NULL };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) rows = NULL;
  const KpCsvRow *row;

  kp_csv_append (text, fields);
  rows = parse (text->str, text->len);
  g_assert_cmpuint (rows->len, ==, 1);
  row = g_ptr_array_index (rows, 0);
  g_assert_cmpuint (g_strv_length (row->fields), ==, g_strv_length ((char **) fields));
  for (guint i = 0; fields[i] != NULL; i++)
    g_assert_cmpstr (row->fields[i], ==, fields[i]);
}

static void
test_guard (void)
{
  static const struct
  {
    const char *text;
    const char *guarded;
  } cases[] = {
    { "", "" },        { "plain", "plain" },  { "a=1", "a=1" },
    { "=1", "'=1" },   { "+1", "'+1" },       { "-", "'-" },
    { "@a", "'@a" },   { "\t=1", "'\t=1" },   { "\r=1", "'\r=1" },
    { "\n", "'\n" },   { "'", "'" },          { "'a", "'a" },
    { "'=1", "''=1" }, { "''-", "'''-" },     { "＝1", "'＝1" },
    { "－1", "'－1" }, { "＠SUM", "'＠SUM" }, { " =1", " =1" },
    { "＋", "'＋" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *guarded = kp_csv_guard (cases[i].text);

      g_assert_cmpstr (guarded, ==, cases[i].guarded);
      g_assert_cmpstr (kp_csv_unguard (guarded), ==, cases[i].text);
    }
  /* What nobody guarded is left alone. */
  g_assert_cmpstr (kp_csv_unguard ("=1"), ==, "=1");
  g_assert_cmpstr (kp_csv_unguard ("'Twas"), ==, "'Twas");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv/table", test_table);
  g_test_add_func ("/csv/utf16", test_utf16);
  g_test_add_func ("/csv/refused", test_refused);
  g_test_add_func ("/csv/many-broken", test_many_broken);
  g_test_add_func ("/csv/text", test_text);
  g_test_add_func ("/csv/bounds", test_bounds);
  g_test_add_func ("/csv/round-trip", test_round_trip);
  g_test_add_func ("/csv/guard", test_guard);
  return g_test_run ();
}
