/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/file-words.h"

#include <glib/gstdio.h>
#include <string.h>

static const char *dir;

static GFile *
get_file (const char *name)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);

  return g_file_new_for_path (path);
}

static void
test_name (void)
{
  static const struct
  {
    const char *uri;
    const char *name;
  } cases[] = {
    { "file:///kite/sites.csv", "sites.csv" },
    { "file:///kite/a%0Ab%1B%5B31m.pem", "a b [31m.pem" },
    { "file:///kite/%FF.pem", "\xef\xbf\xbd.pem" },
    { "file:///", "/" },
  };
  g_autofree char *longest = g_strnfill (200, 'x');
  g_autoptr (GFile) file = get_file (longest);
  g_autofree char *cut = kp_file_words_name (file);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GFile) one = g_file_new_for_uri (cases[i].uri);
      g_autofree char *name = kp_file_words_name (one);

      g_assert_cmpstr (name, ==, cases[i].name);
    }
  g_assert_cmpint (g_utf8_strlen (cut, -1), ==, 61);
}

/* What GIO really says, for the superuser, too. */
static void
test_unread (void)
{
  static const struct
  {
    const char *path;
    const char *words;
  } cases[] = {
    { "none.pem",
      "“none.pem” could not be read: There is no such file. Choose it where it lies now." },
    { "list.csv/row",
      "“row” could not be read: There is no such file. Choose it where it lies now." },
    { "folder", "“folder” is a folder: choose the files in it." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GFile) file = get_file (cases[i].path);
      g_autoptr (GError) error = NULL;
      g_autofree char *content = NULL;
      g_autofree char *words = NULL;

      g_assert_false (g_file_load_contents (file, NULL, &content, NULL, NULL, &error));
      words = kp_file_words_unread (file, error);
      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

static void
test_unsaved (void)
{
  static const struct
  {
    const char *path;
    const char *words;
  } cases[] = {
    { "none/sites.csv",
      "“sites.csv” was not saved: There is no such folder any more. Choose another." },
    { "list.csv/row",
      "“row” was not saved: There is no such folder any more. Choose another." },
    { "folder", "“folder” was not saved: Something that is no file has that name. Choose "
                "another name." },
  };
  g_autofree char *longest = g_strnfill (300, 'x');
  g_autoptr (GFile) long_named = get_file (longest);
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GFile) file = get_file (cases[i].path);
      g_autoptr (GError) failed = NULL;
      g_autofree char *said = NULL;

      g_assert_false (g_file_replace_contents (file, "x", 1, NULL, FALSE,
                                               G_FILE_CREATE_NONE, NULL, NULL, &failed));
      said = kp_file_words_unsaved (file, failed);
      g_assert_cmpstr (said, ==, cases[i].words);
    }
  g_assert_false (g_file_replace_contents (long_named, "x", 1, NULL, FALSE,
                                           G_FILE_CREATE_NONE, NULL, NULL, &error));
  words = kp_file_words_unsaved (long_named, error);
  g_assert_true (g_str_has_suffix (words, "Choose a shorter one, of plain letters."));
}

/* Whatever it is, the file is named once, without its folder, and nothing is lost of what
 * we have no words for. */
static void
test_every_error (void)
{
  g_autoptr (GFile) file = get_file ("kite.pem");

  for (int code = 0; code <= G_IO_ERROR_NO_SUCH_DEVICE; code++)
    {
      g_autoptr (GError) error =
          g_error_new (G_IO_ERROR, code, "Error opening file %s/kite.pem: odd", dir);
      g_autofree char *unread = kp_file_words_unread (file, error);
      g_autofree char *unsaved = kp_file_words_unsaved (file, error);

      g_assert_true (g_str_has_prefix (unread, "“kite.pem” "));
      g_assert_true (g_str_has_prefix (unsaved, "“kite.pem” was not saved"));
      g_assert_true ((strstr (unread, "The system says: Error opening file ") != NULL)
                     == (strstr (unread, dir) != NULL));
      g_assert_true ((strstr (unsaved, "The system says: Error opening file ") != NULL)
                     == (strstr (unsaved, dir) != NULL));
    }
}

static void
test_ours (void)
{
  g_autoptr (GFile) file = get_file ("sites.csv");
  g_autoptr (GError) error =
      g_error_new_literal (G_MARKUP_ERROR, 0, "The store is too new. Update Keyplate.");
  g_autofree char *unread = kp_file_words_unread (file, error);
  g_autofree char *unsaved = kp_file_words_unsaved (file, error);

  g_assert_cmpstr (unread, ==,
                   "“sites.csv” could not be read: The store is too new. Update Keyplate.");
  g_assert_cmpstr (unsaved, ==,
                   "“sites.csv” was not saved: The store is too new. Update Keyplate.");
}

int
main (int argc, char **argv)
{
  g_autofree char *made = g_dir_make_tmp ("keyplate-file-words-XXXXXX", NULL);
  g_autofree char *folder = g_build_filename (made, "folder", NULL);
  g_autofree char *list = g_build_filename (made, "list.csv", NULL);
  int status;

  g_test_init (&argc, &argv, NULL);
  dir = made;
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (list, "x", 1, NULL));
  g_test_add_func ("/file-words/name", test_name);
  g_test_add_func ("/file-words/unread", test_unread);
  g_test_add_func ("/file-words/unsaved", test_unsaved);
  g_test_add_func ("/file-words/every-error", test_every_error);
  g_test_add_func ("/file-words/ours", test_ours);
  status = g_test_run ();
  g_unlink (list);
  g_rmdir (folder);
  g_rmdir (made);
  return status;
}
