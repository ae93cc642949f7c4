/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/exchange/csv.h"

#include "patience.h"

#include <string.h>

#define N_ROWS (patience () > 1 ? 20000u : 100000u)

static GPtrArray *
parse_columns (const char *text, gssize length, guint64 one_line)
{
  g_autoptr (GBytes) bytes =
      g_bytes_new (text, length < 0 ? strlen (text) : (gsize) length);
  g_autoptr (GError) error = NULL;
  GPtrArray *rows = kp_csv_parse (bytes, one_line, &error);

  g_assert_no_error (error);
  return rows;
}

static GPtrArray *
parse (const char *text, gssize length)
{
  return parse_columns (text, length, 0);
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

/* A quote that is not closed must not take in the rows up to the next one. */
static const struct
{
  const char *text;
  guint64 one_line;
  const char *rows;
} merging[] = {
  { "a.k.io,own,\"Acme\nb.k.io,own,\"\nc.k.io,own,Cee\n", 0, "!1\n!2\nc.k.io|own|Cee" },
  { "a.k.io,\"x\nb.k.io,y\nc.k.io,\"\nd.k.io,z\n", 0, "!1\nb.k.io|y\n!3\nd.k.io|z" },
  { "host,\"note\na.k.io,\"\nb.k.io,x\n", 0, "!1\n!2\nb.k.io|x" },
  { "bad_name,\"x\nb.k.io,\"\n", 0, "!1\n!2" },
  /* The quoted column stands before that of the addresses. */
  { "\"Acme,a.k.io\nBee,b.k.io\n\",c.k.io\n", 0, "!1\nBee|b.k.io\n!3" },
  { "\"Acme,a.k.io\n\",c.k.io\n", 0, "!1\n!2" },
  { "a.k.io;\"Acme\nb.k.io;\"\nc.k.io;x\n", 0, "!1\n!2\nc.k.io|x" },
  { "a.k.io,\"x\"\"\nb.k.io,\"\nc.k.io,y\n", 0, "!1\n!2\nc.k.io|y" },
  { "a.k.io,\"x\r\nb.k.io,\"\r\nc.k.io,y\r\n", 0, "!1\n!2\nc.k.io|y" },
  { "a.k.io,\"x\rb.k.io,\"\rc.k.io,y\r", 0, "!1\n!2\nc.k.io|y" },
  /* A row that begins a list with CRLF and was put there by hand. */
  { "host,note\r\na.k.io,\"x\nb.k.io,\"\nc.k.io,y\r\n", 0, "host|note\n!2\n!3\nc.k.io|y" },
  /* Notes have lines, and addresses in them. */
  { "a.k.io,\"was at\nold.k.io\nonce\"\nb.k.io,x\n", 0,
    "a.k.io|was at\nold.k.io\nonce\nb.k.io|x" },
  { "a.k.io,\"call Bob,\nthen Ann\"\n", 0, "a.k.io|call Bob,\nthen Ann" },
  { "\"two\nlines\",a.k.io\n", 0, "two\nlines|a.k.io" },
  /* Where rows end with CRLF, LF is a line of a cell, whatever stands there. */
  { "a.k.io,\"x\nb.k.io,\"\r\nc.k.io,y\r\n", 0, "a.k.io|x\nb.k.io,\nc.k.io|y" },
  /* No lines in what is no note, nor is the next row lost with it. */
  { "a.k.io,\"Acme\nbee,\"\nc.k.io,y\n", 2, "!1\n!2\nc.k.io|y" },
  { "\"a.k.io\nb.k.io\"\nc.k.io\n", 1, "!1\n!2\nc.k.io" },
  { "a.k.io,\"was\nhere\"\n", 1, "a.k.io|was\nhere" },
};

static void
test_merging (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (merging); i++)
    {
      g_autoptr (GPtrArray) rows = parse_columns (merging[i].text, -1, merging[i].one_line);
      g_autofree char *flat = flatten (rows);

      g_test_message ("%s", merging[i].text);
      g_assert_cmpstr (flat, ==, merging[i].rows);
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

  g_assert_null (kp_csv_parse (binary, 0, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_clear_error (&error);
  g_assert_null (kp_csv_parse (half, 0, &error));
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

  for (guint i = 0; i < N_ROWS; i++)
    g_string_append_printf (text, i % 1000 == 0 ? "h%u,\"broken\" quote\n" : "h%u,fine\n",
                            i);
  rows = parse (text->str, text->len);
  g_assert_cmpuint (rows->len, ==, N_ROWS + 1);
  for (guint i = 0; i < rows->len; i++)
    {
      const KpCsvRow *row = g_ptr_array_index (rows, i);

      g_assert_cmpuint (row->line, ==, i + 1);
      bad += row->error != NULL;
      g_assert_true ((row->error != NULL) == (i > 0 && (i - 1) % 1000 == 0));
    }
  g_assert_cmpuint (bad, ==, N_ROWS / 1000);
}

/* Every row opens a quote: none is lost, and none is read over and over again. */
static void
test_all_open (void)
{
  static const char *const forms[] = { "h%u.kite.io,own-server,\"Acme %u\n",
                                       "h%u.kite.io,\"%u\"\"\n", "\"h%u.kite.io,%u\n",
                                       "h%u.kite.io,\"\"\"%u\r\n" };

  for (guint form = 0; form < G_N_ELEMENTS (forms); form++)
    {
      g_autoptr (GString) text = g_string_new ("host,provider,note\n");
      g_autoptr (GPtrArray) rows = NULL;
      gint64 start;

      for (guint i = 0; i < N_ROWS; i++)
        {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
          g_string_append_printf (text, forms[form], i, i);
#pragma GCC diagnostic pop
        }
      start = g_get_monotonic_time ();
      rows = parse (text->str, text->len);
      g_test_message ("%.3f s",
                      (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC);
      g_assert_cmpint (g_get_monotonic_time () - start, <,
                       5 * patience () * G_USEC_PER_SEC);
      g_assert_cmpuint (rows->len, ==, N_ROWS + 1);
      for (guint i = 1; i < rows->len; i++)
        {
          const KpCsvRow *row = g_ptr_array_index (rows, i);

          g_assert_cmpuint (row->line, ==, i + 1);
          g_assert_nonnull (row->error);
        }
    }
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
  g_test_add_func ("/csv/merging", test_merging);
  g_test_add_func ("/csv/all-open", test_all_open);
  g_test_add_func ("/csv/text", test_text);
  g_test_add_func ("/csv/bounds", test_bounds);
  g_test_add_func ("/csv/round-trip", test_round_trip);
  g_test_add_func ("/csv/guard", test_guard);
  return g_test_run ();
}
