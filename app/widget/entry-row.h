/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_ENTRY_ROW (kp_entry_row_get_type ())
G_DECLARE_FINAL_TYPE (KpEntryRow, kp_entry_row, KP, ENTRY_ROW, AdwEntryRow)

/**
 * KpEntryRow:
 *
 * An AdwEntryRow whose text has a limit, "max-length" (uint, in characters, 0 for none),
 * and takes no control character: a space stands for one that is pasted. "problem"
 * (string, nullable) marks it as wrong; a #KpProblemRow under it says why.
 */

/** kp_entry_row_dup_text: Returns: (transfer full): what was entered, without white space
 * around it */
char *kp_entry_row_dup_text (KpEntryRow *self);
/** kp_entry_row_set_problem: @problem: (nullable): what is wrong with it, a sentence */
void kp_entry_row_set_problem (KpEntryRow *self, const char *problem);

G_END_DECLS
