/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/copy-text.h"

void
kp_copy_text (GtkWidget *widget, const char *text, const char *said)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  if (text == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  gtk_widget_activate_action (widget, "win.show-toast", "s", said);
}
