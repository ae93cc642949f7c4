/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk.h"
#include "core/store/settings-editor.h"

G_BEGIN_DECLS

#define KP_TYPE_UNSAFE_GROUP (kp_unsafe_group_get_type ())
G_DECLARE_FINAL_TYPE (KpUnsafeGroup, kp_unsafe_group, KP, UNSAFE_GROUP, AdwPreferencesGroup)

/**
 * KpUnsafeGroup:
 *
 * In which list of suspected unsafe sites names are looked up, and the user's key for it,
 * which goes to the vault and is never shown.
 */

/** kp_unsafe_group_follow: Shows the list that @editor has; once. @writes: whether it can
 * be changed. */
void kp_unsafe_group_follow (KpUnsafeGroup *self, KpDesk *desk, KpSettingsEditor *editor,
                             gboolean writes);

G_END_DECLS
