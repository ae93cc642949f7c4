/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/observation.h"

G_BEGIN_DECLS

/* A resolver keeps what it has said for its time to live: asked before that is over, it can
 * only repeat itself. */

/** KP_KEPT_MARGIN: seconds: the moment at which an answer was asked for is noted in whole
 * ones, so its time is over up to one later than the sum says. Not more: what is past its
 * time must not count as what the resolver says when an old record should be gone. */
#define KP_KEPT_MARGIN 1

/**
 * kp_answer_get_kept_until:
 * @answer: what a resolver said
 * @type: A or AAAA: the question of the two that is meant
 * @now: Unix seconds
 *
 * Until when it gives the same answer to that question: to the end of the part that ends
 * first, be it a CNAME, an address or that there is none, and %KP_KEPT_MARGIN more. No part
 * is kept longer than %KP_GREATEST_TTL. What is no DNS-over-HTTPS resolver's, an error, a
 * loop, without a known time, or from a time to come (the clock was wrong) is not kept.
 * Pure.
 *
 * Returns: Unix seconds; 0 if it is not kept
 */
gint64 kp_answer_get_kept_until (const KpResolverAnswer *answer, KpRecordType type,
                                 gint64 now);
/** kp_answer_is_kept: Returns: whether the resolver can only repeat @answer at @now, to
 * both questions. Pure */
gboolean kp_answer_is_kept (const KpResolverAnswer *answer, gint64 now);
/** kp_answer_find_last: @before: (nullable): the last check. Returns: (transfer none)
 * (nullable): what the resolver at @url said of @host then. Pure */
KpResolverAnswer *kp_answer_find_last (const KpObservation *before, const char *host,
                                       const char *url);

G_END_DECLS
