/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk.h"

G_BEGIN_DECLS

#define KP_TYPE_PROVIDERS_PAGE (kp_providers_page_get_type ())
G_DECLARE_FINAL_TYPE (KpProvidersPage, kp_providers_page, KP, PROVIDERS_PAGE,
                      AdwPreferencesPage)

/**
 * KpProvidersPage:
 *
 * The page of the preferences with the profiles: each with where it was read from, those
 * that could not be read, and the folder that the user's own lie in. Profiles are files,
 * and only looked at; how each provider is connected is set in a window of its own.
 */

/** kp_providers_page_set_up: Shows the profiles of @desk; once. */
void kp_providers_page_set_up (KpProvidersPage *self, KpDesk *desk);

G_END_DECLS
