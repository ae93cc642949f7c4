/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/exchange/backup-manifest.h"

G_BEGIN_DECLS

/* Worker threads. A backup is never held in memory. */

/**
 * KpBackupMeter:
 * @cancellable: (nullable): looked at before each piece
 * @total: octets to go through
 * @done: octets gone through
 * @permille: what of it is done, for another thread to read
 *
 * How far a backup has come.
 */
typedef struct
{
  GCancellable *cancellable;
  gint64 total;
  gint64 done;
  int permille; /* (atomic) */
} KpBackupMeter;

/**
 * kp_backup_archive_write:
 * @manifest: what to write; its files get their sizes and sums
 * @folder: where they lie
 * @fd: an empty file
 * @path: how it is called in messages
 * @meter: moved by three times what is written
 * @error: #KpStoreError, G_IO_ERROR_CANCELLED
 *
 * Writes a backup, and reads it again from the disk to see that it is whole.
 *
 * Returns: whether it is
 */
gboolean kp_backup_archive_write (KpBackupManifest *manifest, const char *folder, int fd,
                                  const char *path, KpBackupMeter *meter, GError **error);
/**
 * kp_backup_archive_read:
 * @fd: a file of hostile octets, at its beginning
 * @path: how it is called in messages
 * @folder: (nullable): an empty folder that takes the files; %NULL only looks
 * @meter: its total is set from the manifest
 * @error: %KP_STORE_ERROR_DAMAGED also for what is no backup, %KP_STORE_ERROR_NEWER, other
 *   #KpStoreError, G_IO_ERROR_CANCELLED
 *
 * Reads a backup to its end: nothing is in it but what its manifest says, in its order,
 * each file as long as said and with the sum that is said, and nothing of it can lead out
 * of
 * @folder. In @folder all is on the disk.
 *
 * Returns: (transfer full) (nullable): what it says of itself
 */
KpBackupManifest *kp_backup_archive_read (int fd, const char *path, const char *folder,
                                          KpBackupMeter *meter, GError **error);

G_END_DECLS
