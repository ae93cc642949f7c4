/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/table.h"

#include "ctl/text.h"

#include <sys/ioctl.h>
#include <unistd.h>

/* Between two columns. */
#define GAP 2
/* No column is cut to less than this while others can be left out … */
#define GOOD_WIDTH 24
/* … and none to less than this. */
#define MIN_WIDTH 8

struct _KpTable
{
  guint n_columns;
  gboolean has_heading;
  guint indent;
  GPtrArray *rows; /* of char ** */
  GArray *locks;   /* int: of each row, -1 for none */
  GArray *optional;
};

KpTable *
kp_table_new_plain (guint n_columns)
{
  KpTable *self = g_new0 (KpTable, 1);

  self->n_columns = n_columns;
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
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
  g_ptr_array_unref (self->rows);
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

  for (guint i = 0; i < self->rows->len; i++)
    {
      char **row = g_ptr_array_index (self->rows, i);

      for (guint j = 0; j < self->n_columns; j++)
        widths[j] = MAX (widths[j], kp_text_width (row[j]));
    }
  if (room > 0)
    make_fit (self, widths, room);
  return widths;
}

static void
append_row (KpTable *self, GString *out, const guint *widths, guint i)
{
  char **row = g_ptr_array_index (self->rows, i);
  int lock = g_array_index (self->locks, int, i);

  for (guint j = 0; j < self->indent; j++)
    g_string_append_c (out, ' ');
  for (guint j = 0; j < self->n_columns; j++)
    {
      g_autofree char *text = NULL;
      gboolean coloured = lock >= 0 && j == 0;

      if (widths[j] == 0)
        continue;
      text = kp_text_fit (row[j], widths[j]);
      if (coloured)
        g_string_append (out, kp_table_get_colour (lock));
      kp_text_pad (out, text, widths[j]);
      if (coloured)
        g_string_append (out, kp_table_get_no_colour ());
      kp_text_pad (out, "", GAP);
    }
  while (out->len > 0 && out->str[out->len - 1] == ' ')
    g_string_truncate (out, out->len - 1);
  g_string_append_c (out, '\n');
}

void
kp_table_print (KpTable *self)
{
  g_autofree guint *widths = NULL;
  g_autoptr (GString) out = g_string_new (NULL);

  if (self->rows->len < (self->has_heading ? 2 : 1))
    return;
  widths = measure (self);
  for (guint i = 0; i < self->rows->len; i++)
    append_row (self, out, widths, i);
  /* One write: g_print () flushes each time. */
  g_print ("%s", out->str);
}
