/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/customer.h"

#include "core/model/language.h"

static void
count (GObject *object, GParamSpec *pspec, gpointer data)
{
  ++*(guint *) data;
}

static void
test_properties (void)
{
  g_autoptr (KpCustomer) customer = kp_customer_new ("Kite Ltd");
  guint notified = 0;

  g_assert_cmpint (kp_customer_get_id (customer), ==, 0);
  g_assert_cmpstr (kp_customer_get_name (customer), ==, "Kite Ltd");
  g_assert_true (kp_customer_get_changes_dns_itself (customer));
  g_assert_cmpstr (kp_customer_get_email (customer), ==, "");

  g_signal_connect (customer, "notify", G_CALLBACK (count), &notified);
  g_object_set (customer, "email", "dns@kite.example", "language", "nb", NULL);
  g_assert_cmpuint (notified, ==, 2);
  g_object_set (customer, "email", "dns@kite.example", "changes-dns-itself", TRUE, NULL);
  g_assert_cmpuint (notified, ==, 2);
  g_object_set (customer, "note", NULL, NULL);
  g_assert_cmpuint (notified, ==, 2);
  g_assert_cmpstr (kp_customer_get_note (customer), ==, "");
  g_assert_cmpstr (kp_customer_get_language (customer), ==, "nb");
}

static void
test_assign (void)
{
  g_autoptr (KpCustomer) a = kp_customer_new ("Kite Ltd");
  g_autoptr (KpCustomer) b = kp_customer_new ("Lake AB");
  guint notified = 0;

  kp_customer_set_id (b, 7);
  g_object_set (b, "dns-administrator", "Lina", "dns-host", "one.com", "note", "calls back",
                "changes-dns-itself", FALSE, NULL);
  g_signal_connect (a, "notify", G_CALLBACK (count), &notified);
  kp_customer_assign (a, b);

  g_assert_cmpuint (notified, ==, 6);
  g_assert_cmpint (kp_customer_get_id (a), ==, 7);
  g_assert_cmpstr (kp_customer_get_name (a), ==, "Lake AB");
  g_assert_cmpstr (kp_customer_get_dns_administrator (a), ==, "Lina");
  g_assert_cmpstr (kp_customer_get_dns_host (a), ==, "one.com");
  g_assert_cmpstr (kp_customer_get_note (a), ==, "calls back");
  g_assert_false (kp_customer_get_changes_dns_itself (a));
  kp_customer_assign (a, a);
  g_assert_cmpstr (kp_customer_get_name (a), ==, "Lake AB");
}

/* What the rules take, and what not. */
static void
test_texts (void)
{
  static const struct
  {
    const char *text;
    gboolean email;
    gboolean language;
  } rows[] = {
    { "", TRUE, TRUE },          { "dns@kite.example", TRUE, FALSE },
    { "a@b@c", FALSE, FALSE },   { "@kite.example", FALSE, FALSE },
    { "dns@", FALSE, FALSE },    { "dns@kite.example, x", FALSE, FALSE },
    { "de", FALSE, TRUE },       { "pt-BR", FALSE, TRUE },
    { "German!", FALSE, FALSE }, { "-de", FALSE, FALSE },
    { "1de", FALSE, FALSE },     { "a-very-long-tag-that-is-none-at-all-x", FALSE, FALSE },
  };
  g_autofree char *key = kp_customer_make_key (" Ａcme\t");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s", rows[i].text);
      g_assert_cmpint (kp_customer_is_email (rows[i].text), ==, rows[i].email);
      g_assert_cmpint (kp_customer_is_language (rows[i].text), ==, rows[i].language);
    }
  g_assert_cmpstr (key, ==, "acme");
}

static void
test_equal (void)
{
  g_autoptr (KpCustomer) one = kp_customer_new ("Acme");
  g_autoptr (KpCustomer) other = kp_customer_new ("Acme");

  kp_customer_set_id (one, 7);
  g_assert_true (kp_customer_equal (one, other));
  g_object_set (one, "note", "Ring", NULL);
  g_assert_false (kp_customer_equal (one, other));
  kp_customer_assign (other, one);
  g_assert_true (kp_customer_equal (one, other));
  kp_customer_set_changes_dns_itself (one, FALSE);
  g_assert_false (kp_customer_equal (one, other));
}

/* A tag is offered once and has a name; another one is its own. */
static void
test_languages (void)
{
  const char *const *tags = kp_language_get_tags ();

  for (guint i = 0; tags[i] != NULL; i++)
    {
      g_assert_true (kp_customer_is_language (tags[i]));
      g_assert_cmpstr (kp_language_get_name (tags[i]), !=, tags[i]);
      if (i > 0)
        g_assert_cmpstr (tags[i - 1], <, tags[i]);
    }
  g_assert_cmpstr (kp_language_get_name ("PT-br"), ==, "Portuguese (Brazil)");
  g_assert_cmpstr (kp_language_get_name ("tlh"), ==, "tlh");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/customer/properties", test_properties);
  g_test_add_func ("/customer/assign", test_assign);

  g_test_add_func ("/customer/texts", test_texts);
  g_test_add_func ("/customer/equal", test_equal);
  g_test_add_func ("/customer/languages", test_languages);
  return g_test_run ();
}
