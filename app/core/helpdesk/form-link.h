/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/helpdesk/outgoing.h"

G_BEGIN_DECLS

/** KP_FORM_LINK_MAX: octets of a filled-in link at most: what web servers and browsers take
 */
#define KP_FORM_LINK_MAX 2000

/**
 * kp_form_link_fill:
 * @link: (nullable): address of a web form, where "{subject}", "{body}", "{reference}",
 * "{reply-to}" and "{FIELD-ID}" stand for what a request has of these
 * @outgoing: the request
 *
 * Each value is percent-encoded (RFC 3986 section 2.3), so that it can't get out of its
 * place; a placeholder that the request has no value for becomes empty. A link that would
 * grow too long is given with the body left empty, and if that is too long too, up to its
 * query alone. Pure.
 *
 * Returns: (transfer full) (nullable): the link to open, %NULL without @link
 */
char *kp_form_link_fill (const char *link, const KpOutgoing *outgoing);

G_END_DECLS
