/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/check/evidence-line.h"
#include "core/desk.h"

G_BEGIN_DECLS

/**
 * KpSiteReport:
 * @desk: the desk
 * @site: the site
 * @profile: (nullable): its profile
 * @verdict: what follows from the evidence at @now
 * @seen: (nullable): the evidence, %NULL if there is none
 * @history: the past
 * @resolvers: (element-type KpEvidenceLine): a line per resolver
 * @addresses: (element-type KpEvidenceLine): a line per address
 * @now: Unix seconds
 *
 * All that the cards of a site's page draw. Immutable; reference counted, so that a card
 * can keep what its buttons act on. Main thread.
 */
typedef struct
{
  KpDesk *desk;
  KpSite *site;
  KpProfile *profile;
  KpVerdict *verdict;
  KpObservation *seen;
  KpHistory *history;
  GPtrArray *resolvers;
  GPtrArray *addresses;
  gint64 now;
} KpSiteReport;

/** kp_site_report_new: Returns: (transfer full): what @verdict and @evidence show at @now
 */
KpSiteReport *kp_site_report_new (KpDesk *desk, KpSite *site, KpVerdict *verdict,
                                  const KpEvidence *evidence, gint64 now);
/** kp_site_report_at: Returns: (transfer full): the same evidence and verdict seen at
 * another moment: only words change */
KpSiteReport *kp_site_report_at (const KpSiteReport *self, gint64 now);
/** kp_site_report_ref: Returns: (transfer full): @self with one more reference */
KpSiteReport *kp_site_report_ref (KpSiteReport *self);
/** kp_site_report_unref: Drops a reference. */
void kp_site_report_unref (KpSiteReport *self);
/** kp_site_report_get_provider: Returns: (transfer none): what to call the provider */
const char *kp_site_report_get_provider (const KpSiteReport *self);
/** kp_site_report_any_answered: Returns: whether any resolver has answered: else nothing is
 * known of DNS */
gboolean kp_site_report_any_answered (const KpSiteReport *self);
/** kp_site_report_find_main: Returns: (transfer none) (nullable): the first finding that is
 * wrong or waited for; where the lock is unknown, else what could not be asked */
const KpFinding *kp_site_report_find_main (const KpSiteReport *self);
/** kp_site_report_format_finding: Returns: (transfer full): @finding as it is copied: site,
 * title, what was found and seen, what to do, and when it was seen */
char *kp_site_report_format_finding (const KpSiteReport *self, const KpFinding *finding);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpSiteReport, kp_site_report_unref)

G_END_DECLS
