/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "page/site-report.h"

G_BEGIN_DECLS

#define KP_TYPE_JOB_CARD (kp_job_card_get_type ())
G_DECLARE_FINAL_TYPE (KpJobCard, kp_job_card, KP, JOB_CARD, AdwBin)

/**
 * KpJobCard:
 *
 * The open job of a site on its page: the timeline, and the menu of what can be done to the
 * job beside going on. Not there while no job is open.
 */

/** kp_job_card_set_report: Shows @report, changing in place what is another. */
void kp_job_card_set_report (KpJobCard *self, KpSiteReport *report);

G_END_DECLS
