/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk.h"

G_BEGIN_DECLS

#define KP_TYPE_BACKUP_WINDOW (kp_backup_window_get_type ())
G_DECLARE_FINAL_TYPE (KpBackupWindow, kp_backup_window, KP, BACKUP_WINDOW, AdwWindow)

/**
 * KpBackupWindow:
 *
 * Says what goes into a backup and what does not, and writes one. Main thread.
 */

/** kp_backup_window_new: @desk: an open desk; @parent: the main window, which says what was
 * written. Returns: (transfer none): the window, not shown */
GtkWidget *kp_backup_window_new (KpDesk *desk, GtkWindow *parent);

G_END_DECLS
