/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a program in a sandbox asks of the desktop (XDG Desktop Portal): a call that names a
 * request, and the answer to that, which may take as long as the user does. */

/** KpPortalError: why nothing came of it; the message is a sentence for the user */
typedef enum
{
  KP_PORTAL_ERROR_MISSING, /* the desktop has none for that */
  KP_PORTAL_ERROR_REFUSED, /* the user did not want it */
  KP_PORTAL_ERROR_FAILED,
  KP_PORTAL_ERROR_SILENT, /* no answer in that time */
} KpPortalError;

#define KP_PORTAL_ERROR (kp_portal_error_quark ())
GQuark kp_portal_error_quark (void);

/** kp_portal_is_wanted: Returns: whether portals are to be used: in a sandbox, or where
 * GTK_USE_PORTAL is 1, as GTK itself goes by */
gboolean kp_portal_is_wanted (void);
/** kp_portal_find_async: @interface: of a portal, without "org.freedesktop.portal.";
 * @timeout: seconds until silence is an answer. Asks whether the desktop has it, which may
 * start the portals. */
void kp_portal_find_async (const char *interface, guint timeout, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer data);
/** kp_portal_find_finish: Returns: whether it is there; #KpPortalError MISSING or SILENT,
 * or G_IO_ERROR_CANCELLED */
gboolean kp_portal_find_finish (GAsyncResult *result, GError **error);
/** kp_portal_watch: @vanished: called when the portals are gone. Returns: for
 * g_bus_unwatch_name() */
guint kp_portal_watch (GBusNameVanishedCallback vanished, gpointer data,
                       GDestroyNotify destroy);
/**
 * kp_portal_request_async:
 * @interface: of the portal, without "org.freedesktop.portal."
 * @method: takes a parent window and options, and gives the handle of a request
 * @parent: the window that asks, as portals name it; "" for none
 * @options: (transfer floating): "a{sv}", without the token of the handle
 * @timeout: seconds until silence is an answer; 10 at most until it has begun with it
 *
 * Asks the portal. What is cancelled or silent is taken back.
 */
void kp_portal_request_async (const char *interface, const char *method, const char *parent,
                              GVariant *options, guint timeout, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer data);
/** kp_portal_request_finish: Returns: (transfer full) (nullable): "a{sv}": what the portal
 * answered; #KpPortalError or G_IO_ERROR_CANCELLED */
GVariant *kp_portal_request_finish (GAsyncResult *result, GError **error);

G_END_DECLS
