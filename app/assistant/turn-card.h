/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "assistant/job-sheet.h"
#include "widget/conversation.h"

G_BEGIN_DECLS

#define KP_TYPE_TURN_CARD (kp_turn_card_get_type ())
G_DECLARE_FINAL_TYPE (KpTurnCard, kp_turn_card, KP, TURN_CARD, AdwBin)

/**
 * KpTurnCard:
 *
 * Whose turn it is while a job waits for its provider, since when, and how long that
 * usually takes; how the request stands; and Remind…. It follows the requests of the job.
 * Main thread.
 */

/** kp_turn_card_show: Shows the job of @sheet, and in @conversation what was written about
 * its request. */
void kp_turn_card_show (KpTurnCard *self, KpJobSheet *sheet, KpConversation *conversation);
/** kp_turn_card_get_ticket: Returns: (transfer none) (nullable): number of the ticket of
 * the request, where it has one */
const char *kp_turn_card_get_ticket (KpTurnCard *self);

G_END_DECLS
