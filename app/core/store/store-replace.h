/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * How all of a data folder takes the place of what it holds, so that a kill at any moment
 * leaves either the old or the new. The new lies in a folder of its own within it, which
 * gets another name once it is whole and on the disk: from then on it is the state, and
 * whoever opens the store next brings to an end what is left of the moving.
 *
 * Worker threads; #KpStoreError.
 */

/** KP_STORE_FILE: name of the store within its folder */
#define KP_STORE_FILE "keyplate.db"
/** KP_STORE_VAULT: name of the vault's file there */
#define KP_STORE_VAULT "vault"
/** KP_STORE_PROVIDERS: name of the folder of the user's own profiles there */
#define KP_STORE_PROVIDERS "providers"

/** kp_store_lock_alone: Waits @milliseconds until nobody has the store of @data_dir open,
 * which is made if need be. Returns: a file descriptor, to be closed afterwards, until
 * which nobody else opens it; -1 for an error */
int kp_store_lock_alone (const char *data_dir, guint milliseconds, GError **error);
/** kp_store_replace_begin: Returns: (transfer full) (nullable): the folder, made anew and
 * empty, where the new state is put together: by the names above, each file synced by whom
 * it is written by. The caller holds kp_store_lock_alone() */
char *kp_store_replace_begin (const char *data_dir, GError **error);
/** kp_store_replace_commit: From here on the new state is the state; it is moved in place.
 * Returns: whether it was; %FALSE with the old one as it was, unless @committed */
gboolean kp_store_replace_commit (const char *data_dir, gboolean *committed,
                                  GError **error);
/** kp_store_replace_finish: Ends what a killed process has begun: what was committed is
 * moved in place, what was not goes away. The caller is alone with the store. Returns:
 * whether @data_dir now holds one whole state */
gboolean kp_store_replace_finish (const char *data_dir, GError **error);
/** kp_store_replace_is_due: Returns: whether @data_dir waits for kp_store_replace_finish()
 * before it can be read */
gboolean kp_store_replace_is_due (const char *data_dir);
/** kp_store_remove_folder: Takes away the folder @path with the files in it and in folders
 * of it; links are not followed. */
void kp_store_remove_folder (const char *path);
/** kp_store_sync_folder: What was named in @path is on the disk. */
void kp_store_sync_folder (const char *path);

G_END_DECLS
