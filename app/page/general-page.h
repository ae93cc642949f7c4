/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk.h"
#include "core/store/settings-editor.h"

G_BEGIN_DECLS

#define KP_TYPE_GENERAL_PAGE (kp_general_page_get_type ())
G_DECLARE_FINAL_TYPE (KpGeneralPage, kp_general_page, KP, GENERAL_PAGE, AdwPreferencesPage)

/**
 * KpGeneralPage:
 *
 * The page of the preferences with what sites are judged by, and how they are checked.
 */

/** kp_general_page_set_up: Shows the settings as @editor has them; once. @writes: whether
 * they can be changed. */
void kp_general_page_set_up (KpGeneralPage *self, KpDesk *desk, KpSettingsEditor *editor,
                             gboolean writes);

G_END_DECLS
