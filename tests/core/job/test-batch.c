/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/job/batch.h"

#include "store/store-test.h"

typedef struct
{
  StoreTest store;
  KpCatalogue *catalogue;
  KpJobKeeper *keeper;
  GPtrArray *sites;
  KpBatch *batch;
  GString *told;
} Test;

/* By the first letter of their names. */
static const struct
{
  const char *host;
  const char *provider;
} hosts[] = {
  { "a.kite.example", "own-server" }, { "b.kite.example", "cloud-office" },
  { "c.kite.example", "own-server" }, { "d.kite.example", "no-such-provider" },
  { "e.kite.example", "own-server" },
};

static KpSite *
get_site (Test *test, char letter)
{
  for (guint i = 0; i < test->sites->len; i++)
    if (*kp_site_get_host (test->sites->pdata[i]) == letter)
      return test->sites->pdata[i];
  g_assert_not_reached ();
}

static void
changed_cb (Test *test, KpBatchSite *site)
{
  g_string_append_c (test->told, *kp_site_get_host (kp_batch_site_get_site (site)));
}

static void
set_up (Test *test, gconstpointer data)
{
  store_test_set_up (&test->store, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    store_test_add_host (test->store.store, hosts[i].host);
  test->catalogue = kp_catalogue_new (NULL);
  test->keeper = kp_job_keeper_new (test->store.store, test->catalogue, test->store.clock);
  test->sites = store_test_load (test->store.store, 0);
  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    kp_site_set_provider (get_site (test, *hosts[i].host), hosts[i].provider);
  test->batch = kp_batch_new (test->keeper);
  test->told = g_string_new (NULL);
  g_signal_connect_swapped (test->batch, "changed", G_CALLBACK (changed_cb), test);
}

static void
tear_down (Test *test, gconstpointer data)
{
  g_clear_object (&test->batch);
  g_string_free (test->told, TRUE);
  g_clear_pointer (&test->sites, g_ptr_array_unref);
  g_clear_object (&test->keeper);
  g_clear_object (&test->catalogue);
  store_test_tear_down (&test->store, NULL);
}

static void
add (Test *test, const char *letters)
{
  g_autoptr (GPtrArray) sites = g_ptr_array_new ();

  for (; *letters != '\0'; letters++)
    g_ptr_array_add (sites, get_site (test, *letters));
  kp_batch_add (test->batch, sites);
  while (kp_batch_is_beginning (test->batch))
    g_main_context_iteration (NULL, TRUE);
}

static KpBatchSite *
find (Test *test, char letter)
{
  return kp_batch_find (test->batch, get_site (test, letter), NULL);
}

/* One that can't be renewed holds nobody up, and says why. */
static void
test_begin (Test *test, gconstpointer data)
{
  add (test, "abcd");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (test->batch)), ==, 4);
  g_assert_nonnull (kp_batch_site_get_job (find (test, 'a')));
  g_assert_nonnull (kp_batch_site_get_job (find (test, 'c')));
  g_assert_null (kp_batch_site_get_reason (find (test, 'a')));
  g_assert_null (kp_batch_site_get_job (find (test, 'b')));
  g_assert_nonnull (
      strstr (kp_batch_site_get_reason (find (test, 'b')), "by itself, 20 days before"));
  g_assert_nonnull (kp_batch_site_get_reason (find (test, 'd')));
  g_assert_cmpstr (test->told->str, ==, "abcd");
}

/* What was left out is looked at anew when it is added once more. */
static void
test_again (Test *test, gconstpointer data)
{
  g_autoptr (KpJob) secure =
      kp_job_new (kp_site_get_id (get_site (test, 'e')), KP_JOB_SECURE, 1000);

  kp_site_set_job (get_site (test, 'e'), secure);
  add (test, "abce");
  g_assert_nonnull (kp_batch_site_get_reason (find (test, 'b')));
  add (test, "be");
  g_assert_nonnull (
      strstr (kp_batch_site_get_reason (find (test, 'b')), "by itself, 20 days before"));
  g_assert_nonnull (strstr (kp_batch_site_get_reason (find (test, 'e')), "secure it"));
  kp_site_set_provider (get_site (test, 'b'), "own-server");
  kp_site_set_job (get_site (test, 'e'), NULL);
  add (test, "b");
  g_assert_nonnull (kp_batch_site_get_job (find (test, 'b')));
  g_assert_nonnull (kp_batch_site_get_reason (find (test, 'e')));
  kp_batch_exclude (test->batch, get_site (test, 'a'), "It was removed.");
  add (test, "a");
  g_assert_nonnull (kp_batch_site_get_job (find (test, 'a')));
  g_assert_cmpuint (kp_batch_get_size (test->batch), ==, 4);
}

/* What is there already is taken as it is, and counts once. */
static void
test_under_way (Test *test, gconstpointer data)
{
  g_autoptr (KpJob) secure =
      kp_job_new (kp_site_get_id (get_site (test, 'e')), KP_JOB_SECURE, 1000);
  const KpJob *job;
  gint64 id;
  guint position;

  add (test, "a");
  job = kp_batch_site_get_job (find (test, 'a'));
  id = job->id;
  kp_site_set_job (get_site (test, 'e'), secure);
  add (test, "cae");
  g_assert_cmpuint (kp_batch_get_size (test->batch), ==, 3);
  g_assert_cmpint (kp_batch_site_get_job (find (test, 'a'))->id, ==, id);
  g_assert_nonnull (kp_batch_find (test->batch, get_site (test, 'c'), &position));
  g_assert_cmpuint (position, ==, 1);
  g_assert_null (kp_batch_site_get_job (find (test, 'e')));
  g_assert_nonnull (strstr (kp_batch_site_get_reason (find (test, 'e')), "secure it"));
}

/* @kind: what somebody else began with 'a', which this program has not read yet. */
static void
begin_elsewhere (Test *test, KpJobKind kind)
{
  g_autoptr (GPtrArray) sites = store_test_load (test->store.store, 0);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpJob) job = NULL;
  KpSite *site = NULL;

  for (guint i = 0; i < sites->len && site == NULL; i++)
    if (*kp_site_get_host (sites->pdata[i]) == 'a')
      site = sites->pdata[i];
  kp_site_set_provider (site, kind == KP_JOB_SECURE ? "cloud-office" : "own-server");
  if (kind == KP_JOB_SECURE)
    kp_job_keeper_secure_async (test->keeper, site, NULL, store_test_take, &result);
  else
    kp_job_keeper_renew_async (test->keeper, site, NULL, store_test_take, &result);
  job = kp_job_keeper_finish (test->keeper, store_test_wait (&result), &error);
  g_assert_no_error (error);
  add (test, "a");
  g_assert_null (kp_batch_site_get_job (find (test, 'a')));
  g_assert_null (kp_batch_site_get_reason (find (test, 'a')));
  kp_site_set_job (get_site (test, 'a'), job);
}

/* Where somebody was quicker, it is taken as if it had been known. */
static void
test_quicker_secure (Test *test, gconstpointer data)
{
  begin_elsewhere (test, KP_JOB_SECURE);
  g_assert_null (kp_batch_site_get_job (find (test, 'a')));
  g_assert_nonnull (strstr (kp_batch_site_get_reason (find (test, 'a')), "secure it"));
}

static void
test_quicker_renew (Test *test, gconstpointer data)
{
  begin_elsewhere (test, KP_JOB_RENEW);
  g_assert_nonnull (kp_batch_site_get_job (find (test, 'a')));
  g_assert_null (kp_batch_site_get_reason (find (test, 'a')));
}

static void
test_exclude (Test *test, gconstpointer data)
{
  add (test, "ac");
  g_string_truncate (test->told, 0);
  kp_batch_exclude (test->batch, get_site (test, 'c'), "It was removed.");
  kp_batch_exclude (test->batch, get_site (test, 'b'), "It was never there.");
  g_assert_cmpstr (test->told->str, ==, "c");
  g_assert_cmpstr (kp_batch_site_get_reason (find (test, 'c')), ==, "It was removed.");
  g_assert_null (kp_batch_site_get_job (find (test, 'c')));
  g_assert_cmpuint (kp_batch_get_size (test->batch), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/job/batch/begin", Test, NULL, set_up, test_begin, tear_down);
  g_test_add ("/job/batch/again", Test, NULL, set_up, test_again, tear_down);
  g_test_add ("/job/batch/under-way", Test, NULL, set_up, test_under_way, tear_down);
  g_test_add ("/job/batch/quicker-secure", Test, NULL, set_up, test_quicker_secure,
              tear_down);
  g_test_add ("/job/batch/quicker-renew", Test, NULL, set_up, test_quicker_renew,
              tear_down);
  g_test_add ("/job/batch/exclude", Test, NULL, set_up, test_exclude, tear_down);
  return g_test_run ();
}
