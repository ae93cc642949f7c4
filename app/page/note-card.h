/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk.h"

G_BEGIN_DECLS

#define KP_TYPE_NOTE_CARD (kp_note_card_get_type ())
G_DECLARE_FINAL_TYPE (KpNoteCard, kp_note_card, KP, NOTE_CARD, AdwBin)

/**
 * KpNoteCard:
 *
 * The note of a site's page. What is typed is saved when the focus leaves, after a pause,
 * and when the page goes. A note that changes elsewhere shows, unless something is typed
 * here that is not saved yet.
 */

/** kp_note_card_set_site: Shows the note of @site and follows it; once. */
void kp_note_card_set_site (KpNoteCard *self, KpDesk *desk, KpSite *site);
/** kp_note_card_flush: Saves now what is typed and not saved yet. */
void kp_note_card_flush (KpNoteCard *self);

G_END_DECLS
