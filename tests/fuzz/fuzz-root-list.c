/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "core/certificate/root-list.h"

/* A file gives certificates that can be kept, or says why not. */
static void
check_file (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) octets = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) roots = kp_root_list_parse_file (octets, &error);
  g_autoptr (GPtrArray) again = NULL;
  g_autofree char *pem = NULL;

  g_assert_true ((roots == NULL) == (error != NULL));
  if (roots == NULL)
    {
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return;
    }
  g_assert_cmpuint (roots->len, >, 0);
  pem = kp_root_list_to_pem (roots);
  again = kp_root_list_parse (pem);
  g_assert_cmpuint (again->len, ==, roots->len);
}

/* What is read is written and read again as the same list, and none of it stands twice. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GPtrArray) roots = kp_root_list_parse (text);
  g_autofree char *pem = kp_root_list_to_pem (roots);
  g_autoptr (GPtrArray) again = kp_root_list_parse (pem);

  g_assert_cmpuint (again->len, ==, roots->len);
  for (guint i = 0; i < roots->len; i++)
    {
      g_assert_true (g_bytes_equal (roots->pdata[i], again->pdata[i]));
      g_assert_false (kp_root_list_insert (again, -1, roots->pdata[i]));
    }
  check_file (data, size);
  return 0;
}
