/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* What can be judged of a window by measuring it. */

/** glass_frame: The pixels at the sides of @window that are not for what is in it. */
int glass_frame (GtkWindow *window);
/** glass_measure: The least width of what is in @window. */
int glass_measure (GtkWindow *window);
/** glass_look: Adds to @flaws, a(sss), what is cut off, runs out of its room or has none,
 * and to @texts, a(ss), every text that shows. */
void glass_look (GtkWindow *window, GVariantBuilder *flaws, GVariantBuilder *texts);
/** glass_describe: Returns: (transfer full): where @widget is, enough to find it by */
char *glass_describe (GtkWidget *widget);
/** glass_draw: Returns: (transfer full) (nullable): @window without its frame, so many
 * times larger */
GdkTexture *glass_draw (GtkWindow *window, int scale);
/** glass_save_picture: Draws @window without its frame into a PNG file at @path. */
gboolean glass_save_picture (GtkWindow *window, const char *path);
/** glass_unfold: Opens every row below @widget that can be opened in place. */
void glass_unfold (GtkWidget *widget);
/** glass_judge_focus: What is wrong with the focus in @window, or NULL; @where gets what
 * has it. */
char *glass_judge_focus (GtkWindow *window, char **where);
