/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/site-view.h"

#include <string.h>

#include "window/site-view-private.h"

/* Changes are taken up so many milliseconds after the first. */
#define BATCH 150
/* The entries of more new sites than this are made in slices. */
#define MAX_MADE_AT_ONCE 500
#define HOUR 3600

enum
{
  UPDATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KpSiteView, kp_site_view, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      list_model_iface_init))

static GType
get_item_type (GListModel *model)
{
  return KP_TYPE_SITE;
}

static guint
get_n_items (GListModel *model)
{
  return KP_SITE_VIEW (model)->shown->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  KpSiteView *self = KP_SITE_VIEW (model);

  if (position >= self->shown->len)
    return NULL;
  return g_object_ref (((KpSiteEntry *) g_ptr_array_index (self->shown, position))->site);
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

void
kp_site_view_show (KpSiteView *self, GPtrArray *shown)
{
  g_autoptr (GPtrArray) old = self->shown;
  guint start = 0, end = 0;
  guint shorter = MIN (old->len, shown->len);

  self->shown = shown;
  while (start < shorter && old->pdata[start] == shown->pdata[start])
    start++;
  while (end < shorter - start
         && old->pdata[old->len - 1 - end] == shown->pdata[shown->len - 1 - end])
    end++;
  if (old->len != shown->len || start < shorter)
    g_list_model_items_changed (G_LIST_MODEL (self), start, old->len - start - end,
                                shown->len - start - end);
}

void
kp_site_view_tell_updated (KpSiteView *self)
{
  g_signal_emit (self, signals[UPDATED], 0);
}

void
kp_site_view_uncount (KpSiteView *self, KpSiteEntry *entry)
{
  if (!entry->counted)
    return;
  self->counts[entry->lock]--;
  self->your_turn -= entry->yours;
  self->overdue -= entry->overdue;
  entry->counted = FALSE;
}

void
kp_site_view_count (KpSiteView *self, KpSiteEntry *entry)
{
  const KpSummary *summary = kp_site_get_summary (entry->site);

  kp_site_view_uncount (self, entry);
  entry->recount = FALSE;
  if (entry->gone)
    return;
  entry->lock = summary->lock;
  entry->yours = summary->next.who == KP_TURN_YOU;
  entry->overdue = summary->next.overdue;
  entry->counted = TRUE;
  self->counts[entry->lock]++;
  self->your_turn += entry->yours;
  self->overdue += entry->overdue;
}

/* What has changed is in the counts from here on. */
static void
end_batch (KpSiteView *self)
{
  g_clear_handle_id (&self->batch_id, g_source_remove);
  for (guint i = 0; i < self->recount->len; i++)
    {
      KpSiteEntry *entry = g_ptr_array_index (self->recount, i);

      if (entry->recount)
        kp_site_view_count (self, entry);
    }
  g_ptr_array_set_size (self->recount, 0);
}

static gboolean
batch_cb (gpointer data)
{
  g_autoptr (KpSiteView) self = g_object_ref (data);

  end_batch (self);
  kp_site_view_take_up (self, FALSE);
  kp_site_view_tell_updated (self);
  return G_SOURCE_REMOVE;
}

static void
start_batch (KpSiteView *self)
{
  if (self->batch_id == 0)
    self->batch_id = g_timeout_add (BATCH, batch_cb, self);
}

static void
mark_dirty (KpSiteView *self, KpSiteEntry *entry)
{
  if (entry->dirty)
    return;
  entry->dirty = TRUE;
  g_ptr_array_add (self->dirty, entry);
}

static void
site_notify_cb (KpSite *site, GParamSpec *pspec, KpSiteEntry *entry)
{
  KpSiteView *self = entry->owner;

  mark_dirty (self, entry);
  if (!entry->recount)
    {
      entry->recount = TRUE;
      g_ptr_array_add (self->recount, entry);
    }
  start_batch (self);
}

void
kp_site_view_follow (KpSiteView *self, KpSiteEntry *entry)
{
  if (entry->handler == 0 && !entry->gone)
    entry->handler =
        g_signal_connect (entry->site, "notify", G_CALLBACK (site_notify_cb), entry);
}

static void
unfollow (KpSiteEntry *entry)
{
  if (entry->handler != 0)
    g_signal_handler_disconnect (entry->site, entry->handler);
  entry->handler = 0;
}

void
kp_site_view_free_entry (KpSiteView *self, KpSiteEntry *entry)
{
  unfollow (entry);
  kp_site_keys_clear (self->keys, entry);
  kp_site_entry_free (entry);
}

static void
take_out (KpSiteView *self, KpSiteEntry *entry)
{
  kp_site_view_uncount (self, entry);
  unfollow (entry);
  entry->gone = TRUE;
  g_ptr_array_add (self->gone, entry);
}

/* Takes the entries out of the list; those of sites that come again with the same change go
 * on. Returns: (nullable): the entries by their sites */
static GHashTable *
remove_entries (KpSiteView *self, guint position, guint removed, guint added)
{
  GHashTable *by_site = NULL;

  if (removed == 0)
    return NULL;
  if (added > 0)
    by_site = g_hash_table_new (NULL, NULL);
  for (guint i = position; i < position + removed; i++)
    {
      KpSiteEntry *entry = g_ptr_array_index (self->entries, i);

      if (entry == NULL)
        self->n_missing--;
      else if (by_site != NULL)
        g_hash_table_insert (by_site, entry->site, entry);
      else
        take_out (self, entry);
    }
  g_ptr_array_remove_range (self->entries, position, removed);
  return by_site;
}

KpSiteEntry *
kp_site_view_make_entry (KpSiteView *self, KpSite *site)
{
  KpSiteEntry *entry = kp_site_entry_new (site, self);

  g_ptr_array_add (self->fresh, entry);
  return entry;
}

/* The entry of the site at @position, if it can be had at once. */
static KpSiteEntry *
get_entry (KpSiteView *self, guint position, GHashTable *by_site, gboolean make)
{
  g_autoptr (KpSite) site = NULL;
  KpSiteEntry *entry = NULL;

  if (by_site == NULL && !make)
    return NULL;
  site = g_list_model_get_item (self->sites, position);
  if (by_site != NULL
      && g_hash_table_steal_extended (by_site, site, NULL, (gpointer *) &entry))
    return entry;
  return make ? kp_site_view_make_entry (self, g_steal_pointer (&site)) : NULL;
}

static void
insert_entries (KpSiteView *self, guint position, guint added, GHashTable *by_site)
{
  guint old = self->entries->len;
  gboolean make = added <= MAX_MADE_AT_ONCE;

  g_ptr_array_set_size (self->entries, old + added);
  memmove (self->entries->pdata + position + added, self->entries->pdata + position,
           (old - position) * sizeof (gpointer));
  for (guint i = position; i < position + added; i++)
    {
      KpSiteEntry *entry = get_entry (self, i, by_site, make);

      self->entries->pdata[i] = entry;
      self->n_missing += entry == NULL;
    }
}

static void
sites_changed_cb (GListModel *sites, guint position, guint removed, guint added,
                  KpSiteView *self)
{
  g_autoptr (GHashTable) by_site = remove_entries (self, position, removed, added);
  GHashTableIter iter;
  gpointer entry;

  insert_entries (self, position, added, by_site);
  self->next_missing = MIN (self->next_missing, position);
  if (by_site != NULL)
    {
      g_hash_table_iter_init (&iter, by_site);
      while (g_hash_table_iter_next (&iter, NULL, &entry))
        take_out (self, entry);
    }
  kp_site_view_take_up (self, FALSE);
  kp_site_view_tell_updated (self);
}

static void
kp_site_view_dispose (GObject *object)
{
  KpSiteView *self = KP_SITE_VIEW (object);

  g_clear_handle_id (&self->batch_id, g_source_remove);
  kp_site_view_stop (self);
  if (self->sites != NULL)
    g_signal_handlers_disconnect_by_func (self->sites, sites_changed_cb, self);
  for (guint i = 0; i < self->entries->len; i++)
    if (g_ptr_array_index (self->entries, i) != NULL)
      unfollow (g_ptr_array_index (self->entries, i));

  G_OBJECT_CLASS (kp_site_view_parent_class)->dispose (object);
}

static void
free_all (KpSiteView *self, GPtrArray *entries)
{
  for (guint i = 0; i < entries->len; i++)
    if (g_ptr_array_index (entries, i) != NULL)
      kp_site_view_free_entry (self, g_ptr_array_index (entries, i));
  g_ptr_array_unref (entries);
}

static void
kp_site_view_finalize (GObject *object)
{
  KpSiteView *self = KP_SITE_VIEW (object);

  kp_site_filter_clear (&self->filter);
  g_free (self->search_text);
  g_ptr_array_unref (self->shown);
  g_ptr_array_unref (self->order);
  g_ptr_array_unref (self->fresh);
  g_ptr_array_unref (self->dirty);
  g_ptr_array_unref (self->recount);
  g_ptr_array_unref (self->late);
  free_all (self, self->gone);
  free_all (self, self->entries);
  kp_site_keys_free (self->keys);
  g_clear_object (&self->clock);
  g_clear_object (&self->sites);

  G_OBJECT_CLASS (kp_site_view_parent_class)->finalize (object);
}

static void
kp_site_view_class_init (KpSiteViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kp_site_view_dispose;
  object_class->finalize = kp_site_view_finalize;

  signals[UPDATED] = g_signal_new ("updated", KP_TYPE_SITE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
kp_site_view_init (KpSiteView *self)
{
  kp_site_filter_init (&self->filter);
  self->entries = g_ptr_array_new ();
  self->order = g_ptr_array_new ();
  self->shown = g_ptr_array_new ();
  self->fresh = g_ptr_array_new ();
  self->dirty = g_ptr_array_new ();
  self->recount = g_ptr_array_new ();
  self->gone = g_ptr_array_new ();
  self->late = g_ptr_array_new ();
}

KpSiteView *
kp_site_view_new (GListModel *sites, KpCatalogue *catalogue, KpClock *clock)
{
  KpSiteView *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (sites), NULL);
  g_return_val_if_fail (KP_IS_CATALOGUE (catalogue), NULL);
  g_return_val_if_fail (KP_IS_CLOCK (clock), NULL);

  self = g_object_new (KP_TYPE_SITE_VIEW, NULL);
  self->sites = g_object_ref (sites);
  self->clock = g_object_ref (clock);
  self->keys = kp_site_keys_new (catalogue);
  self->told_hour = kp_clock_now (clock) / HOUR;
  g_signal_connect_object (sites, "items-changed", G_CALLBACK (sites_changed_cb), self, 0);
  sites_changed_cb (sites, 0, 0, g_list_model_get_n_items (sites), self);
  return self;
}

void
kp_site_view_set_lock (KpSiteView *self, gboolean any, KpLock lock)
{
  g_return_if_fail (KP_IS_SITE_VIEW (self));

  if (self->filter.any_lock == !!any && (any || self->filter.lock == lock))
    return;
  self->filter.any_lock = !!any;
  self->filter.lock = lock;
  kp_site_view_filter_again (self);
}

void
kp_site_view_set_your_turn (KpSiteView *self, gboolean your_turn)
{
  g_return_if_fail (KP_IS_SITE_VIEW (self));

  if (self->filter.your_turn == !!your_turn)
    return;
  self->filter.your_turn = !!your_turn;
  kp_site_view_filter_again (self);
}

void
kp_site_view_set_overdue (KpSiteView *self, gboolean overdue)
{
  g_return_if_fail (KP_IS_SITE_VIEW (self));

  if (self->filter.overdue == !!overdue)
    return;
  self->filter.overdue = !!overdue;
  kp_site_view_filter_again (self);
}

void
kp_site_view_set_cause (KpSiteView *self, const KpCause *cause)
{
  g_return_if_fail (KP_IS_SITE_VIEW (self));

  if (self->filter.cause == NULL && cause == NULL)
    return;
  kp_cause_free (self->filter.cause);
  self->filter.cause = kp_cause_copy (cause);
  kp_site_view_filter_again (self);
}

void
kp_site_view_set_search (KpSiteView *self, const char *text)
{
  g_return_if_fail (KP_IS_SITE_VIEW (self));

  if (g_strcmp0 (self->search_text, text) == 0)
    return;
  g_free (self->search_text);
  self->search_text = g_strdup (text);
  kp_site_search_free (self->filter.search);
  self->filter.search =
      text != NULL ? kp_site_search_new (self->keys, text, kp_clock_now (self->clock))
                   : NULL;
  kp_site_view_filter_again (self);
}

void
kp_site_view_set_order (KpSiteView *self, KpSiteOrder order, gboolean descending)
{
  g_return_if_fail (KP_IS_SITE_VIEW (self));

  if (self->sort == order && self->descending == !!descending)
    return;
  self->sort = order;
  self->descending = !!descending;
  kp_site_view_sort_again (self);
}

void
kp_site_view_set_held (KpSiteView *self, gboolean held)
{
  g_return_if_fail (KP_IS_SITE_VIEW (self));

  if (self->held == !!held)
    return;
  self->held = !!held;
  if (!held && self->batch_id == 0)
    kp_site_view_take_up (self, TRUE);
}

void
kp_site_view_refresh (KpSiteView *self)
{
  g_return_if_fail (KP_IS_SITE_VIEW (self));

  end_batch (self);
  kp_site_view_take_up (self, TRUE);
  kp_site_view_tell_updated (self);
}

void
kp_site_view_tell_time (KpSiteView *self)
{
  gint64 hour;

  g_return_if_fail (KP_IS_SITE_VIEW (self));

  hour = kp_clock_now (self->clock) / HOUR;
  if (self->told_hour == hour)
    return;
  self->told_hour = hour;
  for (guint i = 0; i < self->order->len; i++)
    {
      KpSiteEntry *entry = g_ptr_array_index (self->order, i);

      switch (kp_site_get_summary (entry->site)->status)
        {
        case KP_STATUS_NOT_CHECKED:
        case KP_STATUS_LOCKED:
        case KP_STATUS_RENEWING:
        case KP_STATUS_LOCKED_PROXIED:
        case KP_STATUS_LOCKED_PRIVATE_ROOT:
        case KP_STATUS_EXPIRED:
        case KP_STATUS_NOT_SECURED_YET:
          break;
        default:
          mark_dirty (self, entry);
        }
    }
  kp_site_view_take_up (self, FALSE);
}

gboolean
kp_site_view_is_busy (KpSiteView *self)
{
  g_return_val_if_fail (KP_IS_SITE_VIEW (self), FALSE);

  return self->run != KP_SITE_RUN_NONE;
}

guint
kp_site_view_get_total (KpSiteView *self)
{
  g_return_val_if_fail (KP_IS_SITE_VIEW (self), 0);

  return self->counts[KP_LOCK_UNKNOWN] + self->counts[KP_LOCK_UNLOCKED]
         + self->counts[KP_LOCK_PENDING] + self->counts[KP_LOCK_LOCKED];
}

guint
kp_site_view_get_count (KpSiteView *self, KpLock lock)
{
  g_return_val_if_fail (KP_IS_SITE_VIEW (self), 0);
  g_return_val_if_fail ((guint) lock < KP_LOCK_N, 0);

  return self->counts[lock];
}

guint
kp_site_view_get_your_turn_count (KpSiteView *self)
{
  g_return_val_if_fail (KP_IS_SITE_VIEW (self), 0);

  return self->your_turn;
}

guint
kp_site_view_get_overdue_count (KpSiteView *self)
{
  g_return_val_if_fail (KP_IS_SITE_VIEW (self), 0);

  return self->overdue;
}

gboolean
kp_site_view_find (KpSiteView *self, KpSite *site, guint *position)
{
  g_return_val_if_fail (KP_IS_SITE_VIEW (self), FALSE);

  for (guint i = 0; i < self->shown->len; i++)
    if (((KpSiteEntry *) g_ptr_array_index (self->shown, i))->site == site)
      {
        *position = i;
        return TRUE;
      }
  return FALSE;
}
