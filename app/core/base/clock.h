/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KP_TYPE_CLOCK (kp_clock_get_type ())
G_DECLARE_INTERFACE (KpClock, kp_clock, KP, CLOCK, GObject)

/**
 * KpClock:
 *
 * Tells the time to everything that judges by it. It is passed in, never
 * fetched, so that a test can move it; nothing else in core asks the system
 * for the time of day (tests/checks/ proves it).
 */
struct _KpClockInterface
{
  GTypeInterface parent;

  gint64 (*now) (KpClock *self);
};

/**
 * kp_clock_now:
 * @self: a clock
 *
 * Returns: seconds since 1970-01-01T00:00:00Z. Any thread.
 */
gint64 kp_clock_now (KpClock *self);

#define KP_TYPE_SYSTEM_CLOCK (kp_system_clock_get_type ())
G_DECLARE_FINAL_TYPE (KpSystemClock, kp_system_clock, KP, SYSTEM_CLOCK, GObject)

/**
 * kp_system_clock_new:
 *
 * Returns: (transfer full): the clock of this machine
 */
KpClock *kp_system_clock_new (void);

#define KP_TYPE_FIXED_CLOCK (kp_fixed_clock_get_type ())
G_DECLARE_FINAL_TYPE (KpFixedClock, kp_fixed_clock, KP, FIXED_CLOCK, GObject)

/**
 * kp_fixed_clock_new:
 * @now: seconds since 1970-01-01T00:00:00Z
 *
 * Returns: (transfer full): a clock that stands still until it is set (the
 *   in-memory twin for tests and the demo)
 */
KpClock *kp_fixed_clock_new (gint64 now);

/**
 * kp_fixed_clock_set:
 * @self: the clock
 * @now: seconds since 1970-01-01T00:00:00Z
 *
 * Moves the clock, forwards or back. Any thread.
 */
void kp_fixed_clock_set (KpFixedClock *self, gint64 now);

/**
 * kp_time_to_rfc3339:
 * @time: seconds since 1970-01-01T00:00:00Z
 *
 * Returns: (transfer full): the time in UTC as "2026-11-22T08:10:00Z" (RFC
 *   3339 section 5.6), the form of every time in JSON
 */
char *kp_time_to_rfc3339 (gint64 time);

/**
 * kp_time_from_rfc3339:
 * @text: a date and time with a zone
 * @time: (out): seconds since 1970-01-01T00:00:00Z, untouched on failure
 *
 * Returns: whether @text is a date and time
 */
gboolean kp_time_from_rfc3339 (const char *text, gint64 *time);

G_END_DECLS
