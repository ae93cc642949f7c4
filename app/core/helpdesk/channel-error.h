/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * KpChannelError:
 * @KP_CHANNEL_ERROR_SETTINGS: the connection lacks something, or its address is wrong
 * @KP_CHANNEL_ERROR_TOKEN: the login was refused: enter another token
 * @KP_CHANNEL_ERROR_RIGHT: the login lacks a right, which the message names: ask the
 * provider for it
 * @KP_CHANNEL_ERROR_QUEUE: there is no such queue for this login
 * @KP_CHANNEL_ERROR_TOO_LARGE: what was sent is larger than the helpdesk takes
 * @KP_CHANNEL_ERROR_REFUSED: refused; the message has the provider's own words
 * @KP_CHANNEL_ERROR_NOT_HELPDESK: something else than the helpdesk answered
 * @KP_CHANNEL_ERROR_OFFLINE: nothing has left this machine: try again later
 * @KP_CHANNEL_ERROR_UNCERTAIN: it may have arrived: look for it before it is sent again
 * @KP_CHANNEL_ERROR_BUSY: not taken now; see kp_channel_error_get_retry_after()
 * @KP_CHANNEL_ERROR_TLS: the helpdesk's certificate is not trusted; nothing has left
 * @KP_CHANNEL_ERROR_CANCELLED: cancelled before anything left
 * @KP_CHANNEL_ERROR_BY_HAND: this channel can't do that: the user looks, and decides
 * @KP_CHANNEL_ERROR_FAILED: anything else; nothing was stored there
 *
 * What a person, or the outbox, can do about it. After all but UNCERTAIN it is certain that
 * the helpdesk has nothing.
 */
typedef enum
{
  KP_CHANNEL_ERROR_SETTINGS,
  KP_CHANNEL_ERROR_TOKEN,
  KP_CHANNEL_ERROR_RIGHT,
  KP_CHANNEL_ERROR_QUEUE,
  KP_CHANNEL_ERROR_TOO_LARGE,
  KP_CHANNEL_ERROR_REFUSED,
  KP_CHANNEL_ERROR_NOT_HELPDESK,
  KP_CHANNEL_ERROR_OFFLINE,
  KP_CHANNEL_ERROR_UNCERTAIN,
  KP_CHANNEL_ERROR_BUSY,
  KP_CHANNEL_ERROR_TLS,
  KP_CHANNEL_ERROR_CANCELLED,
  KP_CHANNEL_ERROR_BY_HAND,
  KP_CHANNEL_ERROR_FAILED,
} KpChannelError;

#define KP_CHANNEL_ERROR (kp_channel_error_quark ())
GQuark kp_channel_error_quark (void);

/** kp_channel_error_new: @kept: (transfer full): its sentence, from kp_sentence_keep() or
 * kp_sentence_keep_foreign(). Returns: (transfer full): an error that says it and keeps it
 */
GError *kp_channel_error_new (KpChannelError code, char *kept);
/** kp_channel_error_new_busy: Returns: (transfer full): BUSY as kp_channel_error_new(),
 * with how many seconds the helpdesk asked to wait, 0 if it did not */
GError *kp_channel_error_new_busy (guint retry_after, char *kept);
/** kp_channel_error_keep: Returns: (transfer full): what the store keeps of @error, of this
 * domain or another: as kp_sentence_keep() gives it, or words that are not ours */
char *kp_channel_error_keep (const GError *error);
/** kp_channel_error_get_retry_after: Returns: seconds the helpdesk asked to wait, 0 if it
 * did not, or @error (nullable) is another one */
guint kp_channel_error_get_retry_after (const GError *error);

G_END_DECLS
