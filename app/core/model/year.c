/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/year.h"

#define DAYS_OF_SPAN 7

/* The first second of a day so many days after @day. The calendar is asked for each: a day
 * may have 23 or 25 hours, and may begin at one o'clock. */
static gint64
begin_day (GDateTime *day, int days_after, GTimeZone *zone)
{
  g_autoptr (GDateTime) noon = g_date_time_add_days (day, days_after);
  g_autoptr (GDateTime) begin = NULL;

  if (noon != NULL)
    begin =
        g_date_time_new (zone, g_date_time_get_year (noon), g_date_time_get_month (noon),
                         g_date_time_get_day_of_month (noon), 0, 0, 0);
  /* After the year 9999. */
  return begin != NULL ? g_date_time_to_unix (begin) : G_MAXINT64;
}

static void
find_months (KpYear *self, GDateTime *today, GTimeZone *zone)
{
  gint64 end = self->spans[KP_YEAR_WEEKS].end;
  int year = g_date_time_get_year (today);
  int month = g_date_time_get_month (today);

  for (self->n_months = 0; self->n_months < KP_YEAR_MONTHS; self->n_months++)
    {
      g_autoptr (GDateTime) first = NULL;

      year += month == 12;
      month = month % 12 + 1;
      first = g_date_time_new (zone, year, month, 1, 0, 0, 0);
      if (first == NULL || g_date_time_to_unix (first) >= end)
        return;
      self->months[self->n_months] = g_date_time_to_unix (first);
    }
}

void
kp_year_init (KpYear *self, gint64 now, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = NULL;
  g_autoptr (GDateTime) moment = NULL;
  g_autoptr (GDateTime) noon = NULL;

  g_return_if_fail (self != NULL && zone != NULL);

  *self = (KpYear){ .now = now };
  utc = g_date_time_new_from_unix_utc (now);
  moment = utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;
  if (moment != NULL)
    noon = g_date_time_new (zone, g_date_time_get_year (moment),
                            g_date_time_get_month (moment),
                            g_date_time_get_day_of_month (moment), 12, 0, 0);
  self->spans[0].start = G_MININT64;
  self->spans[0].end = noon != NULL ? begin_day (noon, 0, zone) : now;
  for (guint i = 1; i < KP_YEAR_SPANS; i++)
    {
      self->spans[i].start = self->spans[i - 1].end;
      self->spans[i].end = noon != NULL ? begin_day (noon, (int) i * DAYS_OF_SPAN, zone)
                                        : self->spans[i].start;
    }
  if (noon != NULL)
    find_months (self, noon, zone);
}

static int
find (const KpYear *self, gint64 time)
{
  int low = 0, high = KP_YEAR_SPANS;

  while (low < high)
    {
      int middle = (low + high) / 2;

      if (time < self->spans[middle].end)
        high = middle;
      else
        low = middle + 1;
    }
  return low;
}

int
kp_year_find_end (const KpYear *self, gint64 not_after)
{
  g_return_val_if_fail (self != NULL, KP_YEAR_NONE);

  if (not_after == 0)
    return KP_YEAR_NONE;
  return not_after < self->now ? 0 : find (self, not_after);
}

int
kp_year_find_renewal (const KpYear *self, gint64 renew_by)
{
  g_return_val_if_fail (self != NULL, KP_YEAR_NONE);

  return renew_by == 0 ? KP_YEAR_NONE : find (self, renew_by);
}

static void
count (KpYear *self, guint *number)
{
  (*number)++;
  self->most = MAX (self->most, *number);
}

void
kp_year_add (KpYear *self, gint64 renew_by, gint64 not_after)
{
  int end = kp_year_find_end (self, not_after);
  int renewal = kp_year_find_renewal (self, renew_by);

  g_return_if_fail (self != NULL);

  if (end == KP_YEAR_NONE)
    self->without++;
  else if (end == KP_YEAR_SPANS)
    self->later++;
  else
    count (self, &self->spans[end].ends);
  if (renewal != KP_YEAR_NONE && renewal != KP_YEAR_SPANS)
    count (self, &self->spans[renewal].renewals);
}

double
kp_year_place (const KpYear *self, gint64 time)
{
  const KpYearSpan *span;
  int number;

  g_return_val_if_fail (self != NULL, 0);

  number = find (self, MAX (time, self->spans[0].end));
  if (number == KP_YEAR_SPANS)
    return KP_YEAR_SPANS;
  span = &self->spans[number];
  return number
         + (double) (time < span->start ? 0 : time - span->start)
               / (double) MAX (1, span->end - span->start);
}
