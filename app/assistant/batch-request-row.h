/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "assistant/batch-request.h"

G_BEGIN_DECLS

#define KP_TYPE_BATCH_REQUEST_ROW (kp_batch_request_row_get_type ())
G_DECLARE_FINAL_TYPE (KpBatchRequestRow, kp_batch_request_row, KP, BATCH_REQUEST_ROW,
                      AdwExpanderRow)

/**
 * KpBatchRequestRow:
 *
 * The request for one site in the review of all; opened, it shows the letter. *Edit* works
 * `batch.show-site` of the window.
 */

/** kp_batch_request_row_new: Returns: (transfer floating): a row for @request */
GtkWidget *kp_batch_request_row_new (KpBatchRequest *request);
/** kp_batch_request_row_update: Shows the request as it is now; it does not by itself. */
void kp_batch_request_row_update (KpBatchRequestRow *self);

G_END_DECLS
