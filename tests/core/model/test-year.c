/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/year.h"

#define HOUR G_GINT64_CONSTANT (3600)
#define DAY (24 * HOUR)

static gint64
at (const char *zone_name, int year, int month, int day, int hour)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (zone_name);
  g_autoptr (GDateTime) time = NULL;

  g_assert_nonnull (zone);
  time = g_date_time_new (zone, year, month, day, hour, 0, 0);
  return g_date_time_to_unix (time);
}

static void
start (KpYear *year, const char *zone_name, gint64 now)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (zone_name);

  g_assert_nonnull (zone);
  kp_year_init (year, now, zone);
}

/* Which span a date is in, seen from Sunday 22 November 2026, 09:10 in Berlin. */
static void
test_find (void)
{
  static const struct
  {
    int date[4];
    int end;
    int renewal;
  } rows[] = {
    { { 2020, 1, 1, 0 }, 0, 0 },
    { { 2026, 11, 21, 23 }, 0, 0 },
    /* Today: a certificate has ended or has not, a day to begin lasts until midnight. */
    { { 2026, 11, 22, 0 }, 0, 1 },
    { { 2026, 11, 22, 9 }, 0, 1 },
    { { 2026, 11, 22, 10 }, 1, 1 },
    { { 2026, 11, 28, 23 }, 1, 1 },
    { { 2026, 11, 29, 0 }, 2, 2 },
    /* The clock is set forward on 28 March: 18 weeks from today begin at midnight still. */
    { { 2027, 3, 27, 23 }, 18, 18 },
    { { 2027, 3, 28, 0 }, 19, 19 },
    { { 2027, 4, 3, 23 }, 19, 19 },
    { { 2027, 4, 4, 0 }, 20, 20 },
    { { 2027, 11, 22, 9 }, 53, 53 },
    { { 2027, 11, 27, 23 }, 53, 53 },
    { { 2027, 11, 28, 0 }, KP_YEAR_SPANS, KP_YEAR_SPANS },
    { { 9999, 12, 31, 23 }, KP_YEAR_SPANS, KP_YEAR_SPANS },
  };
  KpYear year;

  start (&year, "Europe/Berlin", at ("Europe/Berlin", 2026, 11, 22, 9) + 10 * 60);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const int *date = rows[i].date;
      gint64 time = at ("Europe/Berlin", date[0], date[1], date[2], date[3]);

      g_test_message ("%d-%d-%d %d:00", date[0], date[1], date[2], date[3]);
      g_assert_cmpint (kp_year_find_end (&year, time), ==, rows[i].end);
      g_assert_cmpint (kp_year_find_renewal (&year, time), ==, rows[i].renewal);
    }
  g_assert_cmpint (kp_year_find_end (&year, 0), ==, KP_YEAR_NONE);
  g_assert_cmpint (kp_year_find_renewal (&year, 0), ==, KP_YEAR_NONE);
  g_assert_cmpint (kp_year_find_end (&year, G_MAXINT64), ==, KP_YEAR_SPANS);
  g_assert_cmpint (kp_year_find_end (&year, G_MININT64), ==, 0);
  /* To the second. */
  g_assert_cmpint (kp_year_find_end (&year, year.now - 1), ==, 0);
  g_assert_cmpint (kp_year_find_end (&year, year.now), ==, 1);
}

/* Whatever the zone and whenever the year begins, its spans join and are of seven days. */
static void
test_spans (void)
{
  static const struct
  {
    const char *zone;
    int date[4];
  } rows[] = {
    { "UTC", { 2026, 11, 22, 8 } },
    { "America/New_York", { 2026, 11, 22, 23 } },
    { "Pacific/Auckland", { 2026, 9, 26, 2 } },
    /* There midnight itself is left out in spring. */
    { "America/Santiago", { 2026, 9, 5, 12 } },
    { "Asia/Kolkata", { 2028, 2, 29, 0 } },
    { "Africa/Cairo", { 2026, 4, 23, 5 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const int *date = rows[i].date;
      gint64 now = at (rows[i].zone, date[0], date[1], date[2], date[3]);
      KpYear year;

      g_test_message ("%s", rows[i].zone);
      start (&year, rows[i].zone, now);
      g_assert_cmpint (year.spans[0].start, ==, G_MININT64);
      g_assert_cmpint (year.spans[1].start, <=, now);
      g_assert_cmpint (year.spans[1].start, >, now - 26 * HOUR);
      for (guint j = 1; j < KP_YEAR_SPANS; j++)
        {
          gint64 length = year.spans[j].end - year.spans[j].start;

          g_assert_cmpint (year.spans[j].start, ==, year.spans[j - 1].end);
          g_assert_cmpint (ABS (length - 7 * DAY), <=, HOUR);
          g_assert_cmpint (kp_year_find_renewal (&year, year.spans[j].start), ==, j);
          g_assert_cmpint (kp_year_find_renewal (&year, year.spans[j].end - 1), ==, j);
        }
      g_assert_cmpint (year.spans[KP_YEAR_WEEKS].end, >=, now + 370 * DAY - HOUR);
    }
}

static void
test_count (void)
{
  gint64 now = at ("UTC", 2026, 11, 22, 8);
  KpYear year;

  start (&year, "UTC", now);
  kp_year_add (&year, now - 3 * DAY, now + 2 * DAY);
  kp_year_add (&year, now - 30 * DAY, now - DAY);
  kp_year_add (&year, now + DAY, now + 40 * DAY);
  kp_year_add (&year, now + 2 * DAY, now + 41 * DAY);
  kp_year_add (&year, now + 3 * DAY, now + 600 * DAY);
  kp_year_add (&year, now + 580 * DAY, now + 600 * DAY);
  kp_year_add (&year, 0, now + 3 * DAY); /* renewed by its provider */
  kp_year_add (&year, 0, 0);

  g_assert_cmpuint (year.spans[0].renewals, ==, 2);
  g_assert_cmpuint (year.spans[0].ends, ==, 1);
  g_assert_cmpuint (year.spans[1].renewals, ==, 3);
  g_assert_cmpuint (year.spans[1].ends, ==, 2);
  g_assert_cmpuint (year.spans[6].ends, ==, 2);
  g_assert_cmpuint (year.later, ==, 2);
  g_assert_cmpuint (year.without, ==, 1);
  g_assert_cmpuint (year.most, ==, 3);
}

static void
test_months (void)
{
  KpYear year;

  start (&year, "Europe/Berlin", at ("Europe/Berlin", 2026, 11, 30, 9));
  g_assert_cmpuint (year.n_months, ==, 13);
  g_assert_cmpint (year.months[0], ==, at ("Europe/Berlin", 2026, 12, 1, 0));
  g_assert_cmpint (year.months[12], ==, at ("Europe/Berlin", 2027, 12, 1, 0));
  g_assert_cmpfloat_with_epsilon (kp_year_place (&year, year.months[0]), 1 + 1 / 7.0, 1e-9);

  /* The month that begins today began before the year did. */
  start (&year, "UTC", at ("UTC", 2027, 2, 1, 0));
  g_assert_cmpuint (year.n_months, ==, 12);
  g_assert_cmpint (year.months[0], ==, at ("UTC", 2027, 3, 1, 0));
}

static void
test_place (void)
{
  gint64 now = at ("UTC", 2026, 11, 22, 12);
  KpYear year;

  start (&year, "UTC", now);
  g_assert_cmpfloat_with_epsilon (kp_year_place (&year, now), 1 + 0.5 / 7, 1e-9);
  g_assert_cmpfloat_with_epsilon (kp_year_place (&year, now + 7 * DAY), 2 + 0.5 / 7, 1e-9);
  g_assert_cmpfloat (kp_year_place (&year, G_MININT64), ==, 1);
  g_assert_cmpfloat (kp_year_place (&year, G_MAXINT64), ==, KP_YEAR_SPANS);
}

/* A clock that is wrong, or a date of no calendar, breaks nothing. */
static void
test_far (void)
{
  static const gint64 moments[] = { 0, G_MININT64, G_MAXINT64,
                                    G_GINT64_CONSTANT (253402300000) };

  for (guint i = 0; i < G_N_ELEMENTS (moments); i++)
    {
      KpYear year;

      start (&year, "UTC", moments[i]);
      kp_year_add (&year, 1, G_MAXINT64);
      kp_year_add (&year, G_MININT64, G_MININT64);
      kp_year_place (&year, 1);
      g_assert_cmpuint (year.n_months, <=, KP_YEAR_MONTHS);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/year/find", test_find);
  g_test_add_func ("/year/spans", test_spans);
  g_test_add_func ("/year/count", test_count);
  g_test_add_func ("/year/months", test_months);
  g_test_add_func ("/year/place", test_place);
  g_test_add_func ("/year/far", test_far);
  return g_test_run ();
}
