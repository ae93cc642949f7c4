/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/watch/autostart.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

/* A file of ours is far shorter. */
#define MAX_SIZE (64 * 1024)

/* In double quotes, as the specification wants it for what may hold spaces or $; the text
 * is escaped once more as a string of a key file. % would begin a field. */
static char *
quote (const char *program)
{
  GString *quoted = g_string_new ("\"");

  for (const char *c = program; *c != '\0'; c++)
    {
      if (strchr ("\"`$\\", *c) != NULL)
        g_string_append_c (quoted, '\\');
      else if (*c == '%')
        g_string_append_c (quoted, '%');
      g_string_append_c (quoted, *c);
    }
  g_string_append_c (quoted, '"');
  return g_string_free (quoted, FALSE);
}

char *
kp_autostart_make_file (const char *program, const char *name)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *quoted = NULL;
  g_autofree char *command = NULL;

  g_return_val_if_fail (program != NULL && name != NULL, NULL);

  quoted = quote (program);
  command = g_strconcat (quoted, " --gapplication-service", NULL);
  g_key_file_set_string (file, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_TYPE,
                         G_KEY_FILE_DESKTOP_TYPE_APPLICATION);
  g_key_file_set_string (file, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_NAME, name);
  g_key_file_set_string (file, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_EXEC,
                         command);
  /* Where the program was removed since, nothing is started. */
  g_key_file_set_string (file, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_TRY_EXEC,
                         program);
  g_key_file_set_string (file, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_ICON,
                         APPLICATION_ID);
  g_key_file_set_boolean (file, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_NO_DISPLAY,
                          TRUE);
  return g_key_file_to_data (file, NULL, NULL);
}

gboolean
kp_autostart_reads_on (const char *text, gsize length)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *command = NULL;
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (text != NULL, FALSE);

  if (length > MAX_SIZE
      || !g_key_file_load_from_data (file, text, length, G_KEY_FILE_NONE, NULL)
      || g_key_file_get_boolean (file, G_KEY_FILE_DESKTOP_GROUP,
                                 G_KEY_FILE_DESKTOP_KEY_HIDDEN, NULL))
    return FALSE;
  command = g_key_file_get_string (file, G_KEY_FILE_DESKTOP_GROUP,
                                   G_KEY_FILE_DESKTOP_KEY_EXEC, NULL);
  return command != NULL
         && (g_key_file_get_boolean (file, G_KEY_FILE_DESKTOP_GROUP,
                                     "X-GNOME-Autostart-enabled", &error)
             || error != NULL);
}

gboolean
kp_autostart_is_on (const char *path)
{
  g_autofree char *text = NULL;
  gsize length;
  GStatBuf info;

  g_return_val_if_fail (path != NULL, FALSE);

  return g_stat (path, &info) == 0 && S_ISREG (info.st_mode) && info.st_size <= MAX_SIZE
         && g_file_get_contents (path, &text, &length, NULL)
         && kp_autostart_reads_on (text, length);
}

static gboolean
remove_file (const char *path, GError **error)
{
  int code;

  if (g_unlink (path) == 0 || errno == ENOENT)
    return TRUE;
  code = errno;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
               /* Translators: %s is a file, then what the system says. */
               _ ("“%s” could not be removed: %s"), path, g_strerror (code));
  return FALSE;
}

gboolean
kp_autostart_set (const char *path, const char *program, const char *name, gboolean on,
                  GError **error)
{
  g_autofree char *folder = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (path != NULL && program != NULL && name != NULL, FALSE);

  if (!on)
    return remove_file (path, error);
  folder = g_path_get_dirname (path);
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
                   /* Translators: %s is a folder, then what the system says. */
                   _ ("The folder “%s” could not be made: %s"), folder, g_strerror (code));
      return FALSE;
    }
  text = kp_autostart_make_file (program, name);
  return g_file_set_contents (path, text, -1, error);
}
