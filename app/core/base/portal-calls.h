/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A call of a portal that somebody else makes on the session bus, and tells nobody of: GTK.
 */

typedef struct _KpPortalCalls KpPortalCalls;
typedef void (*KpPortalCallsRefused) (gpointer data);

/**
 * kp_portal_calls_follow:
 * @interface: of the portal, without "org.freedesktop.portal."
 * @refused: called once if the call fails, in the default main context, after its caller
 * was told; not called after kp_portal_calls_unfollow()
 * @destroy: (nullable): of @data
 *
 * Follows the next call that is made, if no one who came earlier waits for one.
 * Returns: (transfer full) (nullable): for kp_portal_calls_unfollow(); %NULL without a bus
 */
KpPortalCalls *kp_portal_calls_follow (const char *interface, KpPortalCallsRefused refused,
                                       gpointer data, GDestroyNotify destroy);
/** kp_portal_calls_unfollow: @calls: (transfer full) */
void kp_portal_calls_unfollow (KpPortalCalls *calls);

G_END_DECLS
