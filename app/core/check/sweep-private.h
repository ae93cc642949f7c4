/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/check/check-result.h"
#include "core/check/sweep.h"

G_BEGIN_DECLS

/**
 * KpSweepItem:
 * @site: the site
 * @before: what the store knew of it; an empty history where it is in none
 * @result: (nullable): what its check gave, once it is over
 * @told: its result was given out
 *
 * One site of a sweep. Reference counted.
 */
typedef struct
{
  KpSite *site;
  KpEvidence *before;
  KpCheckResult *result;
  gboolean told;
} KpSweepItem;

/** kp_sweep_item_new: @before: (transfer full): what the store knows of @site; Returns:
 * (transfer full): an item without a result */
KpSweepItem *kp_sweep_item_new (KpSite *site, KpEvidence *before);
/** kp_sweep_item_ref: Returns: (transfer full): @self with one more reference */
KpSweepItem *kp_sweep_item_ref (KpSweepItem *self);
/** kp_sweep_item_unref: Drops a reference. */
void kp_sweep_item_unref (KpSweepItem *self);
/** kp_sweep_item_make_record: Returns: (transfer full): what is written of @self, which has
 * a result: with what has changed since it was told last */
KpCheckRecord *kp_sweep_item_make_record (const KpSweepItem *self);

/**
 * KpSweepFeed:
 *
 * Gives the sites of a sweep one by one, with what the store knows of each: read ahead in
 * chunks. Main thread.
 */
typedef struct _KpSweepFeed KpSweepFeed;

/** KpSweepFeedFunc: Called when there is more to take, or it is over; @error: (nullable): a
 * #KpStoreError: it is over then. Never called from within another verb. */
typedef void (*KpSweepFeedFunc) (gpointer data, const GError *error);

/** kp_sweep_feed_new: @sites: (element-type KpSite): one that is there twice is given once;
 * @store: (nullable): where they lie; @changed: called with @data. Returns: (transfer
 * full): a feed */
KpSweepFeed *kp_sweep_feed_new (GPtrArray *sites, KpStore *store, KpSweepFeedFunc changed,
                                gpointer data);
/** kp_sweep_feed_free: Frees @self, which must be idle; %NULL is fine. */
void kp_sweep_feed_free (KpSweepFeed *self);
/** kp_sweep_feed_get_total: Returns: how many sites there are */
guint kp_sweep_feed_get_total (const KpSweepFeed *self);
/** kp_sweep_feed_get_gone: Returns: how many of them are in the store no more */
guint kp_sweep_feed_get_gone (const KpSweepFeed *self);
/** kp_sweep_feed_take: Returns: (transfer full) (nullable): the next site; %NULL while none
 * is ready, or when it is over */
KpSweepItem *kp_sweep_feed_take (KpSweepFeed *self);
/** kp_sweep_feed_stop: Gives no more sites. */
void kp_sweep_feed_stop (KpSweepFeed *self);
/** kp_sweep_feed_is_idle: Returns: whether nothing is left and nothing is being read */
gboolean kp_sweep_feed_is_idle (const KpSweepFeed *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpSweepItem, kp_sweep_item_unref)

G_END_DECLS
