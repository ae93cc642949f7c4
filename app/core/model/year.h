/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** KP_YEAR_WEEKS: spans of seven days, the first begins today: twelve months and a little
 */
#define KP_YEAR_WEEKS 53
/** KP_YEAR_SPANS: with what is overdue, which is span 0 */
#define KP_YEAR_SPANS (KP_YEAR_WEEKS + 1)
/** KP_YEAR_NONE: in place of a span: no such date */
#define KP_YEAR_NONE (-1)
/** KP_YEAR_MONTHS: months that begin in it, at the most */
#define KP_YEAR_MONTHS 13

/**
 * KpYearSpan:
 * @start: its first second; %G_MININT64 of the one that is overdue
 * @end: the first second after it
 * @renewals: sites that must begin to be renewed in it
 * @ends: certificates that end in it
 *
 * Seven days of a year, or all before today.
 */
typedef struct
{
  gint64 start;
  gint64 end;
  guint renewals;
  guint ends;
} KpYearSpan;

/**
 * KpYear:
 * @now: Unix seconds: its beginning
 * @spans: what is overdue, then the weeks from today on, each of seven days of the calendar
 * @later: certificates that end after it
 * @without: sites without a certificate that was seen
 * @most: the greatest number of any span
 * @months: the first second of each month that begins in it
 * @n_months: how many
 *
 * The year ahead: how many certificates end when, and how many renewals must begin. Days
 * are those of a time zone, also where a clock is set forward at midnight. A plain value.
 */
typedef struct
{
  gint64 now;
  KpYearSpan spans[KP_YEAR_SPANS];
  guint later;
  guint without;
  guint most;
  gint64 months[KP_YEAR_MONTHS];
  guint n_months;
} KpYear;

/** kp_year_init: Makes @self the empty year from @now (Unix seconds) on, in days of @zone.
 */
void kp_year_init (KpYear *self, gint64 now, GTimeZone *zone);
/** kp_year_find_end: Returns: the span in which a certificate ends that is valid until
 * @not_after; 0 if it has; %KP_YEAR_SPANS if after the year; %KP_YEAR_NONE for 0 */
int kp_year_find_end (const KpYear *self, gint64 not_after);
/** kp_year_find_renewal: Returns: likewise, for @renew_by, the last day to begin: that is
 * overdue from the day after */
int kp_year_find_renewal (const KpYear *self, gint64 renew_by);
/** kp_year_add: Counts a site with these dates of its certificate, each 0 if there is none.
 */
void kp_year_add (KpYear *self, gint64 renew_by, gint64 not_after);
/** kp_year_place: Returns: where @time is, in spans from the left edge of the first, that
 * is, of what is overdue; within the year for whatever is not */
double kp_year_place (const KpYear *self, gint64 time);

G_END_DECLS
