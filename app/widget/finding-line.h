/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/model/finding.h"

G_BEGIN_DECLS

#define KP_TYPE_FINDING_LINE (kp_finding_line_get_type ())
G_DECLARE_FINAL_TYPE (KpFindingLine, kp_finding_line, KP, FINDING_LINE, GtkListBoxRow)

/**
 * KpFindingLine:
 *
 * One finding of a #KpFindingList: its severity as icon and word, what was found, what to
 * do, *Use Anyway…* where it may be set aside, and *Learn More*, which opens its page of
 * the guide. Signal "overrule": that was asked for.
 */

/** kp_finding_line_new: Returns: (transfer floating): a row for @finding; @may_overrule:
 * whether it may be set aside */
GtkWidget *kp_finding_line_new (const KpFinding *finding, gboolean may_overrule);
/** kp_finding_line_get_finding: Returns: (transfer none): what it shows */
const KpFinding *kp_finding_line_get_finding (KpFindingLine *self);
/** kp_finding_line_set_reason: @reason: (nullable): why it was set aside, in the user's
 * words; %NULL if it was not */
void kp_finding_line_set_reason (KpFindingLine *self, const char *reason);

G_END_DECLS
