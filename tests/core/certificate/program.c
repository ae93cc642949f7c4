/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "certificate/program.h"

#include <glib/gstdio.h>

#include "patience.h"
#include "waiting.h"

static char *folder;

char *
program_run (const char *first, ...)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  g_autoptr (GError) error = NULL;
  int status;
  va_list list;

  va_start (list, first);
  for (const char *word = first; word != NULL; word = va_arg (list, const char *))
    g_ptr_array_add (argv, (gpointer) word);
  va_end (list);
  g_ptr_array_add (argv, NULL);
  g_spawn_sync (NULL, (char **) argv->pdata, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out,
                &err, &status, &error);
  g_assert_no_error (error);
  if (!g_spawn_check_wait_status (status, NULL))
    {
      g_test_message ("%s: %s", first, err);
      return NULL;
    }
  /* “verify OK” is said there. */
  return g_strconcat (out, err, NULL);
}

char *
program_write_file (const char *name, gconstpointer octets, gsize length)
{
  g_autoptr (GError) error = NULL;
  char *path;

  if (folder == NULL)
    folder = g_dir_make_tmp ("keyplate-test-XXXXXX", NULL);
  path = g_build_filename (folder, name, NULL);
  g_file_set_contents (path, octets, (gssize) length, &error);
  g_assert_no_error (error);
  return path;
}

void
program_clean_up (void)
{
  g_autoptr (GDir) dir = folder != NULL ? g_dir_open (folder, 0, NULL) : NULL;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_remove (path);
    }
  if (folder != NULL)
    g_rmdir (folder);
  g_clear_pointer (&folder, g_free);
}

KpKey *
program_make_key (KpKeyType type)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KpKey *key;

  kp_key_generate_async (type, NULL, take_result, &result);
  wait_for_result (&result);
  key = kp_key_generate_finish (result, &error);
  g_assert_no_error (error);
  return key;
}

gboolean
program_skips (KpKeyType type)
{
  return patience () > 1 && type >= KP_KEY_RSA_2048;
}
