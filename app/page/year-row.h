/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/model/site.h"

G_BEGIN_DECLS

#define KP_TYPE_YEAR_ROW (kp_year_row_get_type ())
G_DECLARE_FINAL_TYPE (KpYearRow, kp_year_row, KP, YEAR_ROW, AdwBin)

/**
 * KpYearRow:
 *
 * A site in the list under the year ahead: its lock, when its certificate ends and when its
 * renewal must begin, and whose it is. It follows the site. Main thread.
 */

/** kp_year_row_new: Returns: (transfer floating): a row without a site */
GtkWidget *kp_year_row_new (void);
/** kp_year_row_set_site: @site: (nullable): what it shows; @now: Unix seconds */
void kp_year_row_set_site (KpYearRow *self, KpSite *site, gint64 now);

G_END_DECLS
