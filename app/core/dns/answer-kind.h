/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/observation.h"

G_BEGIN_DECLS

/**
 * KpAnswerKind:
 * @KP_ANSWER_SILENT: no DNS message came: says nothing
 * @KP_ANSWER_CHAIN: leads: a CNAME chain through the target
 * @KP_ANSWER_FLATTENED: leads: exactly the target's present addresses
 * @KP_ANSWER_MISSING: the name has no record (NXDOMAIN, or neither CNAME nor address)
 * @KP_ANSWER_BLOCKED: only the unspecified address, 0.0.0.0 or ::, as a resolver that
 * filters answers
 * @KP_ANSWER_ADDRESS: addresses that are not the target's
 * @KP_ANSWER_LEFTOVER: leads but for IPv6 addresses that are not the target's
 * @KP_ANSWER_BESIDE: a CNAME through the target, and IPv4 addresses beside it
 * @KP_ANSWER_ELSEWHERE: a CNAME chain that does not pass through the target
 * @KP_ANSWER_DANGLING: a CNAME chain through the target, but no address at its end; without
 * a target any chain without an address
 * @KP_ANSWER_LOOP: a CNAME chain without an end
 * @KP_ANSWER_BROKEN: SERVFAIL, REFUSED or another error
 * @KP_ANSWER_BOGUS: SERVFAIL because DNSSEC fails
 *
 * What the answer of one resolver means for a target.
 */
typedef enum
{
  KP_ANSWER_SILENT,
  KP_ANSWER_CHAIN,
  KP_ANSWER_FLATTENED,
  KP_ANSWER_MISSING,
  KP_ANSWER_BLOCKED,
  KP_ANSWER_ADDRESS,
  KP_ANSWER_LEFTOVER,
  KP_ANSWER_BESIDE,
  KP_ANSWER_ELSEWHERE,
  KP_ANSWER_DANGLING,
  KP_ANSWER_LOOP,
  KP_ANSWER_BROKEN,
  KP_ANSWER_BOGUS,
} KpAnswerKind;

/**
 * kp_answer_kind:
 * @answer: what one resolver says
 * @target: (nullable): the expected target; %NULL if none is wanted: then an answer with
 * addresses is KP_ANSWER_ADDRESS, whatever its chain
 * @target_addresses: (element-type KpRecord) (nullable): the present addresses of @target
 *
 * Returns: what it means. Pure; any thread
 */
KpAnswerKind kp_answer_kind (const KpResolverAnswer *answer, const char *target,
                             GPtrArray *target_addresses);

/**
 * kp_answer_kind_in:
 * @answer: one of @observation's
 * @observation: what was seen
 * @target: (nullable): the target to judge by now; where it is not the one that was
 * expected when @observation was made, its addresses are not known and only a chain leads
 *
 * Returns: what it means. Pure; any thread
 */
KpAnswerKind kp_answer_kind_in (const KpResolverAnswer *answer,
                                const KpObservation *observation, const char *target);

/** kp_answer_kind_leads: Returns: whether an answer of that kind leads to the provider */
gboolean kp_answer_kind_leads (KpAnswerKind kind);
/** kp_answer_kind_denies: Returns: whether an answer of that kind says that there is
 * nothing at the name */
gboolean kp_answer_kind_denies (KpAnswerKind kind);
/** kp_answer_kind_is_record: Returns: whether it shows what stands in the zone (its being
 * empty included): a set that caches keep for its TTL. Not so for errors and silence. */
gboolean kp_answer_kind_is_record (KpAnswerKind kind);
/** kp_answer_kind_is_away: Returns: whether it leads to some other place */
gboolean kp_answer_kind_is_away (KpAnswerKind kind);

/**
 * kp_answer_is_of_wildcard:
 * @answer: what one resolver says
 * @wildcard: (nullable): the record that the zone gives to any name
 *
 * Returns: whether it is the wildcard that answers: a record of the name's own would go
 * before it (RFC 4592 section 2.2.1), and then no other record stands at the name either.
 * Pure; any thread
 */
gboolean kp_answer_is_of_wildcard (const KpResolverAnswer *answer,
                                   const KpRecord *wildcard);
/** kp_observation_is_of_wildcard: Returns: whether any answer of @observation is of its
 * wildcard */
gboolean kp_observation_is_of_wildcard (const KpObservation *observation);

/**
 * kp_records_have_address:
 * @records: (element-type KpRecord): A and AAAA records
 * @address: as inet_ntop() writes it
 *
 * Returns: whether one of them is that address
 */
gboolean kp_records_have_address (GPtrArray *records, const char *address);

G_END_DECLS
