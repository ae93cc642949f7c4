/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/sweep-private.h"

/* Evidence is read so many sites at a time, and the next chunk while half of the last one
 * is still to be taken. */
#define CHUNK 256
/* Of the first: nothing is asked before it is there. */
#define FIRST_CHUNK 32

struct _KpSweepFeed
{
  GPtrArray *sites;
  KpStore *store;
  KpSweepFeedFunc changed;
  gpointer data;
  guint n_read;
  guint n_reading; /* sites of the chunk that is being read */
  guint n_gone;
  gboolean stopped;
  GQueue ready; /* of KpSweepItem */
};

KpSweepFeed *
kp_sweep_feed_new (GPtrArray *sites, KpStore *store, KpSweepFeedFunc changed, gpointer data)
{
  KpSweepFeed *self = g_new0 (KpSweepFeed, 1);
  g_autoptr (GHashTable) known = g_hash_table_new (NULL, NULL);

  self->sites = g_ptr_array_new_full (sites->len, g_object_unref);
  for (guint i = 0; i < sites->len; i++)
    if (g_hash_table_add (known, g_ptr_array_index (sites, i)))
      g_ptr_array_add (self->sites, g_object_ref (g_ptr_array_index (sites, i)));
  self->store = store != NULL ? g_object_ref (store) : NULL;
  self->changed = changed;
  self->data = data;
  g_queue_init (&self->ready);
  return self;
}

void
kp_sweep_feed_free (KpSweepFeed *self)
{
  if (self == NULL)
    return;
  g_assert (self->n_reading == 0);
  g_queue_clear_full (&self->ready, (GDestroyNotify) kp_sweep_item_unref);
  g_ptr_array_unref (self->sites);
  g_clear_object (&self->store);
  g_free (self);
}

guint
kp_sweep_feed_get_total (const KpSweepFeed *self)
{
  return self->sites->len;
}

guint
kp_sweep_feed_get_gone (const KpSweepFeed *self)
{
  return self->n_gone;
}

/* They come in the order of the ids; a site that was removed meanwhile has none. */
static void
add_evidence (KpSweepFeed *self, GPtrArray *all)
{
  guint end = self->n_read + self->n_reading, next = 0;

  g_ptr_array_set_free_func (all, NULL);
  for (guint i = self->n_read; i < end; i++)
    {
      KpSite *site = g_ptr_array_index (self->sites, i);
      KpEvidence *evidence = next < all->len ? g_ptr_array_index (all, next) : NULL;

      if (evidence != NULL && evidence->site_id == kp_site_get_id (site))
        {
          g_queue_push_tail (&self->ready, kp_sweep_item_new (site, evidence));
          next++;
        }
      else
        self->n_gone++;
    }
  for (; next < all->len; next++)
    kp_evidence_free (g_ptr_array_index (all, next));
}

static void
evidence_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  KpSweepFeed *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all =
      kp_store_load_evidence_finish (KP_STORE (source), result, &error);

  if (all == NULL)
    self->stopped = TRUE;
  else if (!self->stopped)
    add_evidence (self, all);
  self->n_read += self->n_reading;
  self->n_reading = 0;
  self->changed (self->data, error);
}

static void
read_chunk (KpSweepFeed *self)
{
  guint n = MIN (self->n_read > 0 ? CHUNK : FIRST_CHUNK, self->sites->len - self->n_read);
  g_autoptr (GArray) ids = NULL;

  if (self->store == NULL)
    {
      for (guint i = 0; i < n; i++)
        {
          KpEvidence *none = g_new0 (KpEvidence, 1);

          none->history = kp_history_new ();
          g_queue_push_tail (
              &self->ready,
              kp_sweep_item_new (g_ptr_array_index (self->sites, self->n_read + i), none));
        }
      self->n_read += n;
      return;
    }
  ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), n);
  for (guint i = 0; i < n; i++)
    {
      gint64 id = kp_site_get_id (g_ptr_array_index (self->sites, self->n_read + i));

      g_array_append_val (ids, id);
    }
  self->n_reading = n;
  kp_store_load_evidence_async (self->store, (const gint64 *) ids->data, ids->len, NULL,
                                evidence_cb, self);
}

KpSweepItem *
kp_sweep_feed_take (KpSweepFeed *self)
{
  if (self->n_reading == 0 && !self->stopped && self->n_read < self->sites->len
      && self->ready.length < CHUNK / 2)
    read_chunk (self);
  return g_queue_pop_head (&self->ready);
}

void
kp_sweep_feed_stop (KpSweepFeed *self)
{
  self->stopped = TRUE;
  g_queue_clear_full (&self->ready, (GDestroyNotify) kp_sweep_item_unref);
}

gboolean
kp_sweep_feed_is_idle (const KpSweepFeed *self)
{
  return self->n_reading == 0 && self->ready.length == 0
         && (self->stopped || self->n_read == self->sites->len);
}
