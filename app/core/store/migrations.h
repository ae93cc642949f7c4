/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/database.h"

G_BEGIN_DECLS

/** KP_STORE_APPLICATION_ID: marks the file as Keyplate's: "KyPl" (PRAGMA application_id) */
#define KP_STORE_APPLICATION_ID 0x4b79506cu

/** KP_MIGRATIONS_KEPT: how many of the newest backups before a step are kept */
#define KP_MIGRATIONS_KEPT 3

/**
 * KpMigration:
 * @sql: what leads from the version before to this one; the first has version 1
 *
 * One step of the schema. Once released it is never changed again.
 */
typedef struct
{
  const char *sql;
} KpMigration;

/**
 * kp_migrations_get:
 * @n: (out): how many, which is also the newest version
 *
 * Returns: (transfer none) (array length=n): the steps of the store, in order
 */
const KpMigration *kp_migrations_get (guint *n);

/**
 * kp_migrations_run:
 * @database: a connection that may write
 * @migrations: (array length=n): the steps, in order
 * @n: how many
 * @backup: (nullable): a path; before each step the file is copied to "PATH.vN-backup", N
 *   being the version it has, and the #KP_MIGRATIONS_KEPT newest stay; %NULL for a file
 *   that was just made or is a copy
 * @error: #KpStoreError
 *
 * Brings the file to version @n. Each step is one transaction with its version number in
 * it: after a failure the file is what it was before that step, and the message names the
 * backup. A step that another process
 * was quicker with is passed over.
 *
 * Returns: whether the file has version @n
 */
gboolean kp_migrations_run (KpDatabase *database, const KpMigration *migrations, guint n,
                            const char *backup, GError **error);

G_END_DECLS
