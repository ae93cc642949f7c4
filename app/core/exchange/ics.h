/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/site.h"
#include "core/provider/catalogue.h"

G_BEGIN_DECLS

/**
 * Sites as a calendar (RFC 5545): for each that has a day by which to start renewing, an
 * event of that whole day. Its UID is the same in every export, so that a calendar that
 * reads it again moves the event to the next renewal instead of adding one.
 */

/** kp_ics_has_event: Returns: whether @site is in use and has a renew-by date */
gboolean kp_ics_has_event (KpSite *site);
/** kp_ics_append_heading: Appends how a calendar begins. */
void kp_ics_append_heading (GString *out);
/**
 * kp_ics_append:
 * @out: where the event of @site goes
 * @site: a site
 * @provider: (nullable): how people call its provider
 * @now: Unix seconds
 *
 * Nothing for a site without kp_ics_has_event().
 *
 * Returns: whether there was an event to append
 */
gboolean kp_ics_append (GString *out, KpSite *site, const char *provider, gint64 now);
/** kp_ics_append_end: Appends how a calendar ends. @empty: no event is in it; a calendar
 * without any component is none (section 3.6), so it gets one that means nothing. */
void kp_ics_append_end (GString *out, gboolean empty);
/** kp_ics_export: @sites: (element-type KpSite); @catalogue: the profiles; @now: Unix
 * seconds. Returns: (transfer full): the whole calendar */
char *kp_ics_export (GPtrArray *sites, KpCatalogue *catalogue, gint64 now);

G_END_DECLS
