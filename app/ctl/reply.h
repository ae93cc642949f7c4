/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/helpdesk/outbox.h"
#include "ctl/context.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * kp_ctl_take_replies:
 * @outbox: open
 * @only: (nullable): the request whose replies are looked at; %NULL: all
 * @builder: (nullable): where what was found is added; %NULL prints it for people
 * @attention: (out): something was not taken
 *
 * Looks into the replies to renewals that wait for their signing request, the newest first:
 * one with which nothing is wrong is given to its job.
 *
 * Returns: KP_CTL_FINE, or another status after having said why
 */
KpCtlStatus kp_ctl_take_replies (KpCtl *ctl, KpOutbox *outbox, KpRequest *only,
                                 JsonBuilder *builder, gboolean *attention);

G_END_DECLS
