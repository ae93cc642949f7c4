/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * kp_copy_text:
 * @widget: where it was asked for
 * @text: (nullable): what to copy; %NULL does nothing
 * @said: what the window says once it is done ("Host copied")
 *
 * Puts @text on the clipboard of @widget's display and says so by the action
 * `win.show-toast`, where the window has it.
 */
void kp_copy_text (GtkWidget *widget, const char *text, const char *said);

G_END_DECLS
