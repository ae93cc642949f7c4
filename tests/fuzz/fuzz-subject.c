/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "core/model/subject-rules.h"

/* What is found good stays so in the form in which it is kept, and that form is its own. */
static void
check_field (KpSubjectField field, const char *text)
{
  g_autofree char *normal = kp_subject_normalize_field (field, text);
  g_autofree char *again = kp_subject_normalize_field (field, normal);
  g_autofree char *reason = NULL;

  g_assert_true (g_utf8_validate (normal, -1, NULL));
  g_assert_cmpstr (again, ==, normal);
  if (kp_subject_check_field (field, text, &reason))
    {
      g_assert_null (reason);
      g_assert_true (kp_subject_check_field (field, normal, NULL));
      g_assert_cmpint (g_utf8_strlen (normal, -1), <=, kp_subject_field_get_max (field));
    }
  else
    g_assert_true (g_utf8_validate (reason, -1, NULL));
}

static void
check_snapshot (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpSubject) read = kp_subject_from_json (text, &error);
  g_autoptr (KpSubject) again = NULL;
  g_autofree char *json = NULL;
  g_autofree char *visible = NULL;

  if (read == NULL)
    {
      g_assert_nonnull (error);
      return;
    }
  json = kp_subject_to_json (read);
  again = kp_subject_from_json (json, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kp_subject_get_name (read), ==, kp_subject_get_name (again));
  g_assert_cmpuint (kp_subject_get_differences (read, again), ==, 0);
  visible = kp_subject_format_visible (read);
  g_assert_true (g_utf8_validate (visible, -1, NULL));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);

  for (guint i = 0; i < KP_SUBJECT_N_FIELDS; i++)
    check_field (i, text);
  check_snapshot (text);
  return 0;
}
