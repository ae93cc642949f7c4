/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * KpNetAnswer:
 * @status: the HTTP status, a success or not
 * @content_type: (nullable): without its parameters
 * @location: (nullable): the Location header as it came: hostile text
 * @retry_after: seconds the server asks to wait, at most a day; 0 if it does not
 * @body: the octets, never %NULL
 *
 * What a server answered. Immutable; reference counted.
 */
typedef struct
{
  guint status;
  char *content_type;
  char *location;
  guint retry_after;
  GBytes *body;
} KpNetAnswer;

/** kp_net_answer_new: Returns: (transfer full): the head of @message, with @body (transfer
 * full) */
KpNetAnswer *kp_net_answer_new (SoupMessage *message, GBytes *body);
/** kp_net_answer_unref: Drops a reference. */
void kp_net_answer_unref (KpNetAnswer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpNetAnswer, kp_net_answer_unref)

G_END_DECLS
