/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/helpdesk/request-composer.h"
#include "core/job/instructions.h"
#include "core/job/job-facts.h"

G_BEGIN_DECLS

/** kp_retirement_find_number: @requests: (element-type KpRequest): the newest first. Pure.
 * Returns: (transfer full) (nullable): the number of the ticket by which @site was last
 * handled at its provider */
char *kp_retirement_find_number (GListModel *requests, KpSite *site);

/**
 * kp_retirement_compose_request:
 * @facts: the site and its profile
 * @number: (nullable): the number it was last handled under
 * @sender: (nullable): who signs
 * @error: %KP_JOB_ERROR_NOT_OFFERED without a profile, #KpLetterError
 *
 * Asks the provider to remove the site. A draft to be looked at.
 *
 * Returns: (transfer full) (nullable): the draft
 */
KpRequest *kp_retirement_compose_request (const KpJobFacts *facts, const char *number,
                                          const char *sender, GError **error);

/** kp_retirement_is_last: @sites: (element-type KpSite): those in use. Pure. Returns:
 * whether @site alone has its host: its DNS record and its keys belong to the host, so a
 * site on another port of it still needs them */
gboolean kp_retirement_is_last (GListModel *sites, KpSite *site);

/**
 * kp_retirement_find_record:
 * @verdict: of the last evidence
 * @observation: (nullable): that evidence
 *
 * A CNAME that stays behind can be taken over by whoever gets hold of what it points to.
 * Pure.
 *
 * Returns: (transfer none) (nullable): where the name still leads at the provider, %NULL if
 *   no resolver that answered leads there
 */
const char *kp_retirement_find_record (const KpVerdict *verdict,
                                       const KpObservation *observation);

/** kp_retirement_describe_record: Returns: (transfer full): the warning that @target
 * remains in the DNS of @site, and what to do about it */
char *kp_retirement_describe_record (KpSite *site, const char *target);

G_END_DECLS
