/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/attachment.h"

G_BEGIN_DECLS

/**
 * KpIncoming:
 * @remote_id: what the helpdesk calls the message; unique within its ticket
 * @at: Unix seconds, as the helpdesk says
 * @author: who wrote it, in words
 * @own: written by the login Keyplate itself uses: shown, but no reply
 * @subject: one line, "" if it has none: an @own one that Keyplate sent has its reference
 * @body: plain text, bounded
 * @attachments: (element-type KpAttachment): the files that came with it
 * @n_left_out: files that were too large or too many to be fetched
 *
 * One message of a ticket as a channel gives it. Everything in it is hostile. A plain
 * value; reference counted.
 */
typedef struct
{
  char *remote_id;
  gint64 at;
  char *author;
  gboolean own;
  char *subject;
  char *body;
  GPtrArray *attachments;
  guint n_left_out;
} KpIncoming;

/** KP_INCOMING_MAX_BODY: octets of a body at most; the rest is cut */
#define KP_INCOMING_MAX_BODY (64 * 1024)

/** kp_incoming_new: Returns: (transfer full): a message with a copy of its @remote_id, to
 * be filled */
KpIncoming *kp_incoming_new (const char *remote_id);
/** kp_incoming_ref: Returns: (transfer full): @self with one more reference */
KpIncoming *kp_incoming_ref (KpIncoming *self);
/** kp_incoming_unref: Drops a reference. */
void kp_incoming_unref (KpIncoming *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpIncoming, kp_incoming_unref)

G_END_DECLS
