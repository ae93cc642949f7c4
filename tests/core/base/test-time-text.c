/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/time-text.h"

/* 2026-11-22 08:10:00 UTC, a Sunday. */
#define NOW G_GINT64_CONSTANT (1795335000)
#define HOUR 3600

static void
test_ago (void)
{
  static const struct
  {
    gint64 before;
    const char *text;
  } rows[] = {
    { 0, "just now" },
    { 59, "just now" },
    { -500, "just now" },
    { 60, "1 minute ago" },
    { 119, "1 minute ago" },
    { 120, "2 minutes ago" },
    { HOUR - 1, "59 minutes ago" },
    { HOUR, "1 hour ago" },
    { 23 * HOUR, "23 hours ago" },
    { KP_DAY, "1 day ago" },
    { 29 * KP_DAY, "29 days ago" },
    { 30 * KP_DAY, "on 23 October" },
    { 400 * KP_DAY, "on 18 October 2025" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = kp_time_format_ago (NOW - rows[i].before, NOW);

      g_assert_cmpstr (text, ==, rows[i].text);
    }
}

/* Days are those of the calendar, and a weekday is only named while it can't be another. */
static void
test_days (void)
{
  static const struct
  {
    gint64 after;
    const char *day;
    const char *near;
    const char *moment;
  } rows[] = {
    { 0, "Sunday", "today", "08:10" },
    { 15 * HOUR, "Sunday", "today", "23:10" },
    { 16 * HOUR, "Monday", "tomorrow", "Monday 00:10" },
    { 2 * KP_DAY, "Tuesday", "Tuesday", "Tuesday 08:10" },
    { 6 * KP_DAY, "Saturday", "Saturday", "Saturday 08:10" },
    { 7 * KP_DAY, "29 November", "29 November", "29 November" },
    { -9 * HOUR, "Saturday", "yesterday", "Saturday 23:10" },
    { -2 * KP_DAY, "Friday", "Friday", "Friday 08:10" },
    { -6 * KP_DAY, "Monday", "Monday", "Monday 08:10" },
    { -7 * KP_DAY, "15 November", "15 November", "15 November" },
    { 60 * KP_DAY, "21 January 2027", "21 January 2027", "21 January 2027" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *day = kp_time_format_day (NOW + rows[i].after, NOW);
      g_autofree char *near = kp_time_format_near_day (NOW + rows[i].after, NOW);
      g_autofree char *moment = kp_time_format_moment (NOW + rows[i].after, NOW);

      g_assert_cmpstr (day, ==, rows[i].day);
      g_assert_cmpstr (near, ==, rows[i].near);
      g_assert_cmpstr (moment, ==, rows[i].moment);
    }
}

/* What is read later as well says the year, and no "today". */
static void
test_date (void)
{
  g_autofree char *date = kp_time_format_date (NOW);
  g_autofree char *none = kp_time_format_date (G_MAXINT64);

  g_assert_cmpstr (date, ==, "22 November 2026");
  g_assert_cmpstr (none, ==, "–");
}

/* Dates of certificates may be anything. */
static void
test_extremes (void)
{
  static const gint64 times[] = { G_MININT64, G_MAXINT64, -1, 0 };

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_autofree char *day = kp_time_format_day (times[i], NOW);
      g_autofree char *moment = kp_time_format_moment (times[i], NOW);
      g_autofree char *ago = kp_time_format_ago (times[i], NOW);

      g_assert_cmpstr (day, !=, "");
      g_assert_cmpstr (moment, !=, "");
      g_assert_cmpstr (ago, !=, "");
    }
  g_assert_cmpuint (kp_time_days_between (G_MININT64, G_MAXINT64), ==, 0);
  g_assert_cmpuint (kp_time_days_between (NOW, NOW - 1), ==, 0);
  g_assert_cmpuint (kp_time_days_between (NOW, NOW + KP_DAY - 1), ==, 0);
  g_assert_cmpuint (kp_time_days_between (NOW, NOW + KP_DAY), ==, 1);
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/time-text/ago", test_ago);
  g_test_add_func ("/time-text/days", test_days);
  g_test_add_func ("/time-text/date", test_date);
  g_test_add_func ("/time-text/extremes", test_extremes);
  return g_test_run ();
}
