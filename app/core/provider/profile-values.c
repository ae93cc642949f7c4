/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/provider/profile-values.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/base/host-name.h"

#define MAX_DOMAINS 200

/* A name may be the file's own: no more of it than a message can hold. */
static char *
shorten (const char *member)
{
  GString *text = g_string_new (NULL);
  guint n = 0;

  for (const char *p = member; *p != '\0' && n < 40; p = g_utf8_next_char (p), n++)
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (text, g_unichar_isprint (c) ? c : '?');
    }
  return g_string_free (text, FALSE);
}

static void
fail_at (const KpProfilePlace *place, guint line, const char *member, int code,
         const char *reason)
{
  KpProfileValues *values = place->values;
  g_autofree char *shown = NULL;

  if (values->error != NULL)
    return;
  shown = shorten (member);
  /* Where nothing better is known, the file as a whole is meant. */
  g_set_error (&values->error, KP_PROFILE_ERROR, code,
               /* Translators: a file, a line of it, the name of a value there, what is
                * wrong with it */
               _ ("%s:%u: “%s%s” %s"), values->file_name, MAX (line, 1), place->path, shown,
               reason);
}

static guint
get_line (const KpProfilePlace *place, const char *member)
{
  guint line = place->object != NULL
                   ? kp_json_get_line (place->values->lines, place->object, member)
                   : 0;

  return line > 0 ? line : place->line;
}

void
kp_profile_values_fail (const KpProfilePlace *place, const char *member, int code,
                        const char *reason)
{
  fail_at (place, get_line (place, member), member, code, reason);
}

static void
fail_value (const KpProfilePlace *place, const char *member, const char *reason)
{
  kp_profile_values_fail (place, member, KP_PROFILE_ERROR_VALUE, reason);
}

void
kp_profile_values_check_members (const KpProfilePlace *place, const char *const *known)
{
  g_autoptr (GList) members = NULL;

  if (place->object == NULL)
    return;
  members = json_object_get_members (place->object);
  for (GList *l = members; l != NULL; l = l->next)
    if (!g_strv_contains (known, l->data) && !g_str_has_prefix (l->data, "x-"))
      kp_profile_values_fail (place, l->data, KP_PROFILE_ERROR_MEMBER,
                              _ ("is not known; what is your own begins with “x-”"));
}

gboolean
kp_profile_values_require (const KpProfilePlace *place, const char *member)
{
  if (place->object != NULL && json_object_has_member (place->object, member))
    return TRUE;
  kp_profile_values_fail (place, member, KP_PROFILE_ERROR_MEMBER, _ ("is missing"));
  return FALSE;
}

static JsonNode *
find (const KpProfilePlace *place, const char *member)
{
  if (place->object == NULL || place->values->error != NULL)
    return NULL;
  return json_object_get_member (place->object, member);
}

KpProfilePlace
kp_profile_values_object (const KpProfilePlace *place, const char *member, const char *path)
{
  JsonNode *node = find (place, member);
  KpProfilePlace inner = { place->values, NULL, path, get_line (place, member) };

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    inner.object = json_node_get_object (node);
  else if (node != NULL)
    fail_value (place, member, _ ("must be an object"));
  return inner;
}

static gboolean
is_one_line (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)))
      return FALSE;
  return TRUE;
}

char *
kp_profile_values_text (const KpProfilePlace *place, const char *member, guint max)
{
  JsonNode *node = find (place, member);
  const char *text;

  if (node == NULL)
    return NULL;
  text = JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
  if (text == NULL || *text == '\0' || !is_one_line (text)
      || g_utf8_strlen (text, -1) > max)
    {
      g_autofree char *reason
          /* Translators: a number of characters; it follows the name of a value */
          = g_strdup_printf (_ ("must be a text of 1 to %u characters in one line"), max);

      fail_value (place, member, reason);
      return NULL;
    }
  return g_strdup (text);
}

guint
kp_profile_values_word (const KpProfilePlace *place, const char *member,
                        const char *const *words, guint fallback)
{
  JsonNode *node = find (place, member);
  const char *text;
  g_autofree char *all = NULL;
  g_autofree char *reason = NULL;

  if (node == NULL)
    return fallback;
  text = JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
  for (guint i = 0; words[i] != NULL; i++)
    if (g_strcmp0 (text, words[i]) == 0)
      return i;

  all = g_strjoinv (", ", (char **) words);
  /* Translators: a list of words; it follows the name of a value */
  reason = g_strdup_printf (_ ("must be one of: %s"), all);
  fail_value (place, member, reason);
  return fallback;
}

gboolean
kp_profile_values_boolean (const KpProfilePlace *place, const char *member,
                           gboolean fallback)
{
  JsonNode *node = find (place, member);

  if (node == NULL)
    return fallback;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    {
      fail_value (place, member, _ ("must be true or false"));
      return fallback;
    }
  return json_node_get_boolean (node);
}

guint
kp_profile_values_number (const KpProfilePlace *place, const char *member, guint max,
                          guint fallback)
{
  JsonNode *node = find (place, member);

  if (node == NULL)
    return fallback;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64
      || json_node_get_int (node) < 0 || json_node_get_int (node) > max)
    {
      g_autofree char *reason
          /* Translators: the greatest number; it follows the name of a value */
          = g_strdup_printf (_ ("must be a whole number from 0 to %u"), max);

      fail_value (place, member, reason);
      return fallback;
    }
  return json_node_get_int (node);
}

/* The canonical form of a name that a file holds; a file has no URL or port. */
static char *
parse_host (const char *text)
{
  guint16 port = 0;
  g_autofree char *host = kp_host_name_parse (text, &port, NULL);

  return host != NULL && port == 0 && strpbrk (text, "/@:?# ") == NULL
             ? g_steal_pointer (&host)
             : NULL;
}

char *
kp_profile_values_host (const KpProfilePlace *place, const char *member)
{
  g_autofree char *text = kp_profile_values_text (place, member, KP_HOST_NAME_MAX);
  char *host = text != NULL ? parse_host (text) : NULL;

  if (text != NULL && host == NULL)
    fail_value (place, member, _ ("must be a host name"));
  return host;
}

char *
kp_profile_values_pattern (const KpProfilePlace *place, const char *member)
{
  g_autofree char *text = kp_profile_values_text (place, member, KP_HOST_NAME_MAX);
  g_autofree char *example = NULL;
  g_autofree char *host = NULL;

  if (text == NULL)
    return NULL;
  /* A pattern is good if it is a host name once a label stands for the star. */
  if (g_str_has_prefix (text, "*."))
    example = g_strconcat ("x", text + 1, NULL);
  else if (g_str_has_suffix (text, ".*"))
    example = g_strdup_printf ("%.*sx.example", (int) strlen (text) - 1, text);
  if (example != NULL)
    host = parse_host (example);
  if (host == NULL)
    {
      fail_value (place, member, _ ("must be a pattern like “*.example.com” or “cp.*”"));
      return NULL;
    }
  return g_ascii_strdown (text, -1);
}

char *
kp_profile_values_uri (const KpProfilePlace *place, const char *member)
{
  g_autofree char *text = kp_profile_values_text (place, member, 2048);
  g_autoptr (GUri) uri = NULL;

  if (text == NULL)
    return NULL;
  /* It is opened in the browser: nothing but a page may hide behind it. */
  uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || g_strcmp0 (g_uri_get_scheme (uri), "https") != 0
      || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    {
      fail_value (place, member, _ ("must be a link that begins with “https://”"));
      return NULL;
    }
  return g_steal_pointer (&text);
}

JsonArray *
kp_profile_values_array (const KpProfilePlace *place, const char *member, guint max,
                         guint *length)
{
  JsonNode *node = find (place, member);
  JsonArray *array;

  *length = 0;
  if (node == NULL)
    return NULL;
  array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  if (array == NULL || json_array_get_length (array) > max)
    {
      g_autofree char *reason
          /* Translators: how many at most; it follows the name of a value */
          = g_strdup_printf (_ ("must be a list of at most %u"), max);

      fail_value (place, member, reason);
      return NULL;
    }
  *length = json_array_get_length (array);
  return array;
}

char **
kp_profile_values_domains (const KpProfilePlace *place, const char *member)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint length;
  JsonArray *array = kp_profile_values_array (place, member, MAX_DOMAINS, &length);

  for (guint i = 0; i < length; i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      const char *text =
          JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
              ? json_node_get_string (node)
              : NULL;
      g_autofree char *host = text != NULL ? parse_host (text) : NULL;

      if (host == NULL)
        {
          fail_at (place, kp_json_array_get_line (place->values->lines, array, i), member,
                   KP_PROFILE_ERROR_VALUE, _ ("must be a list of domains"));
          break;
        }
      g_strv_builder_add (builder, host);
    }
  return g_strv_builder_end (builder);
}
