/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk.h"

G_BEGIN_DECLS

#define KP_TYPE_SUBJECTS_WINDOW (kp_subjects_window_get_type ())
G_DECLARE_FINAL_TYPE (KpSubjectsWindow, kp_subjects_window, KP, SUBJECTS_WINDOW, AdwWindow)

/**
 * KpSubjectsWindow:
 *
 * The saved certificate details of a desk: add, change, remove with undo. What another
 * process changes shows. Those of a desk that can't be written are there to look at. Main
 * thread.
 */

/**
 * kp_subjects_window_new:
 * @desk: an open desk
 * @parent: (nullable): the main window
 *
 * Returns: (transfer none): the window, not shown
 */
GtkWidget *kp_subjects_window_new (KpDesk *desk, GtkWindow *parent);

G_END_DECLS
