/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/helpdesk/reply-target.h"

#include "patience.h"

#include <string.h>

#define PATTERN "\"pattern\", \"pattern\": \"*.admin.host.example\""
#define FIXED "\"fixed\", \"name\": \"edge.host.example\""

static KpProfile *
make_profile (const char *target)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *json =
      g_strdup_printf ("{ \"id\": \"desk\", \"name\": \"Desk\", \"jobs\": [\"secure\"],"
                       "  \"target\": { \"kind\": %s }, \"key\": \"provider\","
                       "  \"renewal\": { \"by\": \"provider\", \"days-early\": 20 },"
                       "  \"channel\": { \"kind\": \"rt\" } }",
                       target);
  KpProfile *profile = kp_profile_new_from_json (json, -1, "desk.json", &error);

  g_assert_no_error (error);
  return profile;
}

static const struct
{
  const char *target;
  const char *body;
  const char *found; /* NULL: nothing to propose */
} cases[] = {
  { PATTERN, "Please point it to pl-7.admin.host.example.", "pl-7.admin.host.example" },
  { PATTERN, "Target: PL-7.Admin.Host.Example\r\n", "pl-7.admin.host.example" },
  { PATTERN, "CNAME to <https://pl-7.admin.host.example/>", "pl-7.admin.host.example" },
  { PATTERN, "cp.kite.example. 300 IN CNAME pl-7.admin.host.example.",
    "pl-7.admin.host.example" },
  { PATTERN, "“pl-7.admin.host.example”, once more pl-7.admin.host.example!",
    "pl-7.admin.host.example" },
  { PATTERN, "pl-7.admin.host.example or pl-8.admin.host.example", NULL },
  { PATTERN, "Done. See www.host.example, Kate", NULL },
  { PATTERN, "ask ada@pl-7.admin.host.example", NULL },
  { PATTERN, "> usual: pl-1.admin.host.example\nIt is pl-7.admin.host.example",
    "pl-7.admin.host.example" },
  { PATTERN, "\t>> pl-1.admin.host.example", NULL },
  { PATTERN, "admin.host.example", NULL },
  { PATTERN, "pl-7.admin.host.example.evil.example", NULL },
  { PATTERN, "evil-pl-7.admin.host.examples", NULL },
  { PATTERN, "", NULL },
  { PATTERN, "...---...\n@.@", NULL },
  { PATTERN, "\xff\xfe pl-7.admin.host.example\xff", "pl-7.admin.host.example" },
  { FIXED, "Use edge.host.example", "edge.host.example" },
  { FIXED, "Use pl-7.admin.host.example", NULL },
  { "\"told\"", "Use pl-7.admin.host.example", NULL },
  { "\"none\"", "Use pl-7.admin.host.example", NULL },
};

static void
test_find (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KpProfile) profile = make_profile (cases[i].target);
      g_autofree char *found = kp_reply_find_target (cases[i].body, profile);
      g_autofree char *shown = g_strescape (cases[i].body, NULL);

      g_test_message ("%s", shown);
      g_assert_cmpstr (found, ==, cases[i].found);
    }
}

/* A log of a megabyte is no reason to wait (the sanitizers read all of it at each step). */
static void
test_long (void)
{
  g_autoptr (KpProfile) profile = make_profile (PATTERN);
  g_autoptr (GString) body = g_string_new ("pl-7.admin.host.example\n");
  g_autofree char *found = NULL;

  while (body->len < 1024 * 1024 / patience ())
    g_string_append (body, "a.b.c.d.e.f.g.h x.y.z\n");
  found = kp_reply_find_target (body->str, profile);
  g_assert_cmpstr (found, ==, "pl-7.admin.host.example");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/helpdesk/reply-target/find", test_find);
  g_test_add_func ("/helpdesk/reply-target/long", test_long);

  return g_test_run ();
}
