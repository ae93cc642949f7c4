/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* How well what shows can be told from what is around it, measured in pixels as the program
 * draws them. */

/** glass_measure_contrast: Adds to @found, a(sssd), each text, icon and mark of @window
 * that is in sight and can be used: "text" or "graphic", where, what, and the contrast by
 * WCAG 2.1, from 1 to 21, of its strongest pixel to the commonest one around it. */
void glass_measure_contrast (GtkWindow *window, GVariantBuilder *found);
/** glass_compare: The contrast of what has changed most in @window since it was called
 * last, to what was there; 1 if nothing has. */
double glass_compare (GtkWindow *window);
