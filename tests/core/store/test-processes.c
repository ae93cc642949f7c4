/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/store/change-table.h"
#include "core/store/database.h"
#include "core/store/store-private.h"
#include "patience.h"
#include "store/store-test.h"

/* What a store told. */
typedef struct
{
  GArray *ids;
  guint anything;
  guint customers;
} Told;

static void
sites_changed (KpStore *store, GArray *ids, Told *told)
{
  if (ids == NULL)
    told->anything++;
  else
    g_array_append_vals (told->ids, ids->data, ids->len);
}

static void
customers_changed (KpStore *store, Told *told)
{
  told->customers++;
}

static void
listen_to (KpStore *store, Told *told)
{
  told->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_signal_connect (store, "sites-changed", G_CALLBACK (sites_changed), told);
  g_signal_connect (store, "customers-changed", G_CALLBACK (customers_changed), told);
}

static gboolean
told_something (gpointer data)
{
  const Told *told = data;

  return told->ids->len > 0 || told->anything > 0;
}

static KpStore *
open_other (StoreTest *test)
{
  KpStore *other = store_test_new (test, FALSE);
  g_autoptr (GError) error = NULL;

  store_test_open (other, &error);
  g_assert_no_error (error);
  return other;
}

/* What one writes the other notices within half a second, once, and not its own. */
static void
test_noticed (StoreTest *test, gconstpointer data)
{
  g_autoptr (KpStore) other = open_other (test);
  g_autoptr (KpSite) site = store_test_make_site ("one.example.com", 443);
  g_autofree char *list = NULL;
  g_autoptr (GError) error = NULL;
  Told told = { NULL };
  gint64 begun;
  gint64 own;

  listen_to (test->store, &told);
  kp_store_watch (test->store, TRUE);
  kp_site_set_customer (site, 0, "Acme");
  begun = g_get_monotonic_time ();
  g_assert_true (store_test_add (other, &error, site, NULL));
  g_assert_true (store_test_wait_for (told_something, &told));
  g_assert_cmpint (g_get_monotonic_time () - begun, <,
                   patience () * 500 * G_TIME_SPAN_MILLISECOND);
  g_assert_cmpuint (told.ids->len, ==, 1);
  g_assert_cmpint (g_array_index (told.ids, gint64, 0), ==, kp_site_get_id (site));
  g_assert_cmpuint (told.customers, ==, 1);
  list = store_test_list (test->store, 0);
  g_assert_cmpstr (list, ==, "one.example.com");

  /* Its own is told once, at once. */
  g_array_set_size (told.ids, 0);
  own = store_test_add_host (test->store, "two.example.com");
  g_assert_cmpuint (told.ids->len, ==, 1);
  g_assert_cmpint (g_array_index (told.ids, gint64, 0), ==, own);
  g_array_set_size (told.ids, 0);
  store_test_add_host (other, "three.example.com");
  g_assert_true (store_test_wait_for (told_something, &told));
  g_assert_cmpuint (told.ids->len, ==, 1);
  g_array_unref (told.ids);
  store_test_close (other);
}

static gboolean
half_a_second_passed (gpointer data)
{
  return g_get_monotonic_time () - *(gint64 *) data > 500 * G_TIME_SPAN_MILLISECOND;
}

static void
test_not_watching (StoreTest *test, gconstpointer data)
{
  g_autoptr (KpStore) other = open_other (test);
  Told told = { NULL };
  gint64 begun = g_get_monotonic_time ();

  listen_to (test->store, &told);
  kp_store_watch (test->store, TRUE);
  kp_store_watch (test->store, FALSE);
  store_test_add_host (other, "one.example.com");
  g_assert_true (store_test_wait_for (half_a_second_passed, &begun));
  g_assert_false (told_something (&told));
  g_array_unref (told.ids);
  store_test_close (other);
}

/* Many at once are told as "anything". */
static void
test_anything (StoreTest *test, gconstpointer data)
{
  g_autoptr (KpStore) other = open_other (test);
  g_autoptr (GPtrArray) sites = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  Told told = { NULL };

  listen_to (test->store, &told);
  kp_store_watch (test->store, TRUE);
  for (int i = 0; i < 1001; i++)
    {
      g_autofree char *host = g_strdup_printf ("%d.example.com", i);

      g_ptr_array_add (sites, store_test_make_site (host, 443));
    }
  kp_store_add_sites_async (other, sites, NULL, store_test_take, &result);
  g_assert_true (kp_store_add_sites_finish (other, store_test_wait (&result), &error));
  g_assert_true (store_test_wait_for (told_something, &told));
  g_assert_cmpuint (told.anything, ==, 1);
  g_assert_cmpuint (told.ids->len, ==, 0);
  g_array_unref (told.ids);
  store_test_close (other);
}

/* The log is bounded; who missed a part of it is told so. */
static void
test_change_log (StoreTest *test, gconstpointer data)
{
  g_autoptr (KpDatabase) database = NULL;
  g_autoptr (KpChanges) changes = kp_changes_new ();
  g_autoptr (KpChanges) read = NULL;
  g_autoptr (GError) error = NULL;
  gint64 last;
  gint64 n;

  database = kp_database_open (test->path, KP_DATABASE_WRITE, &error);
  g_assert_no_error (error);
  for (gint64 id = 1; id <= 900; id++)
    kp_changes_add_site (changes, id);
  for (int i = 0; i < 15; i++)
    {
      g_assert_true (kp_database_begin (database, &error));
      g_assert_true (kp_change_table_append (database, 1, changes, &error));
      g_assert_true (kp_database_commit (database, &error));
    }
  g_assert_true (
      kp_database_get_int (database, "SELECT COUNT (*) FROM change_log", &n, &error));
  g_assert_cmpint (n, ==, 10000);
  last = 100;
  g_assert_true (kp_change_table_read (database, 2, &last, &read, &error));
  g_assert_true (read->any_site && read->customers && read->settings);
  g_assert_cmpint (last, ==, 15 * 900);
  g_clear_pointer (&read, kp_changes_free);
  last -= 3;
  g_assert_true (kp_change_table_read (database, 2, &last, &read, &error));
  g_assert_false (read->any_site);
  g_assert_cmpuint (read->sites->len, ==, 3);
  g_clear_pointer (&read, kp_changes_free);
  last -= 3;
  g_assert_true (kp_change_table_read (database, 1, &last, &read, &error));
  g_assert_true (kp_changes_is_empty (read));
}

/* A lock that another holds too long is told as such, and all is well after it. */
static void
test_busy (StoreTest *test, gconstpointer data)
{
  g_autoptr (KpDatabase) database = NULL;
  g_autoptr (KpStore) store = NULL;
  g_autoptr (KpSite) site = store_test_make_site ("one.example.com", 443);
  g_autoptr (GError) error = NULL;
  gint64 begun;

  database = kp_database_open (test->path, KP_DATABASE_WRITE, &error);
  store = store_test_new (test, FALSE);
  kp_store_set_busy_timeout (store, 200);
  g_assert_true (store_test_open (store, &error));
  g_assert_true (kp_database_begin (database, &error));
  begun = g_get_monotonic_time ();
  g_assert_false (store_test_add (store, &error, site, NULL));
  g_assert_error (error, KP_STORE_ERROR, KP_STORE_ERROR_BUSY);
  g_assert_nonnull (strstr (error->message, test->path));
  g_assert_cmpint (g_get_monotonic_time () - begun, >=, 150 * G_TIME_SPAN_MILLISECOND);
  g_clear_error (&error);
  kp_database_rollback (database);
  g_assert_true (store_test_add (store, &error, site, NULL));
  g_assert_no_error (error);
  store_test_close (store);
}

/* Two that write by turns, at the same time: all of it is there. */
static void
test_both_write (StoreTest *test, gconstpointer data)
{
  g_autoptr (KpStore) other = open_other (test);
  GAsyncResult *results[60] = { NULL };
  g_autoptr (GPtrArray) sites = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autofree char *host = g_strdup_printf ("%u.example.com", i);
      g_autoptr (GPtrArray) one = g_ptr_array_new_with_free_func (g_object_unref);

      g_ptr_array_add (one, store_test_make_site (host, 443));
      kp_store_add_sites_async (i % 2 ? other : test->store, one, NULL, store_test_take,
                                &results[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (kp_store_add_sites_finish (i % 2 ? other : test->store,
                                                store_test_wait (&results[i]), &error));
      g_assert_no_error (error);
      g_object_unref (results[i]);
    }
  sites = store_test_load (test->store, 0);
  g_assert_cmpuint (sites->len, ==, G_N_ELEMENTS (results));
  store_test_close (other);
}

#define BATCH 20

/* The child's part: saves batch after batch and reports each that is finished as one byte.
 */
static void
save_for_ever (StoreTest *test, const gint64 *ids, int report)
{
  g_autoptr (KpStore) store = store_test_new (test, FALSE);
  g_autoptr (GError) error = NULL;

  if (!store_test_open (store, &error))
    _exit (3);
  for (guint8 round = 1;; round++)
    {
      GPtrArray *records =
          g_ptr_array_new_with_free_func ((GDestroyNotify) kp_check_record_free);
      g_autofree char *address = g_strdup_printf ("192.0.2.%d", round);
      g_autoptr (GAsyncResult) result = NULL;

      for (guint i = 0; i < BATCH; i++)
        g_ptr_array_add (
            records, store_test_record (ids[i], store_test_observe ("x.example.com",
                                                                    NOW + round, address)));
      kp_store_save_checks_async (store, records, NULL, store_test_take, &result);
      if (!kp_store_save_checks_finish (store, store_test_wait (&result), &error)
          || write (report, &round, 1) != 1)
        _exit (4);
    }
}

/* Starts this program anew as the child: a fork of one with threads can't use GLib. */
static pid_t
start_child (StoreTest *test, int *report)
{
  /* Not "/proc/self/exe" itself, which under valgrind is valgrind. */
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  int ends[2];
  pid_t child;

  g_assert_cmpint (pipe (ends), ==, 0);
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      g_autofree char *fd = g_strdup_printf ("%d", ends[1]);

      close (ends[0]);
      execl (program, program, "--child", test->dir, fd, NULL);
      _exit (5);
    }
  close (ends[1]);
  *report = ends[0];
  return child;
}

/* Killed in the middle, again and again: what was reported is there, every batch is whole,
 * and the file hangs together. */
static void
test_killed (StoreTest *test, gconstpointer data)
{
  gint64 ids[BATCH];

  for (guint i = 0; i < BATCH; i++)
    {
      g_autofree char *host = g_strdup_printf ("%u.example.com", i);

      ids[i] = store_test_add_host (test->store, host);
    }
  for (int round = 0; round < 5; round++)
    {
      int report;
      pid_t child;
      guint8 reported = 0;
      guint8 byte;
      int status;
      gint64 whole = 0;

      store_test_close (test->store);
      g_clear_object (&test->store);
      child = start_child (test, &report);
      while (reported < 3 && read (report, &byte, 1) == 1)
        reported = byte;
      g_usleep ((gulong) round * 1700);
      kill (child, SIGKILL);
      while (read (report, &byte, 1) == 1)
        reported = byte;
      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
      g_assert_true (WIFSIGNALED (status));
      g_assert_cmpuint (reported, >=, 3);
      close (report);

      test->store = open_other (test);
      for (guint i = 0; i < BATCH; i++)
        {
          KpEvidence *evidence = store_test_load_evidence (test->store, ids[i]);

          if (i == 0)
            whole = evidence->observation->checked_at;
          g_assert_cmpint (evidence->observation->checked_at, ==, whole);
          kp_evidence_free (evidence);
        }
      g_assert_cmpint (whole, >=, NOW + reported);
      g_assert_cmpint (whole, <=, NOW + reported + 1);
      /* The next round begins at its own first batch: older ones are passed over. */
      kp_fixed_clock_set (KP_FIXED_CLOCK (test->clock), NOW);
      for (guint i = 0; i < BATCH; i++)
        {
          g_autofree char *host = g_strdup_printf ("%u.r%d.example.com", i, round);

          ids[i] = store_test_add_host (test->store, host);
        }
    }
}

static int
run_child (const char *dir, const char *fd)
{
  StoreTest test = { NULL };
  gint64 ids[BATCH] = { 0 };
  g_autoptr (GPtrArray) sites = NULL;
  g_autoptr (GError) error = NULL;

  test.dir = g_strdup (dir);
  test.path = g_build_filename (dir, "keyplate.db", NULL);
  test.clock = kp_fixed_clock_new (NOW);
  test.store = store_test_new (&test, FALSE);
  if (!store_test_open (test.store, &error))
    return 3;
  /* The newest sites: those of the present round. */
  sites = store_test_load (test.store, 0);
  for (guint i = 0; i < sites->len; i++)
    {
      gint64 id = kp_site_get_id (sites->pdata[i]);

      if (id > (gint64) sites->len - BATCH)
        ids[id - (sites->len - BATCH) - 1] = id;
    }
  store_test_close (test.store);
  save_for_ever (&test, ids, (int) g_ascii_strtoll (fd, NULL, 10));
  return 0;
}

/* Two processes that begin at once make one store. */
static void
test_both_new (void)
{
  StoreTest test = { NULL };
  g_autoptr (KpStore) other = NULL;
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autofree char *list = NULL;
  g_autoptr (GError) error = NULL;

  store_test_init (&test);
  test.store = store_test_new (&test, FALSE);
  other = store_test_new (&test, FALSE);
  kp_store_open_async (test.store, NULL, store_test_take, &first);
  kp_store_open_async (other, NULL, store_test_take, &second);
  g_assert_true (kp_store_open_finish (test.store, store_test_wait (&first), &error));
  g_assert_true (kp_store_open_finish (other, store_test_wait (&second), &error));
  g_assert_no_error (error);
  store_test_add_host (test.store, "one.example.com");
  list = store_test_list (other, 0);
  g_assert_cmpstr (list, ==, "one.example.com");
  store_test_close (other);
  store_test_tear_down (&test, NULL);
}

int
main (int argc, char **argv)
{
  if (argc == 4 && strcmp (argv[1], "--child") == 0)
    return run_child (argv[2], argv[3]);

  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                \
  g_test_add ("/processes/" name, StoreTest, NULL, store_test_set_up, function,            \
              store_test_tear_down)
  ADD ("noticed", test_noticed);
  ADD ("not-watching", test_not_watching);
  ADD ("anything", test_anything);
  ADD ("change-log", test_change_log);
  ADD ("busy", test_busy);
  ADD ("both-write", test_both_write);
  ADD ("killed", test_killed);
  g_test_add_func ("/processes/both-new", test_both_new);
  return g_test_run ();
}
