/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/clock.h"
#include "core/exchange/backup-manifest.h"

G_BEGIN_DECLS

/**
 * KpBackupReport:
 * @manifest: what is in it
 * @path: the backup
 * @size: its octets
 * @saved: (nullable): of restoring: where what was there before is kept: a backup, or a
 *   folder with the files as they were if they could not be read
 * @left_out: (element-type utf8): of writing: profiles of the user that are not in it; of
 *   restoring: those that were there before, are not in the backup and stay
 *
 * What came of writing or restoring a backup.
 */
typedef struct
{
  KpBackupManifest *manifest;
  char *path;
  gint64 size;
  char *saved;
  GPtrArray *left_out;
} KpBackupReport;

/** kp_backup_report_has_vault: Returns: whether the vault's file is in it */
gboolean kp_backup_report_has_vault (const KpBackupReport *self);
/** kp_backup_report_count_profiles: Returns: how many of the user's profiles are in it */
guint kp_backup_report_count_profiles (const KpBackupReport *self);
/** kp_backup_report_free: Frees it. */
void kp_backup_report_free (KpBackupReport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpBackupReport, kp_backup_report_free)

#define KP_TYPE_BACKUP (kp_backup_get_type ())
G_DECLARE_FINAL_TYPE (KpBackup, kp_backup, KP, BACKUP, GObject)

/**
 * KpBackup:
 *
 * Writes all of a data folder into one file (backup-manifest.h), or puts such a file in its
 * place: once. A job object; what blocks runs in a thread of its own. What lies in a
 * keyring is in no backup.
 */

/** kp_backup_new: @data_dir: where the store lies; @clock: the clock. Returns: (transfer
 * full): nothing is done yet */
KpBackup *kp_backup_new (const char *data_dir, KpClock *clock);
/** kp_backup_get_fraction: Returns: what of it is done, 0 to 1 */
double kp_backup_get_fraction (KpBackup *self);
/**
 * kp_backup_write_async:
 * @self: a backup
 * @path: where it goes; for its owner alone to read
 * @replace: over a file that is there
 * @cancellable: (nullable): leaves nothing
 * @callback: called when it lies there, whole and read again
 * @data: for @callback
 *
 * The store may be open and be written meanwhile.
 */
void kp_backup_write_async (KpBackup *self, const char *path, gboolean replace,
                            GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer data);
/** kp_backup_write_finish: Returns: (transfer full) (nullable): what was written;
 * #KpStoreError (%KP_STORE_ERROR_EXISTS: there is a file), #KpVaultError,
 * G_IO_ERROR_CANCELLED */
KpBackupReport *kp_backup_write_finish (KpBackup *self, GAsyncResult *result,
                                        GError **error);
/** kp_backup_look_async: Reads the backup at @path to its end, and changes nothing;
 * @cancellable: (nullable) */
void kp_backup_look_async (KpBackup *self, const char *path, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer data);
/** kp_backup_look_finish: Returns: (transfer full) (nullable): what is in it, as it says
 * itself; #KpStoreError (%KP_STORE_ERROR_DAMAGED: also what is none), G_IO_ERROR_CANCELLED
 */
KpBackupReport *kp_backup_look_finish (KpBackup *self, GAsyncResult *result,
                                       GError **error);
/**
 * kp_backup_restore_async:
 * @self: a backup
 * @path: the file
 * @replace: also where there are sites, customers, details or requests
 * @cancellable: (nullable): leaves all as it was
 * @callback: called when it is in place
 * @data: for @callback
 *
 * Puts all of the backup in the place of what the folder holds, which is saved beside it
 * first. Nobody may have the store open. A kill at any moment leaves the one or the other.
 */
void kp_backup_restore_async (KpBackup *self, const char *path, gboolean replace,
                              GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer data);
/** kp_backup_restore_finish: Returns: (transfer full) (nullable): what was restored;
 * #KpStoreError (%KP_STORE_ERROR_BUSY: the store is open; %KP_STORE_ERROR_EXISTS: there is
 * something and @replace was not given), G_IO_ERROR_CANCELLED */
KpBackupReport *kp_backup_restore_finish (KpBackup *self, GAsyncResult *result,
                                          GError **error);

G_END_DECLS
