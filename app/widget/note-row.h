/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_NOTE_ROW (kp_note_row_get_type ())
G_DECLARE_FINAL_TYPE (KpNoteRow, kp_note_row, KP, NOTE_ROW, AdwPreferencesRow)

/**
 * KpNoteRow:
 *
 * A row of a boxed list for text of several lines, under its title. Properties: "text"
 * (string, with notify as it is typed), "max-length" (uint, in characters, 0 for none),
 * "editable" (boolean), "problem" (string, nullable, read-only, with notify): what of the
 * last that was put in had no room; a #KpProblemRow under it says it.
 */

/** kp_note_row_dup_text: Returns: (transfer full): what was entered, without white space
 * around it */
char *kp_note_row_dup_text (KpNoteRow *self);
/** kp_note_row_set_text: Shows @text, which Ctrl+Z does not take back. */
void kp_note_row_set_text (KpNoteRow *self, const char *text);

G_END_DECLS
