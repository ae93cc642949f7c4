/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/helpdesk/channel.h"
#include "core/model/request.h"

G_BEGIN_DECLS

/* What becomes of a request after each thing that can happen to it. Pure: only the request
 * that is given changes. */

/** KpDeliveryStep: what the outbox does next about a request */
typedef enum
{
  KP_DELIVERY_NOTHING,
  KP_DELIVERY_SEND,
  KP_DELIVERY_LOOK_UP,   /* did it arrive? */
  KP_DELIVERY_READ_BACK, /* is it there as it was sent? */
} KpDeliveryStep;

/** KP_DELIVERY_LOOKS: look-ups after which one that finds nothing means that it is not
 * there */
#define KP_DELIVERY_LOOKS 3

/** kp_delivery_get_step: @due: (out): Unix seconds from which on the step may be done, 0
 * for never. A clock that was set back does not put it off for long. Returns: what is to be
 * done about @request, be it @now or at @due; NOTHING while a process is at it */
KpDeliveryStep kp_delivery_get_step (KpRequest *request, gint64 now, gint64 *due);

/** kp_delivery_sent: @channel took it, and gave @receipt. */
void kp_delivery_sent (KpRequest *request, const KpChannel *channel,
                       const KpReceipt *receipt, gint64 now);
/** kp_delivery_not_sent: Sending by @channel (nullable, where there is no way to the
 * provider) ended with @error. */
void kp_delivery_not_sent (KpRequest *request, const KpChannel *channel,
                           const GError *error, gint64 now);
/** kp_delivery_holds_key: It holds a private key (@what says where, in which form): it is
 * never sent. */
void kp_delivery_holds_key (KpRequest *request, const char *what);
/** kp_delivery_looked_up: The helpdesk answered, and has @found (nullable) of @sent. */
void kp_delivery_looked_up (KpRequest *request, const KpOutgoing *sent,
                            const KpReadBack *found, gint64 now);
/** kp_delivery_not_looked_up: It could not be asked; @channel is nullable. */
void kp_delivery_not_looked_up (KpRequest *request, const KpChannel *channel,
                                const GError *error, gint64 now);
/** kp_delivery_read_back: The helpdesk answered, and has @found (nullable) of @sent, which
 * it said it took. */
void kp_delivery_read_back (KpRequest *request, const KpOutgoing *sent,
                            const KpReadBack *found);
/** kp_delivery_not_read_back: It could not be asked. */
void kp_delivery_not_read_back (KpRequest *request, const GError *error, gint64 now);

G_END_DECLS
