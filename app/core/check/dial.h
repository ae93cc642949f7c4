/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/probe.h"

G_BEGIN_DECLS

/**
 * kp_dial_start:
 * @address: an IP address
 * @port: a port
 * @number: (out): errno on failure; EINVAL where @address is none
 *
 * Begins to connect, without waiting.
 *
 * Returns: a socket that does not block, writable once it is connected or has failed; -1 on
 *   failure
 */
int kp_dial_start (const char *address, guint16 port, int *number);

/**
 * kp_dial_finish:
 * @fd: a socket of kp_dial_start() that became writable
 *
 * Returns: 0 if it is connected, else errno
 */
int kp_dial_finish (int fd);

/**
 * kp_dial_outcome:
 * @number: errno of a connection
 * @reason: (out) (optional): why; @number goes with it
 *
 * What the failure of a connection means. A refusal and a reset are answers; a missing
 * route is on our side.
 *
 * Returns: the outcome
 */
KpProbeOutcome kp_dial_outcome (int number, KpProbeReason *reason);

/**
 * kp_dial_close:
 * @fd: a connected socket
 *
 * Closes politely: the other side sees an end, not a reset, and nothing is waited for.
 */
void kp_dial_close (int fd);

G_END_DECLS
