/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A dialog of files that the desktop shows for a program in a sandbox. GTK takes one that
 * is not there for its own, which sees nothing but the sandbox: what is saved there is
 * lost. It takes one that fails for one that was cancelled, and waits for one that is gone.
 */

/** kp_portal_dialog_is_wanted: Returns: whether GTK asks the desktop for it: in a sandbox,
 * or where GDK_DEBUG has "portals" */
gboolean kp_portal_dialog_is_wanted (void);
/**
 * kp_portal_dialog_run_async:
 * @dialog: not shown yet
 * @own: (nullable): what GTK would show in its place
 * @cancellable: (nullable): takes it away, as if it were cancelled
 *
 * Shows @dialog until it is answered, which takes as long as the user does.
 */
void kp_portal_dialog_run_async (GtkNativeDialog *dialog, GtkWindow *own,
                                 GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer data);
/** kp_portal_dialog_run_finish: Returns: whether something was chosen; where @error is not
 * set, the user did not want to. #KpPortalError: there was no dialog, or it failed; its
 * message is for nobody but the log */
gboolean kp_portal_dialog_run_finish (GAsyncResult *result, GError **error);

G_END_DECLS
