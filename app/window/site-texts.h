/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/summary.h"

G_BEGIN_DECLS

/* The short texts of the columns Expires and Checked. Pure. */

/** KpExpiry: how near the end of a certificate is: before the renew-by date, after it, in
 * the last 7 days or past the end */
typedef enum
{
  KP_EXPIRY_FAR,
  KP_EXPIRY_NEAR,
  KP_EXPIRY_URGENT,
} KpExpiry;

/** kp_site_get_expiry: Returns: how near the end is */
KpExpiry kp_site_get_expiry (const KpSummary *summary, gint64 now);
/** kp_site_format_expires: @not_after: Unix seconds, 0 for no certificate. Returns:
 * (transfer full): "41 days", "5 hours", "ended" or "–" */
char *kp_site_format_expires (gint64 not_after, gint64 now);
/** kp_site_format_expires_date: @not_after: as above. Returns: (transfer full) (nullable):
 * the date, for a tooltip; %NULL if there is no certificate */
char *kp_site_format_expires_date (gint64 not_after);
/** kp_site_format_checked: @checked_at: Unix seconds, 0 for never. Returns: (transfer
 * full): how long ago: "now", "2 min", "2 h", "5 days" or "–" */
char *kp_site_format_checked (gint64 checked_at, gint64 now);

G_END_DECLS
