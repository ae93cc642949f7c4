/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/helpdesk/outgoing.h"

G_BEGIN_DECLS

/* What Request Tracker is sent. Pure. */

/** kp_rt_write_priority: Returns: the number that has this meaning to Request Tracker: its
 * default words are Low 0, Medium 50, High 100 */
int kp_rt_write_priority (KpPriority priority);
/** kp_rt_write_json: @queue: (nullable): where a new ticket goes; %NULL for a reply.
 * Returns: (transfer full): the JSON of a request, without its files */
char *kp_rt_write_json (const KpOutgoing *outgoing, const char *queue);
/** kp_rt_write_file_name: Returns: (transfer full): the name of @file as it is sent:
 * without what would end a header's text */
char *kp_rt_write_file_name (const KpAttachment *file);
/** kp_rt_write_body: @content_type: (out) (transfer full): what it is. Returns: (transfer
 * full): JSON, or with files multipart/form-data (RFC 7578): in JSON a file name outside
 * ASCII gets lost */
GBytes *kp_rt_write_body (const KpOutgoing *outgoing, const char *queue,
                          char **content_type);
/** kp_rt_write_quoted: Returns: (transfer full): @text as a string of a search (TicketSQL),
 * with its quotation marks */
char *kp_rt_write_quoted (const char *text);

G_END_DECLS
