/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/country-list.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <unistd.h>

static const char *const system_dirs[] = { ISO_CODES_DATADIR, NULL };

static const char *
find (KpCountryList *list, const char *text)
{
  KpCountry *country = kp_country_list_find (list, text);

  return country != NULL ? kp_country_get_code (country) : "none";
}

/* Those that @text may mean, the best first. */
static GPtrArray *
match (KpCountryList *list, const char *text)
{
  g_autofree char *key = kp_country_make_key (text);
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);

  for (int best = KP_COUNTRY_MATCH_WHOLE; best > KP_COUNTRY_MATCH_NONE; best--)
    for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
      {
        g_autoptr (KpCountry) country = g_list_model_get_item (G_LIST_MODEL (list), i);

        if ((int) kp_country_match (country, key) == best)
          g_ptr_array_add (found, g_steal_pointer (&country));
      }
  return found;
}

/* The codes of the first three that are found. */
static char *
search (KpCountryList *list, const char *text)
{
  g_autoptr (GPtrArray) found = match (list, text);
  GString *codes = g_string_new (NULL);

  for (guint i = 0; i < MIN (found->len, 3); i++)
    g_string_append_printf (codes, "%s%s", i > 0 ? " " : "",
                            kp_country_get_code (g_ptr_array_index (found, i)));
  return g_string_free (codes, FALSE);
}

static void
test_system (void)
{
  KpCountryList *list = kp_country_list_get_default ();
  guint n = g_list_model_get_n_items (G_LIST_MODEL (list));
  g_autofree char *last = NULL;

  g_assert_no_error (kp_country_list_get_error (list));
  g_assert_cmpuint (n, >, 240);
  g_assert_cmpuint (n, <, 300);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KpCountry) one = g_list_model_get_item (G_LIST_MODEL (list), i);

      g_assert_true (kp_country_list_find_code (list, kp_country_get_code (one)) == one);
      g_assert_cmpstr (find (list, kp_country_get_code (one)), ==,
                       kp_country_get_code (one));
      if (last != NULL)
        g_assert_cmpint (g_utf8_collate (last, kp_country_get_name (one)), <=, 0);
      g_free (last);
      last = g_strdup (kp_country_get_name (one));
    }
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (list), n));
  g_assert_null (kp_country_list_find_code (list, "UK"));
  g_assert_null (kp_country_list_find_code (list, "gb"));
  g_assert_true (list == kp_country_list_get_default ());
}

static void
test_item (void)
{
  KpCountryList *list = kp_country_list_get_default ();
  g_autofree char *code = NULL;
  g_autofree char *name = NULL;
  g_autofree char *label = NULL;

  g_object_get (kp_country_list_find_code (list, "GB"), "code", &code, "name", &name,
                "label", &label, NULL);
  g_assert_cmpstr (code, ==, "GB");
  g_assert_cmpstr (name, ==, "United Kingdom");
  g_assert_cmpstr (label, ==, "United Kingdom (GB)");
  /* Not "Taiwan, Province of China": what it is called, where ISO has that too. */
  g_assert_cmpstr (kp_country_get_name (kp_country_list_find_code (list, "TW")), ==,
                   "Taiwan");
}

/* What people type for one country. */
static void
test_find (void)
{
  static const struct
  {
    const char *text;
    const char *code;
  } rows[] = {
    { "GB", "GB" },
    { " gb ", "GB" },
    { "UK", "GB" },
    { "uk", "GB" },
    { "U.K.", "GB" },
    { "Great Britain", "GB" },
    { "england", "GB" },
    { "Scotland", "GB" },
    { "United Kingdom", "GB" },
    { "GBR", "GB" },
    { "USA", "US" },
    { "U.S.A.", "US" },
    { "America", "US" },
    { "United States of America", "US" },
    { "Holland", "NL" },
    { "the netherlands", "NL" },
    { "Czech Republic", "CZ" },
    { "Russia", "RU" },
    { "Turkey", "TR" },
    { "cote d'ivoire", "CI" },
    { "Côte d’Ivoire", "CI" },
    { "Ivory Coast", "CI" },
    { "Aland Islands", "AX" },
    { "Viet Nam", "VN" },
    { "vietnam", "VN" },
    { "Laos", "LA" },
    { "EL", "GR" },
    { "Korea", "none" },
    { "", "none" },
    { "XX", "none" },
    { "EU", "none" },
    { "United", "none" },
    { "G", "none" },
    { "\xff\xfe", "none" },
  };
  KpCountryList *list = kp_country_list_get_default ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *shown = g_strescape (rows[i].text, NULL);

      g_test_message ("%s", shown);
      g_assert_cmpstr (find (list, rows[i].text), ==, rows[i].code);
    }
}

/* The best first: what is called so, what begins so, what has the words. */
static void
test_search (void)
{
  static const struct
  {
    const char *text;
    const char *codes;
  } rows[] = {
    { "uk", "GB UA" },
    { "ukr", "UA" },
    { "norw", "NO" },
    { "united k", "GB" },
    { "kingdom united", "GB" },
    { "niger", "NE NG" },
    { "brit", "IO GB VG" },
    { "guinea", "GN GW GQ" },
    { "zzz", "" },
  };
  KpCountryList *list = kp_country_list_get_default ();
  g_autoptr (GPtrArray) all = match (list, "");
  g_autofree char *longest = g_strnfill (100000, 'x');
  g_autoptr (GPtrArray) none = match (list, longest);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *codes = search (list, rows[i].text);
      g_autofree char *shown = g_strescape (rows[i].text, NULL);

      g_test_message ("%s", shown);
      g_assert_cmpstr (codes, ==, rows[i].codes);
    }
  g_assert_cmpuint (all->len, ==, g_list_model_get_n_items (G_LIST_MODEL (list)));
  g_assert_cmpuint (none->len, ==, 0);
}

/* A locale of that name, which a machine without any but C.UTF-8 has not: some C libraries
 * translate nothing in that. Returns: (transfer full): its folder */
static char *
set_locale (const char *name)
{
  char *dir = g_dir_make_tmp ("keyplate-locale-XXXXXX", NULL);
  g_autofree char *file = g_strconcat (name, ".utf8", NULL);
  g_autofree char *path = g_build_filename (dir, file, NULL);
  g_autofree char *locale = g_strconcat (name, ".UTF-8", NULL);

  g_assert_cmpint (symlink ("/usr/lib/locale/C.utf8", path), ==, 0);
  g_unsetenv ("LANGUAGE");
  g_setenv ("LOCPATH", dir, TRUE);
  g_assert_cmpstr (setlocale (LC_ALL, locale), ==, locale);
  g_unsetenv ("LOCPATH");
  g_assert_cmpint (g_unlink (path), ==, 0);
  return dir;
}

/* In German the names, their order and what is found are German; English is understood. */
static void
test_translated (void)
{
  g_autofree char *dir = set_locale ("de_DE");
  g_autoptr (KpCountryList) list = kp_country_list_new (system_dirs);

  g_assert_cmpstr (kp_country_get_label (kp_country_list_find_code (list, "NO")), ==,
                   "Norwegen (NO)");
  g_assert_cmpstr (find (list, "norwegen"), ==, "NO");
  g_assert_cmpstr (find (list, "Norway"), ==, "NO");
  g_assert_cmpstr (find (list, "osterreich"), ==, "AT");
  g_assert_cmpstr (find (list, "UK"), ==, "GB");
  setlocale (LC_ALL, "");
  g_assert_cmpint (g_rmdir (dir), ==, 0);
}

/* Where a language has no names of its own, they are the English ones. */
static void
test_locales (void)
{
  static const char *const locales[] = { "C", "POSIX", "C.UTF-8" };

  for (guint i = 0; i < G_N_ELEMENTS (locales); i++)
    {
      g_autoptr (KpCountryList) list = NULL;

      setlocale (LC_ALL, locales[i]);
      list = kp_country_list_new (system_dirs);
      g_assert_cmpstr (kp_country_get_name (kp_country_list_find_code (list, "CI")), ==,
                       "Côte d'Ivoire");
    }
  setlocale (LC_ALL, "");
}

/* What a folder may hold instead of the list. */
static void
test_broken (void)
{
  static const struct
  {
    const char *text; /* %NULL: larger than is read */
    int code;
    guint n;
  } rows[] = {
    { "", G_IO_ERROR_INVALID_DATA, 0 },
    { "[]", G_IO_ERROR_INVALID_DATA, 0 },
    { "{}", G_IO_ERROR_INVALID_DATA, 0 },
    { "{\"3166-1\":{}}", G_IO_ERROR_INVALID_DATA, 0 },
    { "{\"3166-1\":[1,null,{},{\"alpha_2\":\"xx\",\"name\":\"X\"}]}",
      G_IO_ERROR_INVALID_DATA, 0 },
    { "{\"3166-1\":[{\"alpha_2\":\"ÄX\",\"name\":\"X\"},{\"alpha_2\":\"AB\"},"
      "{\"alpha_2\":\"AC\",\"name\":\"\"},{\"alpha_2\":\"AD\",\"name\":\"Andorra\"},"
      "{\"alpha_2\":\"AD\",\"name\":\"Twice\"},{\"alpha_2\":\"AE\",\"name\":7}]}",
      -1, 1 },
    { NULL, G_IO_ERROR_MESSAGE_TOO_LARGE, 0 },
  };
  g_autofree char *dir = g_dir_make_tmp ("keyplate-XXXXXX", NULL);
  g_autofree char *folder = g_build_filename (dir, "iso-codes", "json", NULL);
  g_autofree char *iso = g_build_filename (dir, "iso-codes", NULL);
  g_autofree char *path = g_build_filename (folder, "iso_3166-1.json", NULL);
  const char *const dirs[] = { "/nowhere", dir, ISO_CODES_DATADIR, NULL };

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *longest = rows[i].text == NULL ? g_strnfill (2000000, ' ') : NULL;
      g_autoptr (KpCountryList) list = NULL;

      g_file_set_contents (path, longest != NULL ? longest : rows[i].text, -1, NULL);
      list = kp_country_list_new (dirs);
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, rows[i].n);
      if (rows[i].code < 0)
        {
          g_assert_no_error (kp_country_list_get_error (list));
          continue;
        }
      g_assert_error (kp_country_list_get_error (list), G_IO_ERROR, rows[i].code);
      g_assert_nonnull (strstr (kp_country_list_get_error (list)->message, path));
      g_assert_cmpstr (find (list, "GB"), ==, "none");
    }
  g_remove (path);
  g_rmdir (folder);
  g_rmdir (iso);
  g_rmdir (dir);
}

static void
test_missing (void)
{
  static const char *const nowhere[] = { "/nowhere", NULL };
  g_autoptr (KpCountryList) list = kp_country_list_new (nowhere);

  g_assert_error (kp_country_list_get_error (list), G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (kp_country_list_get_error (list)->message, "iso-codes"));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
  g_assert_null (kp_country_list_find (list, "GB"));
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/country-list/system", test_system);
  g_test_add_func ("/country-list/item", test_item);
  g_test_add_func ("/country-list/find", test_find);
  g_test_add_func ("/country-list/search", test_search);
  g_test_add_func ("/country-list/translated", test_translated);
  g_test_add_func ("/country-list/locales", test_locales);
  g_test_add_func ("/country-list/broken", test_broken);
  g_test_add_func ("/country-list/missing", test_missing);
  return g_test_run ();
}
