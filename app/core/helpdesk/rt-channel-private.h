/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/helpdesk/channel.h"

G_BEGIN_DECLS

/* The four functions of the channel: one a file. */

/** kp_rt_test: As KpChannel has it. */
void kp_rt_test (GTask *task, KpChannelContext *context, const char *const *fields);
/** kp_rt_send: As KpChannel has it. */
void kp_rt_send (GTask *task, KpChannelContext *context, KpOutgoing *outgoing);
/** kp_rt_find: As KpChannel has it. */
void kp_rt_find (GTask *task, KpChannelContext *context, KpOutgoing *outgoing,
                 const char *number);
/** kp_rt_receive: As KpChannel has it. */
void kp_rt_receive (GTask *task, KpChannelContext *context, const char *number,
                    const char *const *known);
/** KP_RT_PARTS: what is asked of a list of attachments */
#define KP_RT_PARTS "fields=Filename,ContentType,ContentLength,TransactionId,Subject"

G_END_DECLS
