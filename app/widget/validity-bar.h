/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KP_TYPE_VALIDITY_BAR (kp_validity_bar_get_type ())
G_DECLARE_FINAL_TYPE (KpValidityBar, kp_validity_bar, KP, VALIDITY_BAR, GtkWidget)

/**
 * KpValidityBar:
 *
 * A certificate's time as a bar: its ends are the dates, it is filled up to now,
 * and a tick marked R stands at the last day to start renewing. Green, amber
 * from the renew-by date on, red in the last 7 days and after the end; the words
 * under it say the same. Mirrored in right-to-left languages.
 *
 * Properties, all Unix seconds: #KpValidityBar:not-before,
 * #KpValidityBar:not-after, #KpValidityBar:now and #KpValidityBar:renew-by (0 for
 * none). The time is told by the caller, as everywhere.
 */

/**
 * kp_validity_bar_set:
 * @self: the bar
 * @not_before: start of validity, Unix seconds
 * @not_after: end of validity, Unix seconds; not after @not_before: no dates
 * @renew_by: last day to start renewing, Unix seconds, 0 for none
 * @now: the time, Unix seconds
 */
void kp_validity_bar_set (KpValidityBar *self, gint64 not_before, gint64 not_after,
                          gint64 renew_by, gint64 now);

G_END_DECLS
