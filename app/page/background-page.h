/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/store/settings-editor.h"
#include "core/watch/background.h"

G_BEGIN_DECLS

#define KP_TYPE_BACKGROUND_PAGE (kp_background_page_get_type ())
G_DECLARE_FINAL_TYPE (KpBackgroundPage, kp_background_page, KP, BACKGROUND_PAGE,
                      AdwPreferencesPage)

/**
 * KpBackgroundPage:
 *
 * Whether the program goes on when its window is closed, and is started at login. What the
 * desktop does not allow is said, and the switch goes back. Main thread.
 */

/** kp_background_page_set_up: Shows what @editor and @background have; once. @background:
 * (nullable): who is asked; %NULL where the program can't go on. */
void kp_background_page_set_up (KpBackgroundPage *self, KpBackground *background,
                                KpSettingsEditor *editor, gboolean writes);

G_END_DECLS
