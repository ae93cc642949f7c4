/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/backup-archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <gnutls/crypto.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "core/base/plain-text.h"
#include "core/store/migrations.h"
#include "core/store/store-replace.h"
#include "core/store/store.h"

#define CHUNK (256 * 1024)
#define MAX_SHOWN 60
/* Left free on the disk beside what a backup says it needs. */
#define SPARE (G_GINT64_CONSTANT (16) * 1024 * 1024)
/* A store shrinks to a fifth; one that shrinks to less than this was made to fill a disk.
 */
#define MAX_RATIO 250
#define ALWAYS (G_GINT64_CONSTANT (64) * 1024 * 1024)
#define SHA256_SIZE 32

typedef struct archive Archive;
typedef struct archive_entry ArchiveEntry;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Archive, archive_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ArchiveEntry, archive_entry_free)

/* @refusal: (nullable): whose message is the reason, and whose code is taken */
static gboolean
refuse (GError **error, const char *path, const GError *refusal, const char *why)
{
  g_autofree char *shown = g_filename_display_name (path);

  g_set_error (error, KP_STORE_ERROR,
               refusal != NULL ? refusal->code : KP_STORE_ERROR_DAMAGED,
               /* Translators: the first %s is a file, the second what is wrong with it. */
               _ ("%s can’t be read as a backup of Keyplate: %s. Nothing was changed."),
               shown, refusal != NULL ? refusal->message : why);
  return FALSE;
}

static gboolean
refuse_entry (GError **error, const char *path, const char *format, const char *name)
{
  g_autofree char *shown = kp_plain_text_shorten (name != NULL ? name : "", MAX_SHOWN);
  g_autofree char *why = NULL;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  why = g_strdup_printf (format, shown);
#pragma GCC diagnostic pop
  return refuse (error, path, NULL, why);
}

static gboolean
fail (GError **error, const char *path, int code)
{
  g_autofree char *shown = g_filename_display_name (path);

  if (code == ENOSPC || code == EDQUOT || code == EFBIG)
    g_set_error (error, KP_STORE_ERROR, KP_STORE_ERROR_FULL,
                 /* Translators: %s is a file. */
                 _ ("No space is left for %s. Make room and try again."), shown);
  else
    /* Translators: the first %s is a file, the second the system's reason. */
    g_set_error (error, KP_STORE_ERROR, KP_STORE_ERROR_FAILED, _ ("%s can’t be used: %s"),
                 shown, g_strerror (code));
  return FALSE;
}

static gboolean
move_meter (KpBackupMeter *meter, gsize octets, GError **error)
{
  meter->done += (gint64) octets;
  if (meter->total > 0)
    g_atomic_int_set (&meter->permille,
                      (int) (MIN (meter->done, meter->total) * 1000 / meter->total));
  return !g_cancellable_set_error_if_cancelled (meter->cancellable, error);
}

static char *
end_sum (gnutls_hash_hd_t hash)
{
  guint8 digest[SHA256_SIZE];
  GString *text = g_string_sized_new (2 * SHA256_SIZE);

  gnutls_hash_deinit (hash, digest);
  for (guint i = 0; i < SHA256_SIZE; i++)
    g_string_append_printf (text, "%02x", digest[i]);
  return g_string_free (text, FALSE);
}

/* What @take is given of a file, piece by piece. */
typedef gboolean (*Take) (gpointer data, const guint8 *octets, gsize length,
                          GError **error);

static gboolean
read_file (const char *path, Take take, gpointer data, KpBackupMeter *meter, GError **error)
{
  g_autofree guint8 *octets = g_malloc (CHUNK);
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  gboolean good = fd >= 0 || fail (error, path, errno);
  gssize n = good ? 1 : 0;

  while (good && n != 0)
    {
      n = read (fd, octets, CHUNK);
      if (n < 0 && errno != EINTR)
        good = fail (error, path, errno);
      else if (n > 0)
        good =
            take (data, octets, (gsize) n, error) && move_meter (meter, (gsize) n, error);
    }
  if (fd >= 0)
    close (fd);
  return good;
}

typedef struct
{
  gnutls_hash_hd_t hash;
  gint64 size;
} Sum;

static gboolean
take_sum (gpointer data, const guint8 *octets, gsize length, GError **error)
{
  Sum *sum = data;

  gnutls_hash (sum->hash, octets, length);
  sum->size += (gint64) length;
  return TRUE;
}

static gboolean
sum_files (KpBackupManifest *manifest, const char *folder, KpBackupMeter *meter,
           GError **error)
{
  for (guint i = 0; i < manifest->files->len; i++)
    {
      KpBackupFile *file = g_ptr_array_index (manifest->files, i);
      g_autofree char *path = g_build_filename (folder, file->name, NULL);
      Sum sum = { .size = 0 };
      gboolean good;

      if (gnutls_hash_init (&sum.hash, GNUTLS_DIG_SHA256) < 0)
        return fail (error, path, ENOMEM);
      good = read_file (path, take_sum, &sum, meter, error);
      g_free (file->sha256);
      file->sha256 = end_sum (sum.hash);
      file->size = sum.size;
      if (!good)
        return FALSE;
    }
  return TRUE;
}

typedef struct
{
  Archive *archive;
  const char *path;
} Target;

static gboolean
fail_archive (GError **error, const Target *target)
{
  int code = archive_errno (target->archive);

  return fail (error, target->path, code > 0 ? code : EIO);
}

static gboolean
take_octets (gpointer data, const guint8 *octets, gsize length, GError **error)
{
  const Target *target = data;

  return archive_write_data (target->archive, octets, length) == (la_ssize_t) length
         || fail_archive (error, target);
}

static gboolean
begin_entry (const Target *target, const char *name, gint64 size, gint64 at, GError **error)
{
  g_autoptr (ArchiveEntry) entry = archive_entry_new ();

  archive_entry_set_pathname (entry, name);
  archive_entry_set_size (entry, size);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0600);
  archive_entry_set_mtime (entry, (time_t) at, 0);
  return archive_write_header (target->archive, entry) == ARCHIVE_OK
         || fail_archive (error, target);
}

static gboolean
write_entries (KpBackupManifest *manifest, const char *folder, Target *target,
               KpBackupMeter *meter, GError **error)
{
  g_autofree char *text = kp_backup_manifest_to_text (manifest);
  gint64 at = manifest->created_at;

  if (!begin_entry (target, KP_BACKUP_MANIFEST, (gint64) strlen (text), at, error)
      || !take_octets (target, (const guint8 *) text, strlen (text), error))
    return FALSE;
  for (guint i = 0; i < manifest->files->len; i++)
    {
      const KpBackupFile *file = g_ptr_array_index (manifest->files, i);
      g_autofree char *path = g_build_filename (folder, file->name, NULL);

      if (!begin_entry (target, file->name, file->size, at, error)
          || !read_file (path, take_octets, target, meter, error))
        return FALSE;
    }
  return archive_write_close (target->archive) == ARCHIVE_OK
         || fail_archive (error, target);
}

gboolean
kp_backup_archive_write (KpBackupManifest *manifest, const char *folder, int fd,
                         const char *path, KpBackupMeter *meter, GError **error)
{
  g_autoptr (Archive) archive = archive_write_new ();
  g_autoptr (KpBackupManifest) read_back = NULL;
  KpBackupMeter again = { .cancellable = meter->cancellable };
  Target target = { archive, path };

  if (!sum_files (manifest, folder, meter, error))
    return FALSE;
  if (archive_write_add_filter_gzip (archive) != ARCHIVE_OK
      || archive_write_set_filter_option (archive, "gzip", "compression-level", "3")
             != ARCHIVE_OK
      || archive_write_set_format_gnutar (archive) != ARCHIVE_OK
      || archive_write_open_fd (archive, fd) != ARCHIVE_OK)
    return fail_archive (error, &target);
  if (!write_entries (manifest, folder, &target, meter, error))
    return FALSE;
  if (fsync (fd) != 0 || lseek (fd, 0, SEEK_SET) != 0)
    return fail (error, path, errno);
  read_back = kp_backup_archive_read (fd, path, NULL, &again, error);
  return read_back != NULL && move_meter (meter, (gsize) again.done, error);
}

/* Reading */

typedef struct
{
  Archive *archive;
  const char *path;
  const char *folder; /* (nullable) */
  KpBackupMeter *meter;
} Source;

static const char *
get_reason (const Source *source)
{
  const char *reason = archive_error_string (source->archive);

  return reason != NULL ? reason : _ ("it ends too early");
}

/* A plain file of that name and no other, and as long as is said. */
static gboolean
next_entry (const Source *source, const char *name, gint64 *size, GError **error)
{
  ArchiveEntry *entry = NULL;
  int status = archive_read_next_header (source->archive, &entry);
  const char *found;

  if (status == ARCHIVE_EOF)
    /* Translators: what is wrong with a backup; %s is the name of a file in it */
    return refuse_entry (error, source->path, _ ("“%s” is missing in it"), name);
  if (status != ARCHIVE_OK && status != ARCHIVE_WARN)
    return refuse (error, source->path, NULL, get_reason (source));
  found = archive_entry_pathname (entry);
  if (g_strcmp0 (found, name) != 0)
    return refuse_entry (error, source->path,
                         /* Translators: what is wrong with a backup; %s is a name */
                         _ ("“%s” doesn’t belong where it stands in it"), found);
  if (archive_entry_filetype (entry) != AE_IFREG || archive_entry_hardlink (entry) != NULL
      || archive_entry_symlink (entry) != NULL || !archive_entry_size_is_set (entry))
    /* Translators: what is wrong with a backup; %s is the name of a file in it */
    return refuse_entry (error, source->path, _ ("“%s” in it is no plain file"), name);
  *size = archive_entry_size (entry);
  return TRUE;
}

static gboolean
write_all (int fd, const guint8 *octets, gsize length)
{
  while (length > 0)
    {
      gssize n = write (fd, octets, length);

      if (n < 0 && errno != EINTR)
        return FALSE;
      octets += n > 0 ? n : 0;
      length -= n > 0 ? (gsize) n : 0;
    }
  return TRUE;
}

/* @fd: -1 to look only; @size: octets that are expected, no more are taken */
static gboolean
read_entry (const Source *source, const char *name, gint64 size, int fd, char **sha256,
            GError **error)
{
  g_autofree guint8 *octets = g_malloc (CHUNK);
  gnutls_hash_hd_t hash;
  gboolean good = TRUE;
  gint64 rest = size;
  la_ssize_t n = 1;

  if (gnutls_hash_init (&hash, GNUTLS_DIG_SHA256) < 0)
    return fail (error, source->path, ENOMEM);
  while (good && n != 0)
    {
      n = archive_read_data (source->archive, octets, CHUNK);
      if (n < 0)
        good = refuse (error, source->path, NULL, get_reason (source));
      else if (n > rest || (n == 0 && rest > 0))
        /* Translators: what is wrong with a backup; %s is the name of a file in it */
        good = refuse_entry (error, source->path, _ ("“%s” in it isn’t as long as it says"),
                             name);
      else if (fd >= 0 && !write_all (fd, octets, (gsize) n))
        good = fail (error, source->folder, errno);
      else
        {
          gnutls_hash (hash, octets, (gsize) n);
          rest -= n;
          good = move_meter (source->meter, (gsize) n, error);
        }
    }
  *sha256 = end_sum (hash);
  return good;
}

/* Made anew: what lies there is not written through. */
static int
make_file (const Source *source, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (source->folder, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = -1;

  if (g_mkdir (folder, 0700) == 0 || errno == EEXIST)
    fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0)
    fail (error, path, errno);
  return fd;
}

static gboolean
read_one (const Source *source, const KpBackupFile *file, GError **error)
{
  g_autofree char *sha256 = NULL;
  gboolean good;
  gint64 size;
  int fd = -1;

  if (!next_entry (source, file->name, &size, error))
    return FALSE;
  if (size != file->size)
    return refuse_entry (error, source->path, _ ("“%s” in it isn’t as long as it says"),
                         file->name);
  if (source->folder != NULL && (fd = make_file (source, file->name, error)) < 0)
    return FALSE;
  good = read_entry (source, file->name, size, fd, &sha256, error);
  if (fd >= 0)
    {
      good = good && (fsync (fd) == 0 || fail (error, source->folder, errno));
      close (fd);
    }
  if (good && !g_str_equal (sha256, file->sha256))
    /* Translators: what is wrong with a backup; %s is the name of a file in it */
    good = refuse_entry (error, source->path, _ ("“%s” in it was changed or is damaged"),
                         file->name);
  return good;
}

static KpBackupManifest *
read_manifest (const Source *source, GError **error)
{
  g_autofree char *text = g_malloc (KP_BACKUP_MAX_MANIFEST);
  g_autoptr (GError) refusal = NULL;
  KpBackupManifest *manifest;
  gint64 size;
  la_ssize_t n;
  guint newest;

  if (!next_entry (source, KP_BACKUP_MANIFEST, &size, error))
    return NULL;
  n = size <= KP_BACKUP_MAX_MANIFEST
          ? archive_read_data (source->archive, text, KP_BACKUP_MAX_MANIFEST)
          : -1;
  if (n < 0 || n != size)
    {
      refuse_entry (error, source->path, _ ("“%s” in it isn’t as long as it says"),
                    KP_BACKUP_MANIFEST);
      return NULL;
    }
  kp_migrations_get (&newest);
  manifest = kp_backup_manifest_parse (text, (gsize) n, newest, &refusal);
  if (manifest == NULL)
    refuse (error, source->path, refusal, NULL);
  return manifest;
}

/* Before a byte is written: no more than the disk takes, or than can come of that file. */
static gboolean
check_size (const Source *source, const KpBackupManifest *manifest, gint64 packed,
            GError **error)
{
  gint64 size = kp_backup_manifest_get_size (manifest);
  struct statvfs disk;

  if (size > ALWAYS && size / MAX_RATIO > packed)
    return refuse (error, source->path, NULL,
                   _ ("it would grow to more than can be in it"));
  if (source->folder != NULL && statvfs (source->folder, &disk) == 0
      && (size + SPARE) / (gint64) disk.f_frsize > (gint64) disk.f_bavail)
    return fail (error, source->folder, ENOSPC);
  source->meter->total = size;
  return TRUE;
}

static gboolean
open_archive (const Source *source, int fd, gint64 *packed, GError **error)
{
  GStatBuf info;

  if (fstat (fd, &info) != 0)
    return fail (error, source->path, errno);
  if (!S_ISREG (info.st_mode))
    return refuse (error, source->path, NULL, _ ("it is no file"));
  *packed = info.st_size;
  /* Only what libarchive does in this process. */
  archive_read_support_filter_gzip (source->archive);
  archive_read_support_format_tar (source->archive);
  return archive_read_open_fd (source->archive, fd, CHUNK) == ARCHIVE_OK
         || refuse (error, source->path, NULL, _ ("it is another kind of file"));
}

KpBackupManifest *
kp_backup_archive_read (int fd, const char *path, const char *folder, KpBackupMeter *meter,
                        GError **error)
{
  g_autoptr (Archive) archive = archive_read_new ();
  g_autoptr (KpBackupManifest) manifest = NULL;
  const Source source = { archive, path, folder, meter };
  ArchiveEntry *entry;
  gint64 packed = 0;

  if (!open_archive (&source, fd, &packed, error))
    return NULL;
  manifest = read_manifest (&source, error);
  if (manifest == NULL || !check_size (&source, manifest, packed, error))
    return NULL;
  for (guint i = 0; i < manifest->files->len; i++)
    if (!read_one (&source, g_ptr_array_index (manifest->files, i), error))
      return NULL;
  if (archive_read_next_header (archive, &entry) != ARCHIVE_EOF)
    {
      refuse (error, path, NULL, _ ("there is more in it than it says"));
      return NULL;
    }
  return g_steal_pointer (&manifest);
}
