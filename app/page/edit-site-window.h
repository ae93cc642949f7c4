/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk.h"

G_BEGIN_DECLS

#define KP_TYPE_EDIT_SITE_WINDOW (kp_edit_site_window_get_type ())
G_DECLARE_FINAL_TYPE (KpEditSiteWindow, kp_edit_site_window, KP, EDIT_SITE_WINDOW,
                      AdwWindow)

/**
 * KpEditSiteWindow:
 *
 * Changes what is wanted of a site: provider, target, customer, proxy, note. What another
 * process changes meanwhile shows in what was not changed here, and stays. The monitor of
 * the desk judges and checks the site again. Main thread.
 */

/**
 * kp_edit_site_window_new:
 * @desk: an open desk that can be written
 * @site: one of its sites
 * @parent: (nullable): the main window
 *
 * Returns: (transfer none): the window, not shown
 */
GtkWidget *kp_edit_site_window_new (KpDesk *desk, KpSite *site, GtkWindow *parent);

G_END_DECLS
