/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/helpdesk/route.h"
#include "core/store/request-list.h"

G_BEGIN_DECLS

#define KP_TYPE_OUTBOX (kp_outbox_get_type ())
G_DECLARE_FINAL_TYPE (KpOutbox, kp_outbox, KP, OUTBOX, GObject)

/**
 * KpOutbox:
 *
 * Sends requests: each is saved first, and sent once, by one process. One whose answer was
 * lost is looked up by its reference after 15 seconds, 1 and 5 minutes, and sent again only
 * when the last look-up answered and found nothing; where a channel can't be looked at the
 * user decides. What can't be sent now is tried again, each time later, and never given up
 * silently. What was sent is read back. Nothing that holds a private key leaves.
 *
 * It does what is due whenever it is woken; kp_outbox_start() wakes it by itself. Signals:
 * "settled" (#KpRequest): something came of one; "received" (#KpRequest, uint): so many new
 * replies. Property "busy" (boolean): something is under way. Main thread.
 */

/** kp_outbox_new: @find_route: how to reach a provider, called with @data. Returns:
 * (transfer full): an outbox of @store, not open yet */
KpOutbox *kp_outbox_new (KpStore *store, KpClock *clock, KpFindRoute find_route,
                         gpointer data);
/** kp_outbox_get_requests: Returns: (transfer none): all requests, empty before it is open
 */
KpRequestList *kp_outbox_get_requests (KpOutbox *self);
/** kp_outbox_open_async: Loads the requests, and takes back what processes held that have
 * ended: these requests are looked up. May be called again. */
void kp_outbox_open_async (KpOutbox *self, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer data);
gboolean kp_outbox_open_finish (KpOutbox *self, GAsyncResult *result, GError **error);
/** kp_outbox_start: Opens it, and from then on sends, looks up and fetches replies by
 * itself. */
void kp_outbox_start (KpOutbox *self);
/** kp_outbox_network_is_back: What could not leave is tried now, and not only when its time
 * comes. From kp_outbox_start() on the system tells. */
void kp_outbox_network_is_back (KpOutbox *self);
/** kp_outbox_stop_async: Begins nothing more, cancels what is under way and waits until
 * what came of it is written. */
void kp_outbox_stop_async (KpOutbox *self, GAsyncReadyCallback callback, gpointer data);
gboolean kp_outbox_stop_finish (KpOutbox *self, GAsyncResult *result, GError **error);

/** kp_outbox_wake: Does what is due, soon. For whoever put a request into the store. */
void kp_outbox_wake (KpOutbox *self);
/** kp_outbox_run_async: Does all that is due, and finishes when nothing is any more. */
void kp_outbox_run_async (KpOutbox *self, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer data);
gboolean kp_outbox_run_finish (KpOutbox *self, GAsyncResult *result, GError **error);

/** kp_outbox_queue_async: Saves @request, a draft, and sends it soon. @request must have
 * its attachments' content. G_IO_ERROR_PERMISSION_DENIED if it holds a private key, then it
 * is not even saved; #KpStoreError. */
void kp_outbox_queue_async (KpOutbox *self, KpRequest *request, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer data);
gboolean kp_outbox_queue_finish (KpOutbox *self, GAsyncResult *result, GError **error);
/** kp_outbox_retry_async: Tries now: one that waits is sent, one whose answer was lost is
 * looked up, one that was refused or of which the user says that it did not arrive is sent
 * again. G_IO_ERROR_BUSY if it is being sent or another changed it; G_IO_ERROR_EXISTS if it
 * is sent; G_IO_ERROR_CLOSED if it was taken back. */
void kp_outbox_retry_async (KpOutbox *self, KpRequest *request, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer data);
gboolean kp_outbox_retry_finish (KpOutbox *self, GAsyncResult *result, GError **error);
/** kp_outbox_confirm_async: The user sent it by hand, or says that it arrived; @number:
 * (nullable): of its ticket. Errors as kp_outbox_retry_async(). */
void kp_outbox_confirm_async (KpOutbox *self, KpRequest *request, const char *number,
                              GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer data);
gboolean kp_outbox_confirm_finish (KpOutbox *self, GAsyncResult *result, GError **error);
/** kp_outbox_cancel_async: Takes back one that was not sent. Errors as
 * kp_outbox_retry_async(); G_IO_ERROR_PENDING as long as it may have arrived. */
void kp_outbox_cancel_async (KpOutbox *self, KpRequest *request, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer data);
gboolean kp_outbox_cancel_finish (KpOutbox *self, GAsyncResult *result, GError **error);
/** kp_outbox_prepare_async: For one that the user sends by hand: finish gives (transfer
 * full) the link to open and the mail to save; #KpChannelError. */
void kp_outbox_prepare_async (KpOutbox *self, KpRequest *request, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer data);
KpReceipt *kp_outbox_prepare_finish (KpOutbox *self, GAsyncResult *result, GError **error);

/** kp_outbox_receive_async: Fetches replies to @request (nullable: to all that were sent).
 */
void kp_outbox_receive_async (KpOutbox *self, KpRequest *request, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer data);
/** kp_outbox_receive_finish: @n_added: (out) (optional): how many new ones there are, even
 * where some helpdesk could not be asked. Returns: whether all could be; the first error */
gboolean kp_outbox_receive_finish (KpOutbox *self, GAsyncResult *result, guint *n_added,
                                   GError **error);

G_END_DECLS
