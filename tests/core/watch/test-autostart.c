/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/watch/autostart.h"
#include "core/watch/background.h"

#include <glib/gstdio.h>
#include <string.h>

#define HEAD "[Desktop Entry]\nType=Application\nName=Keyplate\n"

static const struct
{
  const char *about;
  const char *text;
  gboolean on;
} files[] = {
  { "as we write it", HEAD "Exec=\"/usr/bin/keyplate\" --gapplication-service\n", TRUE },
  { "switched on again by the desktop",
    HEAD "Exec=keyplate\nX-GNOME-Autostart-enabled=true", TRUE },
  { "switched off by the desktop", HEAD "Exec=keyplate\nX-GNOME-Autostart-enabled=false\n",
    FALSE },
  { "hidden, which is removed", HEAD "Exec=keyplate\nHidden=true\n", FALSE },
  { "not hidden", HEAD "Exec=keyplate\nHidden=false\n", TRUE },
  { "without a command", HEAD, FALSE },
  { "of another group", "[Desktop Action x]\nExec=keyplate\n", FALSE },
  { "empty", "", FALSE },
  { "no key file",
    "\x7f"
    "ELF",
    FALSE },
};

static void
test_read (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_test_message ("%s", files[i].about);
      g_assert_cmpint (kp_autostart_reads_on (files[i].text, strlen (files[i].text)), ==,
                       files[i].on);
    }
}

/* What GLib makes of the command is what is run: each of these names stays one argument. */
static void
test_quote (void)
{
  static const char *const programs[] = { "/usr/bin/keyplate", "/opt/my apps/keyplate",
                                          "/opt/a\"b/key$plate", "/opt/back\\slash/`id`",
                                          "/opt/100%f/keyplate" };

  for (guint i = 0; i < G_N_ELEMENTS (programs); i++)
    {
      g_autofree char *text = kp_autostart_make_file (programs[i], "Keyplate");
      g_autoptr (GKeyFile) file = g_key_file_new ();
      g_autofree char *command = NULL;
      g_autofree char *tried = NULL;
      g_auto (GStrv) arguments = NULL;
      g_auto (GStrv) parts = NULL;
      g_autofree char *program = NULL;

      g_assert_true (kp_autostart_reads_on (text, strlen (text)));
      g_assert_true (g_key_file_load_from_data (file, text, -1, G_KEY_FILE_NONE, NULL));
      command = g_key_file_get_string (file, "Desktop Entry", "Exec", NULL);
      g_assert_true (g_shell_parse_argv (command, NULL, &arguments, NULL));
      g_assert_cmpuint (g_strv_length (arguments), ==, 2);
      parts = g_strsplit (arguments[0], "%%", -1);
      program = g_strjoinv ("%", parts);
      g_assert_cmpstr (program, ==, programs[i]);
      g_assert_cmpstr (arguments[1], ==, "--gapplication-service");
      tried = g_key_file_get_string (file, "Desktop Entry", "TryExec", NULL);
      g_assert_cmpstr (tried, ==, programs[i]);
    }
}

typedef struct
{
  GMainLoop *loop;
  gboolean done;
  GError *error;
} Asked;

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Asked *asked = data;

  asked->done = kp_background_ask_finish (KP_BACKGROUND (source), result, &asked->error);
  g_main_loop_quit (asked->loop);
}

static Asked
ask (KpBackground *background, gboolean goes_on, gboolean autostart)
{
  Asked asked = { .loop = g_main_loop_new (NULL, FALSE) };

  kp_background_ask_async (background, goes_on, autostart, NULL, asked_cb, &asked);
  g_assert_true (kp_background_is_busy (background));
  g_main_loop_run (asked.loop);
  g_main_loop_unref (asked.loop);
  g_assert_false (kp_background_is_busy (background));
  return asked;
}

static void
test_background (void)
{
  g_autofree char *dir = g_dir_make_tmp ("keyplate-autostart-XXXXXX", NULL);
  g_autofree char *folder = g_build_filename (dir, "new", NULL);
  g_autofree char *file = g_build_filename (folder, "x.desktop", NULL);
  g_autoptr (KpBackground) background = kp_background_new (file, "/usr/bin/keyplate");
  g_autoptr (KpBackground) second = NULL;
  Asked asked;

  g_assert_false (kp_background_get_autostart (background));
  g_assert_true (ask (background, TRUE, FALSE).done);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));

  g_assert_true (ask (background, TRUE, TRUE).done);
  g_assert_true (kp_background_get_autostart (background));
  g_assert_true (kp_autostart_is_on (file));
  second = kp_background_new (file, "/usr/bin/keyplate");
  g_assert_true (kp_background_get_autostart (second));

  /* Who does not go on is not started either. */
  g_assert_true (ask (background, FALSE, TRUE).done);
  g_assert_false (kp_background_get_autostart (background));
  g_assert_false (g_file_test (file, G_FILE_TEST_EXISTS));

  /* A folder that is a file holds none. */
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_assert_true (g_file_set_contents (folder, "", 0, NULL));
  asked = ask (background, TRUE, TRUE);
  g_assert_false (asked.done);
  g_assert_nonnull (strstr (asked.error->message, "will not be started when you log in"));
  g_assert_nonnull (strstr (asked.error->message, folder));
  g_clear_error (&asked.error);
  g_assert_false (kp_background_get_autostart (background));
  g_unlink (folder);
  g_rmdir (dir);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/watch/autostart/read", test_read);
  g_test_add_func ("/watch/autostart/quote", test_quote);
  g_test_add_func ("/watch/autostart/background", test_background);
  return g_test_run ();
}
