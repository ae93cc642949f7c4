/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * Hands an address to the program that the user has for it: a page of the web, a mail that
 * is begun, a page of the guide. In a sandbox it is the desktop's portals that do so. As
 * compat.h, this hides API that was deprecated after the floor. Main thread only.
 */

/**
 * kp_launch_page_async:
 * @parent: (nullable): the window that asks
 * @uri: an address with the scheme https or http, and no other
 * @cancellable: (nullable): gives up waiting for the program
 * @callback: called once a program has it, or none took it
 * @user_data: for @callback
 *
 * Opens @uri with the program the user chose for it; kp_link_open() says what comes of it.
 */
void kp_launch_page_async (GtkWindow *parent, const char *uri, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data);

/** kp_launch_page_finish: Returns: whether a program was started with it; else with
 * #KpPortalError or an error of GIO */
gboolean kp_launch_page_finish (GAsyncResult *result, GError **error);

/**
 * kp_launch_mail_async:
 * @parent: the window that asks
 * @uri: an address with the scheme mailto
 * @cancellable: (nullable): gives up waiting for the program
 * @callback: called once a program has it, or none took it
 * @user_data: for @callback
 *
 * Hands @uri to the user's mail program.
 */
void kp_launch_mail_async (GtkWindow *parent, const char *uri, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data);

/** kp_launch_mail_finish: Returns: whether a mail program was started with it; errors as
 * those of kp_launch_page_finish() */
gboolean kp_launch_mail_finish (GAsyncResult *result, GError **error);

/**
 * kp_launch_guide_async:
 * @parent: the window that asks
 * @uri: a page of Keyplate's own guide, with the scheme help or file
 * @cancellable: (nullable): gives up waiting for the program
 * @callback: called once a program has it, or none took it
 * @user_data: for @callback
 *
 * Hands @uri to the desktop's help program or browser.
 */
void kp_launch_guide_async (GtkWindow *parent, const char *uri, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data);

/** kp_launch_guide_finish: Returns: whether a program was started with it; errors as those
 * of kp_launch_page_finish() */
gboolean kp_launch_guide_finish (GAsyncResult *result, GError **error);

G_END_DECLS
