/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ctl/context.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/** kp_report_age: Returns: (transfer full): how long ago @at was at @now, short ("now",
 * "5 h", "3 d"), or "–" if @at is 0 */
char *kp_report_age (gint64 at, gint64 now);
/** kp_report_sites: Prints the table of @sites (element-type KpSite) from their summaries.
 */
void kp_report_sites (KpCtl *ctl, GPtrArray *sites);
/** kp_report_site: Prints one site with its resolvers, addresses and findings. */
void kp_report_site (KpCtl *ctl, const KpJudgement *judgement, const KpVerdict *verdict);
/** kp_report_sum: Prints how many of @sites (element-type KpSite) have which lock. */
void kp_report_sum (GPtrArray *sites);
/** kp_report_findings: Prints @findings (element-type KpFinding). */
void kp_report_findings (GPtrArray *findings);
/**
 * kp_report_stored:
 * @sites: (element-type KpSite): sites of the store
 * @builder: (nullable): where their objects are added; %NULL prints them for people
 *
 * Reads the evidence of @sites in chunks and judges it now. Returns: KP_CTL_FINE, or
 * COULD_NOT after having said why
 */
KpCtlStatus kp_report_stored (KpCtl *ctl, GPtrArray *sites, JsonBuilder *builder);
/** kp_report_document: Prints @sites (element-type KpSite) as the one JSON document {
 * "sites": […] }. Returns: as kp_report_stored() */
KpCtlStatus kp_report_document (KpCtl *ctl, GPtrArray *sites);

G_END_DECLS
