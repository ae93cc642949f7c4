/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/certificate/csr-check.h"

G_BEGIN_DECLS

/**
 * kp_csr_table_show:
 * @grid: where there is room for four columns
 * @list: where there is not
 * @rows: (element-type KpCsrRow): from kp_csr_compare()
 *
 * Shows what was asked for and what is in the signing request, with a mark where they are
 * not the same: as a table and as rows of two lines.
 */
void kp_csr_table_show (GtkGrid *grid, GtkListBox *list, GPtrArray *rows);

G_END_DECLS
