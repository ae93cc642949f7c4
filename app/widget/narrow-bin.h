/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KP_TYPE_NARROW_BIN (kp_narrow_bin_get_type ())
G_DECLARE_FINAL_TYPE (KpNarrowBin, kp_narrow_bin, KP, NARROW_BIN, GtkWidget)

/**
 * KpNarrowBin:
 *
 * Shows one of two children by the width it is given: #KpNarrowBin:wide from
 * #KpNarrowBin:threshold pixels on (640), else #KpNarrowBin:narrow. Its minimum
 * width is the narrow child's, so a window can shrink below what the wide child
 * needs; both children stay alive. (AdwBreakpoint is newer than the floor.)
 *
 * In Builder files children have the types `wide` and `narrow`. The property
 * #KpNarrowBin:is-narrow can be bound; it changes during allocation, so what
 * hangs on it should not resize the window. If the focus was in the child that
 * goes, it moves to the other one.
 */

/**
 * kp_narrow_bin_set_wide:
 * @self: the bin
 * @child: (nullable): shown from the threshold on
 */
void kp_narrow_bin_set_wide (KpNarrowBin *self, GtkWidget *child);

/**
 * kp_narrow_bin_set_narrow:
 * @self: the bin
 * @child: (nullable): shown below the threshold; its minimum is the bin's
 */
void kp_narrow_bin_set_narrow (KpNarrowBin *self, GtkWidget *child);

/**
 * kp_narrow_bin_get_is_narrow:
 * @self: the bin
 *
 * Returns: whether the narrow child is the one that shows
 */
gboolean kp_narrow_bin_get_is_narrow (KpNarrowBin *self);

G_END_DECLS
