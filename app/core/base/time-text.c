/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/time-text.h"

#include <glib/gi18n.h>

guint
kp_time_days_between (gint64 from, gint64 to)
{
  /* Compared first: times come from certificates and may be anything. */
  if (to <= from || (from < 0 && to > G_MAXINT64 + from))
    return 0;
  return MIN ((to - from) / KP_DAY, G_MAXINT);
}

static char *
format (GDateTime *date, const char *pattern)
{
  char *text = g_date_time_format (date, pattern);

  return text != NULL ? text : g_date_time_format (date, "%Y-%m-%d");
}

/* Days of the calendar, not of 24 hours: what people mean by "Tuesday". */
static int
count_days (GDateTime *from, GDateTime *to)
{
  GDate first, second;

  g_date_clear (&first, 1);
  g_date_clear (&second, 1);
  g_date_set_dmy (&first, g_date_time_get_day_of_month (from), g_date_time_get_month (from),
                  g_date_time_get_year (from));
  g_date_set_dmy (&second, g_date_time_get_day_of_month (to), g_date_time_get_month (to),
                  g_date_time_get_year (to));
  return g_date_days_between (&first, &second);
}

gboolean
kp_time_is_today (gint64 time, gint64 now)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_local (time);
  g_autoptr (GDateTime) today = g_date_time_new_from_unix_local (now);

  return date != NULL && today != NULL && count_days (today, date) == 0;
}

char *
kp_time_format_date (gint64 time)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_local (time);

  if (date == NULL)
    return g_strdup ("–");
  /* Translators: a day with its year: "12 November 2027" */
  return format (date, _ ("%-d %B %Y"));
}

char *
kp_time_format_day (gint64 time, gint64 now)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_local (time);
  g_autoptr (GDateTime) today = g_date_time_new_from_unix_local (now);

  /* Only what lies outside the years 1 to 9999 is no date. */
  if (date == NULL || today == NULL)
    return g_strdup ("–");
  if (ABS (count_days (today, date)) <= 6)
    return format (date, "%A");
  if (g_date_time_get_year (date) == g_date_time_get_year (today))
    /* Translators: a day of this year, as g_date_time_format() takes it: "12 November" */
    return format (date, _ ("%-d %B"));
  return kp_time_format_date (time);
}

char *
kp_time_format_near_day (gint64 time, gint64 now)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_local (time);
  g_autoptr (GDateTime) today = g_date_time_new_from_unix_local (now);

  if (date == NULL || today == NULL)
    return g_strdup ("–");
  switch (count_days (today, date))
    {
    case -1:
      return g_strdup (_ ("yesterday"));
    case 0:
      return g_strdup (_ ("today"));
    case 1:
      return g_strdup (_ ("tomorrow"));
    default:
      return kp_time_format_day (time, now);
    }
}

char *
kp_time_format_moment (gint64 time, gint64 now)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_local (time);
  g_autoptr (GDateTime) today = g_date_time_new_from_unix_local (now);

  if (date == NULL || today == NULL)
    return g_strdup ("–");
  if (count_days (today, date) == 0)
    return format (date, "%H:%M");
  if (ABS (count_days (today, date)) <= 6)
    /* Translators: a day of this week with a time: "Tuesday 14:35" */
    return format (date, _ ("%A %H:%M"));
  return kp_time_format_day (time, now);
}

char *
kp_time_format_ago (gint64 time, gint64 now)
{
  /* What is not of this era is long ago: nothing overflows. */
  gint64 seconds = time < 0 ? MAX (now, 0) : time < now ? now - time : 0;
  g_autofree char *day = NULL;
  guint n;

  if (seconds < 60)
    return g_strdup (_ ("just now"));
  if (seconds < 60 * 60)
    {
      n = seconds / 60;
      return g_strdup_printf (ngettext ("%u minute ago", "%u minutes ago", n), n);
    }
  if (seconds < KP_DAY)
    {
      n = seconds / (60 * 60);
      return g_strdup_printf (ngettext ("%u hour ago", "%u hours ago", n), n);
    }
  if (seconds < 30 * KP_DAY)
    {
      n = kp_time_days_between (time, now);
      return g_strdup_printf (ngettext ("%u day ago", "%u days ago", n), n);
    }
  day = kp_time_format_day (time, now);
  /* Translators: a day as it stands within a sentence: "on 12 November" */
  return g_strdup_printf (_ ("on %s"), day);
}
