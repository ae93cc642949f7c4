/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/site.h"

#include "patience.h"

static void
count (GObject *object, GParamSpec *pspec, gpointer data)
{
  ++*(guint *) data;
}

static KpSite *
make_site (void)
{
  KpSite *site = kp_site_new ("cp.xn--bcher-kva.example", 8443, "cloud-office");

  kp_site_set_id (site, 4);
  kp_site_set_customer (site, 9, "Bücher AG");
  kp_site_set_target (site, "pl-10.admin.emailsrvr.com");
  kp_site_set_proxied (site, TRUE);
  kp_site_set_note (site, "ask Lina");
  return site;
}

static void
test_names (void)
{
  g_autoptr (KpSite) site = make_site ();
  g_autoptr (KpSite) plain = kp_site_new ("cp.kite.io", 443, "pexip");

  g_assert_cmpstr (kp_site_get_unicode (site), ==, "cp.bücher.example");
  g_assert_cmpstr (kp_site_get_label (site), ==, "cp.bücher.example:8443");
  g_assert_cmpstr (kp_site_get_label (plain), ==, "cp.kite.io");
  g_assert_true (kp_site_get_label (plain) == kp_site_get_host (plain));
  g_assert_true (kp_site_get_provider (plain) == g_intern_string ("pexip"));
  g_assert_cmpstr (kp_site_get_note (plain), ==, "");
  g_assert_null (kp_site_get_target (plain));
  g_assert_cmpint (kp_site_get_summary (plain)->status, ==, KP_STATUS_NOT_CHECKED);
}

/* What many sites share is held once. */
static void
test_shared (void)
{
  g_autoptr (KpSite) a = make_site ();
  g_autoptr (KpSite) b = make_site ();

  g_assert_true (kp_site_get_target (a) == kp_site_get_target (b));
  g_assert_true (kp_site_get_customer (a) == kp_site_get_customer (b));
}

static void
test_notify (void)
{
  g_autoptr (KpSite) site = make_site ();
  KpSummary summary;
  guint notified = 0, serial = 0;

  g_signal_connect (site, "notify", G_CALLBACK (count), &notified);
  kp_site_set_note (site, "ask Lina");
  kp_site_set_proxied (site, 5);
  kp_site_set_target (site, "pl-10.admin.emailsrvr.com");
  kp_site_set_customer (site, 9, "Bücher AG");
  kp_site_set_provider (site, "cloud-office");
  g_assert_cmpuint (notified, ==, 0);
  kp_site_set_target (site, NULL);
  kp_site_set_customer (site, 9, "Bücher SE");
  g_assert_cmpuint (notified, ==, 2);
  g_assert_null (kp_site_get_target (site));

  kp_summary_init (&summary);
  kp_site_set_summary (site, &summary);
  g_assert_cmpuint (notified, ==, 2);
  summary.lock = KP_LOCK_LOCKED;
  summary.status = KP_STATUS_LOCKED;
  summary.cause = g_strdup ("x y");
  kp_site_set_summary (site, &summary);
  kp_site_set_summary (site, &summary);
  g_assert_cmpuint (notified, ==, 3);
  g_object_get (site, "summary-serial", &serial, NULL);
  g_assert_cmpuint (serial, ==, 1);
  g_assert_true (kp_site_get_summary (site)->cause != summary.cause);
  kp_summary_clear (&summary);
}

static void
test_copy (void)
{
  g_autoptr (KpSite) site = make_site ();
  g_autoptr (KpSite) copy = kp_site_copy (site);
  g_autoptr (KpSite) other = kp_site_new ("my.globe.org", 443, "pexip");
  guint notified = 0;

  g_assert_cmpint (kp_site_get_id (copy), ==, 4);
  g_assert_cmpstr (kp_site_get_label (copy), ==, "cp.bücher.example:8443");
  g_assert_cmpstr (kp_site_get_customer (copy), ==, "Bücher AG");
  g_assert_true (kp_site_get_proxied (copy));
  g_assert_cmpstr (kp_site_get_note (copy), ==, "ask Lina");

  g_signal_connect (copy, "notify::host", G_CALLBACK (count), &notified);
  kp_site_assign (copy, other);
  g_assert_cmpuint (notified, ==, 1);
  g_assert_cmpstr (kp_site_get_label (copy), ==, "my.globe.org");
  g_assert_cmpint (kp_site_get_customer_id (copy), ==, 0);
  g_assert_null (kp_site_get_customer (copy));
  g_assert_cmpstr (kp_site_get_note (copy), ==, "");
}

/* 100,000 of them must be there in no time; a bound that only a blunder
 * (properties at construction, decoding every name) breaks. */
static void
test_many (void)
{
  g_autoptr (GPtrArray) sites = g_ptr_array_new_with_free_func (g_object_unref);
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < 100000; i++)
    {
      char host[64];
      KpSite *site;

      g_snprintf (host, sizeof host, "cp.site-%u.example", i);
      site = kp_site_new (host, 443, "cloud-office");
      kp_site_set_id (site, i + 1);
      kp_site_set_customer (site, i % 500 + 1, "Kite Ltd");
      kp_site_set_target (site, "pl-10.admin.emailsrvr.com");
      g_ptr_array_add (sites, site);
    }
  g_test_message ("100,000 sites in %.0f ms", (g_get_monotonic_time () - start) / 1000.0);
  g_assert_cmpint (g_get_monotonic_time () - start, <, patience () * 5 * G_USEC_PER_SEC);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/site/names", test_names);
  g_test_add_func ("/site/shared", test_shared);
  g_test_add_func ("/site/notify", test_notify);
  g_test_add_func ("/site/copy", test_copy);
  g_test_add_func ("/site/many", test_many);

  return g_test_run ();
}
