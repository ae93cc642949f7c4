/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/plan.h"
#include "core/dns/propagation.h"
#include "core/model/finding.h"
#include "core/model/history.h"
#include "core/model/job.h"
#include "core/model/observation.h"
#include "core/model/site.h"
#include "core/provider/ca-identities.h"
#include "core/provider/profile.h"

G_BEGIN_DECLS

/** KpThresholds: the settings a verdict depends on, with their defaults in
 * kp_thresholds_init() */
typedef struct
{
  gint64 stale_after;  /* seconds; 48 h */
  guint customer_days; /* 7 */
  guint expiring_days; /* 30 */
} KpThresholds;

/** kp_thresholds_init: Sets the defaults. */
void kp_thresholds_init (KpThresholds *self);

/**
 * KpJudgement:
 * @site: the site
 * @observation: (nullable): the last evidence; %NULL if it was never checked
 * @fresh: the history knows nothing of @observation: it is other evidence than the last,
 * also where both were made in the same second
 * @history: the history before this judgement. Where it is that of another target, what
 * it says of DNS is not held against this one
 * @profile: (nullable): its profile; %NULL if it is missing: nobody knows then where the
 * site must lead, so it is never locked
 * @broken_profile: (nullable): the file that should hold the profile and can't be read
 * @job: (nullable): its open job
 * @identities: CA identities
 * @customer_changes_dns: whose turn a DNS change is: the customer's, else yours
 * @thresholds: the settings
 * @now: Unix seconds
 *
 * All that a verdict depends on. Nothing is owned.
 */
typedef struct
{
  KpSite *site;
  const KpObservation *observation;
  gboolean fresh;
  const KpHistory *history;
  KpProfile *profile;
  const char *broken_profile;
  const KpJob *job;
  const KpCaIdentities *identities;
  gboolean customer_changes_dns;
  KpThresholds thresholds;
  gint64 now;
} KpJudgement;

/**
 * KpVerdict:
 * @summary: lock, status, next action and dates
 * @findings: (element-type KpFinding): wrong, waiting, could not ask, notes
 * @target: (nullable): the target it was judged against
 * @judges_dns: where DNS leads is judged: there is a target, and no proxy before it
 * @dns: of all resolvers together
 * @resolvers: (element-type guint8): a #KpOutcome per answer of the observation
 * @certificate: of all judged addresses together
 * @addresses: (element-type guint8): a #KpOutcome per probe of the observation
 * @judged: (element-type guint8): 1 per probe that was judged, 0 for those only shown
 * @n_addresses: addresses that were to be asked
 * @n_addresses_answered: how many of them answered
 * @shown: (nullable): the certificate that stands for the site: of the judged ones the one
 * that ends first. Not owned: of the observation
 * @propagation: (nullable): how far a DNS change has spread
 * @plan: (nullable): DNS as it must be
 * @opened_at: the first moment at which something that was waited for became wrong; 0 if
 * nothing did. It tells when time alone has opened a lock
 * @done_job: row id of the open job where it has reached its aim (the site that it was to
 * secure is locked, the certificate that it was to renew is served); 0 otherwise
 * @done_revision: the revision of that job that was looked at
 *
 * What follows from the evidence. Immutable; reference counted.
 */
typedef struct
{
  KpSummary summary;
  GPtrArray *findings;
  char *target;
  gboolean judges_dns;
  KpOutcome dns;
  GArray *resolvers;
  KpOutcome certificate;
  GArray *addresses;
  GArray *judged;
  guint n_addresses;
  guint n_addresses_answered;
  const KpProbe *shown;
  KpPropagation *propagation;
  KpDnsPlan *plan;
  gint64 opened_at;
  gint64 done_job;
  gint64 done_revision;
} KpVerdict;

/**
 * kp_verdict_new:
 *
 * The lock rule of the design, exactly: the first that fits of unknown, unlocked, pending,
 * unknown, locked. Pure: no I/O, no clock; the same judgement gives the same verdict. Any
 * thread.
 *
 * Returns: (transfer full): the verdict
 */
KpVerdict *kp_verdict_new (const KpJudgement *judgement);
/** kp_verdict_ref: Returns: (transfer full): @self with one more reference */
KpVerdict *kp_verdict_ref (KpVerdict *self);
/** kp_verdict_unref: Drops a reference. */
void kp_verdict_unref (KpVerdict *self);
/** kp_verdict_find: Returns: (transfer none) (nullable): the first finding with that id */
const KpFinding *kp_verdict_find (const KpVerdict *self, KpFindingId id);
/**
 * kp_verdict_tells_probe:
 * @self: a verdict
 * @seen: the observation that it is of
 * @index: of a probe
 *
 * The same address may be probed as the name's and as the target's: it is told once, by the
 * probe that was judged if one was. Pure.
 *
 * Returns: whether that probe stands for its address
 */
gboolean kp_verdict_tells_probe (const KpVerdict *self, const KpObservation *seen,
                                 guint index);
/** kp_probe_find_fault: @host: the name that was asked; @id: (out): what is wrong, the
 * fault that explains most. Pure. Returns: whether a browser would refuse what @probe
 * serves for @host at @now */
gboolean kp_probe_find_fault (const KpProbe *probe, const char *host, gint64 now,
                              KpFindingId *id);

/**
 * kp_history_advance:
 * @history: the history before
 * @judgement: with the new observation
 * @verdict: what it gave
 *
 * Pure. What the past becomes once this check is part of it: sightings with their greatest
 * TTL (including the TTL now seen), since when it leads, is away, differs, and the locks.
 * Call before kp_verdict_new() for the sightings of the new observation
 * (@verdict %NULL: sightings, led, away and differs only), and after it for the locks.
 *
 * Returns: (transfer full): the history after
 */
KpHistory *kp_history_advance (const KpHistory *history, const KpJudgement *judgement,
                               const KpVerdict *verdict);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpVerdict, kp_verdict_unref)

G_END_DECLS
