/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/helpdesk/outbox.h"
#include "ctl/context.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/** kp_ctl_open_outbox: Opens the desk and its outbox. @outbox: (out) (transfer none).
 * Returns: KP_CTL_FINE, or what kp_ctl_fail() gave */
KpCtlStatus kp_ctl_open_outbox (KpCtl *ctl, KpOutbox **outbox);
/** kp_ctl_run_outbox: Does all that is due in it. */
void kp_ctl_run_outbox (KpOutbox *outbox);
/** kp_ctl_find_request: @text: its id, or its reference; @request: (out) (transfer none).
 * Returns: KP_CTL_FINE, or KP_CTL_USAGE after having said why */
KpCtlStatus kp_ctl_find_request (KpCtl *ctl, KpOutbox *outbox, const char *text,
                                 KpRequest **request);
/** kp_ctl_add_request: Adds @request as an object of the contract; @messages: (nullable)
 * (element-type KpMessage): its conversation, and all else that is known */
void kp_ctl_add_request (JsonBuilder *builder, KpRequest *request, GPtrArray *messages);
/** kp_ctl_request_line: Returns: (transfer full): what became of @request, on one line */
char *kp_ctl_request_line (KpRequest *request);
/** kp_ctl_request_status: Returns: the exit status that @request stands for: attention if
 * it was refused or arrived damaged, could-not while nobody knows or nothing left */
KpCtlStatus kp_ctl_request_status (KpRequest *request);

G_END_DECLS
