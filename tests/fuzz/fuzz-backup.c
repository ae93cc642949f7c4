/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/exchange/backup-archive.h"
#include "core/store/store.h"

/* What is accepted can be written out and means the same. */
static void
check_manifest (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpBackupManifest) manifest =
      kp_backup_manifest_parse ((const char *) data, size, 4, &error);
  g_autoptr (KpBackupManifest) again = NULL;
  g_autofree char *text = NULL;

  if (manifest == NULL)
    {
      g_assert_true (g_error_matches (error, KP_STORE_ERROR, KP_STORE_ERROR_DAMAGED)
                     || g_error_matches (error, KP_STORE_ERROR, KP_STORE_ERROR_NEWER));
      return;
    }
  g_assert_cmpuint (manifest->files->len, <=, KP_BACKUP_MAX_FILES);
  for (guint i = 0; i < manifest->files->len; i++)
    {
      const KpBackupFile *file = g_ptr_array_index (manifest->files, i);

      g_assert_null (strstr (file->name, "/.."));
      g_assert_false (g_path_is_absolute (file->name));
      g_assert_cmpint (file->size, <=, kp_backup_get_bound (file->name));
    }
  text = kp_backup_manifest_to_text (manifest);
  again = kp_backup_manifest_parse (text, strlen (text), 4, NULL);
  g_assert_nonnull (again);
  g_assert_cmpint (kp_backup_manifest_get_size (again), ==,
                   kp_backup_manifest_get_size (manifest));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (KpBackupManifest) manifest = NULL;
  g_autoptr (GError) error = NULL;
  KpBackupMeter meter = { .cancellable = NULL };
  int fd = memfd_create ("backup", MFD_CLOEXEC);

  check_manifest (data, size);
  g_assert_cmpint (write (fd, data, size), ==, (gssize) size);
  lseek (fd, 0, SEEK_SET);
  manifest = kp_backup_archive_read (fd, "backup", NULL, &meter, &error);
  g_assert_true ((manifest != NULL) == (error == NULL));
  g_assert_true (error == NULL || error->domain == KP_STORE_ERROR);
  close (fd);
  return 0;
}
