/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/store-test.h"

#include <glib/gstdio.h>

void
store_test_init (StoreTest *test)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *parent = g_dir_make_tmp ("keyplate-store-XXXXXX", &error);

  g_assert_no_error (error);
  test->dir = g_build_filename (parent, "deeper", "keyplate", NULL);
  test->path = g_build_filename (test->dir, "keyplate.db", NULL);
  test->clock = kp_fixed_clock_new (NOW);
}

void
store_test_set_up (StoreTest *test, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  store_test_init (test);
  test->store = store_test_new (test, FALSE);
  store_test_open (test->store, &error);
  g_assert_no_error (error);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR)
          && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        remove_tree (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

void
store_test_tear_down (StoreTest *test, gconstpointer data)
{
  g_autofree char *deeper = g_path_get_dirname (test->dir);
  g_autofree char *parent = g_path_get_dirname (deeper);

  if (test->store != NULL)
    store_test_close (test->store);
  g_clear_object (&test->store);
  g_clear_object (&test->clock);
  remove_tree (parent);
  g_free (test->dir);
  g_free (test->path);
}

void
store_test_take (GObject *source, GAsyncResult *result, gpointer data)
{
  GAsyncResult **taken = data;

  *taken = g_object_ref (result);
}

GAsyncResult *
store_test_wait (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static gboolean
wake (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

gboolean
store_test_wait_for (gboolean (*condition) (gpointer data), gpointer data)
{
  gint64 end = g_get_monotonic_time () + 10 * G_TIME_SPAN_SECOND;
  guint source = g_timeout_add (20, wake, NULL);
  gboolean met;

  while (!(met = condition (data)) && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (source);
  return met;
}

KpStore *
store_test_new (StoreTest *test, gboolean read_only)
{
  return kp_store_new (test->dir, read_only, test->clock);
}

gboolean
store_test_open (KpStore *store, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_store_open_async (store, NULL, store_test_take, &result);
  return kp_store_open_finish (store, store_test_wait (&result), error);
}

void
store_test_close (KpStore *store)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kp_store_close_async (store, store_test_take, &result);
  kp_store_close_finish (store, store_test_wait (&result), &error);
  g_assert_no_error (error);
}

void
store_test_reopen (StoreTest *test)
{
  g_autoptr (GError) error = NULL;

  store_test_close (test->store);
  g_clear_object (&test->store);
  test->store = store_test_new (test, FALSE);
  store_test_open (test->store, &error);
  g_assert_no_error (error);
}

KpSite *
store_test_make_site (const char *host, guint16 port)
{
  return kp_site_new (host, port, "own-server");
}

gboolean
store_test_add (KpStore *store, GError **error, KpSite *site, ...)
{
  g_autoptr (GPtrArray) sites = g_ptr_array_new ();
  g_autoptr (GAsyncResult) result = NULL;
  va_list more;

  va_start (more, site);
  for (; site != NULL; site = va_arg (more, KpSite *))
    g_ptr_array_add (sites, site);
  va_end (more);
  kp_store_add_sites_async (store, sites, NULL, store_test_take, &result);
  return kp_store_add_sites_finish (store, store_test_wait (&result), error);
}

gint64
store_test_add_host (KpStore *store, const char *host)
{
  g_autoptr (KpSite) site = store_test_make_site (host, 443);
  g_autoptr (GError) error = NULL;

  store_test_add (store, &error, site, NULL);
  g_assert_no_error (error);
  return kp_site_get_id (site);
}

gboolean
store_test_update (KpStore *store, KpSite *site, GError **error)
{
  g_autoptr (GPtrArray) sites = g_ptr_array_new ();
  g_autoptr (GAsyncResult) result = NULL;

  g_ptr_array_add (sites, site);
  kp_store_update_sites_async (store, sites, NULL, store_test_take, &result);
  return kp_store_update_sites_finish (store, store_test_wait (&result), error);
}

gboolean
store_test_remove (KpStore *store, gint64 id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_store_remove_sites_async (store, &id, 1, NULL, store_test_take, &result);
  return kp_store_remove_sites_finish (store, store_test_wait (&result), error);
}

gboolean
store_test_restore (KpStore *store, gint64 id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_store_restore_sites_async (store, &id, 1, NULL, store_test_take, &result);
  return kp_store_restore_sites_finish (store, store_test_wait (&result), error);
}

GPtrArray *
store_test_load (KpStore *store, guint limit)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *sites;

  kp_store_load_sites_async (store, limit, NULL, store_test_take, &result);
  sites = kp_store_load_sites_finish (store, store_test_wait (&result), &error);
  g_assert_no_error (error);
  return sites;
}

char *
store_test_list (KpStore *store, guint limit)
{
  g_autoptr (GPtrArray) sites = store_test_load (store, limit);
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < sites->len; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? " " : "",
                            kp_site_get_label (g_ptr_array_index (sites, i)));
  return g_string_free (list, FALSE);
}

KpEvidence *
store_test_load_evidence (KpStore *store, gint64 id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = NULL;

  kp_store_load_evidence_async (store, &id, 1, NULL, store_test_take, &result);
  found = kp_store_load_evidence_finish (store, store_test_wait (&result), &error);
  g_assert_no_error (error);
  return found->len == 1 ? g_ptr_array_steal_index (found, 0) : NULL;
}

GPtrArray *
store_test_load_journal (KpStore *store, gint64 id, guint limit)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *events;

  kp_store_load_journal_async (store, id, limit, NULL, store_test_take, &result);
  events = kp_store_load_journal_finish (store, store_test_wait (&result), &error);
  g_assert_no_error (error);
  return events;
}

gboolean
store_test_save (KpStore *store, GError **error, KpCheckRecord *record, ...)
{
  GPtrArray *records =
      g_ptr_array_new_with_free_func ((GDestroyNotify) kp_check_record_free);
  g_autoptr (GAsyncResult) result = NULL;
  va_list more;

  va_start (more, record);
  for (; record != NULL; record = va_arg (more, KpCheckRecord *))
    g_ptr_array_add (records, record);
  va_end (more);
  kp_store_save_checks_async (store, records, NULL, store_test_take, &result);
  return kp_store_save_checks_finish (store, store_test_wait (&result), error);
}

KpObservation *
store_test_observe (const char *host, gint64 at, const char *address)
{
  KpObservation *observation = kp_observation_new (host, 443, at);
  KpResolverAnswer *answer =
      kp_resolver_answer_new ("https://dns.example/", "Example", KP_RESOLVER_SOURCE_DOH);

  answer->answered = TRUE;
  answer->asked_at = at;
  g_ptr_array_add (answer->addresses, kp_record_new (KP_RECORD_A, host, 300, address));
  g_ptr_array_add (observation->answers, answer);
  return observation;
}

KpCheckRecord *
store_test_record (gint64 id, KpObservation *observation)
{
  KpCheckRecord *record = g_new0 (KpCheckRecord, 1);

  record->site_id = id;
  record->observation = observation;
  record->history = kp_history_new ();
  kp_summary_init (&record->summary);
  record->summary.checked_at = observation != NULL ? observation->checked_at : 0;
  return record;
}

GBytes *
store_test_read_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *text;
  gsize length;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (text, length);
}
