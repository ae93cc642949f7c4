/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/csv.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/base/host-name.h"

void
kp_csv_row_free (KpCsvRow *self)
{
  if (self == NULL)
    return;
  g_strfreev (self->fields);
  g_free (self->error);
  g_free (self->text);
  g_free (self);
}

/* Where reading stands in the text. */
typedef struct
{
  const char *p;
  const char *end;
  guint line;
  char separator;
  guint64 one_line; /* a bit for each column whose cells have one line */
} Reader;

/* Spreadsheets write UTF-16 with a BOM; everything else here is UTF-8. */
static char *
to_utf8 (GBytes *text, gsize *length, GError **error)
{
  gsize size;
  const guchar *data = g_bytes_get_data (text, &size);
  const char *charset = NULL;

  if (size > KP_CSV_MAX_SIZE)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   /* Translators: a number of mebibytes */
                   _ ("The list is larger than %d MiB."), KP_CSV_MAX_SIZE / (1024 * 1024));
      return NULL;
    }
  if (size >= 2 && data[0] == 0xff && data[1] == 0xfe)
    charset = "UTF-16LE";
  else if (size >= 2 && data[0] == 0xfe && data[1] == 0xff)
    charset = "UTF-16BE";
  if (charset != NULL)
    {
      char *converted = g_convert ((const char *) data + 2, size - 2, "UTF-8", charset,
                                   NULL, length, NULL);

      if (converted == NULL)
        g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                             _ ("The list begins like UTF-16 text but is none."));
      return converted;
    }
  if (size >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0)
    {
      data += 3;
      size -= 3;
    }
  if (size > 0 && memchr (data, '\0', size) != NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           _ ("This is no text file. Save a spreadsheet as CSV first."));
      return NULL;
    }
  *length = size;
  /* Of no octets at all there is no pointer either. */
  return size > 0 ? g_strndup ((const char *) data, size) : g_strdup ("");
}

/* The one of the three that stands most often in the first line, outside quotes. */
static char
guess_separator (const char *text, const char *end)
{
  static const char separators[] = { ',', ';', '\t' };
  guint counts[3] = { 0 }, best = 0;
  gboolean quoted = FALSE;

  for (const char *p = text; p < end && (quoted || (*p != '\n' && *p != '\r')); p++)
    {
      if (*p == '"')
        quoted = !quoted;
      for (guint i = 0; i < 3; i++)
        counts[i] += !quoted && *p == separators[i];
    }
  for (guint i = 1; i < 3; i++)
    if (counts[i] > counts[best])
      best = i;
  return separators[best];
}

static gboolean
at_line_end (const Reader *reader)
{
  return reader->p >= reader->end || *reader->p == '\n' || *reader->p == '\r';
}

static void
skip_line_end (Reader *reader)
{
  if (reader->p < reader->end && *reader->p == '\r')
    reader->p++;
  if (reader->p < reader->end && *reader->p == '\n')
    reader->p++;
  reader->line++;
}

/* Reads one quoted field; %NULL if its quotes are broken. */
static char *
read_quoted (Reader *reader)
{
  g_autoptr (GString) field = g_string_new (NULL);

  for (reader->p++; reader->p < reader->end; reader->p++)
    {
      if (*reader->p == '\n'
          || (*reader->p == '\r' && reader->p + 1 < reader->end && reader->p[1] != '\n'))
        reader->line++;
      if (*reader->p == '"')
        {
          if (reader->p + 1 >= reader->end || reader->p[1] != '"')
            break;
          reader->p++;
        }
      if (field->len > KP_CSV_MAX_FIELD)
        return NULL;
      g_string_append_c (field, *reader->p);
    }
  if (reader->p >= reader->end)
    return NULL;
  reader->p++;
  while (reader->p < reader->end && *reader->p == ' ')
    reader->p++;
  if (!at_line_end (reader) && *reader->p != reader->separator)
    return NULL;
  return g_string_free (g_steal_pointer (&field), FALSE);
}

static char *
read_plain (Reader *reader)
{
  const char *start = reader->p;

  while (!at_line_end (reader) && *reader->p != reader->separator)
    {
      /* RFC 4180 section 2.5: a quote inside a field that is not quoted. */
      if (*reader->p == '"')
        return NULL;
      reader->p++;
    }
  return g_strstrip (g_strndup (start, reader->p - start));
}

static char *
read_field (Reader *reader)
{
  while (reader->p < reader->end && *reader->p == ' ')
    reader->p++;
  return reader->p < reader->end && *reader->p == '"' ? read_quoted (reader)
                                                      : read_plain (reader);
}

/* Why a field can't be taken, or %NULL. */
static const char *
check_field (const char *field)
{
  if (strlen (field) > KP_CSV_MAX_FIELD)
    return _ ("A field is longer than 4096 octets.");
  if (!g_utf8_validate (field, -1, NULL))
    return _ ("The row is not UTF-8 text. Save the list as UTF-8.");
  return NULL;
}

static gboolean
has_lines (const char *field)
{
  return strpbrk (field, "\r\n") != NULL;
}

/* Where rows end with CRLF, a bare LF is a line of a cell: so spreadsheets write it, and so
 * does our export. */
static gboolean
is_framed (const Reader *reader, GPtrArray *fields)
{
  if (reader->end - reader->p < 2 || reader->p[0] != '\r' || reader->p[1] != '\n')
    return FALSE;
  for (guint i = 0; i < fields->len; i++)
    if (strchr (g_ptr_array_index (fields, i), '\r') != NULL)
      return FALSE;
  return TRUE;
}

static gboolean
is_host (const char *start, gsize length)
{
  g_autofree char *cell = g_strndup (start, length);
  g_autofree char *host = kp_host_name_parse (cell, NULL, NULL);

  return host != NULL;
}

/* Whether a line within a cell would itself do as a row, or as the end of one: several
 * cells with a host name in one of the columns @hosts. @column: that of its first cell */
static gboolean
is_row (const char *line, gsize length, guint column, char separator, guint64 hosts)
{
  const char *end = line + length;

  if (memchr (line, separator, length) == NULL)
    return FALSE;
  for (; column < KP_CSV_MAX_COLUMNS; column++)
    {
      const char *next = memchr (line, separator, end - line);

      if (((hosts >> column) & 1) != 0
          && is_host (line, (next != NULL ? next : end) - line))
        return TRUE;
      if (next == NULL)
        return FALSE;
      line = next + 1;
    }
  return FALSE;
}

static gboolean
holds_row (const char *field, guint column, char separator, guint64 hosts)
{
  for (const char *p = field; *p != '\0';)
    {
      gsize length = strcspn (p, "\r\n");

      if (is_row (p, length, p == field ? column : 0, separator, hosts))
        return TRUE;
      p += length;
      p += strspn (p, "\r\n");
    }
  return FALSE;
}

/* A quote that is not closed runs on to the next one, and what it takes in on its way is
 * lost unless it is told from a cell that has several lines (RFC 4180 section 2.6). */
static const char *
check_lines (const Reader *reader, GPtrArray *fields)
{
  guint64 hosts = 0, several = 0;

  for (guint i = 0; i < fields->len; i++)
    several |= (guint64) has_lines (g_ptr_array_index (fields, i)) << i;
  if (several == 0 || is_framed (reader, fields))
    return NULL;
  for (guint i = 0; i < fields->len; i++)
    {
      const char *field = g_ptr_array_index (fields, i);

      if (((several >> i) & 1) == 0 && is_host (field, strlen (field)))
        hosts |= G_GUINT64_CONSTANT (1) << i;
    }
  /* A row that has no address itself could have it anywhere. */
  if (hosts == 0)
    hosts = G_MAXUINT64;
  for (guint i = 0; i < fields->len; i++)
    if (((several >> i) & 1) != 0
        && (((reader->one_line >> i) & 1) != 0
            || holds_row (g_ptr_array_index (fields, i), i, reader->separator, hosts)))
      return _ ("The quotes are not closed in this line.");
  return NULL;
}

static KpCsvRow *
read_row (Reader *reader)
{
  g_autoptr (GPtrArray) fields = g_ptr_array_new_with_free_func (g_free);
  KpCsvRow *row = g_new0 (KpCsvRow, 1);
  Reader start = *reader;
  const char *why = NULL;

  row->line = reader->line;
  while (why == NULL)
    {
      char *field = read_field (reader);

      if (field == NULL)
        why = _ ("The quotes are broken.");
      else
        {
          g_ptr_array_add (fields, field);
          why = fields->len > KP_CSV_MAX_COLUMNS ? _ ("The row has more than 64 fields.")
                                                 : check_field (field);
        }
      if (why == NULL && at_line_end (reader))
        break;
      if (why == NULL)
        reader->p++;
    }
  if (why == NULL)
    why = check_lines (reader, fields);
  if (why != NULL)
    {
      /* One broken row is one bad row: reading goes on at the line after it. */
      row->error = g_strdup (why);
      *reader = start;
      while (!at_line_end (reader))
        reader->p++;
      row->text = g_utf8_make_valid (start.p, MIN (reader->p - start.p, KP_CSV_MAX_TEXT));
    }
  else
    {
      g_ptr_array_add (fields, NULL);
      row->fields = (char **) g_ptr_array_free (g_steal_pointer (&fields), FALSE);
    }
  if (reader->p < reader->end)
    skip_line_end (reader);
  return row;
}

static gboolean
is_blank (const KpCsvRow *row)
{
  for (guint i = 0; row->fields != NULL && row->fields[i] != NULL; i++)
    if (*row->fields[i] != '\0')
      return FALSE;
  return row->error == NULL;
}

GPtrArray *
kp_csv_parse (GBytes *text, guint64 one_line, GError **error)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autofree char *utf8 = NULL;
  gsize length = 0;
  Reader reader;

  g_return_val_if_fail (text != NULL, NULL);

  utf8 = to_utf8 (text, &length, error);
  if (utf8 == NULL)
    return NULL;
  rows = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_csv_row_free);
  reader =
      (Reader){ utf8, utf8 + length, 1, guess_separator (utf8, utf8 + length), one_line };
  while (reader.p < reader.end)
    {
      KpCsvRow *row = read_row (&reader);

      if (is_blank (row))
        kp_csv_row_free (row);
      else
        g_ptr_array_add (rows, row);
      if (rows->len > KP_CSV_MAX_ROWS)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                       /* Translators: a number of rows */
                       _ ("The list has more than %d rows."), KP_CSV_MAX_ROWS);
          return NULL;
        }
    }
  return g_steal_pointer (&rows);
}

void
kp_csv_append (GString *out, const char *const *fields)
{
  for (guint i = 0; fields[i] != NULL; i++)
    {
      const char *field = fields[i];

      if (i > 0)
        g_string_append_c (out, ',');
      if (strpbrk (field, ",;\t\"\r\n") == NULL && *field != ' '
          && !g_str_has_suffix (field, " "))
        {
          g_string_append (out, field);
          continue;
        }
      g_string_append_c (out, '"');
      for (const char *p = field; *p != '\0'; p++)
        {
          if (*p == '"')
            g_string_append_c (out, '"');
          g_string_append_c (out, *p);
        }
      g_string_append_c (out, '"');
    }
  g_string_append (out, "\r\n");
}

/* Whether @text begins like a formula. */
static gboolean
is_formula (const char *text)
{
  switch (g_utf8_get_char (text))
    {
    case '=':
    case '+':
    case '-':
    case '@':
    case '\t':
    case '\r':
    case '\n':
    case 0xff1d:
    case 0xff0b:
    case 0xff0d:
    case 0xff20:
      return TRUE;
    default:
      return FALSE;
    }
}

/* What follows the apostrophes decides for all of them. */
static gboolean
is_formula_quoted (const char *text)
{
  return is_formula (text + strspn (text, "'"));
}

char *
kp_csv_guard (const char *field)
{
  g_return_val_if_fail (field != NULL, NULL);

  return is_formula_quoted (field) ? g_strconcat ("'", field, NULL) : g_strdup (field);
}

const char *
kp_csv_unguard (const char *field)
{
  g_return_val_if_fail (field != NULL, NULL);

  return *field == '\'' && is_formula_quoted (field) ? field + 1 : field;
}
