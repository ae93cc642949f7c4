/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/job.h"

/* What is no job's data is refused, and what was there stays. */
static void
test_bad_data (void)
{
  static const char *const rows[] = { "", "null", "[]", "{", "\"x\"", "{\"ticket\": }" };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (KpJob) job = kp_job_new (1, KP_JOB_SECURE, 1000);
      g_autoptr (GError) error = NULL;

      job->ticket = g_strdup ("12");
      job->draft = g_strdup ("half");
      g_assert_false (kp_job_data_from_json (job, rows[i], &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      g_assert_cmpstr (job->ticket, ==, "12");
      g_assert_cmpstr (job->draft, ==, "half");
    }
}

/* Values that nobody wrote are as if they were not there. */
static void
test_strange_values (void)
{
  static const char json[] =
      "{\"changer\": 7, \"told\": 99, \"changed-at\": -5, \"n-reminded\": \"many\","
      " \"ticket\": 12, \"steps\": {\"name\": 1e99, \"dns\": 77, \"other\": 3}}";
  g_autoptr (KpJob) job = kp_job_new (1, KP_JOB_SECURE, 1000);
  g_autoptr (GError) error = NULL;

  g_assert_true (kp_job_data_from_json (job, json, &error));
  g_assert_no_error (error);
  g_assert_cmpint (job->changer, ==, KP_DNS_CHANGER_CUSTOMER);
  g_assert_cmpuint (job->told, ==, KP_TOLD_NOTHING);
  g_assert_cmpint (job->changed_at, ==, 0);
  g_assert_cmpuint (job->n_reminded, ==, 0);
  g_assert_null (job->ticket);
  g_assert_cmpint (job->step_at[KP_JOB_STEP_NAME], ==, 0);
  g_assert_cmpint (job->step_at[KP_JOB_STEP_DNS], ==, 77);
}

static void
test_equal (void)
{
  g_autoptr (KpJob) job = kp_job_new (1, KP_JOB_SECURE, 1000);
  g_autoptr (KpJob) copy = NULL;

  job->target = g_strdup ("a.example");
  copy = kp_job_copy (job);
  g_assert_true (kp_job_equal (job, copy));
  copy->step_at[KP_JOB_STEP_REVIEW] = 5;
  g_assert_false (kp_job_equal (job, copy));
  copy->step_at[KP_JOB_STEP_REVIEW] = 0;
  g_free (copy->target);
  copy->target = g_strdup ("b.example");
  g_assert_false (kp_job_equal (job, copy));
  g_assert_false (kp_job_equal (job, NULL));
  g_assert_true (kp_job_equal (NULL, NULL));
}

/* What lies before what is of the kind, not of the number. */
static void
test_order (void)
{
  static const struct
  {
    KpJobKind kind;
    KpJobStep before;
    KpJobStep after;
  } rows[] = {
    { KP_JOB_SECURE, KP_JOB_STEP_NAME, KP_JOB_STEP_DETAILS },
    { KP_JOB_SECURE, KP_JOB_STEP_WAIT_PROVIDER, KP_JOB_STEP_INSTRUCTIONS },
    { KP_JOB_SECURE, KP_JOB_STEP_DNS, KP_JOB_STEP_DONE },
    { KP_JOB_RENEW, KP_JOB_STEP_BUY, KP_JOB_STEP_WAIT_CA },
    { KP_JOB_RENEW, KP_JOB_STEP_WAIT_CA, KP_JOB_STEP_SUBMIT },
    { KP_JOB_RENEW, KP_JOB_STEP_SUBMIT, KP_JOB_STEP_INSTALL },
    { KP_JOB_RENEW, KP_JOB_STEP_SUBMIT, KP_JOB_STEP_DONE },
    /* A damaged row. */
    { KP_JOB_RENEW, KP_JOB_STEP_DNS, KP_JOB_STEP_DETAILS },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (KpJob) job = kp_job_new (1, rows[i].kind, 1000);

      job->step = rows[i].before;
      g_assert_true (kp_job_step_is_before (rows[i].kind, rows[i].before, rows[i].after));
      g_assert_false (kp_job_step_is_before (rows[i].kind, rows[i].after, rows[i].before));
      g_assert_false (kp_job_has_reached (job, rows[i].after));
      job->step = rows[i].after;
      g_assert_true (kp_job_is_past (job, rows[i].before));
      g_assert_true (kp_job_has_reached (job, rows[i].after));
      g_assert_false (kp_job_is_past (job, rows[i].after));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model/job/bad-data", test_bad_data);
  g_test_add_func ("/model/job/strange-values", test_strange_values);
  g_test_add_func ("/model/job/equal", test_equal);
  g_test_add_func ("/model/job/order", test_order);

  return g_test_run ();
}
