/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk.h"
#include "core/job/batch.h"

G_BEGIN_DECLS

#define KP_TYPE_BATCH_REVIEW (kp_batch_review_get_type ())
G_DECLARE_FINAL_TYPE (KpBatchReview, kp_batch_review, KP, BATCH_REVIEW, AdwBin)

/**
 * KpBatchReview:
 *
 * The first requests of all sites that are renewed together, to be looked at once more, and
 * *Send N Requests*. What can't be sent keeps nothing back. Main thread.
 */

/** kp_batch_review_set_batch: Shows the requests of @batch from now on; only once. */
void kp_batch_review_set_batch (KpBatchReview *self, KpDesk *desk, KpBatch *batch);

G_END_DECLS
