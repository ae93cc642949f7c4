/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/helpdesk/outgoing.h"

G_BEGIN_DECLS

/**
 * KpReadBack:
 * @number: the ticket's number
 * @url: where people see it
 * @n_found: how many tickets or messages carry the reference; this is the oldest
 * @body_found: the body that was sent stands in it, the same but for line ends
 * @fields: (element-type KpRequestField): those the ticket has, with no ids
 * @attachments: (element-type KpAttachment): its files, without their octets
 *
 * What a helpdesk says it holds of a request. An owned value.
 */
typedef struct
{
  char *number;
  char *url;
  guint n_found;
  gboolean body_found;
  GPtrArray *fields;
  GPtrArray *attachments;
} KpReadBack;

/** kp_read_back_new: Returns: (transfer full): one with copies of @number and @url, to be
 * filled */
KpReadBack *kp_read_back_new (const char *number, const char *url);
/** kp_read_back_free: Frees @self; %NULL is fine. */
void kp_read_back_free (KpReadBack *self);
/** kp_read_back_find_lost_fields: Returns: (transfer full) (array zero-terminated=1): names
 * of the fields of @sent that are not there with the very same value. A field without a
 * value can't get lost, and a reply has no fields. */
char **kp_read_back_find_lost_fields (const KpReadBack *self, const KpOutgoing *sent);
/** kp_read_back_find_lost_attachments: Returns: (transfer full) (array zero-terminated=1):
 * names of the files of @sent that are not there octet for octet. */
char **kp_read_back_find_lost_attachments (const KpReadBack *self, const KpOutgoing *sent);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpReadBack, kp_read_back_free)

G_END_DECLS
