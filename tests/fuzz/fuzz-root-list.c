/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "core/certificate/root-list.h"

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
  return 0;
}
