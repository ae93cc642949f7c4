/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk.h"
#include "core/store/settings-editor.h"
#include "page/test-line.h"

G_BEGIN_DECLS

#define KP_TYPE_RESOLVER_ADDER (kp_resolver_adder_get_type ())
G_DECLARE_FINAL_TYPE (KpResolverAdder, kp_resolver_adder, KP, RESOLVER_ADDER,
                      AdwPreferencesGroup)

/**
 * KpResolverAdder:
 *
 * Takes the address of one more DNS-over-HTTPS server, tries it, and adds it to the setting
 * if it works; if it does not, once that was seen and it is wanted all the same. Signal
 * "added" (the URL, a #KpResolverTestState, the words): it is in the setting.
 */

/** kp_resolver_adder_set_up: Adds to what @editor has; once. @writes: whether it can. */
void kp_resolver_adder_set_up (KpResolverAdder *self, KpDesk *desk,
                               KpSettingsEditor *editor, gboolean writes);

G_END_DECLS
