/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/site-sorter.h"

/* So many comparisons between two looks at the clock. */
#define BETWEEN_LOOKS 512

/* The rank beside the pointer: most comparisons stay within the array. */
typedef struct
{
  guint64 rank;
  KpSiteEntry *entry;
} Item;

struct _KpSiteSorter
{
  GArray *items;
  GArray *other;      /* where a pass merges to */
  GArray *runs;       /* of guint: where each ascending run ends */
  GArray *other_runs; /* those of the pass under way */
  gboolean descending;

  gboolean found_runs;
  gboolean in_pass;
  guint next; /* while looking for runs: the next item; in a pass: the next run */

  /* The two runs being merged. */
  gboolean in_merge;
  guint left, left_end, right, right_end;
};

KpSiteSorter *
kp_site_sorter_new (guint capacity, gboolean descending)
{
  KpSiteSorter *self = g_new0 (KpSiteSorter, 1);

  self->items = g_array_sized_new (FALSE, FALSE, sizeof (Item), capacity);
  self->other = g_array_new (FALSE, FALSE, sizeof (Item));
  self->runs = g_array_new (FALSE, FALSE, sizeof (guint));
  self->other_runs = g_array_new (FALSE, FALSE, sizeof (guint));
  self->descending = descending;
  return self;
}

void
kp_site_sorter_free (KpSiteSorter *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->items);
  g_array_unref (self->other);
  g_array_unref (self->runs);
  g_array_unref (self->other_runs);
  g_free (self);
}

void
kp_site_sorter_add (KpSiteSorter *self, KpSiteEntry *entry)
{
  Item item = { entry->rank, entry };

  g_array_append_val (self->items, item);
}

static gboolean
is_after (const KpSiteSorter *self, const Item *a, const Item *b)
{
  if (a->rank != b->rank)
    return (a->rank > b->rank) != self->descending;
  return kp_site_entry_compare (a->entry, b->entry, self->descending) > 0;
}

static Item *
get (GArray *items, guint i)
{
  return &g_array_index (items, Item, i);
}

static gboolean
is_late (guint *count, gint64 deadline)
{
  return ++*count % BETWEEN_LOOKS == 0 && g_get_monotonic_time () >= deadline;
}

static gboolean
find_runs (KpSiteSorter *self, gint64 deadline)
{
  guint count = 0;

  for (; self->next < self->items->len; self->next++)
    {
      if (is_late (&count, deadline))
        return FALSE;
      if (self->next > 0
          && is_after (self, get (self->items, self->next - 1),
                       get (self->items, self->next)))
        g_array_append_val (self->runs, self->next);
    }
  g_array_append_val (self->runs, self->items->len);
  self->found_runs = TRUE;
  return TRUE;
}

static guint
get_run_end (const KpSiteSorter *self, guint run)
{
  return g_array_index (self->runs, guint, run);
}

static gboolean
merge (KpSiteSorter *self, gint64 deadline)
{
  guint count = 0;

  while (self->left < self->left_end && self->right < self->right_end)
    {
      Item *left = get (self->items, self->left);
      Item *right = get (self->items, self->right);

      if (is_late (&count, deadline))
        return FALSE;
      if (is_after (self, left, right))
        {
          g_array_append_vals (self->other, right, 1);
          self->right++;
        }
      else
        {
          g_array_append_vals (self->other, left, 1);
          self->left++;
        }
    }
  g_array_append_vals (self->other, get (self->items, self->left),
                       self->left_end - self->left);
  g_array_append_vals (self->other, get (self->items, self->right),
                       self->right_end - self->right);
  g_array_append_val (self->other_runs, self->right_end);
  self->in_merge = FALSE;
  return TRUE;
}

/* Merges two neighbours each; the last of an odd number is copied. */
static gboolean
run_pass (KpSiteSorter *self, gint64 deadline)
{
  while (self->in_merge || self->next < self->runs->len)
    {
      if (!self->in_merge)
        {
          guint first = self->next;
          guint second = MIN (first + 1, self->runs->len - 1);

          self->left = first > 0 ? get_run_end (self, first - 1) : 0;
          self->left_end = get_run_end (self, first);
          self->right = self->left_end;
          self->right_end = get_run_end (self, second);
          self->next += 2;
          self->in_merge = TRUE;
        }
      if (!merge (self, deadline) || g_get_monotonic_time () >= deadline)
        return FALSE;
    }
  return TRUE;
}

static void
swap (GArray **a, GArray **b)
{
  GArray *old = *a;

  *a = *b;
  *b = old;
}

gboolean
kp_site_sorter_step (KpSiteSorter *self, gint64 deadline)
{
  if (!self->found_runs && !find_runs (self, deadline))
    return FALSE;
  while (self->in_pass || self->runs->len > 1)
    {
      if (!self->in_pass)
        {
          g_array_set_size (self->other, 0);
          g_array_set_size (self->other_runs, 0);
          self->next = 0;
          self->in_pass = TRUE;
        }
      if (!run_pass (self, deadline))
        return FALSE;
      swap (&self->items, &self->other);
      swap (&self->runs, &self->other_runs);
      self->in_pass = FALSE;
    }
  return TRUE;
}

void
kp_site_sorter_take (KpSiteSorter *self, GPtrArray *entries)
{
  for (guint i = 0; i < self->items->len; i++)
    g_ptr_array_add (entries, get (self->items, i)->entry);
}
