/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk.h"
#include "core/store/settings-editor.h"

G_BEGIN_DECLS

#define KP_TYPE_ROOTS_GROUP (kp_roots_group_get_type ())
G_DECLARE_FINAL_TYPE (KpRootsGroup, kp_roots_group, KP, ROOTS_GROUP, AdwPreferencesGroup)

/**
 * KpRootsGroup:
 *
 * The root certificates of one setting: added from a file, shown, removed. The property
 * "setting" names it.
 */

/** kp_roots_group_follow: Shows the roots as @editor has them; once. @writes: whether they
 * can be changed. */
void kp_roots_group_follow (KpRootsGroup *self, KpDesk *desk, KpSettingsEditor *editor,
                            gboolean writes);

G_END_DECLS
