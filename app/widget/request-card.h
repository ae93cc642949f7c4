/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk.h"

G_BEGIN_DECLS

#define KP_TYPE_REQUEST_CARD (kp_request_card_get_type ())
G_DECLARE_FINAL_TYPE (KpRequestCard, kp_request_card, KP, REQUEST_CARD, AdwBin)

/**
 * KpRequestCard:
 *
 * How a request stands: its state by icon and word, what is to be said of it, its ticket,
 * and what its user can do now: try again, look for replies, open and copy what is sent by
 * hand, say that it was, take it back. It follows the request. Not visible without one.
 * What came of it is said by `win.show-toast`. Main thread.
 */

/** kp_request_card_set_request: Shows @request (nullable) of the outbox of @desk. */
void kp_request_card_set_request (KpRequestCard *self, KpDesk *desk, KpRequest *request);

G_END_DECLS
