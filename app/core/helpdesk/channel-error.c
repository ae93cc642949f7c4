/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/helpdesk/channel-error.h"

#include "core/model/sentence.h"
#include "core/net/session.h"
#include "core/secret/vault-error.h"

typedef struct
{
  guint retry_after;
  char *kept; /* (nullable) */
} KpChannelErrorPrivate;

static void
kp_channel_error_private_init (KpChannelErrorPrivate *private)
{
}

static void
kp_channel_error_private_copy (const KpChannelErrorPrivate *from, KpChannelErrorPrivate *to)
{
  to->retry_after = from->retry_after;
  to->kept = g_strdup (from->kept);
}

static void
kp_channel_error_private_clear (KpChannelErrorPrivate *private)
{
  g_free (private->kept);
}

G_DEFINE_EXTENDED_ERROR (KpChannelError, kp_channel_error)

GError *
kp_channel_error_new (KpChannelError code, char *kept)
{
  g_autofree char *told = kp_sentence_tell (kept);
  GError *error = g_error_new_literal (KP_CHANNEL_ERROR, (int) code, told);

  kp_channel_error_get_private (error)->kept = kept;
  return error;
}

GError *
kp_channel_error_new_busy (guint retry_after, char *kept)
{
  GError *error = kp_channel_error_new (KP_CHANNEL_ERROR_BUSY, kept);

  kp_channel_error_get_private (error)->retry_after = retry_after;
  return error;
}

char *
kp_channel_error_keep (const GError *error)
{
  char *kept = error->domain == KP_CHANNEL_ERROR
                   ? g_strdup (kp_channel_error_get_private (error)->kept)
                   : kp_vault_error_keep (error);

  return kept != NULL ? kept : kp_net_error_keep (error);
}

guint
kp_channel_error_get_retry_after (const GError *error)
{
  return error != NULL && error->domain == KP_CHANNEL_ERROR
             ? kp_channel_error_get_private (error)->retry_after
             : 0;
}
