/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/secret/vault.h"

G_BEGIN_DECLS

/** kp_vault_disk_lock: Waits until no other process holds the vault of @data_dir, which is
 * made if need be. Worker thread. Returns: a file descriptor to be closed afterwards; -1:
 * BUSY after @seconds, G_IO_ERROR_CANCELLED, FULL, FAILED */
int kp_vault_disk_lock (const char *data_dir, guint seconds, GCancellable *cancellable,
                        GError **error);
/** kp_vault_disk_read: @file: (out) (transfer full) (nullable): what the vault's file
 * holds, %NULL if there is none. Worker thread. Returns: whether it could be looked at;
 * DAMAGED, FAILED */
gboolean kp_vault_disk_read (const char *data_dir, GBytes **file, GError **error);
/** kp_vault_disk_write: Puts @file in place of the vault's file, all of it or nothing; who
 * holds the lock may. Worker thread. Returns: whether it is on the disk; FULL, FAILED */
gboolean kp_vault_disk_write (const char *data_dir, GBytes *file, GError **error);
/** kp_vault_disk_exists: Returns: whether there is a file */
gboolean kp_vault_disk_exists (const char *data_dir);

G_END_DECLS
