/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "assistant/job-sheet.h"
#include "core/job/validation-record.h"
#include "core/model/renewal.h"

G_BEGIN_DECLS

#define KP_TYPE_VALIDATION_GROUP (kp_validation_group_get_type ())
G_DECLARE_FINAL_TYPE (KpValidationGroup, kp_validation_group, KP, VALIDATION_GROUP, AdwBin)

/**
 * KpValidationGroup:
 *
 * The DNS record that a CA wants to see before it issues: pasted, told to whoever makes it,
 * and looked for with all resolvers, which the job keeps. Signals: "pasted" (a
 * #KpValidationRecord, only during the emission), for the job; "failed" (a sentence). Main
 * thread.
 */

/** kp_validation_group_show: @renewal: (nullable): what the job of @sheet has gathered. The
 * record is looked for when it comes up, unless it is known what that would say. */
void kp_validation_group_show (KpValidationGroup *self, KpJobSheet *sheet,
                               const KpRenewal *renewal);
/** kp_validation_group_follow: Draws the same record anew by @sheet, whose job is at the
 * revision that was shown: resolvers may have said more of it since. */
void kp_validation_group_follow (KpValidationGroup *self, KpJobSheet *sheet);

G_END_DECLS
