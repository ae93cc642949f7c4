/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_MOMENT_PICKER (kp_moment_picker_get_type ())
G_DECLARE_FINAL_TYPE (KpMomentPicker, kp_moment_picker, KP, MOMENT_PICKER, AdwBin)

/**
 * KpMomentPicker:
 *
 * A day and a time of day, in the user's time zone: when something was done.
 */

/** kp_moment_picker_new: Returns: (transfer floating): a picker that shows @moment (Unix
 * seconds) */
GtkWidget *kp_moment_picker_new (gint64 moment);
/** kp_moment_picker_get_moment: Returns: what was picked, Unix seconds */
gint64 kp_moment_picker_get_moment (KpMomentPicker *self);

G_END_DECLS
