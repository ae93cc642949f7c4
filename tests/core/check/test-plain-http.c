/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/check/plain-http.h"

#include <string.h>

#define OK "HTTP/1.1 200 OK\r\n"
#define MOVED "HTTP/1.1 301 Moved\r\n"

static const struct
{
  const char *data;
  gboolean enough; /* without having ended */
  KpPlainHttp result;
} rows[] = {
  { "", FALSE, KP_PLAIN_HTTP_CLOSED },
  { "HTTP/1.1 200", FALSE, KP_PLAIN_HTTP_CLOSED },
  { OK, FALSE, KP_PLAIN_HTTP_PLAIN },
  { OK "\r\n<html>", TRUE, KP_PLAIN_HTTP_PLAIN },
  { OK "Location: https://a.example/\r\n\r\n", TRUE, KP_PLAIN_HTTP_PLAIN },
  { "HTTP/1.0 404 Not Found\r\n\r\n", TRUE, KP_PLAIN_HTTP_PLAIN },
  { "HTTP/1.1 403 Forbidden\n\n", TRUE, KP_PLAIN_HTTP_PLAIN },
  { "HTTP/1.1 421 Misdirected Request\r\n\r\n", TRUE, KP_PLAIN_HTTP_PLAIN },
  { "HTTP/1.1 503 \r\n\r\n", TRUE, KP_PLAIN_HTTP_PLAIN },
  { "HTTP/1.1 204\r\n\r\n", TRUE, KP_PLAIN_HTTP_PLAIN },
  { MOVED "Location: https://a.example/\r\n", TRUE, KP_PLAIN_HTTP_REDIRECTS },
  { MOVED "Server: x\r\nlocation:\tHTTPS://a.example\r\n", TRUE, KP_PLAIN_HTTP_REDIRECTS },
  { "HTTP/1.1 308 \nLOCATION:https://a\n", TRUE, KP_PLAIN_HTTP_REDIRECTS },
  { "HTTP/1.1 302 Found\r\nLocation: https://a", FALSE, KP_PLAIN_HTTP_PLAIN },
  { "HTTP/1.1 307 T\r\nLocation: http://a.example/\r\n\r\n", TRUE, KP_PLAIN_HTTP_PLAIN },
  { MOVED "Location: /login\r\n\r\n", TRUE, KP_PLAIN_HTTP_PLAIN },
  { MOVED "Location: https://\r\n\r\n", TRUE, KP_PLAIN_HTTP_PLAIN },
  { MOVED "\r\nLocation: https://a.example/\r\n", TRUE, KP_PLAIN_HTTP_PLAIN },
  { "HTTP/1.1 304 Not Modified\r\nLocation: https://a/\r\n\r\n", TRUE,
    KP_PLAIN_HTTP_PLAIN },
  { "HTTP/1.1 103 Early Hints\r\n\r\n" MOVED "Location: https://a/\r\n", TRUE,
    KP_PLAIN_HTTP_REDIRECTS },
  { "HTTP/1.1 100 Continue\r\n\r\n", FALSE, KP_PLAIN_HTTP_CLOSED },
  { "SSH-2.0-OpenSSH_9\r\n", TRUE, KP_PLAIN_HTTP_CLOSED },
  { "HTTP/2 200 OK\r\n\r\n", TRUE, KP_PLAIN_HTTP_CLOSED },
  { "\x15\x03\x01\n", TRUE, KP_PLAIN_HTTP_CLOSED },
  { "\n", TRUE, KP_PLAIN_HTTP_CLOSED },
};

static void
test_parse (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gsize length = strlen (rows[i].data);
      KpPlainHttp result = KP_PLAIN_HTTP_NOT_ASKED;

      g_test_message ("row %u", i);
      g_assert_cmpint (kp_plain_http_parse (rows[i].data, length, FALSE, &result), ==,
                       rows[i].enough);
      g_assert_cmpint (result, ==, rows[i].result);
      g_assert_true (kp_plain_http_parse (rows[i].data, length, TRUE, &result));
      g_assert_cmpint (result, ==, rows[i].result);
    }
}

static void
test_bounds (void)
{
  g_autofree char *noise = g_strnfill (KP_PLAIN_HTTP_MAX * 2, 'a');
  g_autofree char *late = g_strconcat (MOVED, noise, "\r\nLocation: https://a/\r\n", NULL);
  KpPlainHttp result = KP_PLAIN_HTTP_NOT_ASKED;

  g_assert_true (kp_plain_http_parse (noise, strlen (noise), FALSE, &result));
  g_assert_cmpint (result, ==, KP_PLAIN_HTTP_CLOSED);
  g_assert_true (kp_plain_http_parse (late, strlen (late), FALSE, &result));
  g_assert_cmpint (result, ==, KP_PLAIN_HTTP_PLAIN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plain-http/parse", test_parse);
  g_test_add_func ("/plain-http/bounds", test_bounds);
  return g_test_run ();
}
