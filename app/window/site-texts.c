/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/site-texts.h"

#include <glib/gi18n.h>

#include "core/base/time-text.h"

#define MINUTE 60
#define HOUR (60 * MINUTE)
/* In the last days before the end it is too late for most ways to a new certificate. */
#define URGENT_DAYS 7

KpExpiry
kp_site_get_expiry (const KpSummary *summary, gint64 now)
{
  if (summary->not_after == 0)
    return KP_EXPIRY_FAR;
  if (kp_time_days_between (now, summary->not_after) < URGENT_DAYS)
    return KP_EXPIRY_URGENT;
  if (summary->expiring || (summary->renew_by > 0 && now >= summary->renew_by))
    return KP_EXPIRY_NEAR;
  return KP_EXPIRY_FAR;
}

char *
kp_site_format_expires (gint64 not_after, gint64 now)
{
  guint days = kp_time_days_between (now, not_after);
  guint hours;

  if (not_after == 0)
    return g_strdup ("–");
  if (not_after <= now)
    return g_strdup (C_ ("certificate", "ended"));
  if (days > 0)
    /* Translators: in so many days the certificate ends; a narrow column */
    return g_strdup_printf (ngettext ("%u day", "%u days", days), days);
  hours = MAX ((not_after - now) / HOUR, 1);
  /* Translators: in so many hours the certificate ends; a narrow column */
  return g_strdup_printf (ngettext ("%u hour", "%u hours", hours), hours);
}

char *
kp_site_format_expires_date (gint64 not_after)
{
  g_autoptr (GDateTime) date =
      not_after != 0 ? g_date_time_new_from_unix_local (not_after) : NULL;

  if (date == NULL)
    return NULL;
  /* Translators: the moment a certificate ends: "10 December 2026, 14:35" */
  return g_date_time_format (date, _ ("%-d %B %Y, %H:%M"));
}

char *
kp_site_format_checked (gint64 checked_at, gint64 now)
{
  guint days = kp_time_days_between (checked_at, now);
  guint n;

  if (checked_at == 0)
    return g_strdup ("–");
  if (days > 0)
    /* Translators: so many days ago; a narrow column */
    return g_strdup_printf (ngettext ("%u day", "%u days", days), days);
  /* A clock that was put back makes no check of the future. */
  n = MAX (now - checked_at, 0);
  if (n < MINUTE)
    return g_strdup (C_ ("checked", "now"));
  if (n < HOUR)
    /* Translators: so many minutes ago, abbreviated; a narrow column */
    return g_strdup_printf (_ ("%u min"), n / MINUTE);
  /* Translators: so many hours ago, abbreviated; a narrow column */
  return g_strdup_printf (_ ("%u h"), n / HOUR);
}
