/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/helpdesk/delivery-rules.h"
#include "core/helpdesk/route.h"
#include "core/store/store-requests.h"

G_BEGIN_DECLS

/**
 * KpDeliveryTools:
 * @store: where requests are kept
 * @clock: the time
 * @find_route: finds the way to a provider
 * @route_data: for @find_route
 * @claimer: name of this process
 *
 * What a delivery works with; lives longer than it.
 */
typedef struct
{
  KpStore *store;
  KpClock *clock;
  KpFindRoute find_route;
  gpointer route_data;
  const char *claimer;
} KpDeliveryTools;

/**
 * kp_delivery_run_async:
 * @tools: what it works with
 * @id: row id of a request
 * @cancellable: ends the exchange; what came of it is written all the same
 * @callback: called when it is written
 * @data: for @callback
 *
 * Does the one step that is due about a request: claims it, sends it (or looks it up, or
 * reads it back), and writes what came of it. Where that can't be written (a full disk) it
 * is tried again until it can, or the cancellable ends it: then the claim stays, and who
 * finds it without its process looks the request up.
 *
 * Finish gives (transfer full) (nullable) the request as it is written; %NULL without an
 * error where nothing was due or another process had it; #KpStoreError.
 */
void kp_delivery_run_async (const KpDeliveryTools *tools, gint64 id,
                            GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer data);
KpRequest *kp_delivery_run_finish (GAsyncResult *result, GError **error);

/** kp_delivery_make_outgoing: Returns: (transfer full): @request, with its attachments'
 * content, as a channel takes it */
KpOutgoing *kp_delivery_make_outgoing (KpRequest *request);
/** kp_delivery_find_key: As kp_key_guard_check(), at once: for what is short. @where: (out)
 * (transfer full): a sentence that says where and in which form. Returns: whether text,
 * fields or attachments of @request hold a private key, or something that can't be looked
 * into */
gboolean kp_delivery_find_key (KpRequest *request, char **where);

G_END_DECLS
