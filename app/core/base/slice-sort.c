/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/slice-sort.h"

#include <string.h>

struct _KpSliceSort
{
  GPtrArray *items;
  GCompareDataFunc compare;
  gpointer data;

  /* Of @from, runs of @width are in order; two of them at a time become one in @to. */
  gpointer *from;
  gpointer *to;
  guint width;
  guint left;  /* the next of the first run, which ends at @middle */
  guint right; /* the next of the second, which ends at @end */
  guint middle;
  guint end;
  guint place; /* in @to */
};

static void
begin_pair (KpSliceSort *self, guint start)
{
  guint left = self->items->len - start;

  self->left = self->place = start;
  self->right = self->middle = start + MIN (self->width, left);
  self->end = self->middle + MIN (self->width, self->items->len - self->middle);
}

KpSliceSort *
kp_slice_sort_new (GPtrArray *items, GCompareDataFunc compare, gpointer data)
{
  KpSliceSort *self = g_new0 (KpSliceSort, 1);

  self->items = g_ptr_array_ref (items);
  self->compare = compare;
  self->data = data;
  self->from = g_memdup2 (items->pdata, items->len * sizeof (gpointer));
  self->to = g_new (gpointer, items->len);
  self->width = 1;
  begin_pair (self, 0);
  return self;
}

void
kp_slice_sort_free (KpSliceSort *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->items);
  g_free (self->from);
  g_free (self->to);
  g_free (self);
}

static void
move_one (KpSliceSort *self)
{
  gboolean second =
      self->left == self->middle
      || (self->right < self->end
          && self->compare (&self->from[self->left], &self->from[self->right], self->data)
                 > 0);

  self->to[self->place++] = self->from[second ? self->right++ : self->left++];
}

/* All runs have become longer ones. */
static void
turn (KpSliceSort *self)
{
  gpointer *from = self->from;

  self->from = self->to;
  self->to = from;
  self->width *= 2;
  begin_pair (self, 0);
}

gboolean
kp_slice_sort_step (KpSliceSort *self, guint n)
{
  while (self->width < self->items->len)
    {
      if (self->place < self->end)
        {
          if (n-- == 0)
            return FALSE;
          move_one (self);
        }
      else if (self->end < self->items->len)
        begin_pair (self, self->end);
      else
        turn (self);
    }
  if (self->items->len > 0)
    memcpy (self->items->pdata, self->from, self->items->len * sizeof (gpointer));
  return TRUE;
}
