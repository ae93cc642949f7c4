/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/json.h"
#include "core/provider/profile-private.h"

#include <string.h>

static JsonObject *
load_schema (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("KEYPLATE_SOURCE_ROOT"), "data",
                                            "providers", "profile.schema.json", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  JsonObject *schema;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, &error));
  schema = kp_json_parse (text, length, KP_PROFILE_MAX_SIZE, path, &error);
  g_assert_no_error (error);
  return schema;
}

/* Goes down from the schema of the file to that of one object in it. */
static JsonObject *
descend (JsonObject *schema, const char *const *way)
{
  for (; *way != NULL; way++)
    {
      schema = kp_json_get_object (schema, *way);
      g_assert_nonnull (schema);
    }
  return schema;
}

/* An object of the file: by what stands before it in messages, and by where
 * the schema has it. */
static const struct
{
  const char *path;
  const char *const way[8];
} places[] = {
  { "", { NULL } },
  { "labels.", { "properties", "labels" } },
  { "target.", { "properties", "target" } },
  { "host.", { "properties", "host" } },
  { "renewal.", { "properties", "renewal" } },
  { "channel.", { "properties", "channel" } },
  { "request.", { "properties", "request" } },
  { "request.fields.", { "properties", "request", "properties", "fields", "items" } },
  { "days.", { "properties", "days" } },
  { "translations.", { "properties", "translations", "additionalProperties" } },
  { "translations.labels.",
    { "properties", "translations", "additionalProperties", "properties", "labels" } },
};

/* Editors and the reader know the same members, in every object. */
static void
test_members (void)
{
  g_autoptr (JsonObject) schema = load_schema ();

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      JsonObject *object = descend (schema, places[i].way);
      JsonObject *properties = kp_json_get_object (object, "properties");
      const char *const *known = kp_profile_get_known_members (places[i].path);
      g_autoptr (GList) members = json_object_get_members (properties);

      g_test_message ("“%s”", places[i].path);
      g_assert_nonnull (known);
      for (GList *l = members; l != NULL; l = l->next)
        if (!g_strv_contains (known, l->data))
          g_error ("“%s%s” is in the schema only", places[i].path, (char *) l->data);
      g_assert_cmpuint (g_list_length (members), ==, g_strv_length ((char **) known));
      g_assert_false (kp_json_get_boolean (object, "additionalProperties"));
      g_assert_true (json_object_has_member (object, "additionalProperties"));
      g_assert_nonnull (kp_json_get_object (object, "patternProperties"));
    }
}

/* What the reader says of a wrong word lists all that it takes: the same as
 * the schema. */
static void
check_words (JsonObject *schema, const char *const *way, const char *text)
{
  JsonObject *property = descend (schema, way);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) words = kp_json_get_strv (property, "enum", 20, 60);
  g_autofree char *all = g_strjoinv (", ", words);

  g_assert_null (kp_profile_new_from_json (text, -1, "x.json", &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, KP_PROFILE_ERROR, KP_PROFILE_ERROR_VALUE);
  g_assert_true (g_str_has_suffix (error->message, all));
}

static void
test_words (void)
{
  static const struct
  {
    const char *const way[8];
    const char *members;
  } rows[] = {
    { { "properties", "key" }, "\"key\": \"-\"" },
    { { "properties", "certificate" }, "\"key\": \"here\", \"certificate\": \"-\"" },
    { { "properties", "bundle" }, "\"key\": \"here\", \"bundle\": \"-\"" },
    { { "properties", "jobs", "items" }, "\"key\": \"here\", \"jobs\": [ \"-\" ]" },
    { { "properties", "target", "properties", "kind" },
      "\"key\": \"here\", \"target\": { \"kind\": \"-\" }" },
    { { "properties", "renewal", "properties", "by" },
      "\"key\": \"here\", \"renewal\": { \"by\": \"-\" }" },
    { { "properties", "channel", "properties", "kind" },
      "\"key\": \"here\", \"channel\": { \"kind\": \"-\" }" },
    { { "properties", "request", "properties", "priority" },
      "\"key\": \"here\", \"request\": { \"priority\": \"-\" }" },
  };
  static const char *const rest[] = { "\"jobs\": []", "\"target\": { \"kind\": \"none\" }",
                                      "\"renewal\": { \"by\": \"you\" }",
                                      "\"channel\": { \"kind\": \"files\" }" };
  g_autoptr (JsonObject) schema = load_schema ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GString) text = g_string_new ("{ \"id\": \"x\", \"name\": \"X\"");

      g_string_append_printf (text, ", %s", rows[i].members);
      for (guint j = 0; j < G_N_ELEMENTS (rest); j++)
        {
          g_autofree char *member = g_strndup (rest[j], strcspn (rest[j], ":"));

          if (strstr (rows[i].members, member) == NULL)
            g_string_append_printf (text, ", %s", rest[j]);
        }
      g_string_append (text, " }");
      check_words (schema, rows[i].way, text->str);
    }
}

/* What the schema requires of the file, the reader does. */
static void
test_required (void)
{
  static const char *const members[][2] = {
    { "id", "\"x\"" },
    { "name", "\"X\"" },
    { "jobs", "[]" },
    { "target", "{ \"kind\": \"none\" }" },
    { "key", "\"here\"" },
    { "renewal", "{ \"by\": \"you\" }" },
    { "channel", "{ \"kind\": \"files\" }" },
  };
  g_autoptr (JsonObject) schema = load_schema ();
  g_auto (GStrv) required = kp_json_get_strv (schema, "required", 20, 60);

  g_assert_cmpuint (g_strv_length (required), ==, G_N_ELEMENTS (members));
  for (guint i = 0; i <= G_N_ELEMENTS (members); i++)
    {
      g_autoptr (GString) text = g_string_new ("{ \"x-a\": 1");
      g_autoptr (GError) error = NULL;
      g_autoptr (KpProfile) profile = NULL;

      for (guint j = 0; j < G_N_ELEMENTS (members); j++)
        if (j != i)
          g_string_append_printf (text, ", \"%s\": %s", members[j][0], members[j][1]);
      g_string_append (text, " }");
      profile = kp_profile_new_from_json (text->str, -1, "x.json", &error);
      if (i == G_N_ELEMENTS (members))
        g_assert_no_error (error);
      else
        {
          g_assert_error (error, KP_PROFILE_ERROR, KP_PROFILE_ERROR_MEMBER);
          g_assert_nonnull (strstr (error->message, members[i][0]));
          g_assert_true (g_strv_contains ((const char *const *) required, members[i][0]));
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/schema/members", test_members);
  g_test_add_func ("/schema/words", test_words);
  g_test_add_func ("/schema/required", test_required);

  return g_test_run ();
}
