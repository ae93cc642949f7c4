/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** KP_LONG_TEXT_FIRST: octets that are shown at first */
#define KP_LONG_TEXT_FIRST 4096
/** KP_LONG_TEXT_MORE: octets that are shown beside them whenever the user asks for more */
#define KP_LONG_TEXT_MORE (4 * KP_LONG_TEXT_FIRST)

/** kp_long_text_new: Each letter takes its time, and again whenever the window gets another
 * width: so of a text from outside only the beginning is shown, and the rest a part at a
 * time. @more: what the button says that shows it. Returns: (transfer floating): a box with
 * @text in labels that can be selected, and the button if it is needed */
GtkWidget *kp_long_text_new (const char *text, const char *more);

G_END_DECLS
