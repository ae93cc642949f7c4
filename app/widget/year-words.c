/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/year-words.h"

#include <glib/gi18n.h>

static int
year_of (gint64 time)
{
  g_autoptr (GDateTime) day = g_date_time_new_from_unix_local (time);

  return day != NULL ? g_date_time_get_year (day) : 0;
}

static char *
format_day (gint64 time, gboolean with_year)
{
  g_autoptr (GDateTime) day = g_date_time_new_from_unix_local (time);

  if (day == NULL)
    return g_strdup ("–");
  if (with_year)
    /* Translators: a day, "18 November 2027". */
    return g_date_time_format (day, _ ("%-d %B %Y"));
  /* Translators: a day of this year, or of one that is told anyway, "18 November". */
  return g_date_time_format (day, _ ("%-d %B"));
}

char *
kp_year_words_days (const KpYear *year, guint span)
{
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;
  int this_year, first_year, last_year;

  g_return_val_if_fail (year != NULL && span < KP_YEAR_SPANS, NULL);

  if (span == 0)
    return g_strdup (_ ("Overdue"));
  this_year = year_of (year->now);
  first_year = year_of (year->spans[span].start);
  last_year = year_of (year->spans[span].end - 1);
  first = format_day (year->spans[span].start,
                      first_year != this_year && first_year != last_year);
  last = format_day (year->spans[span].end - 1, last_year != this_year);
  /* Translators: the first and the last day of a week: "30 November – 6 December" */
  return g_strdup_printf (_ ("%s – %s"), first, last);
}

static char *
format_ends (guint n, gboolean overdue)
{
  if (overdue)
    return g_strdup_printf (
        /* Translators: %u is a number of certificates. */
        ngettext ("%u certificate has ended", "%u certificates have ended", n), n);
  return g_strdup_printf (
      /* Translators: %u is a number of certificates that end in a certain week. */
      ngettext ("%u certificate ends", "%u certificates end", n), n);
}

static char *
format_renewals (guint n, gboolean overdue)
{
  if (overdue)
    return g_strdup_printf (
        /* Translators: %u is a number of renewals whose last day to start is over. */
        ngettext ("%u renewal is late", "%u renewals are late", n), n);
  return g_strdup_printf (
      /* Translators: %u is a number of renewals that must be started in a certain week. */
      ngettext ("%u renewal to start", "%u renewals to start", n), n);
}

char *
kp_year_words_counts (const KpYear *year, guint span)
{
  const KpYearSpan *counted;
  g_autofree char *ends = NULL;
  g_autofree char *renewals = NULL;

  g_return_val_if_fail (year != NULL && span < KP_YEAR_SPANS, NULL);

  counted = &year->spans[span];
  if (counted->ends == 0 && counted->renewals == 0)
    /* Translators: of a week in which no certificate ends. */
    return g_strdup (_ ("nothing"));
  if (counted->ends > 0)
    ends = format_ends (counted->ends, span == 0);
  if (counted->renewals > 0)
    renewals = format_renewals (counted->renewals, span == 0);
  if (ends == NULL || renewals == NULL)
    return g_strdup (ends != NULL ? ends : renewals);
  /* Translators: the first %s is like "2 certificates end", the second like "3 renewals to
   * start". */
  return g_strdup_printf (_ ("%s, %s"), ends, renewals);
}

char *
kp_year_words_span (const KpYear *year, guint span)
{
  g_autofree char *days = kp_year_words_days (year, span);
  g_autofree char *counts = kp_year_words_counts (year, span);

  /* Translators: the first %s is like "30 November – 6 December", the second like "2
   * certificates end". */
  return g_strdup_printf (_ ("%s: %s"), days, counts);
}
