/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/exchange/import-preview.h"
#include "core/exchange/site-csv.h"

#include "fuzz.h"

#include <string.h>

/* The same site with everything a list says of it. */
static void
assert_same (KpSite *a, KpSite *b)
{
  g_assert_cmpstr (kp_site_get_label (a), ==, kp_site_get_label (b));
  g_assert_cmpstr (kp_site_get_provider (a), ==, kp_site_get_provider (b));
  g_assert_cmpstr (kp_site_get_customer (a), ==, kp_site_get_customer (b));
  g_assert_cmpstr (kp_site_get_target (a), ==, kp_site_get_target (b));
  g_assert_cmpstr (kp_site_get_note (a), ==, kp_site_get_note (b));
  g_assert_cmpint (kp_site_get_proxied (a), ==, kp_site_get_proxied (b));
}

static KpImportPreview *
judge (GBytes *text, KpCatalogue *catalogue)
{
  g_autoptr (KpSiteImport) import = kp_site_import_new (text, catalogue, NULL);
  g_auto (GStrv) unused = NULL;

  if (import == NULL)
    return NULL;
  unused = kp_site_import_list_unused (import);
  for (guint i = 0; unused[i] != NULL; i++)
    g_assert_true (g_utf8_validate (unused[i], -1, NULL));
  for (guint i = 0; i < kp_site_import_get_n_columns (import); i++)
    {
      g_autofree char *samples = kp_site_import_get_samples (import, i);

      g_assert_true (g_utf8_validate (samples, -1, NULL));
    }
  return kp_import_preview_new (import, NULL, NULL, NULL);
}

/* What can be imported can be exported and imported again as the same. */
static void
assert_round_trip (GPtrArray *sites, KpCatalogue *catalogue)
{
  GString *csv = g_string_new (NULL);
  g_autoptr (GBytes) text = NULL;
  g_autoptr (KpImportPreview) again = NULL;

  kp_site_csv_append_heading (csv);
  for (guint i = 0; i < sites->len; i++)
    kp_site_csv_append (csv, g_ptr_array_index (sites, i));
  text = g_string_free_to_bytes (csv);
  again = judge (text, catalogue);
  g_assert_nonnull (again);
  g_assert_cmpuint (again->to_add, ==, sites->len);
  for (guint i = 0; i < sites->len; i++)
    assert_same (g_ptr_array_index (sites, i),
                 ((KpImportRow *) g_ptr_array_index (again->rows, i))->site);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static KpCatalogue *catalogue;
  g_autoptr (GBytes) text = g_bytes_new (data, size);
  g_autoptr (KpImportPreview) preview = NULL;
  g_autoptr (GPtrArray) sites = NULL;
  guint last = 0;

  if (catalogue == NULL)
    catalogue = kp_catalogue_new (NULL);
  preview = judge (text, catalogue);
  if (preview == NULL)
    return 0;
  g_assert_cmpuint (preview->rows->len, ==,
                    preview->to_add + preview->existing + preview->bad);
  for (guint i = 0; i < preview->rows->len; i++)
    {
      const KpImportRow *row = g_ptr_array_index (preview->rows, i);

      g_assert_true ((row->error != NULL) == (i < preview->bad));
      g_assert_true ((row->error != NULL) + row->exists + (row->site != NULL) == 1);
      g_assert_true ((row->site == NULL) == (row->text != NULL));
      g_assert_true (row->error == NULL || g_utf8_validate (row->error, -1, NULL));
      g_assert_true (row->text == NULL || g_utf8_validate (row->text, -1, NULL));
      if (i != preview->bad)
        g_assert_cmpuint (row->line, >, last);
      last = row->line;
    }
  sites = kp_import_preview_get_sites (preview);
  assert_round_trip (sites, catalogue);
  return 0;
}
