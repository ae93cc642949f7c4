/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk.h"

G_BEGIN_DECLS

#define KP_TYPE_SECURE_WINDOW (kp_secure_window_get_type ())
G_DECLARE_FINAL_TYPE (KpSecureWindow, kp_secure_window, KP, SECURE_WINDOW, AdwWindow)

/**
 * KpSecureWindow:
 *
 * The assistant that secures a site, at the step where its job stands. It follows the job,
 * whoever changes it; closing it keeps everything. What concerns the main window is told by
 * that one's actions (`win.show-in-list`, `win.show-toast`). Main thread.
 */

/**
 * kp_secure_window_new:
 * @desk: an open desk that can be written
 * @site: a site whose job is open, or was just begun
 * @parent: (nullable): the main window
 *
 * Returns: (transfer none): the window, not shown
 */
GtkWidget *kp_secure_window_new (KpDesk *desk, KpSite *site, GtkWindow *parent);
/** kp_secure_window_get_site: Returns: (transfer none): the site it is about */
KpSite *kp_secure_window_get_site (KpSecureWindow *self);

G_END_DECLS
