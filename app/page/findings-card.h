/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "page/site-report.h"

G_BEGIN_DECLS

#define KP_TYPE_FINDINGS_CARD (kp_findings_card_get_type ())
G_DECLARE_FINAL_TYPE (KpFindingsCard, kp_findings_card, KP, FINDINGS_CARD, AdwBin)

/**
 * KpFindingsCard:
 *
 * The findings of a site's page in the order wrong, waiting, could not ask; the notes
 * folded under one row.
 */

/** kp_findings_card_set_report: Shows @report. What stays keeps its row, and whether it is
 * open. */
void kp_findings_card_set_report (KpFindingsCard *self, KpSiteReport *report);

G_END_DECLS
