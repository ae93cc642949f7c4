/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** KP_CSV_MAX_SIZE: octets of a file that is read; KP_CSV_MAX_ROWS: rows; KP_CSV_MAX_FIELD:
 * octets of a field; KP_CSV_MAX_COLUMNS; KP_CSV_MAX_TEXT: octets that are kept of a row
 * that can't be read */
#define KP_CSV_MAX_SIZE (64 * 1024 * 1024)
#define KP_CSV_MAX_ROWS 1000000
#define KP_CSV_MAX_FIELD 4096
#define KP_CSV_MAX_COLUMNS 64
#define KP_CSV_MAX_TEXT 400

/**
 * KpCsvRow:
 * @line: number of the line it begins in, from 1
 * @fields: (array zero-terminated=1): its fields; %NULL if @error
 * @error: (nullable): why it can't be read (broken quoting, too long, not UTF-8)
 * @text: (nullable): the beginning of its line, to know it by, if @error: UTF-8, at most
 * KP_CSV_MAX_TEXT octets before what was no UTF-8 was replaced
 */
typedef struct
{
  guint line;
  char **fields;
  char *error;
  char *text;
} KpCsvRow;

/** kp_csv_row_free: Frees @self; %NULL is fine. */
void kp_csv_row_free (KpCsvRow *self);
/**
 * kp_csv_parse:
 * @text: hostile octets: UTF-8 with or without BOM, UTF-16 with BOM, CRLF or LF; comma,
 * semicolon or tab (the one most frequent in the first line outside quotes)
 * @one_line: a bit for each column of whose cells none may have several lines
 *
 * RFC 4180 with resynchronization: a row with broken quoting is one bad row, and reading
 * goes on at the next line. A cell may have several lines (notes do), but not where it
 * looks as if its quotes were not closed: where rows end with a bare LF, or a line within
 * it with CRLF, none of its lines may look like a row with a host name, nor stand in a
 * column of @one_line.
 *
 * Returns: (transfer full) (element-type KpCsvRow) (nullable): all rows, blank lines left
 * out; G_IO_ERROR_INVALID_DATA where the whole is too large or no text
 */
GPtrArray *kp_csv_parse (GBytes *text, guint64 one_line, GError **error);
/** kp_csv_append: Appends one row to @out with quoting where needed and CRLF: what is
 * written is read back the same. A field that a spreadsheet would run as a formula is the
 * caller's to guard: kp_csv_guard(). */
void kp_csv_append (GString *out, const char *const *fields);
/**
 * kp_csv_guard:
 * @field: any text
 *
 * A spreadsheet runs a cell as a formula if it begins with "=", "+", "-", "@" (their wide
 * forms too) or with a tab or line end before one. Such a text gets an apostrophe in front,
 * and so does one that has apostrophes before such a beginning, so that each text has a
 * form of its own.
 *
 * Returns: (transfer full): a text that is no formula
 */
char *kp_csv_guard (const char *field);
/** kp_csv_unguard: Returns: (transfer none): the text that kp_csv_guard() was given, within
 * @field; @field itself where there is nothing to take away */
const char *kp_csv_unguard (const char *field);

G_END_DECLS
