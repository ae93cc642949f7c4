/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "page/site-report.h"

G_BEGIN_DECLS

#define KP_TYPE_FINDING_ROW (kp_finding_row_get_type ())
G_DECLARE_FINAL_TYPE (KpFindingRow, kp_finding_row, KP, FINDING_ROW, AdwExpanderRow)

/**
 * KpFindingRow:
 *
 * One finding: its title with the severity as icon and word; opened, what was found, what
 * to do, the values seen and when, *Copy*, and *Learn More*, which opens its page of the
 * guide. Set again, it changes in place and stays open.
 */

/** kp_finding_row_set_finding: Shows @finding of @report. */
void kp_finding_row_set_finding (KpFindingRow *self, KpSiteReport *report,
                                 const KpFinding *finding);
/** kp_finding_row_is_about: Returns: whether it shows that finding, perhaps with other
 * values */
gboolean kp_finding_row_is_about (KpFindingRow *self, const KpFinding *finding);

G_END_DECLS
