/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "assistant/job-sheet.h"

G_BEGIN_DECLS

#define KP_TYPE_BATCH_ORDERS (kp_batch_orders_get_type ())
G_DECLARE_FINAL_TYPE (KpBatchOrders, kp_batch_orders, KP, BATCH_ORDERS, AdwBin)

/**
 * KpBatchOrders:
 *
 * Where several sites are renewed together, the signing requests of all that are still to
 * be ordered: how many are there, *Save All CSRs…* and *Order List…*. Main thread.
 */

/** kp_batch_orders_show: Shows those of the batch of @sheet; nothing where it has none, or
 * one site only. It follows them. */
void kp_batch_orders_show (KpBatchOrders *self, KpJobSheet *sheet);

G_END_DECLS
