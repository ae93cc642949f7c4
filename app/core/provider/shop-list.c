/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/provider/shop-list.h"

#include <glib/gi18n.h>

#include "core-resources.h"
#include "core/base/json.h"

#define FILE_NAME "shops.json"
#define RESOURCE_PATH "/io/github/keyplate_app/Keyplate/core/rules/" FILE_NAME
#define MAX_SIZE (256 * 1024)
#define MAX_SHOPS 200
#define MAX_NAME 100
#define MAX_URI 500
#define MAX_DOMAIN 253

/* By the place in #KpShopKind. */
static const char *const kinds[] = { "shop" };

static const struct
{
  const char *word;
  KpShopSells sells;
} validations[] = { { "dv", KP_SHOP_SELLS_DV }, { "ov", KP_SHOP_SELLS_OV } };

static void
shop_free (gpointer data)
{
  KpShop *shop = data;

  g_free (shop->name);
  g_free (shop->uri);
  g_free (shop->caa);
  g_free (shop);
}

static gboolean
read_kind (JsonObject *object, KpShopKind *kind)
{
  const char *word = kp_json_get_string (object, "kind", MAX_NAME);

  for (guint i = 0; word != NULL && i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i], word))
      {
        *kind = i;
        return TRUE;
      }
  return FALSE;
}

/* Returns: #KpShopSells, 0 where one of the words is not known */
static guint
read_sells (JsonObject *object)
{
  g_auto (GStrv) words = kp_json_get_strv (object, "sells", MAX_NAME, MAX_NAME);
  guint sells = 0;

  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    {
      guint before = sells;

      for (guint j = 0; j < G_N_ELEMENTS (validations); j++)
        if (g_str_equal (validations[j].word, words[i]))
          sells |= validations[j].sells;
      if (sells == before)
        return 0;
    }
  return sells;
}

static gboolean
is_text (const char *text)
{
  return text != NULL && *text != '\0';
}

/* Returns: (nullable): what is wrong with @object */
static const char *
read_shop (JsonObject *object, GPtrArray *shops)
{
  const char *name = kp_json_get_string (object, "name", MAX_NAME);
  const char *uri = kp_json_get_string (object, "uri", MAX_URI);
  const char *caa = kp_json_get_string (object, "caa", MAX_DOMAIN);
  guint sells = read_sells (object);
  KpShopKind kind;
  KpShop *shop;

  if (!read_kind (object, &kind))
    return _ ("“kind” must be “shop”");
  if (!is_text (name))
    return _ ("“name” must be the name of a CA");
  if (kp_shop_list_find (shops, name) != NULL)
    return _ ("this name was there already");
  /* It is opened in the browser as it stands. */
  if (uri == NULL || !g_str_has_prefix (uri, "https://")
      || !g_uri_is_valid (uri, G_URI_FLAGS_NONE, NULL))
    return _ ("“uri” must be an address that begins with https://");
  if (!is_text (caa))
    return _ ("“caa” must be the CA’s domain name for CAA records");
  if (sells == 0)
    return _ ("“sells” must be a list of “dv” and “ov”");
  shop = g_new0 (KpShop, 1);
  *shop = (KpShop){ .kind = kind,
                    .name = g_strdup (name),
                    .uri = g_strdup (uri),
                    .caa = g_strdup (caa),
                    .sells = sells };
  g_ptr_array_add (shops, shop);
  return NULL;
}

GPtrArray *
kp_shop_list_new_from_json (const char *json, gssize length, const char *file_name,
                            GError **error)
{
  g_autoptr (GPtrArray) shops = g_ptr_array_new_with_free_func (shop_free);
  g_autoptr (GHashTable) lines = NULL;
  g_autoptr (JsonObject) object = NULL;
  const char *reason = NULL;
  JsonArray *array;
  guint n = 0, i;

  g_return_val_if_fail (json != NULL && file_name != NULL, NULL);

  object = kp_json_parse_with_lines (json, length, MAX_SIZE, file_name, &lines, error);
  if (object == NULL)
    return NULL;
  array = kp_json_get_array (object, "shops", MAX_SHOPS, &n);
  if (array == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s:1: %s", file_name,
                   _ ("“shops” must be a list"));
      return NULL;
    }
  for (i = 0; i < n && reason == NULL; i++)
    {
      JsonObject *inner = kp_json_array_get_object (array, i);

      reason = inner != NULL ? read_shop (inner, shops) : _ ("a shop must be an object");
    }
  if (reason == NULL)
    return g_steal_pointer (&shops);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s:%u: %s", file_name,
               MAX (kp_json_array_get_line (lines, array, i - 1), 1), reason);
  return NULL;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  const KpShop *one = *(KpShop *const *) a, *other = *(KpShop *const *) b;

  return g_ascii_strcasecmp (one->name, other->name);
}

static GPtrArray *
load (void)
{
  g_autoptr (GBytes) data = g_resource_lookup_data (kp_core_get_resource (), RESOURCE_PATH,
                                                    G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (GError) error = NULL;
  GPtrArray *shops;

  g_assert (data != NULL);
  shops = kp_shop_list_new_from_json (g_bytes_get_data (data, NULL),
                                      (gssize) g_bytes_get_size (data), FILE_NAME, &error);
  /* Of this program, and tested. */
  if (shops == NULL)
    g_debug ("%s", error->message);
  g_assert (shops != NULL);
  g_ptr_array_sort (shops, compare_names);
  return shops;
}

GPtrArray *
kp_shop_list_get_default (void)
{
  static GPtrArray *shops;

  if (g_once_init_enter (&shops))
    g_once_init_leave (&shops, load ());
  return shops;
}

const KpShop *
kp_shop_list_find (GPtrArray *shops, const char *name)
{
  g_return_val_if_fail (shops != NULL, NULL);

  for (guint i = 0; name != NULL && i < shops->len; i++)
    {
      const KpShop *shop = g_ptr_array_index (shops, i);

      if (g_ascii_strcasecmp (shop->name, name) == 0)
        return shop;
    }
  return NULL;
}
