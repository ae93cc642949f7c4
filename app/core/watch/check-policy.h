/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/summary.h"

G_BEGIN_DECLS

/* When a site is to be checked next, and when a wrong result counts as news. Pure: all of
 * it follows from the last verdict, so it holds after a restart as well. */

/** KP_CHECK_ASK_AGAIN: seconds after which a wrong result that is new is asked again */
#define KP_CHECK_ASK_AGAIN (2 * 60)
/** KP_CHECK_CONFIRM: seconds after that until it is asked once more: then it is told */
#define KP_CHECK_CONFIRM (10 * 60)

/**
 * kp_check_policy_next:
 * @summary: of the last verdict
 * @check_every: seconds between two checks of a site that is well
 * @failures: checks in a row that nobody answered
 * @heard_until: before then no resolver gives another answer, Unix seconds; 0 if unknown
 * @now: Unix seconds
 *
 * A site that is well is checked after @check_every, and the sooner the less is left of its
 * certificate; a pending one at its until, and each hour; one that is no longer secure
 * after two and ten minutes, then ever more seldom, as where resolvers still differ; one
 * that could not be asked after a quarter of an hour, then each time after twice as long.
 * Where DNS is what is wrong, it is checked again when a resolver may say something else,
 * and each hour: by then others may, and the addresses are looked at anyway. Whom such a
 * check asks is the checker's business.
 *
 * Returns: Unix seconds; 0: now
 */
gint64 kp_check_policy_next (const KpSummary *summary, gint64 check_every, guint failures,
                             gint64 heard_until, gint64 now);
/** kp_check_policy_get_wrong_since: Returns: since when a site that was locked once is
 * unlocked, Unix seconds; 0 if it is not, or never was locked: that is no news */
gint64 kp_check_policy_get_wrong_since (const KpSummary *summary);
/** kp_check_policy_is_confirmed: Returns: whether a site is no longer secure, and was asked
 * again about it */
gboolean kp_check_policy_is_confirmed (const KpSummary *summary);

G_END_DECLS
