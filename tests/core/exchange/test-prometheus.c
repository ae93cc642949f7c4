/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/exchange/prometheus.h"

#include <string.h>

static KpSite *
make_site (const char *host, guint16 port, const char *customer, KpLock lock)
{
  KpSite *site = kp_site_new (host, port, "own-server");
  KpSummary summary;

  kp_summary_init (&summary);
  summary.lock = lock;
  if (lock != KP_LOCK_UNKNOWN)
    {
      summary.checked_at = 1795335000;
      summary.not_after = 1800000000;
      summary.next.who = KP_TURN_CUSTOMER;
      summary.next.overdue = TRUE;
      summary.findings = g_strdup ("dns.a-record tls.name-mismatch");
    }
  kp_site_set_summary (site, &summary);
  kp_summary_clear (&summary);
  kp_site_set_customer (site, customer != NULL ? 1 : 0, customer);
  return site;
}

static gboolean
has_line (const char *text, const char *line)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  return g_strv_contains ((const char *const *) lines, line);
}

static void
test_site (void)
{
  g_autoptr (GPtrArray) sites = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *text = NULL;
  static const char *const lines[] = {
    "keyplate_site_lock{site=\"a.example\",provider=\"own-server\",customer=\"Kite\","
    "state=\"unlocked\"} 1",
    "keyplate_site_lock{site=\"a.example\",provider=\"own-server\",customer=\"Kite\","
    "state=\"locked\"} 0",
    "keyplate_site_checked_timestamp_seconds{site=\"a.example\",provider=\"own-server\","
    "customer=\"Kite\"} 1795335000",
    "keyplate_site_certificate_not_after_timestamp_seconds{site=\"a.example\","
    "provider=\"own-server\",customer=\"Kite\"} 1800000000",
    "keyplate_site_turn{site=\"a.example\",provider=\"own-server\",customer=\"Kite\","
    "who=\"customer\"} 1",
    "keyplate_site_overdue{site=\"a.example\",provider=\"own-server\",customer=\"Kite\"} 1",
    "keyplate_site_finding{site=\"a.example\",provider=\"own-server\",customer=\"Kite\","
    "finding=\"tls.name-mismatch\"} 1",
    "keyplate_site_lock{site=\"b.example:8443\",provider=\"own-server\",customer=\"\","
    "state=\"unknown\"} 1",
    "keyplate_sites{state=\"unlocked\"} 1",
    "keyplate_sites{state=\"unknown\"} 1",
    "keyplate_sites{state=\"locked\"} 0",
  };

  g_ptr_array_add (sites, make_site ("a.example", 443, "Kite", KP_LOCK_UNLOCKED));
  g_ptr_array_add (sites, make_site ("b.example", 8443, NULL, KP_LOCK_UNKNOWN));
  g_ptr_array_add (sites, make_site ("c.example", 443, NULL, KP_LOCK_LOCKED));
  kp_site_set_retired_at (sites->pdata[2], 1);
  text = kp_prometheus_export (sites);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_test_message ("%s", lines[i]);
      g_assert_true (has_line (text, lines[i]));
    }
  /* Of what is not known there is no line, and of what is out of use none at all. */
  g_assert_null (strstr (text, "checked_timestamp_seconds{site=\"b."));
  g_assert_null (strstr (text, "last_locked_timestamp_seconds{"));
  g_assert_null (strstr (text, "c.example"));
  g_assert_true (g_str_has_suffix (text, "\n"));
}

/* A name can't end a label, a line or the file. */
static void
test_escapes (void)
{
  static const char *const rows[][2] = {
    { "a \"b\"", "customer=\"a \\\"b\\\"\"," },
    { "a\\", "customer=\"a\\\\\"," },
    { "a\nb", "customer=\"a\\nb\"," },
    { "Bücher {x} , = #", "customer=\"Bücher {x} , = #\"," },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GPtrArray) sites = g_ptr_array_new_with_free_func (g_object_unref);
      g_autofree char *text = NULL;

      g_ptr_array_add (sites, make_site ("a.example", 443, rows[i][0], KP_LOCK_LOCKED));
      text = kp_prometheus_export (sites);
      g_assert_nonnull (strstr (text, rows[i][1]));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/prometheus/site", test_site);
  g_test_add_func ("/prometheus/escapes", test_escapes);
  return g_test_run ();
}
