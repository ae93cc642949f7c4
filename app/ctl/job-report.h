/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/helpdesk/letter.h"
#include "ctl/context.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * kp_ctl_report_job:
 * @site: a site
 * @job: its job, open or ended
 * @builder: (nullable): where its object is added; %NULL prints it for people
 *
 * Reads the evidence of @site, and tells where its job stands, whose turn it is, and what
 * is missing. Returns: KP_CTL_FINE, or COULD_NOT after having said why
 */
KpCtlStatus kp_ctl_report_job (KpCtl *ctl, KpSite *site, const KpJob *job,
                               JsonBuilder *builder);
/** kp_ctl_report_jobs: Prints a table of the open jobs of @sites (element-type KpSite). */
void kp_ctl_report_jobs (KpCtl *ctl, GPtrArray *sites);
/** kp_ctl_print_hand_over: Prints every field that the provider's form asks for. Returns:
 * KP_CTL_FINE, or COULD_NOT after having said why */
KpCtlStatus kp_ctl_print_hand_over (KpCtl *ctl, KpSite *site);
/** kp_ctl_print_letter: Prints the letter of that @kind to whoever changes the record.
 * Returns: as kp_ctl_report_job() */
KpCtlStatus kp_ctl_print_letter (KpCtl *ctl, KpSite *site, KpLetterKind kind);
/** kp_ctl_find_record: @record: (out) (transfer full) (nullable): where the DNS record of
 * @site leads at its provider by the last check. Returns: as kp_ctl_report_job() */
KpCtlStatus kp_ctl_find_record (KpCtl *ctl, KpSite *site, char **record);

G_END_DECLS
