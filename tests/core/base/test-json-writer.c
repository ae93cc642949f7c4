/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/json-writer.h"

#include <json-glib/json-glib.h>

#include "core/base/json.h"

/* What comes out is what json-glib writes: stores of older versions are full of that. */
static void
test_form (void)
{
  g_autoptr (GString) json = g_string_new (NULL);

  kp_json_write_begin (json, NULL, '{');
  kp_json_write_int (json, "least", G_MININT64);
  kp_json_write_boolean (json, "yes", TRUE);
  kp_json_write_begin (json, "none", '[');
  kp_json_write_end (json, ']');
  kp_json_write_begin (json, "some", '[');
  kp_json_write_string (json, NULL, "{");
  kp_json_write_string (json, NULL, "");
  kp_json_write_begin (json, NULL, '{');
  kp_json_write_end (json, '}');
  kp_json_write_begin (json, NULL, '{');
  kp_json_write_boolean (json, "no", FALSE);
  kp_json_write_end (json, '}');
  kp_json_write_end (json, ']');
  kp_json_write_string (json, "last", "[");
  kp_json_write_end (json, '}');
  g_assert_cmpstr (json->str, ==,
                   "{\"least\":-9223372036854775808,\"yes\":true,\"none\":[],"
                   "\"some\":[\"{\",\"\",{},{\"no\":false}],\"last\":\"[\"}");
}

static void
test_texts (void)
{
  static const char *const texts[] = { "",
                                       "plain",
                                       "Zürich 東京 \xf0\x9f\x94\x92",
                                       "say \"no\"",
                                       "back\\slash \\u0041",
                                       "line\nreturn\rtab\t",
                                       "\x01\x08\x0c\x1b\x1f\x7f end" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GString) json = g_string_new (NULL);
      g_autoptr (JsonObject) object = NULL;
      g_autoptr (GError) error = NULL;

      kp_json_write_begin (json, NULL, '{');
      kp_json_write_string (json, texts[i], texts[i]);
      kp_json_write_end (json, '}');
      for (const char *at = json->str; *at != '\0'; at++)
        g_assert_true ((guchar) *at >= 0x20 && *at != 0x7f);
      if (*texts[i] == '\0')
        continue;
      object = kp_json_parse (json->str, -1, 1024, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (kp_json_get_string (object, texts[i], 1024), ==, texts[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/json-writer/form", test_form);
  g_test_add_func ("/base/json-writer/texts", test_texts);
  return g_test_run ();
}
