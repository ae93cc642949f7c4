/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/check/check-result.h"
#include "core/model/journal-event.h"

G_BEGIN_DECLS

/**
 * kp_check_events_new:
 * @before: the site's summary before the check
 * @previous: (nullable): the observation before it
 * @result: what the check gave
 *
 * What of a check a person would want to read later: a lock that changed, DNS that answers
 * otherwise, another certificate. Pure.
 *
 * Returns: (transfer full) (element-type KpJournalEvent): perhaps empty
 */
GPtrArray *kp_check_events_new (const KpSummary *before, const KpObservation *previous,
                                const KpCheckResult *result);

G_END_DECLS
