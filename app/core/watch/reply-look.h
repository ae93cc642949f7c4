/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/portfolio.h"
#include "core/store/request-list.h"

G_BEGIN_DECLS

#define KP_TYPE_REPLY_LOOK (kp_reply_look_get_type ())
G_DECLARE_FINAL_TYPE (KpReplyLook, kp_reply_look, KP, REPLY_LOOK, GObject)

/**
 * KpReplyLook:
 *
 * Whether the replies to a request that nobody has read yet bring the signing request its
 * renewal waits for. They are looked into once, one after the other, within the limits of
 * reply-document.h. Signal "done": all that was asked for is known. Main thread.
 */

/** kp_reply_look_new: Returns: (transfer full): knows nothing yet */
KpReplyLook *kp_reply_look_new (KpStore *store);
/** kp_reply_look_update: Looks into those of @requests (of #KpRequest) that it has not seen
 * so; @portfolio: their sites. Returns: whether all is known already; otherwise "done"
 * tells */
gboolean kp_reply_look_update (KpReplyLook *self, GListModel *requests,
                               KpPortfolio *portfolio);
/** kp_reply_look_get_csrs: Returns: (transfer none) (element-type gint64): row ids of the
 * requests whose unread replies hold a signing request */
GHashTable *kp_reply_look_get_csrs (KpReplyLook *self);
/** kp_reply_look_stop: Looks no further, and tells nothing more. */
void kp_reply_look_stop (KpReplyLook *self);
/** kp_reply_look_is_awaited: Pure. Returns: whether the job that @request belongs to waits
 * for its provider's signing request */
gboolean kp_reply_look_is_awaited (KpRequest *request, KpPortfolio *portfolio);

G_END_DECLS
