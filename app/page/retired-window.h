/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk.h"

G_BEGIN_DECLS

#define KP_TYPE_RETIRED_WINDOW (kp_retired_window_get_type ())
G_DECLARE_FINAL_TYPE (KpRetiredWindow, kp_retired_window, KP, RETIRED_WINDOW, AdwWindow)

/**
 * KpRetiredWindow:
 *
 * The sites that were taken out of use, the one retired last first, each of which can be
 * taken into use again. Main thread.
 */

/** kp_retired_window_new: Returns: (transfer none): the retired sites of @desk */
GtkWidget *kp_retired_window_new (KpDesk *desk, GtkWindow *parent);

G_END_DECLS
