/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/site-view-private.h"

#include <string.h>

/* How long the main loop is held at a time, microseconds. */
#define SLICE 6000
/* So many steps between two looks at the clock. */
#define BETWEEN_LOOKS 128
/* See fetch_ahead(). */
#define AHEAD 16
/* Up to so many sites a whole result is made at once: it takes a few milliseconds. */
#define MAX_AT_ONCE 2000
/* So many changed sites are put in their places one by one; more make a whole result. */
#define MAX_ONE_BY_ONE 250

static gboolean
is_late (guint *count, gint64 deadline)
{
  return ++*count % BETWEEN_LOOKS == 0 && g_get_monotonic_time () >= deadline;
}

static void
make_keys (KpSiteView *self, KpSiteEntry *entry)
{
  kp_site_view_follow (self, entry);
  kp_site_view_count (self, entry);
  kp_site_keys_fill (self->keys, entry, kp_clock_now (self->clock));
  kp_site_keys_rank (self->keys, entry, self->sort);
  entry->dirty = FALSE;
}

/* The place of @entry in @list (or where it would be), by the keys it has now. */
static guint
find_place (KpSiteView *self, GPtrArray *list, const KpSiteEntry *entry)
{
  guint low = 0, high = list->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (kp_site_entry_compare (g_ptr_array_index (list, middle), entry, self->descending)
          < 0)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static int
compare_guint (gconstpointer a, gconstpointer b)
{
  guint first = *(const guint *) a, second = *(const guint *) b;

  return first < second ? -1 : first > second;
}

static int
compare_entries (gconstpointer a, gconstpointer b, gpointer self)
{
  return kp_site_entry_compare (*(KpSiteEntry *const *) a, *(KpSiteEntry *const *) b,
                                KP_SITE_VIEW (self)->descending);
}

static void
append_range (GPtrArray *to, GPtrArray *from, guint start, guint end)
{
  guint old = to->len;

  if (end <= start)
    return;
  g_ptr_array_set_size (to, old + end - start);
  memcpy (to->pdata + old, from->pdata + start, (end - start) * sizeof (gpointer));
}

/* @list without @leaving and with @coming, which are sorted, in between. */
static GPtrArray *
rebuild (KpSiteView *self, GPtrArray *list, GArray *leaving, GPtrArray *coming)
{
  g_autoptr (GPtrArray) rest = g_ptr_array_sized_new (list->len);
  GPtrArray *whole;
  guint from = 0;

  for (guint i = 0; i < leaving->len; i++)
    {
      guint place = g_array_index (leaving, guint, i);

      append_range (rest, list, from, place);
      from = place + 1;
    }
  append_range (rest, list, from, list->len);

  whole = g_ptr_array_sized_new (rest->len + coming->len);
  from = 0;
  for (guint i = 0; i < coming->len; i++)
    {
      guint place = find_place (self, rest, g_ptr_array_index (coming, i));

      append_range (whole, rest, from, place);
      g_ptr_array_add (whole, g_ptr_array_index (coming, i));
      from = place;
    }
  append_range (whole, rest, from, rest->len);
  return whole;
}

/* Where the old places of what leaves them are. */
typedef struct
{
  GArray *in_order;
  GArray *in_shown;
} Places;

static void
add_place (KpSiteView *self, GPtrArray *list, KpSiteEntry *entry, GArray *places)
{
  guint place = find_place (self, list, entry);

  g_assert (place < list->len && g_ptr_array_index (list, place) == entry);
  g_array_append_val (places, place);
}

static void
leave (KpSiteView *self, KpSiteEntry *entry, Places *places)
{
  if (!entry->placed)
    return;
  add_place (self, self->order, entry, places->in_order);
  if (entry->matches)
    add_place (self, self->shown, entry, places->in_shown);
  entry->placed = FALSE;
}

static void
leave_all (KpSiteView *self, gboolean all, GPtrArray *coming, Places *places)
{
  for (guint i = 0; i < self->gone->len; i++)
    leave (self, g_ptr_array_index (self->gone, i), places);
  for (guint i = 0; all && i < self->dirty->len; i++)
    {
      KpSiteEntry *entry = g_ptr_array_index (self->dirty, i);

      /* Twice in the queue, or gone, or not even there yet. */
      if (!entry->dirty || !entry->placed)
        continue;
      leave (self, entry, places);
      g_ptr_array_add (coming, entry);
    }
  for (guint i = 0; i < self->fresh->len; i++)
    g_ptr_array_add (coming, g_ptr_array_index (self->fresh, i));
  g_array_sort (places->in_order, compare_guint);
  g_array_sort (places->in_shown, compare_guint);
}

static void
free_gone (KpSiteView *self)
{
  for (guint i = 0; i < self->gone->len; i++)
    kp_site_view_free_entry (self, g_ptr_array_index (self->gone, i));
  g_ptr_array_set_size (self->gone, 0);
}

/* What is gone must not be met in a queue once it is freed. */
static void
drop_gone (GPtrArray *queue)
{
  guint kept = 0;

  for (guint i = 0; i < queue->len; i++)
    {
      KpSiteEntry *entry = g_ptr_array_index (queue, i);

      if (!entry->gone)
        g_ptr_array_index (queue, kept++) = entry;
    }
  g_ptr_array_set_size (queue, kept);
}

static void
drop_all_gone (KpSiteView *self)
{
  if (self->gone->len == 0)
    return;
  drop_gone (self->fresh);
  drop_gone (self->dirty);
  drop_gone (self->recount);
}

static void
place_one_by_one (KpSiteView *self, gboolean all)
{
  g_autoptr (GArray) in_order = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GArray) in_shown = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GPtrArray) coming = g_ptr_array_new ();
  g_autoptr (GPtrArray) matching = g_ptr_array_new ();
  g_autoptr (GPtrArray) old_order = self->order;
  Places places = { in_order, in_shown };

  drop_all_gone (self);
  leave_all (self, all, coming, &places);
  for (guint i = 0; i < coming->len; i++)
    {
      KpSiteEntry *entry = g_ptr_array_index (coming, i);

      make_keys (self, entry);
      entry->matches = kp_site_filter_matches (&self->filter, entry);
      entry->placed = TRUE;
    }
  g_ptr_array_sort_with_data (coming, compare_entries, self);
  for (guint i = 0; i < coming->len; i++)
    if (((KpSiteEntry *) g_ptr_array_index (coming, i))->matches)
      g_ptr_array_add (matching, g_ptr_array_index (coming, i));

  g_ptr_array_set_size (self->fresh, 0);
  if (all)
    g_ptr_array_set_size (self->dirty, 0);
  self->order = rebuild (self, old_order, in_order, coming);
  kp_site_view_show (self, rebuild (self, self->shown, in_shown, matching));
  free_gone (self);
}

static void
drop_taken (GPtrArray *dirty)
{
  guint kept = 0;

  for (guint i = 0; i < dirty->len; i++)
    {
      KpSiteEntry *entry = g_ptr_array_index (dirty, i);

      if (entry->dirty)
        g_ptr_array_index (dirty, kept++) = entry;
    }
  g_ptr_array_set_size (dirty, kept);
}

static void
clear_run (KpSiteView *self)
{
  self->run = KP_SITE_RUN_NONE;
  self->next_fresh = 0;
  self->resort = FALSE;
  self->take_all = FALSE;
  g_clear_handle_id (&self->idle_id, g_source_remove);
  g_ptr_array_set_size (self->late, 0);
  g_clear_pointer (&self->sorter, kp_site_sorter_free);
  g_clear_pointer (&self->next_order, g_ptr_array_unref);
  g_clear_pointer (&self->next_shown, g_ptr_array_unref);
}

/* Of what went while the result was made, that which is not in it is nowhere any more. */
static void
free_unplaced (KpSiteView *self)
{
  guint kept = 0;

  drop_all_gone (self);
  for (guint i = 0; i < self->gone->len; i++)
    {
      KpSiteEntry *entry = g_ptr_array_index (self->gone, i);

      if (entry->placed)
        g_ptr_array_index (self->gone, kept++) = entry;
      else
        kp_site_view_free_entry (self, entry);
    }
  g_ptr_array_set_size (self->gone, kept);
}

/* The whole result is there. What came, changed or went while it was made is next. */
static void
publish (KpSiteView *self)
{
  g_autoptr (GPtrArray) shown = g_steal_pointer (&self->next_shown);
  gboolean ordered = self->next_order != NULL;

  if (ordered)
    {
      g_ptr_array_unref (self->order);
      self->order = g_steal_pointer (&self->next_order);
      g_ptr_array_remove_range (self->fresh, 0, self->next_fresh);
      if (self->take_all)
        drop_taken (self->dirty);
    }
  clear_run (self);
  kp_site_view_show (self, g_steal_pointer (&shown));
  if (ordered)
    free_unplaced (self);
  kp_site_view_tell_updated (self);
  kp_site_view_take_up (self, FALSE);
}

/* Sites stand in their order everywhere in memory, and a pass over 100,000 waits for little
 * else: what is looked at soon is fetched before. */
static void
fetch_ahead (GPtrArray *list, guint i)
{
  if (i + AHEAD < list->len)
    {
      const char *soon = g_ptr_array_index (list, i + AHEAD);

      __builtin_prefetch (soon);
      __builtin_prefetch (soon + 64);
    }
}

/* Those that have a place go to the sorter as they stand, which it finds sorted; what has
 * new keys comes behind. */
static gboolean
run_keys (KpSiteView *self, gint64 deadline)
{
  guint count = 0;

  for (; self->next < self->order->len; self->next++)
    {
      KpSiteEntry *entry = g_ptr_array_index (self->order, self->next);

      fetch_ahead (self->order, self->next);
      if (is_late (&count, deadline))
        return FALSE;
      if (entry->gone)
        {
          entry->placed = FALSE;
          continue;
        }
      if (entry->dirty && self->take_all)
        {
          make_keys (self, entry);
          g_ptr_array_add (self->late, entry);
          continue;
        }
      if (self->resort)
        kp_site_keys_rank (self->keys, entry, self->sort);
      kp_site_sorter_add (self->sorter, entry);
    }
  for (; self->n_missing > 0; self->next_missing++)
    {
      if (is_late (&count, deadline))
        return FALSE;
      if (g_ptr_array_index (self->entries, self->next_missing) != NULL)
        continue;
      g_ptr_array_index (self->entries, self->next_missing) = kp_site_view_make_entry (
          self, g_list_model_get_item (self->sites, self->next_missing));
      self->n_missing--;
    }
  for (; self->next_fresh < self->fresh->len; self->next_fresh++)
    {
      KpSiteEntry *entry = g_ptr_array_index (self->fresh, self->next_fresh);

      if (is_late (&count, deadline))
        return FALSE;
      if (entry->gone)
        continue;
      make_keys (self, entry);
      entry->placed = TRUE;
      g_ptr_array_add (self->late, entry);
    }
  for (; self->next_late < self->late->len; self->next_late++)
    {
      if (is_late (&count, deadline))
        return FALSE;
      kp_site_sorter_add (self->sorter, g_ptr_array_index (self->late, self->next_late));
    }
  return g_get_monotonic_time () < deadline;
}

static gboolean
run_filter (KpSiteView *self, gint64 deadline)
{
  GPtrArray *order = self->next_order != NULL ? self->next_order : self->order;
  guint count = 0;

  for (; self->next < order->len; self->next++)
    {
      KpSiteEntry *entry = g_ptr_array_index (order, self->next);

      fetch_ahead (order, self->next);
      if (is_late (&count, deadline))
        return FALSE;
      entry->matches = !entry->gone && kp_site_filter_matches (&self->filter, entry);
      if (entry->matches)
        g_ptr_array_add (self->next_shown, entry);
    }
  return TRUE;
}

static void
begin_filter (KpSiteView *self)
{
  self->run = KP_SITE_RUN_FILTER;
  self->next = 0;
  g_clear_pointer (&self->next_shown, g_ptr_array_unref);
  self->next_shown = g_ptr_array_sized_new (self->shown->len);
}

static void
begin_keys (KpSiteView *self)
{
  /* Those that an earlier beginning gave to its sorter have no place yet after all. */
  for (guint i = 0; i < self->next_fresh; i++)
    ((KpSiteEntry *) g_ptr_array_index (self->fresh, i))->placed = FALSE;
  self->run = KP_SITE_RUN_KEYS;
  self->next = 0;
  self->next_fresh = 0;
  self->next_late = 0;
  g_ptr_array_set_size (self->late, 0);
  g_clear_pointer (&self->sorter, kp_site_sorter_free);
  g_clear_pointer (&self->next_order, g_ptr_array_unref);
  self->sorter = kp_site_sorter_new (self->entries->len, self->descending);
}

/* Returns: whether the result was published */
static gboolean
run_slice (KpSiteView *self, gint64 deadline)
{
  if (self->run == KP_SITE_RUN_KEYS && run_keys (self, deadline))
    self->run = KP_SITE_RUN_SORT;
  if (self->run == KP_SITE_RUN_SORT && kp_site_sorter_step (self->sorter, deadline))
    {
      self->next_order = g_ptr_array_sized_new (self->entries->len);
      kp_site_sorter_take (self->sorter, self->next_order);
      begin_filter (self);
    }
  if (self->run != KP_SITE_RUN_FILTER || !run_filter (self, deadline))
    return FALSE;
  publish (self);
  return TRUE;
}

static gboolean
idle_cb (gpointer data)
{
  g_autoptr (KpSiteView) self = g_object_ref (data);
  guint id = self->idle_id;

  /* A result that is published may begin the next one, with a source of its own. */
  run_slice (self, g_get_monotonic_time () + SLICE);
  return self->idle_id == id ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
run_whole (KpSiteView *self)
{
  if (self->entries->len <= MAX_AT_ONCE)
    {
      run_slice (self, G_MAXINT64);
      return;
    }
  if (self->idle_id == 0)
    self->idle_id = g_idle_add (idle_cb, self);
}

void
kp_site_view_take_up (KpSiteView *self, gboolean all)
{
  guint n;

  all |= !self->held;
  n = self->n_missing + self->fresh->len + self->gone->len + (all ? self->dirty->len : 0);
  if (self->run != KP_SITE_RUN_NONE || n == 0)
    return;
  if (n <= MAX_ONE_BY_ONE && self->n_missing == 0)
    {
      place_one_by_one (self, all);
      return;
    }
  self->take_all = all;
  begin_keys (self);
  run_whole (self);
}

void
kp_site_view_sort_again (KpSiteView *self)
{
  self->resort = TRUE;
  self->take_all = TRUE;
  begin_keys (self);
  run_whole (self);
}

void
kp_site_view_filter_again (KpSiteView *self)
{
  if (self->run == KP_SITE_RUN_FILTER)
    begin_filter (self);
  else if (self->run == KP_SITE_RUN_NONE && self->dirty->len + self->fresh->len > 0)
    {
      self->take_all = TRUE;
      begin_keys (self);
    }
  else if (self->run == KP_SITE_RUN_NONE)
    begin_filter (self);
  run_whole (self);
}

void
kp_site_view_stop (KpSiteView *self)
{
  clear_run (self);
  drop_all_gone (self);
}
