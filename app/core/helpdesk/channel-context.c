/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/helpdesk/channel-context.h"

KpChannelContext *
kp_channel_context_new (const KpConnection *connection, KpSecret *token, KpNetSession *net,
                        KpClock *clock)
{
  KpChannelContext *self = g_atomic_rc_box_new0 (KpChannelContext);

  self->connection = kp_connection_copy (connection);
  self->token = token != NULL ? kp_secret_ref (token) : NULL;
  self->net = g_object_ref (net);
  self->clock = g_object_ref (clock);
  return self;
}

KpChannelContext *
kp_channel_context_ref (KpChannelContext *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  KpChannelContext *self = data;

  kp_connection_free (self->connection);
  g_clear_pointer (&self->token, kp_secret_unref);
  g_object_unref (self->net);
  g_object_unref (self->clock);
}

void
kp_channel_context_unref (KpChannelContext *self)
{
  g_atomic_rc_box_release_full (self, clear);
}
