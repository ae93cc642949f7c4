/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/helpdesk/channel-error.h"

typedef struct
{
  guint retry_after;
} KpChannelErrorPrivate;

static void
kp_channel_error_private_init (KpChannelErrorPrivate *private)
{
}

static void
kp_channel_error_private_copy (const KpChannelErrorPrivate *from, KpChannelErrorPrivate *to)
{
  *to = *from;
}

static void
kp_channel_error_private_clear (KpChannelErrorPrivate *private)
{
}

G_DEFINE_EXTENDED_ERROR (KpChannelError, kp_channel_error)

GError *
kp_channel_error_new_busy (guint retry_after, const char *message)
{
  GError *error = g_error_new_literal (KP_CHANNEL_ERROR, KP_CHANNEL_ERROR_BUSY, message);

  kp_channel_error_get_private (error)->retry_after = retry_after;
  return error;
}

guint
kp_channel_error_get_retry_after (const GError *error)
{
  return error != NULL && error->domain == KP_CHANNEL_ERROR
             ? kp_channel_error_get_private (error)->retry_after
             : 0;
}
