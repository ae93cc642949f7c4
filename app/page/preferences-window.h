/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk.h"
#include "core/watch/background.h"

G_BEGIN_DECLS

#define KP_TYPE_PREFERENCES_WINDOW (kp_preferences_window_get_type ())
G_DECLARE_FINAL_TYPE (KpPreferencesWindow, kp_preferences_window, KP, PREFERENCES_WINDOW,
                      AdwWindow)

/**
 * KpPreferencesWindow:
 *
 * The settings of a desk. What is changed holds at once; what another process changes
 * shows. Those of a desk that can't be written are there to look at. Main thread.
 */

/**
 * kp_preferences_window_new:
 * @desk: an open desk
 * @background: (nullable): who gives leave to go on without a window, if that can be
 * @parent: (nullable): the main window, whose actions are used
 *
 * Returns: (transfer none): the window, not shown
 */
GtkWidget *kp_preferences_window_new (KpDesk *desk, KpBackground *background,
                                      GtkWindow *parent);
/** kp_preferences_window_find: Returns: (transfer none) (nullable): the one that @parent
 * has open already */
KpPreferencesWindow *kp_preferences_window_find (GtkWindow *parent);
/** kp_preferences_window_show_page: @page: "general", "resolvers", "trust", "providers"
 * or "background"; another is passed over. */
void kp_preferences_window_show_page (KpPreferencesWindow *self, const char *page);

G_END_DECLS
