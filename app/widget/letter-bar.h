/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/helpdesk/letter.h"
#include "core/model/job.h"

G_BEGIN_DECLS

#define KP_TYPE_LETTER_BAR (kp_letter_bar_get_type ())
G_DECLARE_FINAL_TYPE (KpLetterBar, kp_letter_bar, KP, LETTER_BAR, AdwBin)

/**
 * KpLetterBar:
 *
 * Hands a letter on: copied, in the user's mail program, or saved as text; in which
 * language can be chosen. Nothing is sent by it. Its window has the action
 * `win.show-toast`. Signals: "told" (a flag of #KpTold), "failed" (a sentence).
 */

/** KpWriteLetter: @language: (nullable): BCP 47 tag, %NULL for the reader's own; @address:
 * (out) (transfer full) (nullable): where it goes. Returns: (transfer full) (nullable): the
 * letter as it is now, %NULL where there is none */
typedef KpLetter *(*KpWriteLetter) (gpointer data, const char *language, char **address);

/** kp_letter_bar_set_up: @kind: which letter; @preview: whether it shows the letter too;
 * @write: writes it with @data, which lives as long as @self is shown. Once. */
void kp_letter_bar_set_up (KpLetterBar *self, KpLetterKind kind, gboolean preview,
                           KpWriteLetter write, gpointer data);
/** kp_letter_bar_update: Has the letter written anew, as what it depends on has changed;
 * @name: of a file that it is saved to, without what stands after the dot. */
void kp_letter_bar_update (KpLetterBar *self, const char *name);

G_END_DECLS
