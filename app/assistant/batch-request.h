/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk.h"
#include "core/job/batch-site.h"

G_BEGIN_DECLS

/**
 * KpBatchRequestState:
 * @KP_BATCH_REQUEST_UNKNOWN: it is still looked for what to ask with
 * @KP_BATCH_REQUEST_READY: it can be sent
 * @KP_BATCH_REQUEST_INCOMPLETE: something is missing or wrong
 * @KP_BATCH_REQUEST_FAILED: it was not sent
 * @KP_BATCH_REQUEST_BY_HAND: a person does it, on the pages of the site
 * @KP_BATCH_REQUEST_OUT: nothing is to be asked for any more
 * @KP_BATCH_REQUEST_LEFT_OUT: the site takes no part now
 *
 * How the first request of a renewal stands.
 */
typedef enum
{
  KP_BATCH_REQUEST_UNKNOWN,
  KP_BATCH_REQUEST_READY,
  KP_BATCH_REQUEST_INCOMPLETE,
  KP_BATCH_REQUEST_FAILED,
  KP_BATCH_REQUEST_BY_HAND,
  KP_BATCH_REQUEST_OUT,
  KP_BATCH_REQUEST_LEFT_OUT,
} KpBatchRequestState;

#define KP_TYPE_BATCH_REQUEST (kp_batch_request_get_type ())
G_DECLARE_FINAL_TYPE (KpBatchRequest, kp_batch_request, KP, BATCH_REQUEST, GObject)

/**
 * KpBatchRequest:
 *
 * The first request for one site of a batch, as it would be sent: with what was typed on
 * the site's own pages, else with what its job has, else with what is proposed there. It is
 * made anew when the job changes. Signals: "changed". Main thread.
 */

/** kp_batch_request_new: Returns: (transfer full): that of @site */
KpBatchRequest *kp_batch_request_new (KpDesk *desk, KpBatchSite *site);
/** kp_batch_request_get_site: Returns: (transfer none): whose it is */
KpSite *kp_batch_request_get_site (KpBatchRequest *self);
/** kp_batch_request_get_state: Returns: how it stands */
KpBatchRequestState kp_batch_request_get_state (KpBatchRequest *self);
/** kp_batch_request_get_text: Returns: (transfer none) (nullable): what is to be said of
 * its state: what is missing, how to go on, why it was not sent */
const char *kp_batch_request_get_text (KpBatchRequest *self);
/** kp_batch_request_get_letter: Returns: (transfer none) (nullable): what would be sent,
 * where it is complete */
KpRequest *kp_batch_request_get_letter (KpBatchRequest *self);
/** kp_batch_request_set_answer_to: Has the provider answer to @address, whatever the site's
 * own pages say; "" for where the details say. */
void kp_batch_request_set_answer_to (KpBatchRequest *self, const char *address);
/** kp_batch_request_describe: Returns: (transfer full): to whom it goes, how and how
 * urgent, and on a line of its own the certificate details; "" where none is sent */
char *kp_batch_request_describe (KpBatchRequest *self);
/** kp_batch_request_send_async: Gives the job its details and the request, one that is
 * ready; the outbox is to be woken afterwards. A failure is told by its state, too. */
void kp_batch_request_send_async (KpBatchRequest *self, GAsyncReadyCallback callback,
                                  gpointer data);
/** kp_batch_request_send_finish: Returns: whether it is in the outbox */
gboolean kp_batch_request_send_finish (KpBatchRequest *self, GAsyncResult *result,
                                       GError **error);

G_END_DECLS
