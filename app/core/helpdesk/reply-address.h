/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/request.h"

G_BEGIN_DECLS

/** KP_REPLY_ADDRESS_FIELD: id of the field of a request that says where the provider is to
 * answer, where that is not the address of its details. It is sent as the sender of a mail
 * or the requestor of a ticket, never as a field of its own. */
#define KP_REPLY_ADDRESS_FIELD "reply-to"

/** kp_reply_address_get: Returns: (transfer none) (nullable): where the provider is to
 * answer to @request; %NULL where nobody said so */
const char *kp_reply_address_get (KpRequest *request);
/** kp_reply_address_set: Has the provider answer to @address; "" for where the details say.
 */
void kp_reply_address_set (KpRequest *request, const char *address);

G_END_DECLS
