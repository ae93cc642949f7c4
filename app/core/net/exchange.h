/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/net/session.h"

G_BEGIN_DECLS

/**
 * KpExchange:
 *
 * One request under way: its redirects, its deadline, and what came of the body so far.
 * Made, kept and freed by #KpNetSession.
 */
typedef struct _KpExchange KpExchange;

/**
 * kp_exchange_start:
 * @task: its task; ended with the body (GBytes; a #KpNetAnswer if @whole) or #KpNetError
 * @soup: the session
 * @policy: (nullable): which addresses it may connect to
 * @request: what to ask
 * @whole: every answer counts, and nothing is sent twice: kp_net_session_ask_async()
 * @live: the exchanges under way: it enters here and leaves when it ends
 *
 * Begins. The exchange becomes the data of @task and lives as long.
 */
void kp_exchange_start (GTask *task, SoupSession *soup, KpAddressPolicy *policy,
                        const KpNetRequest *request, gboolean whole, GQueue *live);
/** kp_exchange_expire: Ends it with TIMED_OUT if @now (monotonic microseconds) is past its
 * deadline. Returns: whether it did so just now */
gboolean kp_exchange_expire (KpExchange *self, gint64 now);
/** kp_exchange_get_age: Returns: seconds of the Age header, 0 if there was none */
guint kp_exchange_get_age (const KpExchange *self);
/** kp_exchange_get_begun: Returns: whether anything of the request may have left */
gboolean kp_exchange_get_begun (const KpExchange *self);
/** kp_exchange_get_protocol: Returns: (transfer none) (nullable): "HTTP/2" or "HTTP/1.1",
 * %NULL before an answer began */
const char *kp_exchange_get_protocol (const KpExchange *self);

G_END_DECLS
