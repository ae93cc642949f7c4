/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/model/probe.h"

G_BEGIN_DECLS

/** KP_PLAIN_HTTP_MAX: octets of an answer that are read */
#define KP_PLAIN_HTTP_MAX (8 * 1024)

/**
 * kp_plain_http_parse:
 * @data: hostile octets: the begin of an HTTP answer
 * @length: how many; at most %KP_PLAIN_HTTP_MAX count
 * @ended: nothing will follow
 * @result: (out): what the port does
 *
 * Any answer with a status but a redirection to "https:" is plain, whatever the status
 * says: people get an answer that was not encrypted. What is no HTTP is closed. Pure.
 *
 * Returns: whether @data was enough to tell
 */
gboolean kp_plain_http_parse (const char *data, gsize length, gboolean ended,
                              KpPlainHttp *result);

/**
 * KpPlainLook:
 *
 * One look at a plain HTTP port, step by step: "GET /" with the host's name, and the head
 * of the answer. Nothing of the answer is kept.
 */
typedef struct _KpPlainLook KpPlainLook;

/**
 * kp_plain_look_new:
 * @address: an IP address
 * @port: a port
 * @host: the name to ask for
 *
 * Returns: (transfer full): a look that has begun to connect
 */
KpPlainLook *kp_plain_look_new (const char *address, guint16 port, const char *host);

/**
 * kp_plain_look_free:
 * @self: a look
 *
 * Closes its socket. %NULL is fine.
 */
void kp_plain_look_free (KpPlainLook *self);

/**
 * kp_plain_look_step:
 * @self: a look that is not done
 *
 * Goes on as far as the socket allows.
 *
 * Returns: %G_IO_IN or %G_IO_OUT: what to wait for before the next step; 0 when it is done
 */
GIOCondition kp_plain_look_step (KpPlainLook *self);

/**
 * kp_plain_look_get_fd:
 * @self: a look
 *
 * Returns: its socket, still owned by it; -1 if there is none
 */
int kp_plain_look_get_fd (KpPlainLook *self);

/**
 * kp_plain_look_get_result:
 * @self: a look, done or given up
 *
 * Returns: what the port does; closed while nothing is known, not asked where the address
 * can't be reached from here
 */
KpPlainHttp kp_plain_look_get_result (KpPlainLook *self);

G_END_DECLS
