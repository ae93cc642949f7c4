/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "window/site-keys.h"

G_BEGIN_DECLS

/**
 * KpSiteSorter:
 *
 * Sorts entries by their ranks, a little at a time: a natural merge sort, so what is sorted
 * already costs one look. Ranks must stay as they are until it is done.
 */
typedef struct _KpSiteSorter KpSiteSorter;

/** kp_site_sorter_new: Returns: (transfer full): a sorter of nothing; @capacity: how many
 * are expected */
KpSiteSorter *kp_site_sorter_new (guint capacity, gboolean descending);
/** kp_site_sorter_free: Frees @self, not the entries; %NULL is fine. */
void kp_site_sorter_free (KpSiteSorter *self);
/** kp_site_sorter_add: Adds @entry, before the first step. */
void kp_site_sorter_add (KpSiteSorter *self, KpSiteEntry *entry);
/** kp_site_sorter_step: Sorts until it is done or the monotonic time @deadline is past.
 * Returns: whether it is done */
gboolean kp_site_sorter_step (KpSiteSorter *self, gint64 deadline);
/** kp_site_sorter_take: Appends what was sorted to @entries (element-type KpSiteEntry). */
void kp_site_sorter_take (KpSiteSorter *self, GPtrArray *entries);

G_END_DECLS
