/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/provider/ca-identities.h"

#include <string.h>

#include "core/base/json.h"
#include "core-resources.h"

#define RESOURCE_PATH "/io/github/keyplate_app/Keyplate/core/rules/ca-identities.json"
#define MAX_SIZE (256 * 1024)
#define MAX_CAS 500
#define MAX_EACH 100

typedef struct
{
  char *name;
  char **domains;
  GPtrArray *patterns; /* element-type GPatternSpec, of issuer names in lower case */
} Ca;

struct _KpCaIdentities
{
  GPtrArray *cas;
};

static void
ca_free (gpointer data)
{
  Ca *ca = data;

  g_free (ca->name);
  g_strfreev (ca->domains);
  g_ptr_array_unref (ca->patterns);
  g_free (ca);
}

static void
add_ca (KpCaIdentities *self, JsonObject *object)
{
  g_auto (GStrv) issuers = kp_json_get_strv (object, "issuers", MAX_EACH, 100);
  const char *name = kp_json_get_string (object, "name", 100);
  g_auto (GStrv) domains = kp_json_get_strv (object, "domains", MAX_EACH, 253);
  Ca *ca;

  if (name == NULL || issuers == NULL || domains == NULL || domains[0] == NULL)
    return;
  ca = g_new0 (Ca, 1);
  ca->name = g_strdup (name);
  ca->domains = g_steal_pointer (&domains);
  ca->patterns = g_ptr_array_new_with_free_func ((GDestroyNotify) g_pattern_spec_free);
  for (char **issuer = issuers; *issuer != NULL; issuer++)
    {
      g_autofree char *lower = g_utf8_casefold (*issuer, -1);

      g_ptr_array_add (ca->patterns, g_pattern_spec_new (lower));
    }
  g_ptr_array_add (self->cas, ca);
}

static KpCaIdentities *
load (void)
{
  KpCaIdentities *self = g_new0 (KpCaIdentities, 1);
  g_autoptr (GBytes) data = g_resource_lookup_data (kp_core_get_resource (), RESOURCE_PATH,
                                                    G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (GError) error = NULL;
  JsonArray *array = NULL;
  guint length = 0;

  self->cas = g_ptr_array_new_with_free_func (ca_free);
  if (data != NULL)
    object = kp_json_parse (g_bytes_get_data (data, NULL), g_bytes_get_size (data),
                            MAX_SIZE, "ca-identities.json", &error);
  if (object != NULL)
    array = kp_json_get_array (object, "cas", MAX_CAS, &length);
  /* Of this program, and tested; without it every CA is one that is not known. */
  if (array == NULL)
    g_debug ("no CA identities: %s", error != NULL ? error->message : "not there");
  for (guint i = 0; i < length; i++)
    {
      JsonObject *inner = kp_json_array_get_object (array, i);

      if (inner != NULL)
        add_ca (self, inner);
    }
  return self;
}

const KpCaIdentities *
kp_ca_identities_get_default (void)
{
  static KpCaIdentities *identities;

  if (g_once_init_enter (&identities))
    g_once_init_leave (&identities, load ());
  return identities;
}

const char *const *
kp_ca_identities_find_by_issuer (const KpCaIdentities *self, const char *issuer)
{
  g_autofree char *folded = issuer != NULL ? g_utf8_casefold (issuer, -1) : NULL;
  gsize length = folded != NULL ? strlen (folded) : 0;

  for (guint i = 0; length > 0 && i < self->cas->len; i++)
    {
      const Ca *ca = g_ptr_array_index (self->cas, i);

      for (guint j = 0; j < ca->patterns->len; j++)
        if (g_pattern_spec_match (g_ptr_array_index (ca->patterns, j), length, folded,
                                  NULL))
          return (const char *const *) ca->domains;
    }
  return NULL;
}

static const Ca *
find_by_domain (const KpCaIdentities *self, const char *domain)
{
  for (guint i = 0; domain != NULL && i < self->cas->len; i++)
    {
      const Ca *ca = g_ptr_array_index (self->cas, i);

      for (char **one = ca->domains; *one != NULL; one++)
        if (g_ascii_strcasecmp (*one, domain) == 0)
          return ca;
    }
  return NULL;
}

const char *
kp_ca_identities_get_name (const KpCaIdentities *self, const char *domain)
{
  const Ca *ca = find_by_domain (self, domain);

  return ca != NULL ? ca->name : NULL;
}

const char *const *
kp_ca_identities_expand (const KpCaIdentities *self, const char *domain)
{
  const Ca *ca = find_by_domain (self, domain);

  return ca != NULL ? (const char *const *) ca->domains : NULL;
}
