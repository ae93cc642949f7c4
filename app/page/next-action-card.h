/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "page/site-report.h"

G_BEGIN_DECLS

#define KP_TYPE_NEXT_ACTION_CARD (kp_next_action_card_get_type ())
G_DECLARE_FINAL_TYPE (KpNextActionCard, kp_next_action_card, KP, NEXT_ACTION_CARD, AdwBin)

/**
 * KpNextActionCard:
 *
 * Whose turn it is on a site's page: who, what, why, since when and by when, with at most
 * two buttons; and under it why what the menu Actions holds can't be used now.
 */

/** kp_next_action_card_set_report: Shows @report, changing in place what is another. */
void kp_next_action_card_set_report (KpNextActionCard *self, KpSiteReport *report);

G_END_DECLS
