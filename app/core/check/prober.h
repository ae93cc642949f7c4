/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/clock.h"
#include "core/certificate/trust.h"
#include "core/model/probe.h"

G_BEGIN_DECLS

#define KP_TYPE_PROBER (kp_prober_get_type ())
G_DECLARE_FINAL_TYPE (KpProber, kp_prober, KP, PROBER, GObject)

/**
 * KpProber:
 *
 * Looks at what an address serves for a name: raw GnuTLS on non-blocking sockets in the
 * main loop. It looks at bad certificates without trusting them; it sends nothing but the
 * handshake. Bounds: handshakes at once; up to 500 connections that wait for an answer
 * don't count against them. Main thread.
 */

/** kp_prober_new: @timeout: seconds for connection and handshake together; @plain_port:
 * port of plain HTTP, 0 not to look. Returns: (transfer full): a prober */
KpProber *kp_prober_new (KpTrust *trust, KpClock *clock, guint timeout, guint16 plain_port);
/** kp_prober_probe_async: @address: IP address; @host: SNI name, canonical. Never fails but
 * by cancellation: how it ended stands in the probe. */
void kp_prober_probe_async (KpProber *self, const char *address, guint16 port,
                            const char *host, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer data);
/** kp_prober_probe_finish: Returns: (transfer full) (nullable): the probe;
 * G_IO_ERROR_CANCELLED */
KpProbe *kp_prober_probe_finish (KpProber *self, GAsyncResult *result, GError **error);

G_END_DECLS
