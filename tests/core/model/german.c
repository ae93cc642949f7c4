/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "model/german.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <libintl.h>
#include <locale.h>
#include <unistd.h>

struct German
{
  char *folder;
  char *locale;
  char *catalogue;
  char *domain;
};

static void
compile (const char *catalogue)
{
  g_autofree char *source =
      g_build_filename (g_getenv ("KEYPLATE_SOURCE_ROOT"), "po", "de.po", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) made = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error,
                                                   "msgfmt", "-o", catalogue, source, NULL);

  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (made, NULL, &error));
  g_assert_no_error (error);
}

/* A locale of that name: some C libraries translate nothing in C.UTF-8, the only one that
 * every machine has. */
German *
german_begin (void)
{
  German *self = g_new0 (German, 1);
  g_autofree char *texts = NULL;

  self->folder = g_dir_make_tmp ("keyplate-german-XXXXXX", NULL);
  self->locale = g_build_filename (self->folder, "de_DE.utf8", NULL);
  texts = g_build_filename (self->folder, "de", "LC_MESSAGES", NULL);
  self->catalogue = g_build_filename (texts, GETTEXT_PACKAGE ".mo", NULL);
  g_assert_cmpint (g_mkdir_with_parents (texts, 0700), ==, 0);
  g_assert_cmpint (symlink ("/usr/lib/locale/C.utf8", self->locale), ==, 0);
  g_unsetenv ("LANGUAGE");
  g_setenv ("LOCPATH", self->folder, TRUE);
  g_assert_nonnull (setlocale (LC_ALL, "de_DE.UTF-8"));
  g_unsetenv ("LOCPATH");
  compile (self->catalogue);
  bindtextdomain (GETTEXT_PACKAGE, self->folder);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  self->domain = g_strdup (textdomain (NULL));
  textdomain (GETTEXT_PACKAGE);
  return self;
}

void
german_end (German *self)
{
  g_autofree char *texts = g_path_get_dirname (self->catalogue);
  g_autofree char *language = g_path_get_dirname (texts);

  textdomain (self->domain);
  setlocale (LC_ALL, "");
  g_assert_cmpint (g_unlink (self->catalogue), ==, 0);
  g_assert_cmpint (g_rmdir (texts), ==, 0);
  g_assert_cmpint (g_rmdir (language), ==, 0);
  g_assert_cmpint (g_unlink (self->locale), ==, 0);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->catalogue);
  g_free (self->locale);
  g_free (self->folder);
  g_free (self->domain);
  g_free (self);
}
