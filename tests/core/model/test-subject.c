/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/subject.h"

#include <string.h>

static void
count (GObject *object, GParamSpec *pspec, gpointer data)
{
  ++*(guint *) data;
}

static void
test_properties (void)
{
  g_autoptr (KpSubject) subject = kp_subject_new ("Kite");
  g_autofree char *unit = NULL;
  guint notified = 0;

  g_assert_cmpint (kp_subject_get_id (subject), ==, 0);
  g_assert_cmpint (kp_subject_get_verified_at (subject), ==, 0);
  g_assert_cmpstr (kp_subject_get_name (subject), ==, "Kite");
  g_assert_true (kp_subject_is_empty (subject));

  g_signal_connect (subject, "notify", G_CALLBACK (count), &notified);
  g_object_set (subject, "organization", "Kite Ltd", "organizational-unit", "IT", NULL);
  g_assert_cmpuint (notified, ==, 2);
  g_object_set (subject, "organization", "Kite Ltd", "name", "Kite", "state", NULL, NULL);
  g_assert_cmpuint (notified, ==, 2);
  g_assert_cmpstr (kp_subject_get_field (subject, KP_SUBJECT_ORGANIZATION), ==, "Kite Ltd");
  g_assert_cmpstr (kp_subject_get_field (subject, KP_SUBJECT_STATE), ==, "");
  g_object_get (subject, "organizational-unit", &unit, NULL);
  g_assert_cmpstr (unit, ==, "IT");
  g_assert_false (kp_subject_is_empty (subject));
}

/* Each field is its own, under its name. */
static void
test_fields (void)
{
  g_autoptr (KpSubject) subject = kp_subject_new (NULL);
  KpSubjectField field;

  for (guint i = 0; i < KP_SUBJECT_N_FIELDS; i++)
    kp_subject_set_field (subject, i, kp_subject_field_to_string (i));
  for (guint i = 0; i < KP_SUBJECT_N_FIELDS; i++)
    {
      const char *name = kp_subject_field_to_string (i);
      g_autofree char *text = NULL;

      g_object_get (subject, name, &text, NULL);
      g_assert_cmpstr (text, ==, name);
      g_assert_true (kp_subject_field_from_string (name, &field));
      g_assert_cmpint (field, ==, i);
    }
  g_assert_cmpstr (kp_subject_get_name (subject), ==, "");
  g_assert_false (kp_subject_field_from_string ("site", &field));
  g_assert_false (kp_subject_field_from_string (NULL, &field));
  g_assert_cmpstr (kp_subject_field_get_label (KP_SUBJECT_STATE), ==, "State or province");
}

static KpSubject *
make_kite (void)
{
  KpSubject *subject = kp_subject_new ("Kite");

  kp_subject_set_id (subject, 7);
  kp_subject_set_verified_at (subject, 1795335000);
  g_object_set (subject, "country", "GB", "locality", "London", "organization",
                "Bücher \"&\" Söhne", "email", "dns@kite.example", NULL);
  return subject;
}

static gboolean
is_same (KpSubject *a, KpSubject *b)
{
  for (guint i = 0; i < KP_SUBJECT_N_FIELDS; i++)
    if (!g_str_equal (kp_subject_get_field (a, i), kp_subject_get_field (b, i)))
      return FALSE;
  return g_str_equal (kp_subject_get_name (a), kp_subject_get_name (b));
}

static void
test_copy (void)
{
  g_autoptr (KpSubject) kite = make_kite ();
  g_autoptr (KpSubject) copy = kp_subject_copy (kite);
  g_autoptr (KpSubject) other = kp_subject_new ("Lake");
  guint notified = 0;

  g_assert_true (is_same (kite, copy));
  g_assert_cmpint (kp_subject_get_id (copy), ==, 7);
  g_assert_cmpint (kp_subject_get_verified_at (copy), ==, 1795335000);
  kp_subject_set_field (copy, KP_SUBJECT_STATE, "Greater London");
  g_assert_false (is_same (kite, copy));
  g_signal_connect (other, "notify", G_CALLBACK (count), &notified);
  kp_subject_assign (other, kite);
  g_assert_cmpuint (notified, ==, 7);
  g_assert_true (is_same (kite, other));
  kp_subject_assign (other, other);
  g_assert_true (is_same (kite, other));
}

/* A snapshot says the same when it is read again, but is no row of the store. */
static void
test_json (void)
{
  g_autoptr (KpSubject) kite = make_kite ();
  g_autofree char *json = kp_subject_to_json (kite);
  g_autoptr (GError) error = NULL;
  g_autoptr (KpSubject) read = kp_subject_from_json (json, &error);
  g_autoptr (KpSubject) empty = kp_subject_new (NULL);
  g_autofree char *nothing = kp_subject_to_json (empty);

  g_assert_no_error (error);
  g_assert_true (is_same (kite, read));
  g_assert_cmpint (kp_subject_get_verified_at (read), ==, 1795335000);
  g_assert_cmpint (kp_subject_get_id (read), ==, 0);
  g_assert_cmpstr (nothing, ==, "{}");
}

/* What a damaged store may hold. */
static void
test_bad_json (void)
{
  static const char *const none[] = { "", "[]", "null", "{", "{\"country\":}", "\xff{}" };
  g_autofree char *longest = g_strnfill (20000, ' ');
  g_autofree char *wide = g_strnfill (2000, 'x');
  g_autofree char *too_wide = g_strdup_printf ("{\"locality\":\"%s\"}", wide);
  g_autoptr (GError) error = NULL;
  g_autoptr (KpSubject) odd = NULL;
  g_autoptr (KpSubject) cut = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    {
      g_autoptr (GError) bad = NULL;

      g_assert_null (kp_subject_from_json (none[i], &bad));
      g_assert_error (bad, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    }
  g_assert_null (kp_subject_from_json (longest, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE);
  odd = kp_subject_from_json ("{\"country\":[1],\"state\":\"a\\u0007b\",\"name\":null,"
                              "\"verified-at\":-5,\"id\":9,\"locality\":\"Bern\"}",
                              NULL);
  g_assert_cmpstr (kp_subject_get_field (odd, KP_SUBJECT_COUNTRY), ==, "");
  g_assert_cmpstr (kp_subject_get_field (odd, KP_SUBJECT_STATE), ==, "");
  g_assert_cmpstr (kp_subject_get_field (odd, KP_SUBJECT_LOCALITY), ==, "Bern");
  g_assert_cmpint (kp_subject_get_verified_at (odd), ==, 0);
  g_assert_cmpint (kp_subject_get_id (odd), ==, 0);
  cut = kp_subject_from_json (too_wide, NULL);
  g_assert_true (kp_subject_is_empty (cut));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/subject/properties", test_properties);
  g_test_add_func ("/subject/fields", test_fields);
  g_test_add_func ("/subject/copy", test_copy);
  g_test_add_func ("/subject/json", test_json);
  g_test_add_func ("/subject/bad-json", test_bad_json);
  return g_test_run ();
}
