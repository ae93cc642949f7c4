/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk.h"

G_BEGIN_DECLS

#define KP_TYPE_IMPORT_WINDOW (kp_import_window_get_type ())
G_DECLARE_FINAL_TYPE (KpImportWindow, kp_import_window, KP, IMPORT_WINDOW, AdwWindow)

/**
 * KpImportWindow:
 *
 * Adds the sites of a list, from a file or pasted: which column holds what, what becomes of
 * each row, and then all or nothing. Reading, judging, asking and adding go on beside the
 * main loop and can be cancelled. Main thread.
 */

/**
 * kp_import_window_new:
 * @desk: an open desk
 * @parent: (nullable): the main window, whose actions are used
 *
 * Returns: (transfer none): the window, not shown
 */
GtkWidget *kp_import_window_new (KpDesk *desk, GtkWindow *parent);
/** kp_import_window_set_text: Reads @text as the list. */
void kp_import_window_set_text (KpImportWindow *self, const char *text);
/** kp_import_window_open: Reads @file as the list. */
void kp_import_window_open (KpImportWindow *self, GFile *file);
/** kp_import_window_choose_file: Asks for a file to read. */
void kp_import_window_choose_file (KpImportWindow *self);

G_END_DECLS
