/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/helpdesk/channel.h"

G_BEGIN_DECLS

/**
 * KpRoute:
 * @channel: by which it goes
 * @context: where to, and with which login
 *
 * How a request reaches a provider now. An owned value.
 */
typedef struct
{
  const KpChannel *channel;
  KpChannelContext *context;
} KpRoute;

/**
 * KpFindRoute:
 * @task: ends with a #KpRoute (transfer full), or with an error: #KpChannelError where the
 *   connection is to be mended, that of the vault where the token can't be had
 * @provider: id of a profile
 * @channel: id of the channel that the request was written for
 * @data: as it was given with the function
 *
 * Finds the way to a provider, as the user has connected it.
 */
typedef void (*KpFindRoute) (GTask *task, const char *provider, const char *channel,
                             gpointer data);

/** kp_route_new: Returns: (transfer full): a route with a reference to @context */
KpRoute *kp_route_new (const KpChannel *channel, KpChannelContext *context);
/** kp_route_free: Frees @self; %NULL is fine. */
void kp_route_free (KpRoute *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpRoute, kp_route_free)

G_END_DECLS
