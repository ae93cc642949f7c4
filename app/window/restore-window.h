/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk.h"

G_BEGIN_DECLS

#define KP_TYPE_RESTORE_WINDOW (kp_restore_window_get_type ())
G_DECLARE_FINAL_TYPE (KpRestoreWindow, kp_restore_window, KP, RESTORE_WINDOW, AdwWindow)

/**
 * KpRestoreWindow:
 *
 * Says what is in a backup and puts it in the place of what a main window shows: that one
 * closes, as nobody may have the store open meanwhile, and a new one opens afterwards on
 * what is there then, whatever came of it. Main thread.
 */

/** kp_restore_window_new: @desk: the desk of @parent, open or failed; @parent: the main
 * window. Returns: (transfer none): the window, not shown; it lets a file be chosen first
 */
GtkWidget *kp_restore_window_new (KpDesk *desk, GtkWindow *parent);

G_END_DECLS
