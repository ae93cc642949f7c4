/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <string.h>

#include "core/base/host-name.h"
#include "core/base/plain-text.h"
#include "core/job/validation-record.h"

#define HOST "my.globe.example"
#define ZONE "globe.example"

/* A record that is found is in the zone, is text on one line, and says the same when it is
 * read from the line that it is written as. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (KpValidationRecord) record =
      kp_validation_record_parse (text, HOST, NULL, &error);
  g_autoptr (KpValidationRecord) again = NULL;
  g_autofree char *line = NULL;

  if (record == NULL)
    {
      g_assert_nonnull (error);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_cmpuint (strlen (error->message), >, 0);
      return 0;
    }
  g_assert_no_error (error);
  g_assert_true (kp_host_name_is_valid_dns (record->name));
  g_assert_true (kp_host_name_is_below (record->name, ZONE));
  g_assert_cmpuint (strlen (record->value), >, 0);
  g_assert_true (g_utf8_validate (record->value, -1, NULL));
  g_assert_false (kp_plain_text_has_control (record->value, FALSE));
  line = kp_validation_record_format_zone_line (record);
  again = kp_validation_record_parse (line, HOST, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again->name, ==, record->name);
  g_assert_cmpstr (again->type, ==, record->type);
  g_assert_cmpstr (again->value, ==, record->value);
  return 0;
}
