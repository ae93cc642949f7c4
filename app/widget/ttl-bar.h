/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KP_TYPE_TTL_BAR (kp_ttl_bar_get_type ())
G_DECLARE_FINAL_TYPE (KpTtlBar, kp_ttl_bar, KP, TTL_BAR, GtkWidget)

/**
 * KpTtlBar:
 *
 * How much of a DNS record's time in a cache is left: a bar of 80 pixels that
 * empties, and until when, in words. Whoever shows it sets it again every 10
 * seconds while it is visible.
 */

/**
 * kp_ttl_bar_set:
 * @self: the bar
 * @ttl: the record's greatest known TTL, seconds; 0 or less hides the bar, for
 *   then no latest time is known
 * @until: when the record has left the cache, Unix seconds
 * @now: the time, Unix seconds
 */
void kp_ttl_bar_set (KpTtlBar *self, gint64 ttl, gint64 until, gint64 now);

/**
 * kp_ttl_bar_get_text:
 * @self: the bar
 *
 * Returns: (transfer none): the words beside the bar: "until 14:35", with the
 *   day if it isn't today's, "time is up", or "" when hidden
 */
const char *kp_ttl_bar_get_text (KpTtlBar *self);

G_END_DECLS
