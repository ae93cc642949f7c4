/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/job/instructions.h"
#include "core/job/validation-record.h"
#include "core/model/record-sight.h"

G_BEGIN_DECLS

/**
 * kp_validation_letter_has_room:
 * @record: what is to be made
 * @site: for which site
 * @sights: (nullable) (element-type KpRecordSight): what the resolvers say of it
 *
 * Pure.
 *
 * Returns: whether it can be made: at the site's own name there is no room beside the CNAME
 *   by which the site is reached
 */
gboolean kp_validation_letter_has_room (const KpValidationRecord *record, KpSite *site,
                                        GPtrArray *sights);

/**
 * kp_validation_letter_write:
 * @record: what is to be made
 * @plan: of what letter; its target and history do not matter
 * @ca: (nullable): who asks for it
 * @sights: (nullable) (element-type KpRecordSight): what the resolvers say of it
 * @error: #KpLetterError; %KP_JOB_ERROR_REFUSED where there is no room for it
 *
 * Asks whoever looks after the DNS of a site to add the record that a CA wants to see, and
 * to remove what stands in its way, or to add it where an alias leads that is meant for
 * that; where @plan says that they were asked already, once
 * more.
 *
 * Returns: (transfer full) (nullable): the letter, in the customer's language where there
 * is one
 */
KpLetter *kp_validation_letter_write (const KpValidationRecord *record,
                                      const KpInstructionsPlan *plan, const char *ca,
                                      GPtrArray *sights, GError **error);

G_END_DECLS
