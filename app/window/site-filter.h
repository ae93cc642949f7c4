/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/check/causes.h"
#include "window/site-search.h"

G_BEGIN_DECLS

/**
 * KpSiteFilter:
 * @any_lock: whatever the lock
 * @lock: else only this one
 * @your_turn: only where it is your turn
 * @overdue: only where the next action is overdue
 * @cause: (nullable): only those it explains
 * @search: (nullable): only those that have its words
 *
 * Which sites a list shows: those that all parts let through.
 */
typedef struct
{
  gboolean any_lock;
  KpLock lock;
  gboolean your_turn;
  gboolean overdue;
  KpCause *cause;
  KpSiteSearch *search;
} KpSiteFilter;

/** kp_site_filter_init: Makes @self one that lets all through. */
void kp_site_filter_init (KpSiteFilter *self);
/** kp_site_filter_clear: Frees what @self owns and initializes it. */
void kp_site_filter_clear (KpSiteFilter *self);
/** kp_site_filter_matches: Returns: whether @entry, which was filled, is let through */
gboolean kp_site_filter_matches (const KpSiteFilter *self, const KpSiteEntry *entry);

G_END_DECLS
