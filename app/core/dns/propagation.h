/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/history.h"
#include "core/model/observation.h"

G_BEGIN_DECLS

/** KP_GREATEST_TTL: seconds a resolver keeps a record at the most, whatever its zone says:
 * RFC 8767 section 4 tells resolvers to cap a time to live at no more than seven days, and
 * they do (BIND at a week, others at a day). So a greater one adds nothing to the time a
 * change takes. */
#define KP_GREATEST_TTL (7 * 24 * 60 * 60)

/**
 * kp_answer_leads:
 * @answer: what one resolver says
 * @target: the expected target
 * @target_addresses: (element-type KpRecord): the present addresses of @target
 *
 * Returns: whether it leads to the provider: a CNAME chain through @target, or exactly
 * @target's present addresses (flattened). FALSE for no answer, a loop or a dangling chain.
 * Pure
 */
gboolean kp_answer_leads (const KpResolverAnswer *answer, const char *target,
                          GPtrArray *target_addresses);

/**
 * KpPropagation:
 * @under_way: a resolver has newly led to the target and at least one gives an old record,
 * before @over_at. All may: an answer can flip back until then
 * @until: Unix seconds by which the old record has left all caches at the latest; 0 if no
 * old TTL was ever seen, or none has changed
 * @limit: @until, or a day after the first resolver led where no old TTL was ever seen; 0
 * if none has changed
 * @over_at: when @under_way ends at the latest: @limit, and the two seconds that a cache
 * and a clock may have rounded away; 0 if none has changed
 * @hours_after_change: hours from the change until then, from the greatest TTL seen for the
 * old record, up to %KP_GREATEST_TTL; 0 if unknown
 * @n_new: resolvers that lead to the target
 * @n_answered: resolvers that answered
 * @resolver_until: (array) (element-type gint64): one per answer: until when that resolver
 * may still give the old record (its now plus its remaining TTL); 0 if it is new, unknown
 * or gave no answer
 * @resolver_old: (array) (element-type guint8): one per answer: 1 if it gives a record that
 * stood there before the change
 *
 * How far a DNS change has spread.
 */
typedef struct
{
  gboolean under_way;
  gint64 until;
  gint64 limit;
  gint64 over_at;
  guint hours_after_change;
  guint n_new;
  guint n_answered;
  GArray *resolver_until;
  GArray *resolver_old;
} KpPropagation;

/** kp_propagation_new: Pure. Returns: (transfer full): the state of the change at @now */
KpPropagation *kp_propagation_new (const KpObservation *observation,
                                   const KpHistory *history, const char *target,
                                   gint64 now);
/** kp_propagation_free: Frees @self; %NULL is fine. */
void kp_propagation_free (KpPropagation *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpPropagation, kp_propagation_free)

G_END_DECLS
