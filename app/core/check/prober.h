/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/clock.h"
#include "core/certificate/trust.h"
#include "core/model/probe.h"

G_BEGIN_DECLS

/** KP_PROBER_BUSY_MAX: handshakes at once */
#define KP_PROBER_BUSY_MAX 32
/** KP_PROBER_CONNECTIONS_MAX: connections at once, most of which merely wait */
#define KP_PROBER_CONNECTIONS_MAX 500

#define KP_TYPE_PROBER (kp_prober_get_type ())
G_DECLARE_FINAL_TYPE (KpProber, kp_prober, KP, PROBER, GObject)

/**
 * KpProber:
 *
 * Looks at what an address serves for a name: raw GnuTLS on non-blocking sockets in the
 * main loop. It looks at bad certificates without trusting them; to the TLS port it sends
 * nothing but the handshake. Bounds: handshakes at once; up to 500 connections that wait
 * for an answer don't count against them. Work is done in slices of a few milliseconds,
 * behind what a window draws. Main thread.
 *
 * It connects directly to the address it is given, unless the user's proxy settings name a
 * proxy for "https" to that address: then through that (HTTP CONNECT or SOCKS), and the
 * plain port is not looked at. A proxy that is itself reached over TLS is not supported.
 */

/**
 * kp_prober_new:
 * @trust: judges what is served
 * @clock: the time of each probe
 * @timeout: seconds for connection and handshake together
 * @plain_port: port of plain HTTP, 0 not to look. It is looked at beside the handshake, for
 *   at most three seconds
 *
 * Returns: (transfer full): a prober
 */
KpProber *kp_prober_new (KpTrust *trust, KpClock *clock, guint timeout, guint16 plain_port);

/**
 * kp_prober_set_proxy_resolver:
 * @self: a prober that has not probed yet
 * @resolver: who knows the user's proxies, instead of the system's default
 *
 * For tests and for settings of one's own.
 */
void kp_prober_set_proxy_resolver (KpProber *self, GProxyResolver *resolver);

/**
 * kp_prober_probe_async:
 * @self: a prober
 * @address: IP address
 * @port: a port
 * @host: the name to ask for (SNI), canonical
 * @cancellable: (nullable): a cancellable, cancelled in the main thread
 * @callback: called when it is done
 * @data: for @callback
 *
 * Never fails but by cancellation: how it ended stands in the probe. The time-out begins
 * when the probe begins, not while it waits for its turn.
 */
void kp_prober_probe_async (KpProber *self, const char *address, guint16 port,
                            const char *host, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer data);

/**
 * kp_prober_probe_finish:
 * @self: a prober
 * @result: what the callback was given
 * @error: G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the probe
 */
KpProbe *kp_prober_probe_finish (KpProber *self, GAsyncResult *result, GError **error);

/**
 * kp_prober_complete:
 * @self: a prober
 * @probe: one of its probes, with the chain still in it
 *
 * Looks whether a chain that led to no root can now be told incomplete, by intermediates
 * that others have served since: then it is marked so.
 *
 * Returns: whether it can
 */
gboolean kp_prober_complete (KpProber *self, KpProbe *probe);

G_END_DECLS
