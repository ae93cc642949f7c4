/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/clock.h"
#include "core/model/connection.h"
#include "core/net/session.h"
#include "core/secret/secret.h"

G_BEGIN_DECLS

/**
 * KpChannelContext:
 * @connection: where to
 * @token: (nullable): the login, from the vault
 * @net: the HTTP session
 * @clock: for the date of a mail
 *
 * What a channel needs to do its work, for one connection. Immutable; reference counted.
 */
typedef struct
{
  KpConnection *connection;
  KpSecret *token;
  KpNetSession *net;
  KpClock *clock;
} KpChannelContext;

/** kp_channel_context_new: @token: (nullable): what the vault has for this provider.
 * Returns: (transfer full): a context with a copy of @connection and references to @token,
 * @net and @clock */
KpChannelContext *kp_channel_context_new (const KpConnection *connection, KpSecret *token,
                                          KpNetSession *net, KpClock *clock);
/** kp_channel_context_ref: Returns: (transfer full): @self with one more reference */
KpChannelContext *kp_channel_context_ref (KpChannelContext *self);
/** kp_channel_context_unref: Drops a reference. */
void kp_channel_context_unref (KpChannelContext *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpChannelContext, kp_channel_context_unref)

G_END_DECLS
