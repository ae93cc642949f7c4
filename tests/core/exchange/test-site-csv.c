/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/exchange/import-preview.h"
#include "core/exchange/site-csv.h"

#include "core/base/plain-text.h"

#include <string.h>

static KpSite *
make_site (const char *host, guint16 port, const char *provider, const char *customer,
           const char *target, const char *note, gboolean proxied)
{
  KpSite *site = kp_site_new (host, port, provider);

  kp_site_set_customer (site, customer != NULL ? 7 : 0, customer);
  kp_site_set_target (site, target);
  kp_site_set_note (site, note);
  kp_site_set_proxied (site, proxied);
  return site;
}

static char *
export_one (KpSite *site)
{
  g_autoptr (GListStore) sites = g_list_store_new (KP_TYPE_SITE);

  g_list_store_append (sites, site);
  return kp_site_csv_export (G_LIST_MODEL (sites));
}

static void
test_form (void)
{
  g_autoptr (KpSite) full =
      make_site ("xn--bcher-kva.example", 8443, "cloud-office", "Kite, Ltd",
                 "pl-10.admin.emailsrvr.com", "one\n\"two\"", TRUE);
  g_autoptr (KpSite) bare =
      make_site ("cp.kite.io", 443, "own-server", NULL, NULL, NULL, 0);
  g_autofree char *full_text = export_one (full);
  g_autofree char *bare_text = export_one (bare);

  g_assert_cmpstr (full_text, ==,
                   "host,provider,customer,target,port,note,proxied\r\n"
                   "xn--bcher-kva.example,cloud-office,\"Kite, Ltd\","
                   "pl-10.admin.emailsrvr.com,8443,\"one\n\"\"two\"\"\",yes\r\n");
  g_assert_cmpstr (bare_text, ==,
                   "host,provider,customer,target,port,note,proxied\r\n"
                   "cp.kite.io,own-server,,,443,,no\r\n");
}

/* What a person may have written down, and what must not become a formula. */
static const char *const texts[] = {
  "plain",
  "Kite, Ltd",
  "two\nlines",
  "tab\tin it",
  "\"quoted\"",
  " leading",
  "trailing ",
  "ünï ©",
  "=1+1",
  "=cmd|' /C calc'!A0",
  "+47 1",
  "-",
  "@SUM(A1)",
  "\t=1",
  "\r=1",
  "'",
  "'plain",
  "'=1",
  "''+1",
  "'-'",
  "＝1",
  "'＋1",
  "\"=1\"",
  "a=1",
  ";=1",
  /* Notes that look like broken rows, had they other line ends. */
  "old:\nwww.kite.io,own-server,,,443,,no",
  "\nwww.kite.io,pexip,\"",
};

/* A name of a customer has no lines. */
static const char *
customer_of (guint i)
{
  return kp_plain_text_has_control (texts[i], FALSE) ? "Kite" : texts[i];
}

static void
test_round_trip (void)
{
  g_autoptr (KpCatalogue) catalogue = kp_catalogue_new (NULL);
  g_autoptr (GListStore) sites = g_list_store_new (KP_TYPE_SITE);
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (KpSiteImport) import = NULL;
  g_autoptr (KpImportPreview) preview = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *host = g_strdup_printf ("h%u.kite.io", i);
      g_autoptr (KpSite) site = make_site (
          host, i % 2 ? 443 : 8443, i % 3 ? "pexip" : "cloud-office", customer_of (i),
          i % 3 ? NULL : "pl-7.admin.emailsrvr.com", texts[i], i % 6 == 3);

      g_list_store_append (sites, site);
    }
  text = kp_site_csv_export (G_LIST_MODEL (sites));
  bytes = g_bytes_new (text, strlen (text));
  import = kp_site_import_new (bytes, catalogue, NULL);
  preview = kp_import_preview_new (import, NULL, NULL, NULL);
  g_assert_cmpuint (preview->bad, ==, 0);
  g_assert_cmpuint (preview->rows->len, ==, G_N_ELEMENTS (texts));
  for (guint i = 0; i < preview->rows->len; i++)
    {
      const KpImportRow *row = g_ptr_array_index (preview->rows, i);
      g_autoptr (KpSite) site = g_list_model_get_item (G_LIST_MODEL (sites), i);
      g_autofree char *note = g_strdelimit (g_strdup (texts[i]), "\r", '\n');

      g_assert_cmpstr (kp_site_get_label (row->site), ==, kp_site_get_label (site));
      g_assert_cmpstr (kp_site_get_provider (row->site), ==, kp_site_get_provider (site));
      g_assert_cmpstr (kp_site_get_customer (row->site), ==, customer_of (i));
      g_assert_cmpstr (kp_site_get_target (row->site), ==, kp_site_get_target (site));
      g_assert_cmpstr (kp_site_get_note (row->site), ==, note);
      g_assert_cmpint (kp_site_get_proxied (row->site), ==, kp_site_get_proxied (site));
    }
}

/* Whatever a spreadsheet takes off a cell, no cell begins like a formula. */
static void
test_no_formula (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (KpSite) site =
          make_site ("cp.kite.io", 443, "-own", texts[i], NULL, texts[i], FALSE);
      g_autofree char *text = export_one (site);
      g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
      g_autoptr (GPtrArray) rows = kp_csv_parse (bytes, 0, NULL);
      const KpCsvRow *row = g_ptr_array_index (rows, 1);

      for (guint j = 0; row->fields[j] != NULL; j++)
        {
          gunichar first = g_utf8_get_char (row->fields[j]);

          g_assert_true (first == 0
                         || strchr ("=+-@\t\r\n", (int) MIN (first, 0x7f)) == NULL);
          g_assert_false (first == 0xff1d || first == 0xff0b);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/site-csv/form", test_form);
  g_test_add_func ("/site-csv/round-trip", test_round_trip);
  g_test_add_func ("/site-csv/no-formula", test_no_formula);
  return g_test_run ();
}
