/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/check/prober.h"
#include "core/check/verdict.h"
#include "core/dns/resolver.h"

G_BEGIN_DECLS

#define KP_TYPE_CHECKER (kp_checker_get_type ())
G_DECLARE_FINAL_TYPE (KpChecker, kp_checker, KP, CHECKER, GObject)

/**
 * KpChecker:
 *
 * Checks one site: asks all resolvers at once, then every address, and gives the
 * observation. The addresses of a target are asked once for all sites of a sweep. The
 * system's resolver is asked no more, until kp_checker_forget(), once it has not answered.
 * Main thread.
 */

/** kp_checker_new: @resolvers: (element-type KpResolver): at least one; @system:
 * (nullable): the system's resolver, to tell a split horizon; Returns: (transfer full): a
 * checker */
KpChecker *kp_checker_new (GPtrArray *resolvers, KpResolver *system, KpProber *prober,
                           KpClock *clock);
/** kp_checker_forget: Forgets the addresses of targets: call before a new sweep. */
void kp_checker_forget (KpChecker *self);
/**
 * kp_checker_check_async:
 * @target: (nullable): where it must point
 * @wants_target: where it does not, what else stands at the name is asked as well
 * @before: (nullable): the last check of @site, to spare resolvers: what one of them said
 * of the name then, and can only repeat (kept-answer.h), is taken over as it is, with its
 * time. Everything else is asked anew, and the addresses too. If no resolver is heard in
 * this check, those who were spared are asked after all. %NULL to ask everybody
 *
 * Never fails but by cancellation.
 */
void kp_checker_check_async (KpChecker *self, KpSite *site, const char *target,
                             gboolean wants_target, KpObservation *before,
                             GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer data);
/** kp_checker_check_finish: Returns: (transfer full) (nullable): what was seen;
 * G_IO_ERROR_CANCELLED */
KpObservation *kp_checker_check_finish (KpChecker *self, GAsyncResult *result,
                                        GError **error);

/** kp_checker_complete: Marks chains of @observation as incomplete that led to no root when
 * they were served, and do with what other sites have shown since. Returns: whether there
 * are any */
gboolean kp_checker_complete (KpChecker *self, KpObservation *observation);

G_END_DECLS
