/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/helpdesk/channel.h"

G_BEGIN_DECLS

/** KP_RT_MAX_ANSWER: octets of one answer of Request Tracker: a file in base64 */
#define KP_RT_MAX_ANSWER (32 * 1024 * 1024)

/**
 * KpRtCall:
 * @method: (nullable): %NULL for GET
 * @path: behind ".../REST/2.0", with its query, already encoded
 * @content_type: (nullable): of @body
 * @body: (nullable): what is sent
 *
 * One question to Request Tracker. A plain value; what it points to need only live during
 * the call.
 */
typedef struct
{
  const char *method;
  const char *path;
  const char *content_type;
  GBytes *body;
} KpRtCall;

/**
 * kp_rt_call_async:
 * @context: the connection and its token
 * @call: what to ask
 *
 * Asks once. Finish gives (transfer full) an answer of success in JSON, and in its status
 * (out) (optional) the HTTP status, 0 where no answer came; #KpChannelError in words for
 * people: UNCERTAIN only for what is no GET and may have arrived.
 */
void kp_rt_call_async (KpChannelContext *context, const KpRtCall *call,
                       GCancellable *cancellable, GAsyncReadyCallback callback,
                       gpointer data);
KpNetAnswer *kp_rt_call_finish (GAsyncResult *result, guint *status, GError **error);
/** kp_rt_make_base: Returns: (transfer full): @url without a final slash or "REST/2.0" */
char *kp_rt_make_base (const char *url);
/** kp_rt_make_ticket_url: Returns: (transfer full): where people see ticket @number of the
 * helpdesk at @url */
char *kp_rt_make_ticket_url (const char *url, const char *number);
/** kp_rt_is_number: Returns: whether @text is a ticket's number: digits alone, at most 18
 */
gboolean kp_rt_is_number (const char *text);

G_END_DECLS
