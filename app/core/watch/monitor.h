/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/check/sweep.h"
#include "core/store/portfolio.h"
#include "core/store/settings.h"

G_BEGIN_DECLS

#define KP_TYPE_MONITOR (kp_monitor_get_type ())
G_DECLARE_FINAL_TYPE (KpMonitor, kp_monitor, KP, MONITOR, GObject)

/**
 * KpMonitor:
 *
 * Checks what is due (check-policy.h) while it is started, and a site that got another
 * provider, target or proxy; makes verdicts again, without asking, when their time is over
 * or what they are made by has changed (thresholds, who changes DNS, what is wanted of the
 * site, and since it was last at work the profiles); and runs the checks the user asks for:
 * one sweep at a time, later requests join. Properties: "running", "total", "done",
 * "intercepted", "problem" (nullable string: no resolver answered …), "held" (the network
 * is metered: what is due waits). Signals: "finished". Main thread.
 *
 * After a sleep, and when the network has changed, what could not be asked is asked again.
 *
 * What it checks by itself spares the resolvers: none is asked again for a name while it
 * can only repeat itself (kp_checker_check_async()). What somebody asks for asks all.
 */

/** KpMakeChecker: makes a checker from the settings as they are; (transfer full) (nullable)
 */
typedef KpChecker *(*KpMakeChecker) (gpointer data, GError **error);

/** kp_monitor_new: @make_checker: asked before each sweep, with @data. The other arguments
 * are what it works with. Returns: (transfer full): a monitor, not started */
KpMonitor *kp_monitor_new (KpPortfolio *portfolio, KpStore *store, KpSettings *settings,
                           KpCatalogue *catalogue, KpClock *clock,
                           KpMakeChecker make_checker, gpointer data);
/** kp_monitor_follow_network: @network: tells when another network is there, and whether it
 * is metered: then nothing is checked by itself, unless the settings say otherwise. */
void kp_monitor_follow_network (KpMonitor *self, GNetworkMonitor *network);
/** kp_monitor_start: Begins to look by itself for what is due. kp_monitor_stop() ends it.
 */
void kp_monitor_start (KpMonitor *self);
/** kp_monitor_stop: Looks no more by itself and cancels the sweep that runs. */
void kp_monitor_stop (KpMonitor *self);
/** kp_monitor_check: @sites: (element-type KpSite) (nullable): %NULL for all. Joins the
 * sweep that runs, if one does. */
void kp_monitor_check (KpMonitor *self, GPtrArray *sites);
/** kp_monitor_is_checking: Returns: whether @site is part of the sweep that runs, or of the
 * next, and has no result yet; follow "running" and "done" */
gboolean kp_monitor_is_checking (KpMonitor *self, KpSite *site);
/** kp_monitor_set_customers: @you_change: (element-type gint64) (nullable): row ids of
 * customers whose DNS you change yourself. */
void kp_monitor_set_customers (KpMonitor *self, GHashTable *you_change);
/** kp_monitor_cancel: Ends the sweep; what was checked stays. */
void kp_monitor_cancel (KpMonitor *self);

G_END_DECLS
