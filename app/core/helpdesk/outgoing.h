/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/attachment.h"
#include "core/model/priority.h"
#include "core/model/request-field.h"

G_BEGIN_DECLS

/**
 * KpOutgoing:
 * @reference: "KP-XXXX-XXXX": also stands in @subject, and is what it is found by
 * @subject: one line
 * @body: plain text
 * @requestor: (nullable): the mail address the provider shall answer to
 * @ticket: (nullable): number of the ticket it is a reply into; %NULL makes a new one
 * @priority: how urgent, as a meaning
 * @fields: (element-type KpRequestField): in order
 * @attachments: (element-type KpAttachment): in order
 *
 * A request as a channel takes it. A plain value: filled by whoever makes it, then not
 * changed any more; reference counted, because sending takes a while.
 */
typedef struct
{
  char *reference;
  char *subject;
  char *body;
  char *requestor;
  char *ticket;
  KpPriority priority;
  GPtrArray *fields;
  GPtrArray *attachments;
} KpOutgoing;

/** kp_outgoing_new: Returns: (transfer full): a request with copies of its @reference,
 * @subject and @body, of normal priority and without fields and files, to be filled */
KpOutgoing *kp_outgoing_new (const char *reference, const char *subject, const char *body);
/** kp_outgoing_ref: Returns: (transfer full): @self with one more reference */
KpOutgoing *kp_outgoing_ref (KpOutgoing *self);
/** kp_outgoing_unref: Drops a reference. */
void kp_outgoing_unref (KpOutgoing *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpOutgoing, kp_outgoing_unref)

G_END_DECLS
