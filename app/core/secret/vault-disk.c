/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/secret/vault-disk.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/secret/vault-seal.h"
#include "core/secret/vault-error.h"

#define NAME "vault"
/* Always the same, for whoever holds the lock: what a killed process left is written over.
 */
#define PART "vault.part"
#define LOCK "vault.lock"
#define PAUSE (G_USEC_PER_SEC / 50)

static void
fail_errno (GError **error, const char *path, int number)
{
  gboolean full = number == ENOSPC || number == EDQUOT || number == EFBIG;
  g_autofree char *shown = g_filename_display_name (path);

  g_propagate_error (
      error,
      kp_vault_error_new (full ? KP_VAULT_ERROR_FULL : KP_VAULT_ERROR_FAILED,
                          kp_sentence_keep_number (KP_SENTENCE_VAULT_FILE, shown, number)));
}

static int
open_lock (const char *data_dir, GError **error)
{
  g_autofree char *path = g_build_filename (data_dir, LOCK, NULL);
  int fd;

  if (g_mkdir_with_parents (data_dir, 0700) < 0)
    {
      fail_errno (error, data_dir, errno);
      return -1;
    }
  fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0)
    fail_errno (error, path, errno);
  return fd;
}

int
kp_vault_disk_lock (const char *data_dir, guint seconds, GCancellable *cancellable,
                    GError **error)
{
  gint64 end = g_get_monotonic_time () + (gint64) seconds * G_USEC_PER_SEC;
  int fd = open_lock (data_dir, error);

  /* Not waiting in the system's call: that could not be cancelled. */
  while (fd >= 0 && flock (fd, LOCK_EX | LOCK_NB) < 0)
    {
      int number = errno;

      if (number != EWOULDBLOCK && number != EINTR)
        fail_errno (error, data_dir, number);
      else if (g_get_monotonic_time () > end)
        g_propagate_error (
            error, kp_vault_error_new (KP_VAULT_ERROR_BUSY,
                                       kp_sentence_keep (KP_SENTENCE_VAULT_BUSY, NULL)));
      else if (!g_cancellable_set_error_if_cancelled (cancellable, error))
        {
          g_usleep (PAUSE);
          continue;
        }
      close (fd);
      fd = -1;
    }
  return fd;
}

/* @length: (inout): what was read of it */
static gboolean
read_all (int fd, guint8 *octets, gsize *length)
{
  gsize done = 0;

  while (done < *length)
    {
      gssize n = read (fd, octets + done, *length - done);

      if (n < 0 && errno != EINTR)
        return FALSE;
      if (n == 0)
        break;
      done += n > 0 ? (gsize) n : 0;
    }
  *length = done;
  return TRUE;
}

static GBytes *
read_file (int fd, const char *path, GError **error)
{
  g_autofree guint8 *octets = NULL;
  struct stat info;
  gsize length;

  if (fstat (fd, &info) < 0)
    {
      fail_errno (error, path, errno);
      return NULL;
    }
  if (!S_ISREG (info.st_mode) || info.st_size > KP_VAULT_MAX_FILE)
    {
      g_autofree char *shown = g_filename_display_name (path);

      g_propagate_error (
          error,
          kp_vault_error_new (KP_VAULT_ERROR_DAMAGED,
                              kp_sentence_keep (KP_SENTENCE_VAULT_NONE, shown, NULL)));
      return NULL;
    }
  length = (gsize) info.st_size;
  octets = g_malloc (length + 1);
  if (!read_all (fd, octets, &length))
    {
      fail_errno (error, path, errno);
      return NULL;
    }
  return g_bytes_new_take (g_steal_pointer (&octets), length);
}

gboolean
kp_vault_disk_read (const char *data_dir, GBytes **file, GError **error)
{
  g_autofree char *path = g_build_filename (data_dir, NAME, NULL);
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

  *file = NULL;
  if (fd < 0)
    {
      if (errno == ENOENT)
        return TRUE;
      fail_errno (error, path, errno);
      return FALSE;
    }
  *file = read_file (fd, path, error);
  close (fd);
  return *file != NULL;
}

static gboolean
write_all (int fd, GBytes *file)
{
  gsize length;
  const guint8 *octets = g_bytes_get_data (file, &length);

  while (length > 0)
    {
      gssize n = write (fd, octets, length);

      if (n < 0 && errno != EINTR)
        return FALSE;
      octets += n > 0 ? n : 0;
      length -= n > 0 ? (gsize) n : 0;
    }
  return fsync (fd) == 0;
}

/* So that the new name is on the disk too. */
static void
sync_folder (const char *data_dir)
{
  int fd = open (data_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  (void) fsync (fd);
  close (fd);
}

gboolean
kp_vault_disk_write (const char *data_dir, GBytes *file, GError **error)
{
  g_autofree char *path = g_build_filename (data_dir, NAME, NULL);
  g_autofree char *part = g_build_filename (data_dir, PART, NULL);
  gboolean written;
  int number, fd;

  /* What lies there may be a link to something else, or be readable by others. */
  (void) g_unlink (part);
  fd = open (part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0)
    {
      fail_errno (error, part, errno);
      return FALSE;
    }
  written = write_all (fd, file);
  number = errno;
  if (close (fd) < 0 && written)
    {
      number = errno;
      written = FALSE;
    }
  if (written && g_rename (part, path) < 0)
    {
      number = errno;
      written = FALSE;
    }
  if (written)
    sync_folder (data_dir);
  else
    {
      (void) g_unlink (part);
      fail_errno (error, path, number);
    }
  return written;
}

gboolean
kp_vault_disk_exists (const char *data_dir)
{
  g_autofree char *path = g_build_filename (data_dir, NAME, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}
