/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/watch/background.h"
#include "window/work.h"

G_BEGIN_DECLS

#define KP_TYPE_APPLICATION (kp_application_get_type ())
G_DECLARE_FINAL_TYPE (KpApplication, kp_application, KP, APPLICATION, AdwApplication)

/**
 * kp_application_new:
 *
 * The window program. One instance a session for the user's own data; with
 * `--data-dir` or `KEYPLATE_DATA_DIR` naming another folder it is a process of
 * its own, so that the demo and the user's data never share a window.
 *
 * Returns: (transfer full): the application
 */
KpApplication *kp_application_new (void);

/** kp_application_leave: What a window that is closed says: @work ends, unless it may go on
 * without one. */
void kp_application_leave (KpApplication *self, KpWork *work);

/** kp_application_end_work: Closes the window on the user's own data, asking nothing, and
 * ends the work on them. Returns: (transfer full) (nullable): that work, on its end: the
 * store is free when its state is %KP_WORK_CLOSED; %NULL if there was none */
KpWork *kp_application_end_work (KpApplication *self);

/** kp_application_get_background: Returns: (transfer none) (nullable): who gives leave to
 * go on without a window; %NULL where that can't be: nobody could find a program again that
 * was started on another folder */
KpBackground *kp_application_get_background (KpApplication *self);

/** kp_application_is_quitting: Returns: whether the user ends all of it just now */
gboolean kp_application_is_quitting (KpApplication *self);

/**
 * kp_application_open_demo:
 * @self: the application
 * @error: where to say that it is not installed
 *
 * Shows the sample store that is installed with the program, read-only and in a window of
 * its own: the user's own data stay as they are. Where it can't be opened, its window says
 * so.
 *
 * Returns: whether there is a sample
 */
gboolean kp_application_open_demo (KpApplication *self, GError **error);

G_END_DECLS
