/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/country-list.h"

#include <glib/gi18n.h>
#include <libintl.h>
#include <string.h>

#include "core/base/json.h"

#define DOMAIN "iso_3166-1"
#define FILE_NAME "iso-codes" G_DIR_SEPARATOR_S "json" G_DIR_SEPARATOR_S "iso_3166-1.json"
#define MAX_SIZE (1024 * 1024)
#define MAX_COUNTRIES 1000
#define MAX_NAME 200

struct _KpCountryList
{
  GObject parent;

  GPtrArray *countries; /* KpCountry, in order */
  GHashTable *by_code;
  GError *error;
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KpCountryList, kp_country_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      list_model_iface_init))

/* What people say and ISO does not. Only what means one country: no "Korea", no "Congo". */
static const struct
{
  const char *code;
  const char *name;
} aliases[] = {
  { "AE", "Emirates" },
  { "AE", "UAE" },
  { "BN", "Brunei" },
  { "CD", "DR Congo" },
  { "CD", "Congo-Kinshasa" },
  { "CG", "Congo-Brazzaville" },
  { "CI", "Ivory Coast" },
  { "CV", "Cape Verde" },
  { "CZ", "Czech Republic" },
  { "FM", "Micronesia" },
  { "GB", "UK" },
  { "GB", "Britain" },
  { "GB", "Great Britain" },
  { "GB", "England" },
  { "GB", "Scotland" },
  { "GB", "Wales" },
  { "GB", "Northern Ireland" },
  { "GR", "EL" },
  { "MK", "Macedonia" },
  { "MM", "Burma" },
  { "NL", "Holland" },
  { "NL", "The Netherlands" },
  { "PS", "Palestine" },
  { "RU", "Russia" },
  { "SZ", "Swaziland" },
  { "TL", "East Timor" },
  { "TR", "Turkey" },
  { "US", "America" },
  { "US", "United States of America" },
  { "VA", "Vatican" },
};

static GType
get_item_type (GListModel *model)
{
  return KP_TYPE_COUNTRY;
}

static guint
get_n_items (GListModel *model)
{
  return KP_COUNTRY_LIST (model)->countries->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  KpCountryList *self = KP_COUNTRY_LIST (model);

  return position < self->countries->len
             ? g_object_ref (g_ptr_array_index (self->countries, position))
             : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
kp_country_list_finalize (GObject *object)
{
  KpCountryList *self = KP_COUNTRY_LIST (object);

  g_clear_pointer (&self->by_code, g_hash_table_unref);
  g_clear_pointer (&self->countries, g_ptr_array_unref);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (kp_country_list_parent_class)->finalize (object);
}

static void
kp_country_list_class_init (KpCountryListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kp_country_list_finalize;
}

static void
kp_country_list_init (KpCountryList *self)
{
  self->countries = g_ptr_array_new_with_free_func (g_object_unref);
  self->by_code = g_hash_table_new (g_str_hash, g_str_equal);
}

static gboolean
is_code (const char *text)
{
  return text != NULL && strlen (text) == 2 && g_ascii_isupper (text[0])
         && g_ascii_isupper (text[1]);
}

static void
add_name (GStrvBuilder *names, const char *name)
{
  if (name == NULL || *name == '\0')
    return;
  g_strv_builder_add (names, name);
  /* In the user's language even where Keyplate itself is not translated into it. */
  g_strv_builder_add (names, dgettext (DOMAIN, name));
}

/* What can't be an entry is passed over. */
static void
add_country (KpCountryList *self, JsonObject *entry)
{
  const char *code = kp_json_get_string (entry, "alpha_2", 2);
  const char *name = kp_json_get_string (entry, "name", MAX_NAME);
  const char *common = kp_json_get_string (entry, "common_name", MAX_NAME);
  const char *other_code = kp_json_get_string (entry, "alpha_3", 3);
  const char *shown = common != NULL && *common != '\0' ? common : name;
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_auto (GStrv) others = NULL;
  KpCountry *country;

  if (!is_code (code) || shown == NULL || *shown == '\0'
      || g_hash_table_contains (self->by_code, code))
    return;
  add_name (names, name);
  add_name (names, common);
  add_name (names, kp_json_get_string (entry, "official_name", MAX_NAME));
  if (other_code != NULL)
    g_strv_builder_add (names, other_code);
  for (guint i = 0; i < G_N_ELEMENTS (aliases); i++)
    if (g_str_equal (aliases[i].code, code))
      g_strv_builder_add (names, aliases[i].name);
  others = g_strv_builder_end (names);
  country = kp_country_new (code, g_dgettext (DOMAIN, shown), (const char *const *) others);
  g_ptr_array_add (self->countries, country);
  g_hash_table_insert (self->by_code, (gpointer) kp_country_get_code (country), country);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  KpCountry *one = *(KpCountry *const *) a;
  KpCountry *other = *(KpCountry *const *) b;
  int order = g_utf8_collate (kp_country_get_name (one), kp_country_get_name (other));

  return order != 0 ? order
                    : strcmp (kp_country_get_code (one), kp_country_get_code (other));
}

static gboolean
read_countries (KpCountryList *self, const char *path, const char *text, gsize length,
                GError **error)
{
  g_autoptr (JsonObject) root = kp_json_parse (text, length, MAX_SIZE, path, error);
  JsonArray *entries;
  guint n;

  if (root == NULL)
    return FALSE;
  entries = kp_json_get_array (root, "3166-1", MAX_COUNTRIES, &n);
  for (guint i = 0; i < n; i++)
    {
      JsonObject *entry = kp_json_array_get_object (entries, i);

      if (entry != NULL)
        add_country (self, entry);
    }
  g_ptr_array_sort (self->countries, compare);
  if (self->countries->len > 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               /* Translators: %s is a file. */
               _ ("%s holds no country"), path);
  return FALSE;
}

/* A file that is larger is not read to its end. @length: (out) */
static char *
read_file (const char *path, gsize *length, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autofree char *text = NULL;

  if (stream == NULL)
    return NULL;
  text = g_malloc (MAX_SIZE + 1);
  if (!g_input_stream_read_all (G_INPUT_STREAM (stream), text, MAX_SIZE + 1, length, NULL,
                                error))
    return NULL;
  return g_steal_pointer (&text);
}

/* Returns: whether it is there, be it good or not */
static gboolean
read_from (KpCountryList *self, const char *data_dir)
{
  g_autofree char *path = g_build_filename (data_dir, FILE_NAME, NULL);
  g_autofree char *locales = g_build_filename (data_dir, "locale", NULL);
  g_autofree char *text = NULL;
  gsize length;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return FALSE;
  bindtextdomain (DOMAIN, locales);
  bind_textdomain_codeset (DOMAIN, "UTF-8");
  text = read_file (path, &length, &self->error);
  if (text != NULL)
    read_countries (self, path, text, length, &self->error);
  return TRUE;
}

KpCountryList *
kp_country_list_new (const char *const *data_dirs)
{
  KpCountryList *self;
  gboolean found = FALSE;

  g_return_val_if_fail (data_dirs != NULL, NULL);

  self = g_object_new (KP_TYPE_COUNTRY_LIST, NULL);
  for (guint i = 0; data_dirs[i] != NULL && !found; i++)
    found = read_from (self, data_dirs[i]);
  if (!found)
    self->error = g_error_new (
        G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
        /* Translators: both %s are not translated: a file and a package. */
        _ ("The list of countries (%s) is not installed: install the package %s."),
        FILE_NAME, "iso-codes");
  return self;
}

KpCountryList *
kp_country_list_get_default (void)
{
  static KpCountryList *shared;
  static gsize ready;

  if (g_once_init_enter (&ready))
    {
      g_autoptr (GStrvBuilder) places = g_strv_builder_new ();
      g_auto (GStrv) list = NULL;

      g_strv_builder_add (places, g_get_user_data_dir ());
      for (const char *const *dir = g_get_system_data_dirs (); *dir != NULL; dir++)
        g_strv_builder_add (places, *dir);
      g_strv_builder_add (places, ISO_CODES_DATADIR);
      list = g_strv_builder_end (places);
      shared = kp_country_list_new ((const char *const *) list);
      g_once_init_leave (&ready, 1);
    }
  return shared;
}

const GError *
kp_country_list_get_error (KpCountryList *self)
{
  g_return_val_if_fail (KP_IS_COUNTRY_LIST (self), NULL);

  return self->error;
}

KpCountry *
kp_country_list_find_code (KpCountryList *self, const char *code)
{
  g_return_val_if_fail (KP_IS_COUNTRY_LIST (self), NULL);
  g_return_val_if_fail (code != NULL, NULL);

  return g_hash_table_lookup (self->by_code, code);
}

KpCountry *
kp_country_list_find (KpCountryList *self, const char *text)
{
  g_autofree char *key = NULL;
  KpCountry *found = NULL;

  g_return_val_if_fail (KP_IS_COUNTRY_LIST (self), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  key = kp_country_make_key (text);
  for (guint i = 0; i < self->countries->len; i++)
    {
      KpCountry *country = g_ptr_array_index (self->countries, i);

      if (!kp_country_is_called (country, key))
        continue;
      if (found != NULL)
        return NULL;
      found = country;
    }
  return found;
}
