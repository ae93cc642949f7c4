/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_WELCOME (kp_welcome_get_type ())
G_DECLARE_FINAL_TYPE (KpWelcome, kp_welcome, KP, WELCOME, AdwBin)

/**
 * kp_welcome_new:
 *
 * The empty state of the site list (no site yet). Its buttons activate the
 * window's actions `win.add-site`, `win.import` and `win.show-demo`; a button
 * whose action the window doesn't have is insensitive. The first takes the focus that the
 * page is given. Main thread.
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *kp_welcome_new (void);

G_END_DECLS
