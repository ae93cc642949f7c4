/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/helpdesk/route.h"

KpRoute *
kp_route_new (const KpChannel *channel, KpChannelContext *context)
{
  KpRoute *self;

  g_return_val_if_fail (channel != NULL && context != NULL, NULL);

  self = g_new (KpRoute, 1);
  self->channel = channel;
  self->context = kp_channel_context_ref (context);
  return self;
}

void
kp_route_free (KpRoute *self)
{
  if (self == NULL)
    return;
  kp_channel_context_unref (self->context);
  g_free (self);
}
