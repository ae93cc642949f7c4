/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/store-content.h"

G_BEGIN_DECLS

/*
 * A backup is a tar file, compressed with gzip. Its first file is manifest.json, which
 * names all that follow in their order, with size and SHA-256:
 *
 *   keyplate.db           the store, one SQLite file
 *   vault                 the vault's file, encrypted as it lies on the disk; may be
 * missing providers/NAME.json   the user's own provider profiles; may be missing
 *
 * The manifest is { "format": "keyplate-backup", "version": 1, "created_at": "…",
 * "program": "…", "store_version": N, "counts": { "sites": N, … }, "files": [ { "name",
 * "size", "sha256" } ] }. A later version may add members; whoever changes the meaning of
 * one counts "version" up.
 */

/** KP_BACKUP_VERSION: the newest format that is read, and the one that is written */
#define KP_BACKUP_VERSION 1
/** KP_BACKUP_MANIFEST: name of the first file */
#define KP_BACKUP_MANIFEST "manifest.json"
/** KP_BACKUP_MAX_MANIFEST: octets of it */
#define KP_BACKUP_MAX_MANIFEST (512 * 1024)
/** KP_BACKUP_MAX_FILES: files that it may name */
#define KP_BACKUP_MAX_FILES 512
/** KP_BACKUP_MAX_STORE: octets of the store in it */
#define KP_BACKUP_MAX_STORE (G_GINT64_CONSTANT (16) * 1024 * 1024 * 1024)

/** KP_BACKUP_MAX_PROFILE: octets of a profile in it */
#define KP_BACKUP_MAX_PROFILE (256 * 1024)

/** KpBackupFile: one file of a backup */
typedef struct
{
  char *name;
  gint64 size;
  char *sha256; /* 64 small hexadecimal digits */
} KpBackupFile;

/**
 * KpBackupManifest:
 * @created_at: Unix seconds
 * @program: version of the program that wrote it
 * @store_version: of the store in it
 * @counts: what is in it
 * @files: (element-type KpBackupFile): in their order
 *
 * What a backup says of itself.
 */
typedef struct
{
  gint64 created_at;
  char *program;
  guint store_version;
  gint64 counts[KP_STORE_CONTENT_N];
  GPtrArray *files;
} KpBackupManifest;

/** kp_backup_get_bound: Returns: octets of the largest file @name (UTF-8) in a backup; 0 if
 * none may have this name */
gint64 kp_backup_get_bound (const char *name);
/** kp_backup_manifest_new: Returns: (transfer full): one that names no file */
KpBackupManifest *kp_backup_manifest_new (void);
/** kp_backup_manifest_add: Adds a file with no sum yet. Returns: (transfer none): it */
KpBackupFile *kp_backup_manifest_add (KpBackupManifest *self, const char *name);
/** kp_backup_manifest_find: Returns: (transfer none) (nullable): the file @name */
KpBackupFile *kp_backup_manifest_find (const KpBackupManifest *self, const char *name);
/** kp_backup_manifest_get_size: Returns: octets of all files together */
gint64 kp_backup_manifest_get_size (const KpBackupManifest *self);
/** kp_backup_manifest_to_text: Returns: (transfer full): the JSON */
char *kp_backup_manifest_to_text (const KpBackupManifest *self);
/**
 * kp_backup_manifest_parse:
 * @text: hostile text
 * @length: its octets
 * @newest: the newest version of a store that this program knows
 * @error: %KP_STORE_ERROR_DAMAGED, %KP_STORE_ERROR_NEWER; the message is the reason alone,
 *   to follow the name of the backup
 *
 * Returns: (transfer full) (nullable): what it says, all within bounds: the store is in it,
 *   every file is one of those above, and none is named twice
 */
KpBackupManifest *kp_backup_manifest_parse (const char *text, gsize length, guint newest,
                                            GError **error);
/** kp_backup_manifest_free: Frees it. */
void kp_backup_manifest_free (KpBackupManifest *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpBackupManifest, kp_backup_manifest_free)

G_END_DECLS
