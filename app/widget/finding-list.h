/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/model/finding.h"

G_BEGIN_DECLS

/** KP_FINDING_LIST_MAX_REASON: characters of a reason */
#define KP_FINDING_LIST_MAX_REASON 500

#define KP_TYPE_FINDING_LIST (kp_finding_list_get_type ())
G_DECLARE_FINAL_TYPE (KpFindingList, kp_finding_list, KP, FINDING_LIST, AdwBin)

/**
 * KpFindingList:
 *
 * What was found in something that was given, wrong ones first. One that may be set aside
 * asks for a reason. Not visible before anything was looked at. Property "overrules"
 * (boolean, set when it is made): whether any may be set aside here. Signal "overrule"
 * (string, string): id of the finding and why it does not count, in the user's words;
 * whoever keeps it says so by kp_finding_list_set_reason(). Main thread.
 */

/** kp_finding_list_set_findings: Shows @findings (nullable) (element-type KpFinding), none
 * of them set aside; %NULL where nothing was looked at. */
void kp_finding_list_set_findings (KpFindingList *self, GPtrArray *findings);
/** kp_finding_list_set_reason: Shows that the finding @id is set aside, and why; @reason:
 * (nullable): %NULL if it is not. */
void kp_finding_list_set_reason (KpFindingList *self, KpFindingId id, const char *reason);

G_END_DECLS
