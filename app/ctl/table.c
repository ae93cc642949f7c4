/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/table.h"

#include <unistd.h>

/* No column but the last is wider than this, in cells. */
#define MAX_WIDTH 44

struct _KpTable
{
  guint n_columns;
  GPtrArray *rows;
  GArray *locks;
};

KpTable *
kp_table_new (const char *const *headings)
{
  KpTable *self = g_new0 (KpTable, 1);

  self->n_columns = g_strv_length ((char **) headings);
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  self->locks = g_array_new (FALSE, FALSE, sizeof (int));
  kp_table_add (self, headings);
  return self;
}

void
kp_table_free (KpTable *self)
{
  g_ptr_array_unref (self->rows);
  g_array_unref (self->locks);
  g_free (self);
}

char *
kp_text_clean (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *clean = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      GUnicodeType type = g_unichar_type (c);

      /* Format characters turn the direction of what follows: not in a table. */
      if (type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT)
        g_string_append_c (clean, '?');
      else
        g_string_append_unichar (clean, c);
    }
  return g_string_free (clean, FALSE);
}

static guint
cells_of (const char *text)
{
  guint width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      width += g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;
    }
  return width;
}

/* Cuts @text to @width cells, with an ellipsis where something is left out. */
static char *
fit (const char *text, guint width)
{
  GString *cut = g_string_new (NULL);
  guint used = 0;

  if (cells_of (text) <= width)
    return g_string_free (g_string_assign (cut, text), FALSE);
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      guint cells = g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;

      if (used + cells > width - 1)
        break;
      g_string_append_unichar (cut, c);
      used += cells;
    }
  g_string_append (cut, "…");
  return g_string_free (cut, FALSE);
}

static void
add_row (KpTable *self, int lock, const char *const *cells)
{
  char **row = g_new0 (char *, self->n_columns + 1);

  for (guint i = 0; i < self->n_columns; i++)
    row[i] = kp_text_clean (cells[i] != NULL ? cells[i] : "");
  g_ptr_array_add (self->rows, row);
  g_array_append_val (self->locks, lock);
}

void
kp_table_add (KpTable *self, const char *const *cells)
{
  add_row (self, -1, cells);
}

void
kp_table_add_lock (KpTable *self, KpLock lock, const char *const *cells)
{
  add_row (self, lock, cells);
}

static const char *
colour_of (int lock)
{
  switch (lock)
    {
    case KP_LOCK_LOCKED:
      return "\033[32m";
    case KP_LOCK_PENDING:
      return "\033[33m";
    case KP_LOCK_UNLOCKED:
      return "\033[31m";
    default:
      return "\033[2m";
    }
}

static void
append_cell (GString *line, const char *cell, guint width, int lock, gboolean last)
{
  g_autofree char *text = last ? g_strdup (cell) : fit (cell, width);
  guint used = cells_of (text);

  if (lock >= 0)
    g_string_append (line, colour_of (lock));
  g_string_append (line, text);
  if (lock >= 0)
    g_string_append (line, "\033[0m");
  for (; !last && used < width + 2; used++)
    g_string_append_c (line, ' ');
}

void
kp_table_print (KpTable *self)
{
  g_autofree guint *widths = g_new0 (guint, self->n_columns);
  gboolean colour = isatty (STDOUT_FILENO) && g_getenv ("NO_COLOR") == NULL;

  if (self->rows->len < 2)
    return;
  for (guint i = 0; i < self->rows->len; i++)
    for (guint j = 0; j < self->n_columns; j++)
      widths[j] =
          MIN (MAX_WIDTH, MAX (widths[j], cells_of (((char **) self->rows->pdata[i])[j])));
  for (guint i = 0; i < self->rows->len; i++)
    {
      char **row = g_ptr_array_index (self->rows, i);
      g_autoptr (GString) line = g_string_new (NULL);

      for (guint j = 0; j < self->n_columns; j++)
        append_cell (line, row[j], widths[j],
                     colour && j == 0 ? g_array_index (self->locks, int, i) : -1,
                     j + 1 == self->n_columns);
      while (line->len > 0 && line->str[line->len - 1] == ' ')
        g_string_truncate (line, line->len - 1);
      g_print ("%s\n", line->str);
    }
}
