/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/check/verdict.h"
#include "core/provider/catalogue.h"
#include "core/store/store.h"

G_BEGIN_DECLS

#define KP_TYPE_REJUDGE (kp_rejudge_get_type ())
G_DECLARE_FINAL_TYPE (KpRejudge, kp_rejudge, KP, REJUDGE, GObject)

/**
 * KpRejudge:
 *
 * Judges stored evidence again without asking anybody: what time alone has changed (a
 * certificate has ended, evidence has grown stale, a day is overdue), a setting, or a
 * profile. Main thread.
 */

/** kp_rejudge_new: Returns: (transfer full): nothing under way yet */
KpRejudge *kp_rejudge_new (KpStore *store, KpCatalogue *catalogue, KpClock *clock);
/** kp_rejudge_is_outdated: Pure. Returns: whether what is known of @site was judged by
 * another profile than the one in @catalogue now, or time has outlived it at @now */
gboolean kp_rejudge_is_outdated (KpSite *site, KpCatalogue *catalogue, gint64 now);
/** kp_rejudge_is_running: Returns: whether a run is under way */
gboolean kp_rejudge_is_running (KpRejudge *self);
/**
 * kp_rejudge_run:
 * @sites: (element-type KpSite): their summaries are set when done
 * @thresholds: the settings
 * @you_change: (nullable): see kp_sweep_set_customers()
 *
 * Does nothing while a run is under way. Results of a read-only store are shown, not
 * written. Signal "finished" when done.
 */
void kp_rejudge_run (KpRejudge *self, GPtrArray *sites, const KpThresholds *thresholds,
                     GHashTable *you_change);
/**
 * kp_judgement_fill:
 * @judgement: filled for @site with @now; observation and history are the caller's to add
 *
 * The one place that knows what a judgement needs beside the evidence: the profile in
 * @catalogue, the CA identities, @thresholds, and who of @you_change changes the DNS.
 */
void kp_judgement_fill (KpJudgement *judgement, KpSite *site, KpCatalogue *catalogue,
                        const KpThresholds *thresholds, GHashTable *you_change, gint64 now);

G_END_DECLS
