/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/store/settings-editor.h"

G_BEGIN_DECLS

#define KP_TYPE_NUMBER_ROW (kp_number_row_get_type ())
G_DECLARE_FINAL_TYPE (KpNumberRow, kp_number_row, KP, NUMBER_ROW, AdwActionRow)

/**
 * KpNumberRow:
 *
 * A row with the number of one setting, #KpNumberRow:setting: within its bounds, whatever
 * is typed. It is saved when it rests, is left or goes. (AdwSpinRow is newer than the
 * floor.)
 *
 * Where 0 has a meaning of its own (off, automatic), it can't be chosen here but by a
 * #KpSwitchRow for the same setting; while it holds, the row is insensitive.
 */

/** kp_number_row_follow: Shows the setting as @editor has it and, with @writes, lets it be
 * changed there; once. */
void kp_number_row_follow (KpNumberRow *self, KpSettingsEditor *editor, gboolean writes);

G_END_DECLS
