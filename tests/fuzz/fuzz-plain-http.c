/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "core/check/plain-http.h"

/* Where a part of an answer is enough to tell, all of it tells the same; at its end it is
 * always told. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const char *bytes = (const char *) data;
  KpPlainHttp part = KP_PLAIN_HTTP_NOT_ASKED;
  KpPlainHttp whole = KP_PLAIN_HTTP_NOT_ASKED;
  KpPlainHttp end = KP_PLAIN_HTTP_NOT_ASKED;

  g_assert_true (kp_plain_http_parse (bytes, size, TRUE, &end));
  g_assert_true (end == KP_PLAIN_HTTP_CLOSED || end == KP_PLAIN_HTTP_REDIRECTS
                 || end == KP_PLAIN_HTTP_PLAIN);
  if (kp_plain_http_parse (bytes, size / 2, FALSE, &part))
    {
      g_assert_true (kp_plain_http_parse (bytes, size, FALSE, &whole));
      g_assert_cmpint (part, ==, whole);
    }
  return 0;
}
