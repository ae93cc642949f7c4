/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk.h"
#include "core/store/settings-editor.h"

G_BEGIN_DECLS

#define KP_TYPE_TRUST_PAGE (kp_trust_page_get_type ())
G_DECLARE_FINAL_TYPE (KpTrustPage, kp_trust_page, KP, TRUST_PAGE, AdwPreferencesPage)

/**
 * KpTrustPage:
 *
 * The page of the preferences with the roots that are trusted beside those of the system:
 * for sites, and for the servers that Keyplate itself asks.
 */

/** kp_trust_page_set_up: Shows the roots as @editor has them; once. @writes: whether they
 * can be changed. */
void kp_trust_page_set_up (KpTrustPage *self, KpDesk *desk, KpSettingsEditor *editor,
                           gboolean writes);

G_END_DECLS
