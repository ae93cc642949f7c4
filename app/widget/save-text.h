/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * kp_save_text:
 * @widget: where it was asked for
 * @title: of the window in which the file is chosen ("Save Certificate")
 * @suggested: name of the file
 * @text: (nullable): what the file is to hold; %NULL does nothing
 * @said: what the window says once it is there ("Certificate saved")
 *
 * Asks for a file, writes @text into it, and says so, or why it could not be, by the action
 * `win.show-toast` of the window. Main thread.
 */
void kp_save_text (GtkWidget *widget, const char *title, const char *suggested,
                   const char *text, const char *said);
/** kp_save_octets: As kp_save_text(), @octets of any kind. */
void kp_save_octets (GtkWidget *widget, const char *title, const char *suggested,
                     GBytes *octets, const char *said);

G_END_DECLS
