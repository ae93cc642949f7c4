/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk.h"

G_BEGIN_DECLS

#define KP_TYPE_CSR_WINDOW (kp_csr_window_get_type ())
G_DECLARE_FINAL_TYPE (KpCsrWindow, kp_csr_window, KP, CSR_WINDOW, AdwWindow)

/**
 * KpCsrWindow:
 *
 * Makes a key and its signing request for a site: further names, the kind of key and the
 * details to ask for. The key goes to the vault; then the request can be copied or saved.
 * Closing it while the key is made gives up. Main thread.
 */

/** kp_csr_window_new: @parent: (nullable): the window it belongs to. Returns: (transfer
 * none): the window for @site, not shown */
GtkWidget *kp_csr_window_new (KpDesk *desk, KpSite *site, GtkWindow *parent);

G_END_DECLS
