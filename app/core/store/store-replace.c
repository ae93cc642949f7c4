/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/store-replace.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#include "core/store/store.h"

#define PART "restore.part"
#define READY "restore.ready"
#define PAUSE (G_USEC_PER_SEC / 50)

static gboolean
fail (const char *path, int code, GError **error)
{
  gboolean full = code == ENOSPC || code == EDQUOT;
  gboolean closed = code == EACCES || code == EPERM || code == EROFS;
  g_autofree char *shown = g_filename_display_name (path);

  g_set_error (error, KP_STORE_ERROR,
               full     ? KP_STORE_ERROR_FULL
               : closed ? KP_STORE_ERROR_READ_ONLY
                        : KP_STORE_ERROR_FAILED,
               /* Translators: the first %s is a file, the second the system's reason. */
               _ ("%s can’t be written: %s"), shown, g_strerror (code));
  return FALSE;
}

int
kp_store_lock_alone (const char *data_dir, guint milliseconds, GError **error)
{
  gint64 end = g_get_monotonic_time () + milliseconds * G_TIME_SPAN_MILLISECOND;
  int fd = -1;

  if (g_mkdir_with_parents (data_dir, 0700) == 0)
    fd = open (data_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0)
    {
      fail (data_dir, errno, error);
      return -1;
    }
  /* A file system that knows no locks is one where nobody can tell. */
  while (flock (fd, LOCK_EX | LOCK_NB) < 0 && (errno == EWOULDBLOCK || errno == EINTR))
    {
      if (g_get_monotonic_time () >= end)
        {
          g_autofree char *shown = g_filename_display_name (data_dir);

          g_set_error (error, KP_STORE_ERROR, KP_STORE_ERROR_BUSY,
                       /* Translators: %s is a folder. */
                       _ ("Keyplate has the store in %s open, in a window or as another "
                          "keyplatectl. Close it and try again."),
                       shown);
          close (fd);
          return -1;
        }
      g_usleep (PAUSE);
    }
  return fd;
}

void
kp_store_sync_folder (const char *path)
{
  int fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  (void) fsync (fd);
  close (fd);
}

void
kp_store_remove_folder (const char *path)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  /* A file, or a link to something that is not ours. */
  if (g_unlink (path) == 0)
    return;
  dir = g_dir_open (path, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      kp_store_remove_folder (child);
    }
  (void) g_rmdir (path);
}

char *
kp_store_replace_begin (const char *data_dir, GError **error)
{
  g_autofree char *part = g_build_filename (data_dir, PART, NULL);

  kp_store_remove_folder (part);
  if (g_mkdir (part, 0700) == 0)
    return g_steal_pointer (&part);
  fail (part, errno, error);
  return NULL;
}

/* Whether @name is no longer in @ready. */
static gboolean
move (const char *ready, const char *data_dir, const char *name, GError **error)
{
  g_autofree char *from = g_build_filename (ready, name, NULL);
  g_autofree char *to = g_build_filename (data_dir, name, NULL);

  return g_rename (from, to) == 0 || errno == ENOENT || fail (to, errno, error);
}

/* The log of the old store would be taken for the new one's: it goes first, and is gone for
 * certain before the other file has the name. */
static gboolean
move_store (const char *ready, const char *data_dir, GError **error)
{
  static const char *const beside[] = { "-wal", "-shm", "-journal" };
  g_autofree char *from = g_build_filename (ready, KP_STORE_FILE, NULL);

  if (g_access (from, F_OK) != 0)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (beside); i++)
    {
      g_autofree char *name = g_strconcat (KP_STORE_FILE, beside[i], NULL);
      g_autofree char *path = g_build_filename (data_dir, name, NULL);

      if (g_unlink (path) != 0 && errno != ENOENT)
        return fail (path, errno, error);
    }
  kp_store_sync_folder (data_dir);
  return move (ready, data_dir, KP_STORE_FILE, error);
}

/* File by file: what else the user keeps in that folder stays. */
static gboolean
move_providers (const char *ready, const char *data_dir, GError **error)
{
  g_autofree char *from = g_build_filename (ready, KP_STORE_PROVIDERS, NULL);
  g_autofree char *to = g_build_filename (data_dir, KP_STORE_PROVIDERS, NULL);
  g_autoptr (GDir) dir = g_dir_open (from, 0, NULL);
  const char *name;

  if (dir == NULL)
    return TRUE;
  if (g_mkdir (to, 0700) != 0 && errno != EEXIST)
    return fail (to, errno, error);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (!move (from, to, name, error))
      return FALSE;
  kp_store_sync_folder (to);
  return TRUE;
}

static gboolean
apply (const char *ready, const char *data_dir, GError **error)
{
  if (!move_store (ready, data_dir, error) || !move (ready, data_dir, KP_STORE_VAULT, error)
      || !move_providers (ready, data_dir, error))
    return FALSE;
  kp_store_sync_folder (data_dir);
  kp_store_remove_folder (ready);
  kp_store_sync_folder (data_dir);
  return TRUE;
}

gboolean
kp_store_replace_commit (const char *data_dir, gboolean *committed, GError **error)
{
  g_autofree char *part = g_build_filename (data_dir, PART, NULL);
  g_autofree char *providers = g_build_filename (part, KP_STORE_PROVIDERS, NULL);
  g_autofree char *ready = g_build_filename (data_dir, READY, NULL);

  *committed = FALSE;
  kp_store_sync_folder (providers);
  kp_store_sync_folder (part);
  if (g_rename (part, ready) != 0)
    return fail (ready, errno, error);
  *committed = TRUE;
  kp_store_sync_folder (data_dir);
  return apply (ready, data_dir, error);
}

gboolean
kp_store_replace_is_due (const char *data_dir)
{
  g_autofree char *ready = g_build_filename (data_dir, READY, NULL);

  return g_file_test (ready, G_FILE_TEST_IS_DIR);
}

gboolean
kp_store_replace_finish (const char *data_dir, GError **error)
{
  g_autofree char *part = g_build_filename (data_dir, PART, NULL);
  g_autofree char *ready = g_build_filename (data_dir, READY, NULL);

  if (kp_store_replace_is_due (data_dir))
    return apply (ready, data_dir, error);
  if (g_file_test (part, G_FILE_TEST_EXISTS))
    kp_store_remove_folder (part);
  return TRUE;
}
