/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/clock.h"

static void
test_rfc3339 (void)
{
  gint64 time = 0;
  g_autofree char *text = kp_time_to_rfc3339 (1795335000);

  g_assert_cmpstr (text, ==, "2026-11-22T08:10:00Z");
  g_assert_true (kp_time_from_rfc3339 (text, &time));
  g_assert_cmpint (time, ==, 1795335000);
  g_assert_true (kp_time_from_rfc3339 ("2026-11-22T09:10:00+01:00", &time));
  g_assert_cmpint (time, ==, 1795335000);
}

/* The ends of the calendar: four digits always, and never a year that has none. */
static void
test_rfc3339_ends (void)
{
  static const struct
  {
    gint64 time;
    const char *text;
  } rows[] = {
    { -61318569000, "0026-11-22T08:10:00Z" }, { -62135596800, "0001-01-01T00:00:00Z" },
    { -62135596801, "0001-01-01T00:00:00Z" }, { 253402300799, "9999-12-31T23:59:59Z" },
    { 253402300800, "9999-12-31T23:59:59Z" }, { G_MAXINT64, "9999-12-31T23:59:59Z" },
    { G_MININT64, "0001-01-01T00:00:00Z" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = kp_time_to_rfc3339 (rows[i].time);

      g_assert_cmpstr (text, ==, rows[i].text);
    }
}

static void
test_rfc3339_refused (void)
{
  static const char *const texts[] = { "",
                                       "yesterday",
                                       "2026-11-22",
                                       "2026-11-22T08:10:00",
                                       "2026-13-22T08:10:00Z",
                                       "0001-01-01T00:00:00+14:00",
                                       "9999-12-31T23:59:59-14:00" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      gint64 time = 7;

      g_assert_false (kp_time_from_rfc3339 (texts[i], &time));
      g_assert_cmpint (time, ==, 7);
    }
}

static void
test_fixed (void)
{
  g_autoptr (KpClock) clock = kp_fixed_clock_new (100);

  g_assert_cmpint (kp_clock_now (clock), ==, 100);
  kp_fixed_clock_set (KP_FIXED_CLOCK (clock), 50);
  g_assert_cmpint (kp_clock_now (clock), ==, 50);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clock/rfc3339", test_rfc3339);
  g_test_add_func ("/clock/rfc3339-ends", test_rfc3339_ends);
  g_test_add_func ("/clock/rfc3339-refused", test_rfc3339_refused);
  g_test_add_func ("/clock/fixed", test_fixed);
  return g_test_run ();
}
