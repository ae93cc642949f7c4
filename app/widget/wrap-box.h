/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KP_TYPE_WRAP_BOX (kp_wrap_box_get_type ())
G_DECLARE_FINAL_TYPE (KpWrapBox, kp_wrap_box, KP, WRAP_BOX, GtkWidget)

/**
 * KpWrapBox:
 *
 * Children side by side, in as many lines as the width asks for: rows of buttons
 * that must not clip at 360 px. (AdwWrapBox is newer than the floor, and
 * GtkFlowBox is a list that takes part in selection and focus.) Its minimum
 * width is that of its widest child.
 *
 * Properties: #KpWrapBox:spacing, in pixels, between children and lines, and
 * #KpWrapBox:align, where a line stands that isn't full: 0 start, 0.5 centre, 1
 * end. A child with `hexpand` takes what its line has left; lines are broken by
 * its minimum width, by the natural width of the others.
 */

/**
 * kp_wrap_box_new:
 *
 * Returns: (transfer floating): a box without children
 */
GtkWidget *kp_wrap_box_new (void);

/**
 * kp_wrap_box_append:
 * @self: the box
 * @child: (transfer floating): what comes last
 */
void kp_wrap_box_append (KpWrapBox *self, GtkWidget *child);

G_END_DECLS
