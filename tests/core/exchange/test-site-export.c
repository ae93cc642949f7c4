/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/exchange/site-export.h"

#include "core/exchange/ics.h"
#include "core/exchange/site-csv.h"
#include "store/store-test.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

/* More than are written at a time. */
#define N_SITES 1100

typedef struct
{
  StoreTest store;
  KpCatalogue *catalogue;
  KpSiteExport *export;
  GPtrArray *sites;
  char *folder;
  char *path;
  GFile *file;
  guint told; /* of "done" */
} Fixture;

static void
done_cb (Fixture *fixture)
{
  fixture->told++;
}

static void
add_sites (Fixture *fixture, guint n)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *host = g_strdup_printf ("cp%04u.kite.example", i);

      g_ptr_array_add (added, store_test_make_site (host, 443));
    }
  kp_store_add_sites_async (fixture->store.store, added, NULL, store_test_take, &result);
  g_assert_true (
      kp_store_add_sites_finish (fixture->store.store, store_test_wait (&result), NULL));
  fixture->sites = store_test_load (fixture->store.store, 0);
  g_ptr_array_set_free_func (fixture->sites, g_object_unref);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  KpThresholds thresholds;

  store_test_set_up (&fixture->store, data);
  add_sites (fixture, N_SITES);
  fixture->catalogue = kp_catalogue_new (NULL);
  kp_thresholds_init (&thresholds);
  fixture->export = kp_site_export_new (fixture->store.store, fixture->catalogue,
                                        fixture->store.clock, &thresholds, NULL);
  g_signal_connect_swapped (fixture->export, "notify::done", G_CALLBACK (done_cb), fixture);
  fixture->folder = g_dir_make_tmp ("keyplate-export.XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "sites", NULL);
  fixture->file = g_file_new_for_path (fixture->path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->export);
  g_clear_object (&fixture->catalogue);
  g_clear_pointer (&fixture->sites, g_ptr_array_unref);
  g_unlink (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_object_unref (fixture->file);
  g_free (fixture->path);
  g_free (fixture->folder);
  store_test_tear_down (&fixture->store, data);
}

static gboolean
run (Fixture *fixture, KpExportFormat format, GCancellable *cancellable, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_site_export_run_async (fixture->export, fixture->sites, format, fixture->file,
                            cancellable, store_test_take, &result);
  return kp_site_export_run_finish (fixture->export, store_test_wait (&result), error);
}

static char *
read_file (Fixture *fixture)
{
  char *text;

  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  return text;
}

/* Nothing is left beside the file: what goes, goes in a thread. */
static gboolean
is_alone (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (!g_str_equal (name, "sites"))
      return FALSE;
  return TRUE;
}

static void
test_csv (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GListStore) list = g_list_store_new (KP_TYPE_SITE);
  g_autoptr (GError) error = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *written = NULL;
  guint total, done;

  g_assert_true (g_file_set_contents (fixture->path, "before", -1, NULL));
  g_assert_true (run (fixture, KP_EXPORT_CSV, NULL, &error));
  g_assert_no_error (error);
  g_list_store_splice (list, 0, 0, fixture->sites->pdata, fixture->sites->len);
  expected = kp_site_csv_export (G_LIST_MODEL (list));
  written = read_file (fixture);
  g_assert_cmpstr (written, ==, expected);
  g_object_get (fixture->export, "total", &total, "done", &done, NULL);
  g_assert_cmpuint (total, ==, N_SITES);
  g_assert_cmpuint (done, ==, N_SITES);
  g_assert_cmpuint (fixture->told, >, 1);
  g_assert_true (is_alone (fixture));
}

/* One that was removed a moment ago is left out. */
static void
test_json (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *written = NULL;
  KpSite *last = g_ptr_array_index (fixture->sites, N_SITES - 1);
  JsonArray *sites;

  g_assert_true (store_test_remove (
      fixture->store.store, kp_site_get_id (g_ptr_array_index (fixture->sites, 5)), NULL));
  g_assert_true (run (fixture, KP_EXPORT_JSON, NULL, &error));
  g_assert_no_error (error);
  written = read_file (fixture);
  json_parser_load_from_data (parser, written, -1, &error);
  g_assert_no_error (error);
  sites = json_object_get_array_member (
      json_node_get_object (json_parser_get_root (parser)), "sites");
  g_assert_cmpuint (json_array_get_length (sites), ==, N_SITES - 1);
  g_assert_cmpstr (json_object_get_string_member (
                       json_array_get_object_element (sites, N_SITES - 2), "site"),
                   ==, kp_site_get_host (last));
  g_assert_cmpstr (
      json_object_get_string_member (json_array_get_object_element (sites, 0), "lock"), ==,
      "unknown");
}

/* A site with a renew-by date in the last piece of it, and one event in all. */
static void
test_ics (Fixture *fixture, gconstpointer data)
{
  KpSite *last = g_ptr_array_index (fixture->sites, N_SITES - 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *written = NULL;
  KpSummary summary;

  kp_summary_init (&summary);
  summary.renew_by = 1800000000;
  kp_site_set_summary (last, &summary);
  kp_summary_clear (&summary);
  g_assert_true (run (fixture, KP_EXPORT_ICS, NULL, &error));
  g_assert_no_error (error);
  expected = kp_ics_export (fixture->sites, fixture->catalogue,
                            kp_clock_now (fixture->store.clock));
  written = read_file (fixture);
  g_assert_cmpstr (written, ==, expected);
  g_assert_nonnull (strstr (written, kp_site_get_host (last)));
}

static void
cancel_cb (KpSiteExport *export, GParamSpec *pspec, GCancellable *cancellable)
{
  g_cancellable_cancel (cancellable);
}

/* In the middle of it: what was there stays. */
static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *left = NULL;

  g_assert_true (g_file_set_contents (fixture->path, "before", -1, NULL));
  g_signal_connect (fixture->export, "notify::done", G_CALLBACK (cancel_cb), cancellable);
  g_assert_false (run (fixture, KP_EXPORT_JSON, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  left = read_file (fixture);
  g_assert_cmpstr (left, ==, "before");
  g_assert_true (store_test_wait_for (is_alone, fixture));
}

static void
test_no_folder (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "none", "sites", NULL);
  g_autoptr (GError) error = NULL;

  g_object_unref (fixture->file);
  fixture->file = g_file_new_for_path (path);
  g_assert_false (run (fixture, KP_EXPORT_CSV, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  /* It names the file that was chosen, not one that nobody knows. */
  g_assert_nonnull (strstr (error->message, path));
  g_assert_true (is_alone (fixture));
}

/* A store that is closed gives no evidence: nothing is written. */
static void
test_closed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  store_test_close (fixture->store.store);
  g_assert_false (run (fixture, KP_EXPORT_JSON, NULL, &error));
  g_assert_nonnull (error);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  g_assert_true (store_test_wait_for (is_alone, fixture));
  g_object_unref (fixture->store.store);
  fixture->store.store = store_test_new (&fixture->store, FALSE);
  g_assert_true (store_test_open (fixture->store.store, NULL));
}

#define ADD(name, function)                                                                \
  g_test_add ("/site-export/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("csv", test_csv);
  ADD ("json", test_json);
  ADD ("ics", test_ics);
  ADD ("cancel", test_cancel);
  ADD ("no-folder", test_no_folder);
  ADD ("closed", test_closed);
  return g_test_run ();
}
