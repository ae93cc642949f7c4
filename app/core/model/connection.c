/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/connection.h"

KpConnection *
kp_connection_new (const char *provider, const char *channel)
{
  KpConnection *self = g_new0 (KpConnection, 1);

  self->provider = g_strdup (provider);
  self->channel = g_strdup (channel);
  return self;
}

KpConnection *
kp_connection_copy (const KpConnection *self)
{
  KpConnection *copy;

  if (self == NULL)
    return NULL;
  copy = kp_connection_new (self->provider, self->channel);
  copy->url = g_strdup (self->url);
  copy->queue = g_strdup (self->queue);
  copy->address = g_strdup (self->address);
  copy->updated_at = self->updated_at;
  return copy;
}

void
kp_connection_free (KpConnection *self)
{
  if (self == NULL)
    return;
  g_free (self->provider);
  g_free (self->channel);
  g_free (self->url);
  g_free (self->queue);
  g_free (self->address);
  g_free (self);
}
