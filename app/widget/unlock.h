/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/model/request.h"
#include "core/secret/vault.h"

G_BEGIN_DECLS

/**
 * kp_unlock_async:
 * @widget: where it was asked for
 * @vault: a vault
 * @name: (nullable): name of the secret that is wanted, which may be kept in another place
 * than new ones are
 * @cancellable: (nullable): takes the question away
 * @callback: called when it is unlocked, or stays locked
 * @data: for @callback
 *
 * Makes @vault ready, asking its user: a keyring asks by itself, for the file of Keyplate
 * the passphrase is asked here, again while it is the wrong one, and twice where it is the
 * first. The result has no source object. Main thread.
 */
void kp_unlock_async (GtkWidget *widget, KpVault *vault, const char *name,
                      GCancellable *cancellable, GAsyncReadyCallback callback,
                      gpointer data);
/** kp_unlock_for_request_async: As kp_unlock_async(), for the login that @request goes
 * with; done without asking where its channel has none. */
void kp_unlock_for_request_async (GtkWidget *widget, KpVault *vault, KpRequest *request,
                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer data);
/** kp_unlock_to_remove_async: As kp_unlock_async(), for each place where the secret @name
 * may be: so that it can be removed from all of them. It need not be in any. */
void kp_unlock_to_remove_async (GtkWidget *widget, KpVault *vault, const char *name,
                                GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer data);
/** kp_unlock_finish: Returns: whether it is unlocked; #KpVaultError, of which LOCKED and
 * REFUSED are what the user answered */
gboolean kp_unlock_finish (GAsyncResult *result, GError **error);

G_END_DECLS
