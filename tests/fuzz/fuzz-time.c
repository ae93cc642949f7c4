/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "core/base/clock.h"

/* A time that is accepted is written and read again as the same time. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  gint64 time = 0;

  if (kp_time_from_rfc3339 (text, &time))
    {
      g_autofree char *written = kp_time_to_rfc3339 (time);
      gint64 again = 0;

      g_assert_true (kp_time_from_rfc3339 (written, &again));
      g_assert_cmpint (again, ==, time);
    }
  return 0;
}
