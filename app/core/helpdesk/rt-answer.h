/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/helpdesk/channel-error.h"
#include "core/net/session.h"

G_BEGIN_DECLS

/** kp_rt_answer_get_words: Returns: (transfer full) (nullable): what Request Tracker says
 * in
 * @answer: its message, or its messages, on one line and cut; %NULL if it says nothing */
char *kp_rt_answer_get_words (const KpNetAnswer *answer);
/** kp_rt_answer_judge: @host: for messages; @writes: whether it was asked to store
 * something. Returns: whether @answer is a success in JSON; #KpChannelError if not */
gboolean kp_rt_answer_judge (const KpNetAnswer *answer, const char *host, gboolean writes,
                             GError **error);
/** kp_rt_answer_translate: @failure: #KpNetError of an exchange; @begun: whether it had
 * begun to leave; @writes: whether it was to store something. Returns: (transfer full): the
 * same as #KpChannelError */
GError *kp_rt_answer_translate (const GError *failure, gboolean begun, gboolean writes);

G_END_DECLS
