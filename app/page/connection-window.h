/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk.h"

G_BEGIN_DECLS

#define KP_TYPE_CONNECTION_WINDOW (kp_connection_window_get_type ())
G_DECLARE_FINAL_TYPE (KpConnectionWindow, kp_connection_window, KP, CONNECTION_WINDOW,
                      AdwWindow)

/**
 * KpConnectionWindow:
 *
 * How requests reach a provider: by which channel, where to, and with which token, which
 * goes to the vault and is never shown again. What was entered is saved before it is
 * tested. Main thread.
 */

/** kp_connection_window_new: @parent: (nullable): the window it belongs to. Returns:
 * (transfer none): the window for @profile, not shown */
GtkWidget *kp_connection_window_new (KpDesk *desk, KpProfile *profile, GtkWindow *parent);

G_END_DECLS
