/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/clock.h"

G_DEFINE_INTERFACE (KpClock, kp_clock, G_TYPE_OBJECT)

struct _KpSystemClock
{
  GObject parent;
};

struct _KpFixedClock
{
  GObject parent;

  GMutex mutex;
  gint64 now;
};

static void
kp_clock_default_init (KpClockInterface *iface)
{
}

gint64
kp_clock_now (KpClock *self)
{
  g_return_val_if_fail (KP_IS_CLOCK (self), 0);

  return KP_CLOCK_GET_IFACE (self)->now (self);
}

static gint64
system_clock_now (KpClock *clock)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static void
system_clock_iface_init (KpClockInterface *iface)
{
  iface->now = system_clock_now;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (KpSystemClock, kp_system_clock, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KP_TYPE_CLOCK,
                                                      system_clock_iface_init))

static void
kp_system_clock_class_init (KpSystemClockClass *klass)
{
}

static void
kp_system_clock_init (KpSystemClock *self)
{
}

KpClock *
kp_system_clock_new (void)
{
  return g_object_new (KP_TYPE_SYSTEM_CLOCK, NULL);
}

static gint64
fixed_clock_now (KpClock *clock)
{
  KpFixedClock *self = KP_FIXED_CLOCK (clock);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->now;
}

static void
fixed_clock_iface_init (KpClockInterface *iface)
{
  iface->now = fixed_clock_now;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (KpFixedClock, kp_fixed_clock, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KP_TYPE_CLOCK,
                                                      fixed_clock_iface_init))

static void
kp_fixed_clock_finalize (GObject *object)
{
  g_mutex_clear (&KP_FIXED_CLOCK (object)->mutex);

  G_OBJECT_CLASS (kp_fixed_clock_parent_class)->finalize (object);
}

static void
kp_fixed_clock_class_init (KpFixedClockClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kp_fixed_clock_finalize;
}

static void
kp_fixed_clock_init (KpFixedClock *self)
{
  g_mutex_init (&self->mutex);
}

KpClock *
kp_fixed_clock_new (gint64 now)
{
  KpFixedClock *self = g_object_new (KP_TYPE_FIXED_CLOCK, NULL);

  self->now = now;
  return KP_CLOCK (self);
}

void
kp_fixed_clock_set (KpFixedClock *self, gint64 now)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (KP_IS_FIXED_CLOCK (self));

  locker = g_mutex_locker_new (&self->mutex);
  self->now = now;
}

char *
kp_time_to_rfc3339 (gint64 time)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (time);

  /* Only years outside 1…9999 have no date: no certificate or clock means one. */
  if (date == NULL)
    return g_strdup (time < 0 ? "0001-01-01T00:00:00Z" : "9999-12-31T23:59:59Z");
  /* g_date_time_format () writes the year 26 as "26". */
  return g_strdup_printf ("%04d-%02d-%02dT%02d:%02d:%02dZ", g_date_time_get_year (date),
                          g_date_time_get_month (date), g_date_time_get_day_of_month (date),
                          g_date_time_get_hour (date), g_date_time_get_minute (date),
                          g_date_time_get_second (date));
}

gboolean
kp_time_from_rfc3339 (const char *text, gint64 *time)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_iso8601 (text, NULL);
  g_autoptr (GDateTime) utc = date != NULL ? g_date_time_to_utc (date) : NULL;

  /* Near the ends of the calendar a zone can lead out of it. */
  if (utc == NULL)
    return FALSE;
  *time = g_date_time_to_unix (date);
  return TRUE;
}
