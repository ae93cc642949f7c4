/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/provider/catalogue.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define OWN                                                                                \
  "{ \"id\": \"%s\", \"name\": \"%s\", \"jobs\": [], \"key\": \"here\","                   \
  "  \"target\": { \"kind\": \"none\" }, \"renewal\": { \"by\": \"you\" },"                \
  "  \"channel\": { \"kind\": \"files\" } }"

typedef struct
{
  char *folder;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("keyplate-XXXXXX", NULL);
  g_assert_nonnull (fixture->folder);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_remove (path);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
}

static void
write_file (Fixture *fixture, const char *name, const char *text, gssize length)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, length, NULL));
}

static void
test_shipped (void)
{
  static const char *const ids[] = { "cloud-office", "own-server", "pexip" };
  g_autoptr (KpCatalogue) catalogue = kp_catalogue_new (NULL);
  GListModel *model = G_LIST_MODEL (catalogue);

  g_assert_cmpuint (kp_catalogue_get_errors (catalogue)->len, ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, G_N_ELEMENTS (ids));
  g_assert_true (g_list_model_get_item_type (model) == KP_TYPE_PROFILE);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (KpProfile) profile = g_list_model_get_item (model, i);

      g_assert_cmpstr (kp_profile_get_id (profile), ==, ids[i]);
      g_assert_true (kp_catalogue_find (catalogue, ids[i]) == profile);
    }
  g_assert_null (g_list_model_get_item (model, G_N_ELEMENTS (ids)));
  g_assert_null (kp_catalogue_find (catalogue, "nobody"));
  g_assert_null (kp_catalogue_find (catalogue, NULL));
}

static void
test_no_folder (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "providers", NULL);
  g_autoptr (KpCatalogue) catalogue = kp_catalogue_new (path);

  g_assert_cmpuint (kp_catalogue_get_errors (catalogue)->len, ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (catalogue)), ==, 3);
  g_assert_cmpstr (kp_catalogue_get_folder (catalogue), ==, path);
}

static void
test_own_wins (Fixture *fixture, gconstpointer data)
{
  g_autofree char *pexip = g_strdup_printf (OWN, "pexip", "Mine");
  g_autofree char *other = g_strdup_printf (OWN, "other", "Another");
  g_autofree char *second = g_strdup_printf (OWN, "other", "Too Late");
  g_autoptr (KpCatalogue) catalogue = NULL;
  g_autoptr (KpProfile) first = NULL;
  gboolean shipped = TRUE;
  const char *file;

  write_file (fixture, "a.json", pexip, -1);
  write_file (fixture, "b.json", other, -1);
  write_file (fixture, "c.json", second, -1);
  write_file (fixture, ".d.json", "{", -1);
  write_file (fixture, "readme.txt", "{", -1);
  catalogue = kp_catalogue_new (fixture->folder);

  g_assert_cmpuint (kp_catalogue_get_errors (catalogue)->len, ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (catalogue)), ==, 4);
  g_assert_cmpstr (kp_profile_get_name (kp_catalogue_find (catalogue, "pexip")), ==,
                   "Mine");
  first = g_list_model_get_item (G_LIST_MODEL (catalogue), 0);
  g_assert_cmpstr (kp_profile_get_name (first), ==, "Another");

  /* Where each is from. */
  file = kp_catalogue_get_file (catalogue, first, &shipped);
  g_assert_true (g_str_has_suffix (file, "/b.json"));
  g_assert_false (shipped);
  file =
      kp_catalogue_get_file (catalogue, kp_catalogue_find (catalogue, "pexip"), &shipped);
  g_assert_true (g_str_has_suffix (file, "/a.json"));
  g_assert_true (shipped);
  file = kp_catalogue_get_file (catalogue, kp_catalogue_find (catalogue, KP_OWN_SERVER),
                                &shipped);
  g_assert_null (file);
  g_assert_true (shipped);
}

/* A broken one is told with its file, line and reason; the others load. */
static void
test_broken (Fixture *fixture, gconstpointer data)
{
  g_autofree char *good = g_strdup_printf (OWN, "good", "Good");
  g_autofree char *large = g_malloc0 (300 * 1024);
  g_autofree char *pipe = g_build_filename (fixture->folder, "e-pipe.json", NULL);
  g_autofree char *folder = g_build_filename (fixture->folder, "f-folder.json", NULL);
  g_autoptr (KpCatalogue) catalogue = NULL;
  static const struct
  {
    int code;
    const char *place;
    const char *file;
    guint line;
    const char *reason; /* (nullable): the whole of it */
  } rows[] = {
    { KP_PROFILE_ERROR_SYNTAX, "a-broken.json:2: ", "/a-broken.json", 2, NULL },
    { KP_PROFILE_ERROR_MEMBER, "b-short.json:1: ", "/b-short.json", 1, "“id” is missing" },
    { KP_PROFILE_ERROR_TOO_LARGE, "d-large.json:1: ", "/d-large.json", 1, NULL },
    { KP_PROFILE_ERROR_SYNTAX, "e-pipe.json: not a file", "/e-pipe.json", 0, "not a file" },
    { KP_PROFILE_ERROR_SYNTAX, "f-folder.json: not a file", "/f-folder.json", 0,
      "not a file" },
    { KP_PROFILE_ERROR_SYNTAX, "g: 7: .json:1: ", "/g: 7: .json", 1, NULL },
  };
  GPtrArray *errors;
  guint at;

  memset (large, ' ', 300 * 1024 - 1);
  write_file (fixture, "a-broken.json", "{ \"id\": \"x\",\n  \"name\" }", -1);
  write_file (fixture, "b-short.json", "{}", -1);
  write_file (fixture, "c-good.json", good, -1);
  write_file (fixture, "d-large.json", large, -1);
  write_file (fixture, "g: 7: .json", "{", -1);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  catalogue = kp_catalogue_new (fixture->folder);

  g_assert_nonnull (kp_catalogue_find (catalogue, "good"));
  g_assert_nonnull (kp_catalogue_find (catalogue, "pexip"));
  g_assert_nonnull (kp_catalogue_find_broken (catalogue, "d-large", &at));
  g_assert_cmpuint (at, ==, 2);
  g_assert_null (kp_catalogue_find_broken (catalogue, "large", NULL));
  g_assert_null (kp_catalogue_find_broken (catalogue, "c-good", NULL));
  errors = kp_catalogue_get_errors (catalogue);
  g_assert_cmpuint (errors->len, ==, G_N_ELEMENTS (rows));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const GError *error = g_ptr_array_index (errors, i);
      const char *reason, *file;
      guint line;

      g_test_message ("%s", error->message);
      g_assert_error (error, KP_PROFILE_ERROR, rows[i].code);
      g_assert_nonnull (strstr (error->message, rows[i].place));
      reason = kp_catalogue_get_reason (catalogue, i, &file, &line);
      g_assert_true (g_str_has_suffix (file, rows[i].file));
      g_assert_cmpuint (line, ==, rows[i].line);
      g_assert_true (g_str_has_suffix (error->message, reason));
      g_assert_null (strstr (reason, ".json"));
      if (rows[i].reason != NULL)
        g_assert_cmpstr (reason, ==, rows[i].reason);
    }
}

static void
test_guess (void)
{
  static const struct
  {
    const char *const chain[4];
    const char *id;
    const char *target;
  } rows[] = {
    { { NULL }, NULL, NULL },
    { { "www.kite.io" }, NULL, NULL },
    { { "mpg.vp.vc" }, "pexip", "mpg.vp.vc" },
    { { "MPG.vp.vc" }, "pexip", "MPG.vp.vc" },
    { { "pl-10.admin.emailsrvr.com" }, "cloud-office", "pl-10.admin.emailsrvr.com" },
    { { "pl-7.admin.emailsrvr.com" }, "cloud-office", "pl-7.admin.emailsrvr.com" },
    { { "edge.cdn.example", "mpg.vp.vc" }, "pexip", "mpg.vp.vc" },
    /* The provider, but no target of it. */
    { { "other.vp.vc" }, "pexip", NULL },
    { { "web.emailsrvr.com" }, "cloud-office", NULL },
    { { "other.vp.vc", "pl-10.admin.emailsrvr.com" },
      "cloud-office",
      "pl-10.admin.emailsrvr.com" },
    { { "notvp.vc" }, NULL, NULL },
    { { "admin.emailsrvr.com.evil.example" }, NULL, NULL },
  };
  g_autoptr (KpCatalogue) catalogue = kp_catalogue_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *target = NULL;
      KpProfile *profile = kp_catalogue_guess (catalogue, rows[i].chain, &target);

      g_test_message ("row %u", i);
      g_assert_cmpstr (profile != NULL ? kp_profile_get_id (profile) : NULL, ==,
                       rows[i].id);
      g_assert_cmpstr (target, ==, rows[i].target);
    }
  g_assert_null (kp_catalogue_guess (catalogue, NULL, NULL));
}

/* As people write it in a list. */
static void
test_find_named (void)
{
  g_autoptr (KpCatalogue) catalogue = kp_catalogue_new (NULL);
  KpProfile *profile = kp_catalogue_find (catalogue, "cloud-office");

  g_assert_nonnull (profile);
  g_assert_true (kp_catalogue_find_named (catalogue, "cloud-office") == profile);
  g_assert_true (kp_catalogue_find_named (catalogue, "Cloud Office") == profile);
  g_assert_true (kp_catalogue_find_named (catalogue, "CLOUD OFFICE") == profile);
  g_assert_true (kp_catalogue_find_named (catalogue, "Cloud-Office") == profile);
  g_assert_null (kp_catalogue_find_named (catalogue, "Cloud"));
  g_assert_null (kp_catalogue_find_named (catalogue, ""));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/catalogue/shipped", test_shipped);
  g_test_add ("/catalogue/no-folder", Fixture, NULL, set_up, test_no_folder, tear_down);
  g_test_add ("/catalogue/own-wins", Fixture, NULL, set_up, test_own_wins, tear_down);
  g_test_add ("/catalogue/broken", Fixture, NULL, set_up, test_broken, tear_down);
  g_test_add_func ("/catalogue/guess", test_guess);
  g_test_add_func ("/catalogue/find-named", test_find_named);

  return g_test_run ();
}
