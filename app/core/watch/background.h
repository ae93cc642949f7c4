/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** KpBackgroundError: what the desktop does not do; the message says so to the user */
typedef enum
{
  KP_BACKGROUND_ERROR_REFUSED,   /* the program may not go on without a window */
  KP_BACKGROUND_ERROR_AUTOSTART, /* it may, but is not started at login, or still is */
  KP_BACKGROUND_ERROR_ASKING,    /* nobody answered that could be asked */
} KpBackgroundError;

#define KP_BACKGROUND_ERROR (kp_background_error_quark ())
GQuark kp_background_error_quark (void);

#define KP_TYPE_BACKGROUND (kp_background_get_type ())
G_DECLARE_FINAL_TYPE (KpBackground, kp_background, KP, BACKGROUND, GObject)

/**
 * KpBackground:
 *
 * Whether the desktop lets the program go on without a window, and starts it when its user
 * logs in. Properties: "autostart" (boolean: it does, as far as can be known), "busy"
 * (boolean: it is being asked). Main thread.
 */

/** kp_background_new: @autostart_file: where the desktop looks for what it starts;
 * @program: path of the program. Returns: (transfer full): for a program in no sandbox,
 * which needs nobody's leave to go on */
KpBackground *kp_background_new (const char *autostart_file, const char *program);
/** kp_background_new_for_portal: @autostart: what "autostart" was the last time: a sandbox
 * can't look. Returns: (transfer full): for a program that asks the portal for leave */
KpBackground *kp_background_new_for_portal (gboolean autostart);
/** kp_background_get_autostart: Returns: whether the program is started at login */
gboolean kp_background_get_autostart (KpBackground *self);
/** kp_background_is_busy: Returns: whether the desktop is being asked */
gboolean kp_background_is_busy (KpBackground *self);
/**
 * kp_background_ask_async:
 * @goes_on: whether the program shall go on without a window
 * @autostart: whether it shall be started at login; without @goes_on it is not
 *
 * Asks the desktop for that, or tells it that it is not wanted any more; one at a time.
 */
void kp_background_ask_async (KpBackground *self, gboolean goes_on, gboolean autostart,
                              GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer data);
/** kp_background_ask_finish: Returns: whether it is as was asked; #KpBackgroundError, or
 * G_IO_ERROR_CANCELLED */
gboolean kp_background_ask_finish (KpBackground *self, GAsyncResult *result,
                                   GError **error);

G_END_DECLS
