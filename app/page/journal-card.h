/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk.h"

G_BEGIN_DECLS

/** KP_JOURNAL_SHOWN: events that are shown, the newest */
#define KP_JOURNAL_SHOWN 200

#define KP_TYPE_JOURNAL_CARD (kp_journal_card_get_type ())
G_DECLARE_FINAL_TYPE (KpJournalCard, kp_journal_card, KP, JOURNAL_CARD, AdwBin)

/**
 * KpJournalCard:
 *
 * The journal of a site's page, folded, with how many events it has: the newest first.
 */

/** kp_journal_card_set_site: Shows the journal of @site and follows it; once. */
void kp_journal_card_set_site (KpJournalCard *self, KpDesk *desk, KpSite *site);
/** kp_journal_card_set_now: Draws the times anew. */
void kp_journal_card_set_now (KpJournalCard *self, gint64 now);

G_END_DECLS
