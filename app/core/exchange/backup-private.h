/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/exchange/backup-archive.h"
#include "core/exchange/backup.h"
#include "core/store/database.h"

G_BEGIN_DECLS

/* What backup.c (the job) has done in its thread. */

/** KpBackupOrder: what is to be done: see kp_backup_write_async() and
 * kp_backup_restore_async() */
typedef struct
{
  char *data_dir;
  char *path;
  gboolean replace;
  gint64 now;
  KpBackupMeter *meter;
} KpBackupOrder;

/** kp_backup_report_new: Returns: (transfer full): of a backup at @path */
KpBackupReport *kp_backup_report_new (const char *path);
/** kp_backup_pack: Writes what @database and the rest of the data folder hold. Returns:
 * (transfer full) (nullable): what was written */
KpBackupReport *kp_backup_pack (const KpBackupOrder *order, KpDatabase *database,
                                GError **error);
/** kp_backup_write: Opens the store and packs it. Returns: as kp_backup_pack() */
KpBackupReport *kp_backup_write (const KpBackupOrder *order, GError **error);
/** kp_backup_look: Returns: (transfer full) (nullable): what is in the backup */
KpBackupReport *kp_backup_look (const KpBackupOrder *order, GError **error);
/** kp_backup_restore: Returns: (transfer full) (nullable): what was restored */
KpBackupReport *kp_backup_restore (const KpBackupOrder *order, GError **error);

G_END_DECLS
