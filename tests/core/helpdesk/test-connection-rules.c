/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/helpdesk/connection-rules.h"

#include <string.h>

static void
test_urls (void)
{
  static const struct
  {
    const char *url;
    gboolean good;
  } cases[] = {
    { "https://rt.example.com", TRUE },
    { "https://rt.example.com/", TRUE },
    { "https://rt.example.com:8443/rt", TRUE },
    { "https://[2001:db8::1]/rt", TRUE },
    { "http://127.0.0.1:8080", TRUE },
    { "http://[::1]:8080", TRUE },
    { "http://localhost/rt", TRUE },
    { "http://rt.example.com", FALSE },
    { "http://localhost.example.com", FALSE },
    { "http://127.0.0.1.example.com", FALSE },
    { "ftp://rt.example.com", FALSE },
    { "rt.example.com", FALSE },
    { "https://", FALSE },
    { "https:///path", FALSE },
    { "https://me:pw@rt.example.com", FALSE },
    { "https://me@rt.example.com", FALSE },
    { "https://rt.example.com/?token=1", FALSE },
    { "https://rt.example.com/#top", FALSE },
    { "", FALSE },
    { NULL, FALSE },
  };
  static const char begin[] = "https://rt.example.com/";
  g_autofree char *most = g_strnfill (KP_CONNECTION_MAX_URL - strlen (begin), 'x');
  g_autofree char *longest = g_strconcat (begin, most, NULL);
  g_autofree char *too_long = g_strconcat (longest, "x", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *reason = NULL;

      g_test_message ("%s", cases[i].url);
      g_assert_cmpint (kp_connection_check_url (cases[i].url, &reason), ==, cases[i].good);
      g_assert_true ((reason == NULL) == cases[i].good);
      g_assert_true (reason == NULL || *reason == '\t');
      g_assert_cmpint (kp_connection_check_url (cases[i].url, NULL), ==, cases[i].good);
    }
  g_assert_true (kp_connection_check_url (longest, NULL));
  g_assert_false (kp_connection_check_url (too_long, NULL));
}

static void
test_addresses (void)
{
  static const struct
  {
    const char *address;
    gboolean good;
  } cases[] = {
    { "help@example.com", TRUE },
    { "first.last+tag@example.co.uk", TRUE },
    { "büro@bücher.example", TRUE },
    { "help", FALSE },
    { "@example.com", FALSE },
    { "help@", FALSE },
    { "a@b@example.com", FALSE },
    { "Help <help@example.com>", FALSE },
    { "a@example.com,b@example.com", FALSE },
    { "a@example.com; b@example.com", FALSE },
    { "a@example.com\r\nBcc: b@example.com", FALSE },
    { "a@example.com\n", FALSE },
    { "a b@example.com", FALSE },
    { "\xff@example.com", FALSE },
    { "a\u202e@example.com", FALSE },
    { "a@.example.com", FALSE },
    { "a@example.com.", FALSE },
    { "", FALSE },
    { NULL, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *reason = NULL;

      g_test_message ("case %u", i);
      g_assert_cmpint (kp_connection_check_address (cases[i].address, &reason), ==,
                       cases[i].good);
      g_assert_true ((reason == NULL) == cases[i].good);
      g_assert_true (reason == NULL || *reason == '\t');
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/connection-rules/urls", test_urls);
  g_test_add_func ("/connection-rules/addresses", test_addresses);
  return g_test_run ();
}
