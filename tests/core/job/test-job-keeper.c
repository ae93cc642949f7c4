/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/job/job-keeper.h"
#include "store/store-test.h"

#define TARGET "pl-10.admin.emailsrvr.com"

typedef struct
{
  StoreTest store;
  KpCatalogue *catalogue;
  KpJobKeeper *keeper;
  KpSite *site;
} Test;

static KpSite *
load (KpStore *store)
{
  g_autoptr (GPtrArray) sites = store_test_load (store, 0);

  g_assert_cmpuint (sites->len, ==, 1);
  return g_object_ref (sites->pdata[0]);
}

static void
set_up (Test *test, gconstpointer data)
{
  store_test_set_up (&test->store, NULL);
  store_test_add_host (test->store.store, "cp.kite.example");
  test->catalogue = kp_catalogue_new (NULL);
  test->keeper = kp_job_keeper_new (test->store.store, test->catalogue, test->store.clock);
  test->site = load (test->store.store);
  kp_site_set_provider (test->site, "cloud-office");
}

static void
tear_down (Test *test, gconstpointer data)
{
  g_clear_object (&test->site);
  g_clear_object (&test->keeper);
  g_clear_object (&test->catalogue);
  store_test_tear_down (&test->store, NULL);
}

static KpJob *
finish (Test *test, GAsyncResult **slot, GError **error)
{
  GAsyncResult *result = store_test_wait (slot);

  return kp_job_keeper_finish (test->keeper, result, error);
}

static KpJob *
begin (Test *test, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_job_keeper_secure_async (test->keeper, test->site, NULL, store_test_take, &result);
  return finish (test, &result, error);
}

static KpJob *
next (Test *test, const KpJobInput *input, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_job_keeper_next_async (test->keeper, test->site, input, NULL, store_test_take,
                            &result);
  return finish (test, &result, error);
}

static KpJob *
verb (Test *test, KpJobVerb what, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_job_keeper_do_async (test->keeper, test->site, what, NULL, store_test_take, &result);
  return finish (test, &result, error);
}

/* As the portfolio does: the site shows what is in the store. */
static void
show (Test *test, KpJob *job)
{
  kp_site_set_job (test->site, job);
  kp_job_free (job);
}

/* The whole way, and after each step as if the program had been killed. */
static void
test_whole (Test *test, gconstpointer data)
{
  const KpJobInput steps[] = {
    { .name_allowed = TRUE },
    { .subject = "{}" },
    { .confirmed = TRUE },
    { .handed_over = TRUE, .target = TARGET },
    { .finished = TRUE, .told = KP_TOLD_COPIED },
  };
  g_autoptr (GPtrArray) journal = NULL;
  g_autoptr (GError) error = NULL;

  show (test, begin (test, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr (KpSite) stored = NULL;
      KpJob *job = next (test, &steps[i], &error);

      g_assert_no_error (error);
      show (test, job);
      stored = load (test->store.store);
      g_assert_true (kp_job_equal (kp_site_get_job (stored), kp_site_get_job (test->site)));
    }
  {
    g_autoptr (KpSite) stored = load (test->store.store);

    g_assert_cmpint (kp_site_get_job (stored)->step, ==, KP_JOB_STEP_DNS);
    g_assert_cmpstr (kp_site_get_target (stored), ==, TARGET);
  }
  journal = store_test_load_journal (test->store.store, kp_site_get_id (test->site), 20);
  /* Added, begun, confirmed, handed over, told. */
  g_assert_cmpuint (journal->len, ==, 5);
}

/* One who does not know that somebody was quicker changes nothing. */
static void
test_conflict (Test *test, gconstpointer data)
{
  const KpJobInput name = { .name_allowed = TRUE };
  g_autoptr (KpJob) first = NULL;
  g_autoptr (KpSite) stored = NULL;
  g_autoptr (GError) error = NULL;

  show (test, begin (test, &error));
  first = next (test, &name, &error);
  g_assert_no_error (error);
  /* The site still shows the job before that. */
  g_assert_null (verb (test, KP_JOB_VERB_ABANDON, &error));
  g_assert_error (error, KP_STORE_ERROR, KP_STORE_ERROR_CONFLICT);
  stored = load (test->store.store);
  g_assert_true (kp_job_equal (first, kp_site_get_job (stored)));
}

static void
test_nothing_under_way (Test *test, gconstpointer data)
{
  const KpJobInput nothing = { FALSE };
  g_autoptr (GError) error = NULL;

  g_assert_null (next (test, &nothing, &error));
  g_assert_error (error, KP_JOB_ERROR, KP_JOB_ERROR_NOT_NOW);
  g_clear_error (&error);
  show (test, begin (test, &error));
  g_assert_no_error (error);
  g_assert_null (begin (test, &error));
  g_assert_error (error, KP_STORE_ERROR, KP_STORE_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_null (next (test, &nothing, &error));
  g_assert_error (error, KP_JOB_ERROR, KP_JOB_ERROR_MISSING);
}

/* What is abandoned is over, and another job may begin. */
static void
test_abandon (Test *test, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpSite) stored = NULL;
  KpJob *job;

  show (test, begin (test, &error));
  job = verb (test, KP_JOB_VERB_ABANDON, &error);
  g_assert_no_error (error);
  g_assert_cmpint (job->ending, ==, KP_JOB_ABANDONED);
  kp_job_free (job);
  stored = load (test->store.store);
  g_assert_null (kp_site_get_job (stored));
  kp_site_set_job (test->site, NULL);
  show (test, begin (test, &error));
  g_assert_no_error (error);
}

/* The channel by which a provider is connected decides what is waited for. */
static void
test_channel (Test *test, gconstpointer data)
{
  KpJobFacts facts;

  kp_job_keeper_fill_facts (test->keeper, test->site, &facts);
  g_assert_true (kp_job_facts_is_form (&facts));
  kp_job_keeper_set_channel (test->keeper, "cloud-office", "rt");
  kp_job_keeper_fill_facts (test->keeper, test->site, &facts);
  g_assert_false (kp_job_facts_is_form (&facts));
  kp_job_keeper_set_channel (test->keeper, "cloud-office", NULL);
  kp_job_keeper_fill_facts (test->keeper, test->site, &facts);
  g_assert_true (kp_job_facts_is_form (&facts));
}

#define ADD(path, function) g_test_add (path, Test, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/job-keeper/whole", test_whole);
  ADD ("/job-keeper/conflict", test_conflict);
  ADD ("/job-keeper/nothing-under-way", test_nothing_under_way);
  ADD ("/job-keeper/abandon", test_abandon);
  ADD ("/job-keeper/channel", test_channel);

  return g_test_run ();
}
