/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/json.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

/* Depth and comments are looked at before json-glib is: its parser recurses as
 * deep as the text does, and takes comments, which are no JSON (RFC 8259). */
static const char *
find_fault (const char *text, gsize length, guint *line)
{
  gboolean in_string = FALSE;
  guint depth = 0;

  *line = 1;
  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '\n')
        ++*line;
      if (in_string)
        {
          if (text[i] == '\\')
            i++;
          else if (text[i] == '"')
            in_string = FALSE;
          continue;
        }
      switch (text[i])
        {
        case '"':
          in_string = TRUE;
          break;
        case '[':
        case '{':
          if (++depth > KP_JSON_MAX_DEPTH)
            return _ ("nested too deep");
          break;
        case ']':
        case '}':
          depth -= depth > 0;
          break;
        case '/':
        case '#':
        case '\'':
          return _ ("a character that JSON does not have there");
        case '\0':
          return _ ("a zero octet");
        default:
          break;
        }
    }
  return NULL;
}

static void
set_error (GError **error, int code, const char *file_name, guint line, const char *reason)
{
  if (file_name != NULL)
    g_set_error (error, G_IO_ERROR, code, "%s:%u: %s", file_name, line, reason);
  else
    /* Translators: the line of a file, and what is wrong there */
    g_set_error (error, G_IO_ERROR, code, _ ("line %u: %s"), line, reason);
}

typedef struct
{
  GHashTable *lines;
  guint doubled_line;
} Lines;

static char *
make_key (gconstpointer container, const char *member)
{
  return g_strdup_printf ("%p %s", container, member);
}

static char *
make_element_key (gconstpointer array, guint index)
{
  return g_strdup_printf ("%p [%u", array, index);
}

static void
on_member (JsonParser *parser, JsonObject *object, const char *member, gpointer data)
{
  Lines *lines = data;
  guint line = json_parser_get_current_line (parser);

  if (!g_hash_table_insert (lines->lines, make_key (object, member),
                            GUINT_TO_POINTER (line))
      && lines->doubled_line == 0)
    lines->doubled_line = MAX (line, 1);
}

static void
on_element (JsonParser *parser, JsonArray *array, int index, gpointer data)
{
  Lines *lines = data;

  g_hash_table_insert (lines->lines, make_element_key (array, index),
                       GUINT_TO_POINTER (json_parser_get_current_line (parser)));
}

static gboolean
check_text (const char *text, gsize length, gsize max_length, const char *file_name,
            GError **error)
{
  const char *fault;
  guint line;

  if (length > max_length)
    {
      g_autofree char *size = g_format_size_full (max_length, G_FORMAT_SIZE_IEC_UNITS);
      g_autofree char *reason
          /* Translators: a size: "256.0 KiB" */
          = g_strdup_printf (_ ("larger than the %s that are accepted"), size);

      set_error (error, G_IO_ERROR_MESSAGE_TOO_LARGE, file_name, 1, reason);
      return FALSE;
    }
  if (!g_utf8_validate (text, length, NULL))
    {
      set_error (error, G_IO_ERROR_INVALID_DATA, file_name, 1, _ ("not UTF-8 text"));
      return FALSE;
    }
  fault = find_fault (text, length, &line);
  if (fault != NULL)
    {
      set_error (error, G_IO_ERROR_INVALID_DATA, file_name, line, fault);
      return FALSE;
    }
  return TRUE;
}

/* Its own words are for whoever wrote it: "unexpected character `,', expected character
 * `]'" of a comma too many. */
static const char *
get_reason (const GError *error)
{
  if (error->domain != JSON_PARSER_ERROR)
    return _ ("not valid JSON");
  switch (error->code)
    {
    case JSON_PARSER_ERROR_TRAILING_COMMA:
      return _ ("a comma with nothing after it");
    case JSON_PARSER_ERROR_MISSING_COMMA:
      return _ ("a comma is missing, or a bracket");
    case JSON_PARSER_ERROR_MISSING_COLON:
      return _ ("a colon is missing");
    case JSON_PARSER_ERROR_INVALID_BAREWORD:
      return _ ("a word without quotes");
    case JSON_PARSER_ERROR_EMPTY_MEMBER_NAME:
      return _ ("a member without a name");
    default:
      return _ ("not valid JSON");
    }
}

static guint
get_line (const GError *error)
{
  guint64 line = 1;

  /* "<data>:LINE:COLUMN: REASON" */
  if (g_str_has_prefix (error->message, "<data>:"))
    line = g_ascii_strtoull (error->message + strlen ("<data>:"), NULL, 10);
  return (guint) CLAMP (line, 1, G_MAXUINT);
}

static JsonObject *
parse (const char *text, gssize size, gsize max_length, const char *file_name, Lines *lines,
       GError **error)
{
  gsize length = size < 0 ? strlen (text) : (gsize) size;
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (JsonNode) root = NULL;

  if (!check_text (text, length, max_length, file_name, error))
    return NULL;

  /* An immutable one of json-glib 1.10 asserts that what it leaves of bad text is, too. */
  parser = json_parser_new ();
  if (lines != NULL)
    {
      g_signal_connect (parser, "object-member", G_CALLBACK (on_member), lines);
      g_signal_connect (parser, "array-element", G_CALLBACK (on_element), lines);
    }
  if (!json_parser_load_from_data (parser, text, length, &local_error))
    {
      g_debug ("JSON: %s", local_error->message);
      set_error (error, G_IO_ERROR_INVALID_DATA, file_name, get_line (local_error),
                 get_reason (local_error));
      return NULL;
    }

  root = json_parser_steal_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      set_error (error, G_IO_ERROR_INVALID_DATA, file_name, 1, _ ("not a JSON object"));
      return NULL;
    }
  if (lines != NULL && lines->doubled_line > 0)
    {
      set_error (error, G_IO_ERROR_INVALID_DATA, file_name, lines->doubled_line,
                 _ ("a member that is given twice"));
      return NULL;
    }
  json_node_seal (root);
  return json_object_ref (json_node_get_object (root));
}

JsonObject *
kp_json_parse (const char *text, gssize length, gsize max_length, const char *file_name,
               GError **error)
{
  return parse (text, length, max_length, file_name, NULL, error);
}

JsonObject *
kp_json_parse_with_lines (const char *text, gssize length, gsize max_length,
                          const char *file_name, GHashTable **lines, GError **error)
{
  g_autoptr (GHashTable) table =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Lines data = { table, 0 };
  JsonObject *object = parse (text, length, max_length, file_name, &data, error);

  if (object != NULL)
    *lines = g_steal_pointer (&table);
  return object;
}

guint
kp_json_get_line (GHashTable *lines, JsonObject *object, const char *member)
{
  g_autofree char *key = make_key (object, member);

  return GPOINTER_TO_UINT (g_hash_table_lookup (lines, key));
}

guint
kp_json_array_get_line (GHashTable *lines, JsonArray *array, guint index)
{
  g_autofree char *key = make_element_key (array, index);

  return GPOINTER_TO_UINT (g_hash_table_lookup (lines, key));
}

static JsonNode *
get_value (JsonObject *object, const char *member, GType type)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node)
                 && json_node_get_value_type (node) == type
             ? node
             : NULL;
}

const char *
kp_json_get_string (JsonObject *object, const char *member, gsize max)
{
  JsonNode *node = get_value (object, member, G_TYPE_STRING);
  const char *text = node != NULL ? json_node_get_string (node) : NULL;

  return text != NULL && strlen (text) <= max ? text : NULL;
}

gint64
kp_json_get_int (JsonObject *object, const char *member, gint64 min, gint64 max,
                 gint64 fallback)
{
  JsonNode *node = get_value (object, member, G_TYPE_INT64);
  gint64 value = node != NULL ? json_node_get_int (node) : fallback;

  return value >= min && value <= max ? value : fallback;
}

gboolean
kp_json_get_boolean (JsonObject *object, const char *member)
{
  JsonNode *node = get_value (object, member, G_TYPE_BOOLEAN);

  return node != NULL && json_node_get_boolean (node);
}

JsonObject *
kp_json_get_object (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

JsonArray *
kp_json_get_array (JsonObject *object, const char *member, guint max, guint *length)
{
  JsonNode *node = json_object_get_member (object, member);
  JsonArray *array;

  *length = 0;
  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return NULL;
  array = json_node_get_array (node);
  *length = MIN (json_array_get_length (array), max);
  return array;
}

JsonObject *
kp_json_array_get_object (JsonArray *array, guint index)
{
  JsonNode *node = json_array_get_element (array, index);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

char **
kp_json_get_strv (JsonObject *object, const char *member, guint max, gsize max_each)
{
  guint length;
  JsonArray *array = kp_json_get_array (object, member, max, &length);
  g_autoptr (GStrvBuilder) builder = NULL;

  if (array == NULL)
    return NULL;

  builder = g_strv_builder_new ();
  for (guint i = 0; i < length; i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      const char *text =
          JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
              ? json_node_get_string (node)
              : NULL;

      if (text != NULL && strlen (text) <= max_each)
        g_strv_builder_add (builder, text);
    }
  return g_strv_builder_end (builder);
}
