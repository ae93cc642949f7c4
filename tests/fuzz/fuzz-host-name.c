/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <string.h>

#include "core/base/host-name.h"

/* A name that is accepted is clean, stays as it is when it is read again, and
 * comes back from the form that people read. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = NULL;
  guint16 port = 0;
  g_autofree char *host = kp_host_name_parse (text, &port, &error);
  g_autofree char *again = NULL;
  g_autofree char *unicode = NULL;
  g_autofree char *back = NULL;

  if (host == NULL)
    {
      g_assert_nonnull (error);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return 0;
    }
  g_assert_no_error (error);
  g_assert_true (kp_host_name_is_valid_dns (host));
  g_assert_cmpuint (strspn (host, "abcdefghijklmnopqrstuvwxyz0123456789-."), ==,
                    strlen (host));
  again = kp_host_name_parse (host, NULL, NULL);
  g_assert_cmpstr (again, ==, host);
  unicode = kp_host_name_to_unicode (host);
  g_assert_true (g_utf8_validate (unicode, -1, NULL));
  back = kp_host_name_parse (unicode, NULL, NULL);
  g_assert_cmpstr (back, ==, host);
  return 0;
}
