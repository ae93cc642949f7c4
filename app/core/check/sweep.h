/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/check/check-result.h"
#include "core/check/checker.h"
#include "core/provider/catalogue.h"
#include "core/store/store.h"

G_BEGIN_DECLS

#define KP_TYPE_SWEEP (kp_sweep_get_type ())
G_DECLARE_FINAL_TYPE (KpSweep, kp_sweep, KP, SWEEP, GObject)

/**
 * KpSweep:
 *
 * Checks many sites with bounded concurrency: one slow or dead site delays no other. A job
 * object: properties "total", "done" (uint, notify with each batch), "running". Signal
 * "results" (GPtrArray of #KpCheckResult) every 200 ms at most, in batches, after they were
 * written to the store (if there is one); signal "finished". It reads evidence from the
 * store as it goes.
 *
 * If at least five sites and over half of the sweep end in one root that is not known, the
 * network intercepts TLS: "intercepted" (nullable string: that root's name) is set, and so
 * it is in their observations. What ends in an unknown root is therefore given out only
 * once so many sites have been checked that the others can't say otherwise; and once more
 * if they show the intermediate that it lacks. Main thread.
 */

/**
 * kp_sweep_new:
 * @checker: the checker
 * @catalogue: the profiles
 * @store: (nullable): where evidence is read and results are written; %NULL for sites that
 * are not in it
 * @thresholds: the settings
 * @clock: the clock
 * @jobs: sites at once, 0 for automatic
 *
 * Returns: (transfer full): a sweep, not started
 */
KpSweep *kp_sweep_new (KpChecker *checker, KpCatalogue *catalogue, KpStore *store,
                       const KpThresholds *thresholds, KpClock *clock, guint jobs);
/** kp_sweep_set_customers: @itself: (element-type gint64) (nullable): row ids of customers
 * that do not change their DNS themselves (you do). */
void kp_sweep_set_customers (KpSweep *self, GHashTable *you_change);
/** kp_sweep_spare_resolvers: @sites: (element-type KpSite) (nullable): a set of those that
 * nobody waits for, as it was just time to check them: what a resolver said of them in the
 * last check, and can only repeat, is not asked again. Call before it runs. */
void kp_sweep_spare_resolvers (KpSweep *self, GHashTable *sites);
/**
 * kp_sweep_run_async:
 * @sites: (element-type KpSite): what to check, in this order; summaries of the given
 * objects are set as results come
 *
 * Finish: G_IO_ERROR_CANCELLED after a cancellation (what was checked so far is written),
 * or a #KpStoreError.
 */
void kp_sweep_run_async (KpSweep *self, GPtrArray *sites, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer data);
gboolean kp_sweep_run_finish (KpSweep *self, GAsyncResult *result, GError **error);
/** kp_sweep_get_intercepted: Returns: (transfer none) (nullable): the name of the root that
 * intercepts */
const char *kp_sweep_get_intercepted (KpSweep *self);
/** kp_sweep_get_interceptor: Returns: (transfer none) (nullable): that root's fingerprint,
 * for kp_sweep_expect_interceptor() of the next sweep */
const char *kp_sweep_get_interceptor (KpSweep *self);
/** kp_sweep_expect_interceptor: @root_sha256: (nullable): what was found to intercept the
 * last time; @name: (nullable): its name. A few sites are then enough to find it again.
 * Call before it runs. */
void kp_sweep_expect_interceptor (KpSweep *self, const char *root_sha256, const char *name);

G_END_DECLS
