/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/helpdesk/outgoing.h"

G_BEGIN_DECLS

/** KP_MAILTO_MAX: octets of a mailto: address at most: what mail programs and portals take
 */
#define KP_MAILTO_MAX 1900

/**
 * kp_mail_write:
 * @outgoing: what to send; its @requestor is the sender, if there is one
 * @to: the one address it goes to
 * @now: Unix seconds, for its date
 *
 * Writes a whole mail (RFC 5322, MIME) with all files, marked as not sent yet, so that mail
 * programs open it as a draft. Nothing in a value can begin another header line. Pure; any
 * thread.
 *
 * Returns: (transfer full): the mail
 */
GBytes *kp_mail_write (const KpOutgoing *outgoing, const char *to, gint64 now);
/** kp_mail_make_uri: Returns: (transfer full): a mailto: address (RFC 6068) with subject
 * and text; without the text where it would grow too long. Files can't be in it. */
char *kp_mail_make_uri (const KpOutgoing *outgoing, const char *to);
/** kp_mail_read_uri: @uri: a mailto: address. Returns: (transfer floating): "a{sv}" with
 * its "address" or, of several, "addresses", "subject" and "body", as the Email portal
 * takes them */
GVariant *kp_mail_read_uri (const char *uri);

G_END_DECLS
