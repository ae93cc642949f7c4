/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/backup-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/store/store-content.h"
#include "core/store/store-replace.h"
#include "core/store/store.h"

/* What lies in the folder before: nothing, a store, or what can't be read as one. */
typedef struct
{
  gboolean exists;
  KpDatabase *database; /* (nullable) */
  gint64 counts[KP_STORE_CONTENT_N];
  gint64 sum;
} Present;

static void
present_clear (Present *present)
{
  g_clear_pointer (&present->database, kp_database_close);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Present, present_clear)

static gboolean
fail (const char *path, int code, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);

  g_set_error (error, KP_STORE_ERROR,
               code == ENOSPC || code == EDQUOT ? KP_STORE_ERROR_FULL
                                                : KP_STORE_ERROR_FAILED,
               /* Translators: the first %s is a file, the second the system's reason. */
               _ ("%s can’t be used: %s"), shown, g_strerror (code));
  return FALSE;
}

/* Settings alone are no reason to refuse: a first run leaves some. */
static gboolean
refuse_present (const KpBackupOrder *order, const Present *present, GError **error)
{
  g_autofree char *shown = g_filename_display_name (order->data_dir);
  gint64 work = present->sum - present->counts[KP_STORE_CONTENT_SETTINGS];

  if (!present->exists || order->replace || (present->database != NULL && work == 0))
    return TRUE;
  if (present->database == NULL)
    g_set_error (error, KP_STORE_ERROR, KP_STORE_ERROR_EXISTS,
                 /* Translators: %s is a folder. */
                 _ ("In %s there is a store already, though it can’t be read. Nothing was "
                    "changed."),
                 shown);
  else
    g_set_error (error, KP_STORE_ERROR, KP_STORE_ERROR_EXISTS,
                 /* Translators: %s is a folder; the numbers are what is in it. */
                 _ ("The store in %s isn’t empty (sites: %d, customers: %d, requests: %d). "
                    "Nothing was changed."),
                 shown, (int) present->counts[KP_STORE_CONTENT_SITES],
                 (int) present->counts[KP_STORE_CONTENT_CUSTOMERS],
                 (int) present->counts[KP_STORE_CONTENT_REQUESTS]);
  return FALSE;
}

static gboolean
look_at_present (const KpBackupOrder *order, Present *present, GError **error)
{
  g_autofree char *path = g_build_filename (order->data_dir, KP_STORE_FILE, NULL);

  present->exists = g_file_test (path, G_FILE_TEST_EXISTS);
  if (present->exists)
    present->database = kp_store_open_alone (order->data_dir, NULL);
  if (present->database != NULL
      && !kp_store_content_count (present->database, present->counts, NULL))
    present_clear (present);
  for (guint i = 0; i < KP_STORE_CONTENT_N; i++)
    present->sum += present->counts[i];
  return refuse_present (order, present, error);
}

/* Returns: (transfer full): a name in the data folder that nothing has, of the moment */
static char *
make_name (const KpBackupOrder *order, const char *format)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (order->now);
  g_autofree char *base = now != NULL ? g_date_time_format (now, format) : g_strdup ("0");

  for (guint i = 0;; i++)
    {
      g_autofree char *name =
          i == 0 ? g_strdup (base) : g_strdup_printf ("%u-%s", i + 1, base);
      g_autofree char *path = g_build_filename (order->data_dir, name, NULL);

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
    }
}

/* A file under a second name, which stays when the first is taken over; a copy where the
 * file system knows none. */
static gboolean
keep_file (const char *from, const char *to, GError **error)
{
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) target = g_file_new_for_path (to);
  g_autoptr (GError) why = NULL;

  if (link (from, to) == 0 || errno == ENOENT)
    return TRUE;
  if (g_file_copy (source, target, G_FILE_COPY_NOFOLLOW_SYMLINKS, NULL, NULL, NULL, &why))
    return TRUE;
  g_set_error (error, KP_STORE_ERROR, KP_STORE_ERROR_FAILED, "%s", why->message);
  return FALSE;
}

/* No backup can be made of what can't be read: it is kept as it is. */
static char *
keep_files (const KpBackupOrder *order, GError **error)
{
  static const char *const names[] = { KP_STORE_FILE, KP_STORE_FILE "-wal",
                                       KP_STORE_VAULT };
  g_autofree char *folder = make_name (order, "unreadable-%Y%m%d-%H%M%S");

  if (g_mkdir (folder, 0700) != 0)
    {
      fail (folder, errno, error);
      return NULL;
    }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *from = g_build_filename (order->data_dir, names[i], NULL);
      g_autofree char *to = g_build_filename (folder, names[i], NULL);

      if (!keep_file (from, to, error))
        return NULL;
    }
  kp_store_sync_folder (folder);
  return g_steal_pointer (&folder);
}

static gboolean
save_present (const KpBackupOrder *order, const Present *present, char **saved,
              GError **error)
{
  KpBackupMeter meter = { .cancellable = order->meter->cancellable };
  KpBackupOrder saving = { .data_dir = order->data_dir,
                           .now = order->now,
                           .meter = &meter };
  g_autoptr (KpBackupReport) report = NULL;
  g_autofree char *path = NULL;

  if (!present->exists || (present->database != NULL && present->sum == 0))
    return TRUE;
  if (present->database == NULL)
    {
      *saved = keep_files (order, error);
      return *saved != NULL;
    }
  path = make_name (order, "before-restore-%Y%m%d-%H%M%S.tar.gz");
  saving.path = path;
  report = kp_backup_pack (&saving, present->database, error);
  if (report != NULL)
    *saved = g_steal_pointer (&path);
  return report != NULL;
}

/* It says of itself what is in it, and is brought to the form of this version before
 * anything is taken away for it. */
static gboolean
check_store (const KpBackupOrder *order, const KpBackupManifest *manifest,
             const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, KP_STORE_FILE, NULL);
  g_autoptr (GError) why = NULL;
  g_autoptr (KpDatabase) database = kp_store_open_copy (path, TRUE, &why);
  g_autofree char *shown = g_filename_display_name (order->path);
  gint64 counts[KP_STORE_CONTENT_N];

  if (database != NULL && kp_store_content_count (database, counts, &why)
      && memcmp (counts, manifest->counts, sizeof counts) == 0)
    return TRUE;
  if (why != NULL)
    g_set_error (error, KP_STORE_ERROR, why->code,
                 /* Translators: the first %s is a backup, the second what is wrong. */
                 _ ("The store in %s can’t be used (%s). Nothing was changed."), shown,
                 why->message);
  else
    g_set_error (error, KP_STORE_ERROR, KP_STORE_ERROR_DAMAGED,
                 /* Translators: %s is a backup. */
                 _ ("In %s there is something else than it says. Nothing was changed."),
                 shown);
  return FALSE;
}

static void
list_kept (const KpBackupOrder *order, KpBackupReport *report)
{
  g_autofree char *folder = g_build_filename (order->data_dir, KP_STORE_PROVIDERS, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *base;

  while (dir != NULL && (base = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *name = g_build_filename (KP_STORE_PROVIDERS, base, NULL);

      if (g_str_has_suffix (base, ".json") && *base != '.'
          && kp_backup_manifest_find (report->manifest, name) == NULL)
        g_ptr_array_add (report->left_out, g_filename_display_name (base));
    }
}

/* The caller is alone with the store. */
static gboolean
restore (const KpBackupOrder *order, int fd, KpBackupReport *report, GError **error)
{
  g_auto (Present) present = { .database = NULL };
  g_autofree char *folder = NULL;
  gboolean committed;

  if (!kp_store_replace_finish (order->data_dir, error)
      || !look_at_present (order, &present, error))
    return FALSE;
  folder = kp_store_replace_begin (order->data_dir, error);
  if (folder == NULL)
    return FALSE;
  report->manifest = kp_backup_archive_read (fd, order->path, folder, order->meter, error);
  if (report->manifest == NULL || !check_store (order, report->manifest, folder, error)
      || !save_present (order, &present, &report->saved, error)
      || g_cancellable_set_error_if_cancelled (order->meter->cancellable, error))
    return FALSE;
  list_kept (order, report);
  present_clear (&present);
  return kp_store_replace_commit (order->data_dir, &committed, error);
}

/* Returns: a file descriptor, or -1 */
static int
open_backup (const KpBackupOrder *order, KpBackupReport *report, GError **error)
{
  int fd = open (order->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  GStatBuf info;

  if (fd < 0)
    fail (order->path, errno, error);
  else
    report->size = fstat (fd, &info) == 0 ? info.st_size : 0;
  return fd;
}

KpBackupReport *
kp_backup_look (const KpBackupOrder *order, GError **error)
{
  g_autoptr (KpBackupReport) report = kp_backup_report_new (order->path);
  int fd = open_backup (order, report, error);

  if (fd < 0)
    return NULL;
  report->manifest = kp_backup_archive_read (fd, order->path, NULL, order->meter, error);
  close (fd);
  return report->manifest != NULL ? g_steal_pointer (&report) : NULL;
}

KpBackupReport *
kp_backup_restore (const KpBackupOrder *order, GError **error)
{
  g_autoptr (KpBackupReport) report = kp_backup_report_new (order->path);
  int fd = open_backup (order, report, error);
  gboolean good;
  int lock;

  if (fd < 0)
    return NULL;
  lock = kp_store_lock_alone (order->data_dir, KP_DATABASE_BUSY_MS, error);
  good = lock >= 0 && restore (order, fd, report, error);
  if (lock >= 0)
    {
      /* What was not committed goes away. */
      if (!good)
        kp_store_replace_finish (order->data_dir, NULL);
      close (lock);
    }
  close (fd);
  return good ? g_steal_pointer (&report) : NULL;
}
