/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/dns/dns-host.h"

#include <string.h>

#include "core/base/json.h"
#include "core-resources.h"

#define RESOURCE_PATH "/io/github/keyplate_app/Keyplate/core/rules/dns-hosts.json"
#define MAX_SIZE (256 * 1024)
#define MAX_HOSTS 500
#define MAX_EACH 50
/* A zone has rarely more than eight; what a hostile one has is not looked at. */
#define MAX_NAME_SERVERS 32

typedef struct
{
  KpDnsHost host;
  GPtrArray *patterns; /* element-type GPatternSpec, of names in lower case */
} Known;

static void
known_free (gpointer data)
{
  Known *known = data;

  g_free (known->host.name);
  g_free (known->host.help_uri);
  g_ptr_array_unref (known->patterns);
  g_free (known);
}

static void
add_host (GPtrArray *hosts, JsonObject *object)
{
  g_auto (GStrv) servers = kp_json_get_strv (object, "name_servers", MAX_EACH, 253);
  const char *name = kp_json_get_string (object, "name", 100);
  const char *help = kp_json_get_string (object, "help", 500);
  Known *known;

  if (servers == NULL || name == NULL || help == NULL)
    return;
  known = g_new0 (Known, 1);
  known->host.name = g_strdup (name);
  known->host.help_uri = g_strdup (help);
  known->patterns = g_ptr_array_new_with_free_func ((GDestroyNotify) g_pattern_spec_free);
  for (char **server = servers; *server != NULL; server++)
    g_ptr_array_add (known->patterns, g_pattern_spec_new (*server));
  g_ptr_array_add (hosts, known);
}

static GPtrArray *
load (void)
{
  GPtrArray *hosts = g_ptr_array_new_with_free_func (known_free);
  g_autoptr (GBytes) data = g_resource_lookup_data (kp_core_get_resource (), RESOURCE_PATH,
                                                    G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (GError) error = NULL;
  JsonArray *array = NULL;
  guint length = 0;

  if (data != NULL)
    object = kp_json_parse (g_bytes_get_data (data, NULL), g_bytes_get_size (data),
                            MAX_SIZE, "dns-hosts.json", &error);
  if (object != NULL)
    array = kp_json_get_array (object, "hosts", MAX_HOSTS, &length);
  /* Of this program, and tested; without it no host has a name or help. */
  if (array == NULL)
    g_debug ("no DNS hosts: %s", error != NULL ? error->message : "not there");
  for (guint i = 0; i < length; i++)
    {
      JsonObject *inner = kp_json_array_get_object (array, i);

      if (inner != NULL)
        add_host (hosts, inner);
    }
  return hosts;
}

static GPtrArray *
get_hosts (void)
{
  static GPtrArray *hosts;

  if (g_once_init_enter (&hosts))
    g_once_init_leave (&hosts, load ());
  return hosts;
}

static gboolean
matches (const Known *known, const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);
  gsize length = strlen (lower);

  for (guint i = 0; i < known->patterns->len; i++)
    if (g_pattern_spec_match (g_ptr_array_index (known->patterns, i), length, lower, NULL))
      return TRUE;
  return FALSE;
}

const KpDnsHost *
kp_dns_host_find (const char *const *name_servers)
{
  GPtrArray *hosts = get_hosts ();
  guint n_servers = 0;

  while (name_servers != NULL && name_servers[n_servers] != NULL
         && n_servers < MAX_NAME_SERVERS)
    n_servers++;
  for (guint i = 0; i < hosts->len; i++)
    {
      const Known *known = g_ptr_array_index (hosts, i);
      guint n = 0;

      for (guint j = 0; j < n_servers; j++)
        n += matches (known, name_servers[j]);
      if (n * 2 > n_servers)
        return &known->host;
    }
  return NULL;
}
