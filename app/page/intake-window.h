/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk.h"

G_BEGIN_DECLS

#define KP_TYPE_INTAKE_WINDOW (kp_intake_window_get_type ())
G_DECLARE_FINAL_TYPE (KpIntakeWindow, kp_intake_window, KP, INTAKE_WINDOW, AdwWindow)

/**
 * KpIntakeWindow:
 *
 * Check Certificate Files: reads what a CA or a provider sent, for any number of sites,
 * tells what it is and what is wrong with it, and hands it to the jobs that wait for it. A
 * site is opened by the actions `win.continue-job` and `win.show-site` of the window it
 * belongs to.
 */

/** kp_intake_window_new: @parent: (nullable): the window that opens it. Returns: (transfer
 * none): the window, not shown yet */
GtkWidget *kp_intake_window_new (KpDesk *desk, GtkWindow *parent);
/** kp_intake_window_give_files: Reads @files (#GFile) beside what it has. */
void kp_intake_window_give_files (KpIntakeWindow *self, GListModel *files);
/** kp_intake_window_give_text: Likewise @text. */
void kp_intake_window_give_text (KpIntakeWindow *self, GBytes *text);

G_END_DECLS
