/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KP_TYPE_SIDE_BIN (kp_side_bin_get_type ())
G_DECLARE_FINAL_TYPE (KpSideBin, kp_side_bin, KP, SIDE_BIN, GtkWidget)

/**
 * KpSideBin:
 *
 * Content with a list to choose it from: at its side, or where the window is narrow a bar
 * above it that does the same. Its minimum width is the one with the bar. In Builder files
 * children have the types `side`, `bar` and `content`. Properties: "revealed" (boolean):
 * whether there is something to choose from; else only the content shows.
 */

/** kp_side_bin_set_revealed: Sets the property. */
void kp_side_bin_set_revealed (KpSideBin *self, gboolean revealed);

G_END_DECLS
