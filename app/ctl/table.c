/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/table.h"

#include "ctl/text.h"

#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* Between two columns. */
#define GAP 2
/* No column is cut to less than this while others can be left out … */
#define GOOD_WIDTH 24
/* … and none to less than this. */
#define MIN_WIDTH 8

/* What is made is written whenever so many octets are there: g_print () flushes each time.
 */
#define PIECE 65536

typedef struct
{
  const char *text; /* of the chunk */
  guint width;      /* cells of the terminal */
} Cell;

struct _KpTable
{
  guint n_columns;
  gboolean has_heading;
  guint indent;
  GStringChunk *texts;
  GArray *cells; /* of Cell: row after row */
  GArray *locks; /* int: of each row, -1 for none */
  GArray *optional;
};

KpTable *
kp_table_new_plain (guint n_columns)
{
  KpTable *self = g_new0 (KpTable, 1);

  self->n_columns = n_columns;
  self->texts = g_string_chunk_new (4096);
  self->cells = g_array_new (FALSE, FALSE, sizeof (Cell));
  self->locks = g_array_new (FALSE, FALSE, sizeof (int));
  self->optional = g_array_new (FALSE, FALSE, sizeof (guint));
  return self;
}

KpTable *
kp_table_new (const char *const *headings)
{
  KpTable *self = kp_table_new_plain (g_strv_length ((char **) headings));

  self->has_heading = TRUE;
  kp_table_add (self, headings);
  return self;
}

void
kp_table_free (KpTable *self)
{
  g_string_chunk_free (self->texts);
  g_array_unref (self->cells);
  g_array_unref (self->locks);
  g_array_unref (self->optional);
  g_free (self);
}

void
kp_table_set_indent (KpTable *self, guint indent)
{
  self->indent = indent;
}

void
kp_table_set_optional (KpTable *self, guint column)
{
  g_array_append_val (self->optional, column);
}

static Cell
make_cell (KpTable *self, const char *text)
{
  g_autofree char *clean = NULL;
  Cell cell;

  if (kp_text_is_plain (text, &cell.width))
    {
      cell.text = g_string_chunk_insert_len (self->texts, text, cell.width);
      return cell;
    }
  clean = kp_text_clean (text);
  cell.text = g_string_chunk_insert (self->texts, clean);
  cell.width = kp_text_width (clean);
  return cell;
}

static void
add_row (KpTable *self, int lock, const char *const *cells)
{
  for (guint i = 0; i < self->n_columns; i++)
    {
      Cell cell = make_cell (self, cells[i] != NULL ? cells[i] : "");

      g_array_append_val (self->cells, cell);
    }
  g_array_append_val (self->locks, lock);
}

static const Cell *
get_row (KpTable *self, guint i)
{
  return &g_array_index (self->cells, Cell, i * self->n_columns);
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

static gboolean
is_coloured (void)
{
  return isatty (STDOUT_FILENO) && g_getenv ("NO_COLOR") == NULL
         && g_strcmp0 (g_getenv ("TERM"), "dumb") != 0;
}

const char *
kp_table_get_colour (KpLock lock)
{
  if (!is_coloured ())
    return "";
  switch (lock)
    {
    case KP_LOCK_LOCKED:
      return "\033[32m";
    case KP_LOCK_PENDING:
      return "\033[33m";
    case KP_LOCK_UNLOCKED:
      return "\033[31m";
    case KP_LOCK_UNKNOWN:
    default:
      return "\033[2m";
    }
}

const char *
kp_table_get_no_colour (void)
{
  return is_coloured () ? "\033[0m" : "";
}

/* Cells in a line of the terminal; 0 where stdout is none. */
static guint
get_room (void)
{
  struct winsize size;

  if (!isatty (STDOUT_FILENO))
    return 0;
  return ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col
                                                                          : 80;
}

static guint
sum_up (KpTable *self, const guint *widths)
{
  guint sum = self->indent;

  for (guint i = 0; i < self->n_columns; i++)
    sum += widths[i] > 0 ? widths[i] + GAP : 0;
  return sum > GAP ? sum - GAP : sum;
}

static guint
find_widest (KpTable *self, const guint *widths)
{
  guint widest = 0;

  for (guint i = 1; i < self->n_columns; i++)
    if (widths[i] > widths[widest])
      widest = i;
  return widest;
}

/* Makes the widest columns narrower, down to @least. */
static void
squeeze (KpTable *self, guint *widths, guint room, guint least)
{
  guint widest = find_widest (self, widths);

  for (; sum_up (self, widths) > room && widths[widest] > least;
       widest = find_widest (self, widths))
    widths[widest]--;
}

/* A column that is left out gets the width 0. */
static void
make_fit (KpTable *self, guint *widths, guint room)
{
  g_autofree guint *full = g_memdup2 (widths, self->n_columns * sizeof *widths);

  squeeze (self, widths, room, GOOD_WIDTH);
  for (guint i = self->optional->len; i > 0 && sum_up (self, widths) > room; i--)
    {
      full[g_array_index (self->optional, guint, i - 1)] = 0;
      memcpy (widths, full, self->n_columns * sizeof *widths);
      squeeze (self, widths, room, GOOD_WIDTH);
    }
  squeeze (self, widths, room, MIN_WIDTH);
}

static guint *
measure (KpTable *self)
{
  guint *widths = g_new0 (guint, self->n_columns);
  guint room = get_room ();

  for (guint i = 0; i < self->locks->len; i++)
    for (guint j = 0; j < self->n_columns; j++)
      widths[j] = MAX (widths[j], get_row (self, i)[j].width);
  if (room > 0)
    make_fit (self, widths, room);
  return widths;
}

static void
append_spaces (GString *out, guint n)
{
  gsize length = out->len;

  g_string_set_size (out, length + n);
  memset (out->str + length, ' ', n);
}

static void
append_cell (GString *out, const Cell *cell, guint width)
{
  if (cell->width > width)
    {
      g_autofree char *text = kp_text_fit (cell->text, width);

      kp_text_pad (out, text, width);
      return;
    }
  g_string_append (out, cell->text);
  append_spaces (out, width - cell->width);
}

static void
append_row (KpTable *self, GString *out, const guint *widths, guint i, gboolean coloured)
{
  const Cell *row = get_row (self, i);
  int lock = g_array_index (self->locks, int, i);

  append_spaces (out, self->indent);
  for (guint j = 0; j < self->n_columns; j++)
    {
      gboolean painted = coloured && lock >= 0 && j == 0;

      if (widths[j] == 0)
        continue;
      if (painted)
        g_string_append (out, kp_table_get_colour (lock));
      append_cell (out, &row[j], widths[j]);
      if (painted)
        g_string_append (out, kp_table_get_no_colour ());
      append_spaces (out, GAP);
    }
  while (out->len > 0 && out->str[out->len - 1] == ' ')
    g_string_truncate (out, out->len - 1);
  g_string_append_c (out, '\n');
}

void
kp_table_print (KpTable *self)
{
  g_autofree guint *widths = NULL;
  g_autoptr (GString) out = g_string_sized_new (PIECE);
  gboolean coloured = is_coloured ();

  if (self->locks->len < (self->has_heading ? 2 : 1))
    return;
  widths = measure (self);
  for (guint i = 0; i < self->locks->len; i++)
    {
      append_row (self, out, widths, i, coloured);
      if (out->len < PIECE && i + 1 < self->locks->len)
        continue;
      g_print ("%s", out->str);
      g_string_truncate (out, 0);
    }
}
