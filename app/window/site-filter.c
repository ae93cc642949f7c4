/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/site-filter.h"

void
kp_site_filter_init (KpSiteFilter *self)
{
  *self = (KpSiteFilter){ .any_lock = TRUE };
}

void
kp_site_filter_clear (KpSiteFilter *self)
{
  kp_cause_free (self->cause);
  kp_site_search_free (self->search);
  kp_site_filter_init (self);
}

gboolean
kp_site_filter_matches (const KpSiteFilter *self, const KpSiteEntry *entry)
{
  if (!self->any_lock && self->lock != entry->lock)
    return FALSE;
  if (self->your_turn && !entry->yours)
    return FALSE;
  if (self->overdue && !entry->overdue)
    return FALSE;
  if (self->cause != NULL
      && !kp_cause_matches (self->cause, kp_site_get_summary (entry->site)))
    return FALSE;
  return self->search == NULL || kp_site_search_matches (self->search, entry);
}
