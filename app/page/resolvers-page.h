/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk.h"
#include "core/store/settings-editor.h"

G_BEGIN_DECLS

#define KP_TYPE_RESOLVERS_PAGE (kp_resolvers_page_get_type ())
G_DECLARE_FINAL_TYPE (KpResolversPage, kp_resolvers_page, KP, RESOLVERS_PAGE,
                      AdwPreferencesPage)

/**
 * KpResolversPage:
 *
 * The page of the preferences with the servers that are asked for DNS: added, tried, put in
 * order and removed; or the resolver of this computer in their place.
 */

/** kp_resolvers_page_set_up: Shows the servers as @editor has them; once. @writes: whether
 * they can be changed. */
void kp_resolvers_page_set_up (KpResolversPage *self, KpDesk *desk,
                               KpSettingsEditor *editor, gboolean writes);

G_END_DECLS
