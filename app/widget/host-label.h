/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KP_TYPE_HOST_LABEL (kp_host_label_get_type ())
G_DECLARE_FINAL_TYPE (KpHostLabel, kp_host_label, KP, HOST_LABEL, GtkWidget)

/**
 * KpHostLabel:
 *
 * A site's name with its lock directly behind it, and a second icon if the site is behind a
 * proxy. Made for lists: what it asks for does not depend on the name, so a column keeps
 * its width while it scrolls; a name that is too long is cut in the middle and told in full
 * by a tooltip.
 */

/** kp_host_label_new: @min_chars, @nat_chars: for how long a name it asks for room.
 * Returns: (transfer floating): a label without a name */
GtkWidget *kp_host_label_new (guint min_chars, guint nat_chars);
/**
 * kp_host_label_set:
 * @self: the label
 * @host: the name as people read it
 * @lock: (nullable): its lock, as in kp_lock_icon_set_lock()
 * @proxied: whether it is behind a proxy
 */
void kp_host_label_set (KpHostLabel *self, const char *host, const char *lock,
                        gboolean proxied);

G_END_DECLS
