/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KP_TYPE_LOCK_ICON (kp_lock_icon_get_type ())
G_DECLARE_FINAL_TYPE (KpLockIcon, kp_lock_icon, KP, LOCK_ICON, GtkWidget)

/**
 * KpLockIcon:
 *
 * A site's lock as an icon: outline, colour and accessible name say the same.
 * Properties: #KpLockIcon:lock, one of "locked", "pending", "unlocked" and
 * "unknown" (every other text is shown as unknown), and #KpLockIcon:pixel-size,
 * -1 for the size of the theme. Can be bound in Builder files.
 */

/**
 * kp_lock_icon_new:
 *
 * Returns: (transfer floating): the icon of an unknown lock
 */
GtkWidget *kp_lock_icon_new (void);

/**
 * kp_lock_icon_set_lock:
 * @self: the icon
 * @nick: (nullable): "locked", "pending", "unlocked" or "unknown"
 *
 * Cheap when the lock stays the same: rows call it in every bind.
 */
void kp_lock_icon_set_lock (KpLockIcon *self, const char *nick);

/**
 * kp_lock_get_word:
 * @nick: (nullable): a lock
 *
 * Returns: (transfer none): the lock as one translated word, in lower case as in
 *   the name of a row ("locked")
 */
const char *kp_lock_get_word (const char *nick);

G_END_DECLS
