/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "window/site-filter.h"
#include "window/site-sorter.h"
#include "window/site-view.h"

G_BEGIN_DECLS

/* What site-view.c (the model, the sites it follows) and site-view-run.c (how a result is
 * made) share. */

/** KpSiteRun: where the making of a whole result stands */
typedef enum
{
  KP_SITE_RUN_NONE,
  KP_SITE_RUN_KEYS,   /* keys and ranks, from site to site */
  KP_SITE_RUN_SORT,   /* the sorter is at work */
  KP_SITE_RUN_FILTER, /* what of the order is shown */
} KpSiteRun;

struct _KpSiteView
{
  GObject parent;

  GListModel *sites;
  KpClock *clock;
  KpSiteKeys *keys;
  gint64 told_hour;

  GPtrArray *entries; /* (nullable elements): as in @sites; NULL for many that are new */
  GPtrArray *order;   /* those that have their place */
  GPtrArray *shown;   /* of them, what the filter lets through */

  KpSiteFilter filter;
  char *search_text;
  KpSiteOrder sort;
  gboolean descending;
  gboolean held;

  guint counts[KP_LOCK_N];
  guint your_turn;
  guint overdue;

  /* To be taken up. */
  guint n_missing;    /* entries that are NULL */
  GPtrArray *fresh;   /* have no place yet */
  GPtrArray *dirty;   /* have changed (a flag says whether that still holds) */
  GPtrArray *recount; /* likewise */
  GPtrArray *gone;    /* owned; still in @order, or never were */
  guint batch_id;

  /* A whole result under way. */
  KpSiteRun run;
  guint idle_id;
  gboolean resort;   /* every rank is made again */
  gboolean take_all; /* changed sites get their new places */
  guint next;
  guint next_missing; /* no entry before this one is NULL */
  guint next_fresh;
  guint next_late;
  GPtrArray *late; /* what has new keys: sorted in from the end */
  KpSiteSorter *sorter;
  GPtrArray *next_order; /* (nullable): the old one stays */
  GPtrArray *next_shown;
};

/** kp_site_view_count: Takes @entry's site into the counts as it is now. */
void kp_site_view_count (KpSiteView *self, KpSiteEntry *entry);
/** kp_site_view_uncount: Takes @entry out of the counts. */
void kp_site_view_uncount (KpSiteView *self, KpSiteEntry *entry);
/** kp_site_view_make_entry: Makes the entry of a new site (transfer full). Returns:
 * (transfer none): it, among the fresh ones */
KpSiteEntry *kp_site_view_make_entry (KpSiteView *self, KpSite *site);
/** kp_site_view_follow: Begins to follow the site of a new entry. */
void kp_site_view_follow (KpSiteView *self, KpSiteEntry *entry);
/** kp_site_view_free_entry: Frees an entry that is in no list. */
void kp_site_view_free_entry (KpSiteView *self, KpSiteEntry *entry);
/** kp_site_view_show: @shown: (transfer full): what is listed from now on; told as one
 * change */
void kp_site_view_show (KpSiteView *self, GPtrArray *shown);
/** kp_site_view_tell_updated: Emits "updated". */
void kp_site_view_tell_updated (KpSiteView *self);

/** kp_site_view_take_up: Takes up sites that came, went or changed; few at once, many in
 * slices. @all: changed ones too, though the order may be held. */
void kp_site_view_take_up (KpSiteView *self, gboolean all);
/** kp_site_view_sort_again: Makes the whole order again. */
void kp_site_view_sort_again (KpSiteView *self);
/** kp_site_view_filter_again: Makes the whole choice again. */
void kp_site_view_filter_again (KpSiteView *self);
/** kp_site_view_stop: Ends what is under way, for good. */
void kp_site_view_stop (KpSiteView *self);

G_END_DECLS
