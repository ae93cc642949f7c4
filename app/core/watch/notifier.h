/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/watch/notice.h"

G_BEGIN_DECLS

#define KP_TYPE_NOTIFIER (kp_notifier_get_type ())
G_DECLARE_INTERFACE (KpNotifier, kp_notifier, KP, NOTIFIER, GObject)

/**
 * KpNotifier:
 *
 * Tells the desktop. It is passed in: the window has one that does, a test has
 * #KpMemoryNotifier. Main thread.
 */
struct _KpNotifierInterface
{
  GTypeInterface parent;

  void (*send) (KpNotifier *self, const KpNotice *notice);
  void (*withdraw) (KpNotifier *self, const char *id);
};

/** kp_notifier_send: Shows @notice in the place of the one with its id, if there is one. */
void kp_notifier_send (KpNotifier *self, const KpNotice *notice);
/** kp_notifier_withdraw: Takes the notice @id away, if it is still there. */
void kp_notifier_withdraw (KpNotifier *self, const char *id);

#define KP_TYPE_MEMORY_NOTIFIER (kp_memory_notifier_get_type ())
G_DECLARE_FINAL_TYPE (KpMemoryNotifier, kp_memory_notifier, KP, MEMORY_NOTIFIER, GObject)

/** kp_memory_notifier_new: Returns: (transfer full): one that only remembers */
KpNotifier *kp_memory_notifier_new (void);
/** kp_memory_notifier_describe: Returns: (transfer full): what it was told since the last
 * call, a line each: "+ID: TITLE" or "-ID" */
char *kp_memory_notifier_describe (KpMemoryNotifier *self);

G_END_DECLS
