/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/base/clock.h"
#include "core/check/causes.h"
#include "window/site-keys.h"

G_BEGIN_DECLS

#define KP_TYPE_SITE_VIEW (kp_site_view_get_type ())
G_DECLARE_FINAL_TYPE (KpSiteView, kp_site_view, KP, SITE_VIEW, GObject)

/**
 * KpSiteView:
 *
 * The sites of a model (a #GListModel of #KpSite) that a list shows, filtered, searched and
 * sorted: a #GListModel itself. Made for 100,000: keys are made and folded once for each
 * site, all work is done in slices of at most 8 ms of the main loop, and a result comes as
 * one items-changed. Up to some thousand sites everything is done at once.
 *
 * Changed sites are taken up in batches. Their contents are not this model's business
 * (whoever shows a site follows it); a batch may change the counts, and, unless the order
 * is held, which sites are listed and where.
 *
 * Signal "updated": a batch was taken up, or sites came or went: counts, and what sites
 * have in common, may be others. It has no widgets in it. Main thread.
 */

/** kp_site_view_new: @sites: a list of #KpSite; Returns: (transfer full): a view of all of
 * them in the order Attention */
KpSiteView *kp_site_view_new (GListModel *sites, KpCatalogue *catalogue, KpClock *clock);
/** kp_site_view_set_lock: Lists only sites with @lock, or all if @any. */
void kp_site_view_set_lock (KpSiteView *self, gboolean any, KpLock lock);
/** kp_site_view_set_your_turn: Lists only sites where it is your turn, or all. */
void kp_site_view_set_your_turn (KpSiteView *self, gboolean your_turn);
/** kp_site_view_set_overdue: Lists only sites whose next action is overdue, or all. */
void kp_site_view_set_overdue (KpSiteView *self, gboolean overdue);
/** kp_site_view_set_cause: @cause: (nullable): lists only what it explains, or all. */
void kp_site_view_set_cause (KpSiteView *self, const KpCause *cause);
/** kp_site_view_set_search: @text: (nullable): lists only sites that have all its words, or
 * all. */
void kp_site_view_set_search (KpSiteView *self, const char *text);
/** kp_site_view_set_order: Sorts; sites of equal rank stay in the order of their names. */
void kp_site_view_set_order (KpSiteView *self, KpSiteOrder order, gboolean descending);
/** kp_site_view_set_held: While @held, changed sites stay where they are, until this is
 * taken back, kp_site_view_refresh() is called, or filter or order are set. */
void kp_site_view_set_held (KpSiteView *self, gboolean held);
/** kp_site_view_refresh: Takes up what has changed at once, held or not. */
void kp_site_view_refresh (KpSiteView *self);
/** kp_site_view_tell_time: To be called now and then: texts that speak of days are found by
 * what they say now. */
void kp_site_view_tell_time (KpSiteView *self);

/** kp_site_view_is_busy: Returns: whether a result is still being made */
gboolean kp_site_view_is_busy (KpSiteView *self);
/** kp_site_view_get_total: Returns: how many sites there are, whatever is listed */
guint kp_site_view_get_total (KpSiteView *self);
/** kp_site_view_get_count: Returns: how many of all sites have that lock */
guint kp_site_view_get_count (KpSiteView *self, KpLock lock);
/** kp_site_view_get_your_turn_count: Returns: for how many of all it is your turn */
guint kp_site_view_get_your_turn_count (KpSiteView *self);
/** kp_site_view_get_overdue_count: Returns: how many of all are overdue */
guint kp_site_view_get_overdue_count (KpSiteView *self);
/** kp_site_view_find: @position: (out). Returns: whether @site is listed */
gboolean kp_site_view_find (KpSiteView *self, KpSite *site, guint *position);

G_END_DECLS
