/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/watch/notifier.h"

G_BEGIN_DECLS

#define KP_TYPE_DESKTOP_NOTIFIER (kp_desktop_notifier_get_type ())
G_DECLARE_FINAL_TYPE (KpDesktopNotifier, kp_desktop_notifier, KP, DESKTOP_NOTIFIER, GObject)

/**
 * KpDesktopNotifier:
 *
 * A #KpNotifier that shows notices through the application. Who chooses one activates the
 * action "app.open-notice" with the word of its page and its row id. Main thread.
 */

/** kp_desktop_notifier_new: Returns: (transfer full): a notifier of the default application
 */
KpNotifier *kp_desktop_notifier_new (void);

G_END_DECLS
