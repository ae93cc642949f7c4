/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk.h"

G_BEGIN_DECLS

#define KP_TYPE_ADD_SITE_WINDOW (kp_add_site_window_get_type ())
G_DECLARE_FINAL_TYPE (KpAddSiteWindow, kp_add_site_window, KP, ADD_SITE_WINDOW, AdwWindow)

/**
 * KpAddSiteWindow:
 *
 * Adds one site: its address is judged while it is typed, DNS is asked where it leads, and
 * provider and target are proposed from that. Several lines that are pasted go to the
 * parent's action `win.import-text` instead. Works offline. Main thread.
 */

/**
 * kp_add_site_window_new:
 * @desk: an open desk
 * @parent: the main window, whose actions are used
 *
 * Returns: (transfer none): the window, not shown
 */
GtkWidget *kp_add_site_window_new (KpDesk *desk, GtkWindow *parent);
/** kp_add_site_window_set_text: Enters @text as the address. */
void kp_add_site_window_set_text (KpAddSiteWindow *self, const char *text);

G_END_DECLS
