/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/desk.h"

G_BEGIN_DECLS

/**
 * kp_newcomers_follow:
 * @desk: the desk
 * @sites: (element-type KpSite): sites that were just added, with their row ids
 * @window: (nullable): the main window
 *
 * Once the portfolio lists them, has them checked at once, and selects it in @window where
 * it is only one. Works on when whoever added them is gone.
 */
void kp_newcomers_follow (KpDesk *desk, GPtrArray *sites, GtkWindow *window);

G_END_DECLS
