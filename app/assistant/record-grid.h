/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/dns/plan.h"

G_BEGIN_DECLS

/**
 * kp_record_grid_show:
 * @grid: the grid to fill
 * @plan: what is to be changed
 * @seen: how it is now
 *
 * Shows the records as they are and as they must be: type, host as it is typed and in full,
 * and value.
 */
void kp_record_grid_show (GtkGrid *grid, const KpDnsPlan *plan, const KpObservation *seen);

G_END_DECLS
