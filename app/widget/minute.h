/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** KpMinuteFunc: Draws anew how long ago something was. */
typedef void (*KpMinuteFunc) (gpointer widget);

/** kp_minute_follow: Calls @func with @widget when it comes to be seen, and once a minute
 * from then on while it is seen. Once, in init. */
void kp_minute_follow (GtkWidget *widget, KpMinuteFunc func);

G_END_DECLS
