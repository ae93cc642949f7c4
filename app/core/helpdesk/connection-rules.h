/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/connection.h"

G_BEGIN_DECLS

/** KP_CONNECTION_MAX_URL: octets of an address at most */
#define KP_CONNECTION_MAX_URL 2048
/** KP_CONNECTION_MAX_QUEUE: characters of a queue's name at most */
#define KP_CONNECTION_MAX_QUEUE 200
/** KP_CONNECTION_MAX_ADDRESS: octets of a mail address at most */
#define KP_CONNECTION_MAX_ADDRESS 254

/** kp_connection_check_url: @reason: (out) (optional): why not, as kp_sentence_keep() keeps
 * it. Returns: whether @url can be that of a helpdesk: https (http on this machine alone,
 * for a token is sent there), a host, no user, query or fragment */
gboolean kp_connection_check_url (const char *url, char **reason);
/** kp_connection_check_address: @reason: (out) (optional): likewise. Returns: whether
 * @address is one plain mail address without a name and that can't end a header line */
gboolean kp_connection_check_address (const char *address, char **reason);
/** kp_connection_is_same_place: Pure. Returns: whether the token of @a may go where @b
 * leads: the same channel, scheme, host and port */
gboolean kp_connection_is_same_place (const KpConnection *a, const KpConnection *b);

G_END_DECLS
