/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** KP_DAY: seconds of a day */
#define KP_DAY G_GINT64_CONSTANT (86400)

/**
 * kp_time_days_between:
 *
 * Returns: whole days from @from to @to, rounded down; 0 if @to is not later
 */
guint kp_time_days_between (gint64 from, gint64 to);
/**
 * kp_time_is_today:
 *
 * Returns: whether @time is on the same day as @now in the user's time zone
 */
gboolean kp_time_is_today (gint64 time, gint64 now);
/** kp_time_format_date: Returns: (transfer full): the day of @time (Unix seconds) in the
 * user's language and time zone, for what is read later as well: "12 November 2027" */
char *kp_time_format_date (gint64 time);
/**
 * kp_time_format_day:
 * @time: Unix seconds
 * @now: Unix seconds
 *
 * Returns: (transfer full): a day as people say it, in their language and time zone:
 *   "Tuesday" within six days before or after, else "12 November", with the year if
 *   that is another
 */
char *kp_time_format_day (gint64 time, gint64 now);
/** kp_time_format_near_day: Returns: (transfer full): the same, but "yesterday", "today" or
 * "tomorrow" where it is one: for where no preposition stands that only a weekday takes
 * ("since", "due" and "until", not "on") */
char *kp_time_format_near_day (gint64 time, gint64 now);
/**
 * kp_time_format_moment:
 * @time: Unix seconds
 * @now: Unix seconds
 *
 * Returns: (transfer full): "14:35" if that is today, "Tuesday 14:35" within six days,
 *   else the day alone
 */
char *kp_time_format_moment (gint64 time, gint64 now);
/**
 * kp_time_format_ago:
 * @time: Unix seconds
 * @now: Unix seconds
 *
 * Returns: (transfer full): how long ago that was, as it stands within a sentence: "just
 *   now", "2 minutes ago", "3 hours ago", "5 days ago"; from 30 days on the day: "on 12
 *   November". A time to come (another clock) is just now
 */
char *kp_time_format_ago (gint64 time, gint64 now);

G_END_DECLS
