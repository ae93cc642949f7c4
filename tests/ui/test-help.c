/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "core/model/finding.h"
#include "widget/help.h"

/* Where the guide is opened, without a display. */

static const char *const languages[] = { "de", "C", NULL };

/* A folder that has what @path leads to at @place. */
static char *
lay (const char *place, const char *path)
{
  g_autoptr (GError) error = NULL;
  char *share = g_dir_make_tmp ("keyplate-help.XXXXXX", &error);
  g_autofree char *at = g_build_filename (share, place, NULL);
  g_autofree char *above = g_path_get_dirname (at);
  g_autoptr (GFile) link = g_file_new_for_path (at);

  g_assert_no_error (error);
  g_assert_cmpint (g_mkdir_with_parents (above, 0700), ==, 0);
  g_assert_true (g_file_make_symbolic_link (link, path, NULL, &error));
  g_assert_no_error (error);
  return share;
}

static void
clear (char *share, const char *place)
{
  g_autofree char *at = g_build_filename (share, place, NULL);
  char *dir;

  g_assert_cmpint (g_unlink (at), ==, 0);
  dir = g_path_get_dirname (at);
  while (g_str_has_prefix (dir, share))
    {
      g_autofree char *gone = dir;

      g_assert_cmpint (g_rmdir (gone), ==, 0);
      dir = g_path_get_dirname (gone);
    }
  g_free (dir);
  g_free (share);
}

static void
test_findings (void)
{
  g_autofree char *source =
      g_build_filename (g_getenv ("KEYPLATE_SOURCE_ROOT"), "data", "help", "C", NULL);
  g_autofree char *built =
      g_build_filename (g_getenv ("KEYPLATE_BUILD_ROOT"), "data", NULL);
  char *share = lay ("help/C/keyplate", source);
  const char *const viewed[] = { "/nowhere", share, NULL };
  const char *const html[] = { "/nowhere", built, NULL };

  for (KpFindingId id = 0; id < KP_FINDING_N; id++)
    {
      const char *page = kp_finding_id_to_string (id);
      g_autofree char *help = g_strconcat ("help:keyplate/", page, NULL);
      g_autofree char *name = g_strconcat ("/data/help/C/", page, ".html", NULL);
      g_autofree char *by_program = kp_help_find_uri (page, viewed, html, languages);
      g_autofree char *by_browser = kp_help_find_uri (page, NULL, html, languages);

      g_assert_cmpstr (by_program, ==, help);
      g_assert_nonnull (by_browser);
      g_assert_true (g_str_has_prefix (by_browser, "file:///"));
      g_assert_true (g_str_has_suffix (by_browser, name));
    }
  clear (share, "help/C/keyplate");
}

static void
test_places (void)
{
  g_autofree char *source =
      g_build_filename (g_getenv ("KEYPLATE_SOURCE_ROOT"), "data", "help", "C", NULL);
  g_autofree char *built =
      g_build_filename (g_getenv ("KEYPLATE_BUILD_ROOT"), "data", NULL);
  g_autofree char *translated = g_build_filename (built, "help", "C", NULL);
  char *share = lay ("help/C/keyplate", source);
  char *german = lay ("help/de", translated);
  const char *const nowhere[] = { "/nowhere", NULL };
  const char *const viewed[] = { share, NULL };
  const char *const html[] = { built, german, NULL };
  g_autofree char *wanted = g_strconcat ("file://", german, "/help/de/index.html", NULL);
  g_autofree char *index = kp_help_find_uri ("index", viewed, html, languages);
  g_autofree char *own = kp_help_find_uri ("index", NULL, html, languages);
  /* A help program that does not find it is of no use. */
  g_autofree char *unseen = kp_help_find_uri ("index", nowhere, html, languages);

  g_assert_cmpstr (index, ==, "help:keyplate");
  /* The user's language goes before the place. */
  g_assert_cmpstr (own, ==, wanted);
  g_assert_cmpstr (unseen, ==, wanted);
  g_assert_null (kp_help_find_uri ("index", nowhere, nowhere, languages));
  g_assert_null (kp_help_find_uri ("no.such-page", viewed, html, languages));
  clear (german, "help/de");
  clear (share, "help/C/keyplate");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/help/findings", test_findings);
  g_test_add_func ("/help/places", test_places);

  return g_test_run ();
}
