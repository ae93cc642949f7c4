/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/customer.h"

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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/customer/properties", test_properties);
  g_test_add_func ("/customer/assign", test_assign);

  return g_test_run ();
}
