/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/retry.h"

static void
test_doubles (void)
{
  static const guint waits[] = { 1, 2, 4, 8, 16, 32, 60, 60, 60 };
  KpRetry retry = { .first = 1, .limit = 60 };

  for (guint i = 0; i < G_N_ELEMENTS (waits); i++)
    g_assert_cmpuint (kp_retry_fail (&retry, 0), ==, waits[i]);
  kp_retry_succeed (&retry);
  g_assert_cmpuint (kp_retry_fail (&retry, 0), ==, 1);
}

static void
test_asked (void)
{
  KpRetry retry = { .first = 5, .limit = 60 };

  g_assert_cmpuint (kp_retry_fail (&retry, 2), ==, 5);
  g_assert_cmpuint (kp_retry_fail (&retry, 3600), ==, 3600);
  g_assert_cmpuint (kp_retry_fail (&retry, 0), ==, 20);
}

static void
test_extremes (void)
{
  KpRetry never = { .first = 0, .limit = 60 };
  KpRetry long_first = { .first = 90, .limit = 60 };
  KpRetry many = { .first = 1, .limit = G_MAXUINT, .failures = G_MAXUINT };

  g_assert_cmpuint (kp_retry_fail (&never, 0), ==, 0);
  g_assert_cmpuint (kp_retry_fail (&long_first, 0), ==, 60);
  g_assert_cmpuint (kp_retry_fail (&many, 0), ==, G_MAXUINT);
  g_assert_cmpuint (many.failures, ==, G_MAXUINT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/retry/doubles", test_doubles);
  g_test_add_func ("/retry/asked", test_asked);
  g_test_add_func ("/retry/extremes", test_extremes);
  return g_test_run ();
}
