/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/desk.h"
#include "core/job/batch-site.h"

G_BEGIN_DECLS

#define KP_TYPE_BATCH_ROW (kp_batch_row_get_type ())
G_DECLARE_FINAL_TYPE (KpBatchRow, kp_batch_row, KP, BATCH_ROW, GtkWidget)

/**
 * KpBatchRow:
 *
 * A line of the list of sites in an assistant: whose turn it is, the site, and how its job
 * stands. It follows its site. Or a line that stands for all of them (#GtkStringObject).
 */

/** kp_batch_row_make_factory: Returns: (transfer full): what shows the items of a list by
 * such rows */
GtkListItemFactory *kp_batch_row_make_factory (KpDesk *desk);

G_END_DECLS
