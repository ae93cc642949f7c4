/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/helpdesk/channel.h"

G_BEGIN_DECLS

/* The rows of the table: one a file. Nobody but channel.c and the tests of a channel takes
 * them from here. */

/** kp_form_channel: the provider's own web form, which the user fills in: form-channel.c */
extern const KpChannel kp_form_channel;
/** kp_email_channel: the user's own mail program: email-channel.c */
extern const KpChannel kp_email_channel;
/** kp_rt_channel: Request Tracker, by its REST 2 interface: rt-channel.c */
extern const KpChannel kp_rt_channel;

G_END_DECLS
