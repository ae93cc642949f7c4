/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk.h"

G_BEGIN_DECLS

#define KP_TYPE_RETIRE_WINDOW (kp_retire_window_get_type ())
G_DECLARE_FINAL_TYPE (KpRetireWindow, kp_retire_window, KP, RETIRE_WINDOW, AdwWindow)

/**
 * KpRetireWindow:
 *
 * Takes a site out of use: its checks stop and its history stays. If wanted, its provider
 * and its customer are written to, and the keys that were made here for it are destroyed.
 * The window over which it stands has the action `win.show-toast`. Main thread.
 */

/** kp_retire_window_new: Returns: (transfer none): asks how @site is to be retired */
GtkWidget *kp_retire_window_new (KpDesk *desk, KpSite *site, GtkWindow *parent);

G_END_DECLS
