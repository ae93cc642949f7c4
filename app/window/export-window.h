/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk.h"
#include "window/site-list.h"

G_BEGIN_DECLS

#define KP_TYPE_EXPORT_WINDOW (kp_export_window_get_type ())
G_DECLARE_FINAL_TYPE (KpExportWindow, kp_export_window, KP, EXPORT_WINDOW, AdwWindow)

/**
 * KpExportWindow:
 *
 * Writes sites to a file: all, those that the list shows, or those that are selected in it,
 * as a table or with all that is known of them. Main thread.
 */

/**
 * kp_export_window_new:
 * @desk: an open desk
 * @list: its list
 * @parent: the main window, which says what was written
 *
 * Returns: (transfer none): the window, not shown
 */
GtkWidget *kp_export_window_new (KpDesk *desk, KpSiteList *list, GtkWindow *parent);

G_END_DECLS
