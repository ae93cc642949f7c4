/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/net/session.h"

G_BEGIN_DECLS

/** kp_net_error_new: @kept: (transfer full): its sentence, from kp_sentence_keep().
 * Returns: (transfer full): an error that says it and keeps it */
GError *kp_net_error_new (KpNetError code, char *kept);

/** kp_net_error_new_for_status: @message: one whose answer is no success. Returns:
 * (transfer full): REFUSED or BUSY, with what Retry-After asks for */
GError *kp_net_error_new_for_status (SoupMessage *message);

/** kp_net_error_new_for_failure: @failure: an error of GIO, GnuTLS or libsoup; @message:
 * whose exchange failed. Returns: (transfer full): the same as #KpNetError in a sentence
 * that names the host */
GError *kp_net_error_new_for_failure (const GError *failure, SoupMessage *message);

/** kp_net_error_new_for_redirect: @message: one that sends elsewhere. Returns: (transfer
 * full): REDIRECT, which names the place and keeps it */
GError *kp_net_error_new_for_redirect (SoupMessage *message);

/** kp_net_read_retry_after: Returns: seconds that Retry-After in @headers asks to wait, at
 * most a day; 0 without one that can be read */
guint kp_net_read_retry_after (SoupMessageHeaders *headers);

G_END_DECLS
