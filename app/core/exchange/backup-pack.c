/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/backup-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "core/secret/vault-disk.h"
#include "core/store/migrations.h"
#include "core/store/store-content.h"
#include "core/store/store-private.h"
#include "core/store/store-replace.h"

/* Where what goes into a backup is put together, always the same, for whoever holds the
 * lock: what a killed process left is taken away by the next. */
#define PART "backup.part"
#define LOCK "backup.lock"

static gboolean
fail (const char *path, int code, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);

  if (code == EEXIST)
    g_set_error (error, KP_STORE_ERROR, KP_STORE_ERROR_EXISTS,
                 /* Translators: %s is a file. */
                 _ ("%s is there already. Give another name, or move it away."), shown);
  else if (code == ENOSPC || code == EDQUOT)
    g_set_error (error, KP_STORE_ERROR, KP_STORE_ERROR_FULL,
                 /* Translators: %s is a file. */
                 _ ("No space is left for %s. Make room and try again."), shown);
  else
    g_set_error (error, KP_STORE_ERROR,
                 code == EACCES || code == EPERM || code == EROFS ? KP_STORE_ERROR_READ_ONLY
                                                                  : KP_STORE_ERROR_FAILED,
                 /* Translators: the first %s is a file, the second the system's reason. */
                 _ ("%s can’t be written: %s"), shown, g_strerror (code));
  return FALSE;
}

static int
take_lock (const char *data_dir, GError **error)
{
  g_autofree char *path = g_build_filename (data_dir, LOCK, NULL);
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

  if (fd < 0)
    {
      fail (path, errno, error);
      return -1;
    }
  if (flock (fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
    return fd;
  g_set_error_literal (error, KP_STORE_ERROR, KP_STORE_ERROR_BUSY,
                       _ ("Another backup is being written. Try again when it is done."));
  close (fd);
  return -1;
}

/* The copy is what is looked at: it is what will be restored one day. */
static gboolean
add_store (KpBackupManifest *manifest, KpDatabase *database, const char *folder,
           GError **error)
{
  g_autofree char *path = g_build_filename (folder, KP_STORE_FILE, NULL);
  g_autoptr (KpDatabase) copy = NULL;
  gint64 version;

  if (!kp_database_backup (database, path, error))
    return FALSE;
  copy = kp_store_open_copy (path, FALSE, error);
  if (copy == NULL || !kp_store_content_count (copy, manifest->counts, error)
      || !kp_database_get_int (copy, "PRAGMA user_version", &version, error))
    return FALSE;
  manifest->store_version = (guint) version;
  kp_backup_manifest_add (manifest, KP_STORE_FILE);
  return TRUE;
}

static gboolean
write_file (const char *path, const char *octets, gsize length, GError **error)
{
  g_autoptr (GError) why = NULL;

  if (g_file_set_contents_full (path, octets, (gssize) length, G_FILE_SET_CONTENTS_NONE,
                                0600, &why))
    return TRUE;
  g_set_error (error, KP_STORE_ERROR,
               g_error_matches (why, G_FILE_ERROR, G_FILE_ERROR_NOSPC)
                   ? KP_STORE_ERROR_FULL
                   : KP_STORE_ERROR_FAILED,
               "%s", why->message);
  return FALSE;
}

/* As it lies there: encrypted. */
static gboolean
add_vault (KpBackupManifest *manifest, const KpBackupOrder *order, const char *folder,
           GError **error)
{
  g_autofree char *path = g_build_filename (folder, KP_STORE_VAULT, NULL);
  g_autoptr (GBytes) vault = NULL;

  if (!kp_vault_disk_read (order->data_dir, &vault, error))
    return FALSE;
  if (vault == NULL)
    return TRUE;
  if (!write_file (path, g_bytes_get_data (vault, NULL), g_bytes_get_size (vault), error))
    return FALSE;
  kp_backup_manifest_add (manifest, KP_STORE_VAULT);
  return TRUE;
}

/* What the catalogue would not read as a profile is left out and told. */
static char *
read_profile (const char *path, gsize *length)
{
  g_autofree char *text = g_malloc (KP_BACKUP_MAX_PROFILE + 1);
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  GStatBuf info;
  gssize n = -1;

  if (fd >= 0 && fstat (fd, &info) == 0 && S_ISREG (info.st_mode)
      && info.st_size <= KP_BACKUP_MAX_PROFILE)
    n = read (fd, text, KP_BACKUP_MAX_PROFILE + 1);
  if (fd >= 0)
    close (fd);
  if (n < 0 || n > KP_BACKUP_MAX_PROFILE)
    return NULL;
  *length = (gsize) n;
  return g_steal_pointer (&text);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
list_profiles (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json") && *name != '.')
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return names;
}

static gboolean
add_profile (KpBackupReport *report, const KpBackupOrder *order, const char *base,
             const char *folder, GError **error)
{
  g_autofree char *name = g_build_filename (KP_STORE_PROVIDERS, base, NULL);
  g_autofree char *from = g_build_filename (order->data_dir, name, NULL);
  g_autofree char *to = g_build_filename (folder, name, NULL);
  g_autofree char *text = NULL;
  gsize length = 0;

  if (report->manifest->files->len < KP_BACKUP_MAX_FILES && g_utf8_validate (name, -1, NULL)
      && kp_backup_get_bound (name) > 0)
    text = read_profile (from, &length);
  if (text == NULL)
    {
      g_ptr_array_add (report->left_out, g_filename_display_name (base));
      return TRUE;
    }
  if (!write_file (to, text, length, error))
    return FALSE;
  kp_backup_manifest_add (report->manifest, name);
  return TRUE;
}

static gboolean
add_profiles (KpBackupReport *report, const KpBackupOrder *order, const char *folder,
              GError **error)
{
  g_autofree char *from = g_build_filename (order->data_dir, KP_STORE_PROVIDERS, NULL);
  g_autofree char *to = g_build_filename (folder, KP_STORE_PROVIDERS, NULL);
  g_autoptr (GPtrArray) names = list_profiles (from);

  if (names->len > 0 && g_mkdir (to, 0700) != 0)
    return fail (to, errno, error);
  for (guint i = 0; i < names->len; i++)
    if (!add_profile (report, order, g_ptr_array_index (names, i), folder, error))
      return FALSE;
  return TRUE;
}

/* Some file systems know only one of the two that replace nothing. */
static gboolean
put_in_place (const char *from, const char *to, gboolean replace, GError **error)
{
  gboolean done = replace ? g_rename (from, to) == 0
                          : renameat2 (AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0;

  if (!done && !replace && (errno == EINVAL || errno == ENOSYS))
    done = link (from, to) == 0 && g_unlink (from) == 0;
  return done || fail (to, errno, error);
}

static gboolean
write_archive (KpBackupReport *report, const KpBackupOrder *order, const char *folder,
               GError **error)
{
  g_autofree char *parent = g_path_get_dirname (order->path);
  g_autofree char *part = g_build_filename (parent, ".keyplate.XXXXXX", NULL);
  gboolean good;
  GStatBuf info;
  int fd = g_mkstemp_full (part, O_RDWR | O_CLOEXEC, 0600);

  if (fd < 0)
    return fail (order->path, errno, error);
  good = kp_backup_archive_write (report->manifest, folder, fd, order->path, order->meter,
                                  error);
  report->size = good && fstat (fd, &info) == 0 ? info.st_size : 0;
  close (fd);
  good = good && put_in_place (part, order->path, order->replace, error);
  if (good)
    kp_store_sync_folder (parent);
  else
    g_unlink (part);
  return good;
}

static gboolean
gather (KpBackupReport *report, const KpBackupOrder *order, KpDatabase *database,
        const char *folder, GError **error)
{
  GStatBuf info;
  g_autofree char *store = g_build_filename (folder, KP_STORE_FILE, NULL);

  if (g_mkdir (folder, 0700) != 0)
    return fail (folder, errno, error);
  if (!add_store (report->manifest, database, folder, error)
      || !add_vault (report->manifest, order, folder, error)
      || !add_profiles (report, order, folder, error))
    return FALSE;
  /* The rest is small. */
  order->meter->total = g_stat (store, &info) == 0 ? 3 * (gint64) info.st_size : 0;
  return write_archive (report, order, folder, error);
}

KpBackupReport *
kp_backup_pack (const KpBackupOrder *order, KpDatabase *database, GError **error)
{
  g_autoptr (KpBackupReport) report = kp_backup_report_new (order->path);
  g_autofree char *folder = g_build_filename (order->data_dir, PART, NULL);
  int lock = take_lock (order->data_dir, error);
  gboolean good;

  if (lock < 0)
    return NULL;
  report->manifest = kp_backup_manifest_new ();
  report->manifest->created_at = order->now;
  report->manifest->program = g_strdup (VERSION);
  kp_store_remove_folder (folder);
  good = gather (report, order, database, folder, error);
  kp_store_remove_folder (folder);
  close (lock);
  return good ? g_steal_pointer (&report) : NULL;
}

KpBackupReport *
kp_backup_write (const KpBackupOrder *order, GError **error)
{
  g_autoptr (KpDatabase) database = NULL;
  KpBackupReport *report = NULL;
  int lock;

  /* Told before the work is done. */
  if (!order->replace && g_file_test (order->path, G_FILE_TEST_EXISTS))
    {
      fail (order->path, EEXIST, error);
      return NULL;
    }
  database = kp_store_open_file (order->data_dir, TRUE, KP_DATABASE_BUSY_MS, &lock, error);
  if (database == NULL)
    return NULL;
  report = kp_backup_pack (order, database, error);
  g_clear_pointer (&database, kp_database_close);
  close (lock);
  return report;
}
