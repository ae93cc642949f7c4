/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/store/store-requests.h"

G_BEGIN_DECLS

#define KP_TYPE_CONVERSATION (kp_conversation_get_type ())
G_DECLARE_FINAL_TYPE (KpConversation, kp_conversation, KP, CONVERSATION, AdwBin)

/**
 * KpConversation:
 *
 * The messages of a request, the newest first, each with its author, its time and its
 * files, which can be saved. It follows the request; while it is on the screen what comes
 * is seen. Not visible while there is none. Signal "changed": other messages than before.
 * Main thread.
 */

/** kp_conversation_set_request: Shows the messages of @request (nullable). */
void kp_conversation_set_request (KpConversation *self, KpStore *store, KpClock *clock,
                                  KpRequest *request);
/** kp_conversation_get_messages: Returns: (transfer none) (nullable) (element-type
 * KpMessage): what it shows, the newest first; %NULL before they are loaded */
GPtrArray *kp_conversation_get_messages (KpConversation *self);

G_END_DECLS
