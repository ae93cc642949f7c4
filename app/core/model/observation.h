/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/probe.h"
#include "core/model/resolver-answer.h"

G_BEGIN_DECLS

/**
 * KpCaaState:
 * @KP_CAA_NOT_ASKED: nobody asked
 * @KP_CAA_NONE: no record at the name or above it: any CA may issue
 * @KP_CAA_FOUND: the relevant set is in @caa, from @caa_node
 * @KP_CAA_FAILED: SERVFAIL: a CA must take this as no permission (BR 3.2.2.8.1)
 * @KP_CAA_UNKNOWN: could not ask
 */
typedef enum
{
  KP_CAA_NOT_ASKED,
  KP_CAA_NONE,
  KP_CAA_FOUND,
  KP_CAA_FAILED,
  KP_CAA_UNKNOWN,
} KpCaaState;

/**
 * KpObservation:
 * @checked_at: Unix seconds; when the check began
 * @host: the name that was asked
 * @port: the port that was probed
 * @target: (nullable): the target that was expected when it was made
 * @answers: (element-type KpResolverAnswer): one per resolver, in the order of the
 * settings; with a time of its own, before @checked_at where it was taken over from an
 * earlier check
 * @target_addresses: (element-type KpRecord): the present addresses of @target over all
 * resolvers, sorted, without doubles
 * @target_answered: whether any resolver answered for @target (so an empty list means that
 * it is dangling)
 * @zone: (nullable): apex of the zone that holds the name (by SOA, else by the public
 * suffix list)
 * @is_apex: the name is itself the apex
 * @dns_host: (nullable): name servers' common domain, or the SOA's primary: who runs the
 * zone
 * @name_servers: (array zero-terminated=1) (nullable): the zone's NS, sorted
 * @other_records: (element-type KpRecord): MX, TXT, CAA found at the very name (asked only
 * where it does not lead to the target)
 * @doubled: (nullable): the record made at HOST.ZONE by mistake, if one was found
 * @wildcard: (nullable): the wildcard record that answers for the name, if one was found
 * @caa_state: what is known of CAA
 * @caa_node: (nullable): the name whose CAA set is the relevant one (RFC 8659 section 3)
 * @caa: (element-type KpRecord): that set
 * @system_answer: (nullable): what the system's own resolver says, where it was asked
 * beside the others
 * @probes: (element-type KpProbe): one per address
 * @intercepted: the network answered for the addresses, with certificates of its own: the
 * sweep that it was made in found so, from all its sites together
 *
 * What one check of one site saw, with its time. Facts only: no judgement, nothing that
 * changes as time goes on. Immutable once filled; reference counted.
 */
typedef struct
{
  gint64 checked_at;
  char *host;
  guint16 port;
  char *target;
  GPtrArray *answers;
  GPtrArray *target_addresses;
  gboolean target_answered;
  char *zone;
  gboolean is_apex;
  char *dns_host;
  char **name_servers;
  GPtrArray *other_records;
  KpRecord *doubled;
  KpRecord *wildcard;
  KpCaaState caa_state;
  char *caa_node;
  GPtrArray *caa;
  KpResolverAnswer *system_answer;
  GPtrArray *probes;
  gboolean intercepted;
} KpObservation;

#define KP_TYPE_OBSERVATION (kp_observation_get_type ())
GType kp_observation_get_type (void);

/** kp_observation_new: Returns: (transfer full): an observation with empty arrays, to be
 * filled */
KpObservation *kp_observation_new (const char *host, guint16 port, gint64 checked_at);
/** kp_observation_ref: Returns: (transfer full): @self with one more reference */
KpObservation *kp_observation_ref (KpObservation *self);
/** kp_observation_unref: Drops a reference. */
void kp_observation_unref (KpObservation *self);

/**
 * kp_observation_to_json:
 * @self: an observation
 *
 * The form in which the store keeps it; certificates are named by fingerprint, their DER is
 * not in it.
 *
 * Returns: (transfer full): JSON text
 */
char *kp_observation_to_json (const KpObservation *self);
/**
 * kp_observation_from_json:
 * @json: text from kp_observation_to_json(), perhaps of an earlier version or damaged
 * @error: G_IO_ERROR_INVALID_DATA
 *
 * Returns: (transfer full) (nullable): the observation; unknown members are passed over,
 * absent ones take their default
 */
KpObservation *kp_observation_from_json (const char *json, GError **error);
/** kp_observation_is_evidence: Returns: whether anybody answered: a resolver with a DNS
 * message, or an address that was asked */
gboolean kp_observation_is_evidence (const KpObservation *self);
/**
 * kp_observation_same_facts:
 *
 * Returns: whether both saw the same records, certificates and outcomes, whatever the times
 * and remaining TTLs
 */
gboolean kp_observation_same_facts (const KpObservation *a, const KpObservation *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpObservation, kp_observation_unref)

G_END_DECLS
