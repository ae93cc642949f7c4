/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/certificate/trust.h"
#include "core/check/proxy-routes.h"
#include "core/check/step.h"
#include "core/check/tls-handshake.h"

G_BEGIN_DECLS

/**
 * KpProbeSetup:
 * @trust: judges what is served
 * @client: what handshakes share
 * @steps: where work takes its turn
 * @routes: which addresses are behind a proxy
 * @proxies: connects to those
 * @timeout: seconds for connection and handshake together
 * @plain_port: port of plain HTTP, 0 not to look
 *
 * What all runs of a prober share. Must outlive them.
 */
typedef struct
{
  KpTrust *trust;
  KpTlsClient *client;
  KpStepQueue *steps;
  KpProxyRoutes *routes;
  GSocketClient *proxies;
  guint timeout;
  guint16 plain_port;
} KpProbeSetup;

/**
 * KpProbeRun:
 *
 * The probe of one address for one name: connects, shakes hands (a second time with old
 * versions where the first ended for want of them), looks at the plain port beside it, and
 * judges the chain.
 */
typedef struct _KpProbeRun KpProbeRun;

/**
 * KpProbeRunFunc:
 * @run: the run; it may be freed
 * @data: what was given with it
 *
 * Is told of a run.
 */
typedef void (*KpProbeRunFunc) (KpProbeRun *run, gpointer data);

/**
 * kp_probe_run_new:
 * @setup: what is shared
 * @address: an IP address
 * @port: a port
 * @host: the name to ask for
 * @changed: called when the run is done or its cancellable was cancelled, and when one of
 *   its connections has ended. It may free the run
 * @data: for @changed
 *
 * Returns: (transfer full): a run that has not begun
 */
KpProbeRun *kp_probe_run_new (const KpProbeSetup *setup, const char *address, guint16 port,
                              const char *host, KpProbeRunFunc changed, gpointer data);

/**
 * kp_probe_run_free:
 * @self: a run, done or not
 *
 * Closes what is open.
 */
void kp_probe_run_free (KpProbeRun *self);

/**
 * kp_probe_run_start:
 * @self: a run that has not begun
 *
 * Begins; from now on its time counts.
 */
void kp_probe_run_start (KpProbeRun *self);

/**
 * kp_probe_run_wake:
 * @self: a run
 *
 * Calls what was given as changed, soon and not from within.
 */
void kp_probe_run_wake (KpProbeRun *self);

/**
 * kp_probe_run_tick:
 * @self: a run that has begun
 * @now: monotonic time
 *
 * Gives up what took too long.
 */
void kp_probe_run_tick (KpProbeRun *self, gint64 now);

/**
 * kp_probe_run_is_done:
 * @self: a run
 *
 * Returns: whether its probe can be taken
 */
gboolean kp_probe_run_is_done (KpProbeRun *self);

/**
 * kp_probe_run_count_connections:
 * @self: a run
 *
 * Returns: how many connections it has open: 0, 1 or 2
 */
guint kp_probe_run_count_connections (KpProbeRun *self);

/**
 * kp_probe_run_is_busy:
 * @self: a run
 * @now: monotonic time
 *
 * Returns: whether its handshake goes on; not if it merely waits for the other side, and
 * for longer than a moment
 */
gboolean kp_probe_run_is_busy (KpProbeRun *self, gint64 now);

/**
 * kp_probe_run_take_probe:
 * @self: a run that is done
 *
 * Returns: (transfer full): the probe
 */
KpProbe *kp_probe_run_take_probe (KpProbeRun *self);

G_END_DECLS
