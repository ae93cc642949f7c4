/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/store/settings-editor.h"

G_BEGIN_DECLS

#define KP_TYPE_SWITCH_ROW (kp_switch_row_get_type ())
G_DECLARE_FINAL_TYPE (KpSwitchRow, kp_switch_row, KP, SWITCH_ROW, AdwActionRow)

/**
 * KpSwitchRow:
 *
 * A row with a switch for one setting, #KpSwitchRow:setting, that is yes or no, or a number
 * in which 0 has a meaning of its own. On is yes, or a number; with
 * #KpSwitchRow:on-at-zero on is 0. Another number comes back as it was last. (AdwSwitchRow
 * is newer than the floor.)
 */

/** kp_switch_row_follow: Shows the setting as @editor has it and, with @writes, lets it be
 * changed there; once. */
void kp_switch_row_follow (KpSwitchRow *self, KpSettingsEditor *editor, gboolean writes);

G_END_DECLS
