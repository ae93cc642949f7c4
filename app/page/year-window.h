/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk.h"

G_BEGIN_DECLS

#define KP_TYPE_YEAR_WINDOW (kp_year_window_get_type ())
G_DECLARE_FINAL_TYPE (KpYearWindow, kp_year_window, KP, YEAR_WINDOW, AdwWindow)

/**
 * KpYearWindow:
 *
 * The year ahead of all sites of a desk: when certificates end and renewals must begin, and
 * under it the sites of the week that is chosen, each of which leads to its page in the
 * main window. It follows the sites. Main thread.
 */

/** kp_year_window_new: @desk: an open desk; @parent: the main window. Returns: (transfer
 * none): the window, not shown */
GtkWidget *kp_year_window_new (KpDesk *desk, GtkWindow *parent);

G_END_DECLS
