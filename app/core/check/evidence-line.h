/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/check/verdict.h"

G_BEGIN_DECLS

/**
 * KpEvidenceLine:
 * @name: who was asked: a resolver as people call it, or an IP address
 * @detail: (nullable): more about it: a resolver's URL, where an address comes from
 * @says: what it says or serves, in words; "–" for nothing
 * @state: what that means, in words
 * @outcome: the same as one of four
 * @answered: whether an answer came at all
 * @judged: whether it counts; otherwise it is only shown
 * @until: Unix seconds until when a resolver may still give the old record, 0 if unknown
 * or not so
 * @ttl: seconds: the greatest TTL known of that record, 0 if none
 * @index: of the answer or probe in the observation
 *
 * One line of the tables of a site's page. A plain owned value.
 */
typedef struct
{
  char *name;
  char *detail;
  char *says;
  char *state;
  KpOutcome outcome;
  gboolean answered;
  gboolean judged;
  gint64 until;
  guint32 ttl;
  guint index;
} KpEvidenceLine;

/** kp_evidence_line_free: Frees @self; %NULL is fine. */
void kp_evidence_line_free (KpEvidenceLine *self);

/**
 * kp_answer_format:
 * @answer: what one resolver says
 *
 * Returns: (transfer full): it in words: "CNAME pl-10.admin.emailsrvr.com", "A 192.0.2.1,
 *   AAAA 2001:db8::7", "no record"; why where no answer came. Bounded. Pure
 */
char *kp_answer_format (const KpResolverAnswer *answer);

/**
 * kp_evidence_lines_of_resolvers:
 * @verdict: of @observation
 * @observation: the evidence
 * @history: the past
 *
 * Pure. Returns: (transfer full) (element-type KpEvidenceLine): one per answer
 */
GPtrArray *kp_evidence_lines_of_resolvers (const KpVerdict *verdict,
                                           const KpObservation *observation,
                                           const KpHistory *history);
/**
 * kp_evidence_lines_of_addresses:
 * @verdict: of @observation
 * @observation: the evidence
 * @now: Unix seconds
 *
 * Pure. Returns: (transfer full) (element-type KpEvidenceLine): one per address; the
 *   judged ones first
 */
GPtrArray *kp_evidence_lines_of_addresses (const KpVerdict *verdict,
                                           const KpObservation *observation, gint64 now);

/** kp_evidence_sum_of_resolvers: Pure. Returns: (transfer full) (nullable): "2 of 3 see the
 * new record.", "3 of 3 lead to the target."; %NULL where nothing is judged */
char *kp_evidence_sum_of_resolvers (const KpVerdict *verdict,
                                    const KpObservation *observation);
/** kp_evidence_sum_of_addresses: Pure. Returns: (transfer full) (nullable): "3 of 4
 * addresses checked." where some could not be asked, else %NULL */
char *kp_evidence_sum_of_addresses (const KpVerdict *verdict);

/**
 * kp_evidence_values_of_finding:
 * @finding: one of a verdict
 * @resolvers: (element-type KpEvidenceLine): lines of that verdict
 * @addresses: (element-type KpEvidenceLine): lines of that verdict
 *
 * The values seen that @finding rests on: what the resolvers say for one of DNS, what the
 * addresses serve for one of TLS. Pure.
 *
 * Returns: (transfer full): a line each, without a line end at the end; "" for none
 */
char *kp_evidence_values_of_finding (const KpFinding *finding, GPtrArray *resolvers,
                                     GPtrArray *addresses);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpEvidenceLine, kp_evidence_line_free)

G_END_DECLS
