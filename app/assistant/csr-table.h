/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/certificate/csr-check.h"

G_BEGIN_DECLS

/**
 * kp_csr_table_show:
 * @grid: the grid to fill
 * @rows: (element-type KpCsrRow): from kp_csr_compare()
 *
 * Shows what was asked for and what is in the signing request, with a mark where they are
 * not the same.
 */
void kp_csr_table_show (GtkGrid *grid, GPtrArray *rows);

G_END_DECLS
