/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "window/site-keys.h"

G_BEGIN_DECLS

/** KP_SEARCH_MAX_WORDS: the words of a search; what is over this is not looked for */
#define KP_SEARCH_MAX_WORDS 15

/** KpSiteSearch: a search, made ready for many sites; one thread */
typedef struct _KpSiteSearch KpSiteSearch;

/**
 * kp_site_search_new:
 * @keys: made the entries that will be looked at, and lives longer
 * @text: what was typed
 * @now: Unix seconds
 *
 * Every word must be found in something that the list shows of a site, in its note, its
 * target, or what its findings say; case and accents make no difference.
 *
 * Returns: (transfer full) (nullable): the search; %NULL if @text has no word
 */
KpSiteSearch *kp_site_search_new (KpSiteKeys *keys, const char *text, gint64 now);
/** kp_site_search_free: Frees @self; %NULL is fine. */
void kp_site_search_free (KpSiteSearch *self);
/** kp_site_search_matches: Returns: whether @entry, which was filled, has all words */
gboolean kp_site_search_matches (KpSiteSearch *self, const KpSiteEntry *entry);

G_END_DECLS
