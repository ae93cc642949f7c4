/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/job/secure-job.h"

#include <string.h>

#include "core/job/job-rules.h"
#include "core/model/sentence.h"
#include "job/tale.h"

#define TARGET "pl-10.admin.emailsrvr.com"

#define READY "start name subject confirm"

/* What happens, where that leads, and what is missing there. */
static const struct
{
  const char *about;
  const char *profile;
  const char *channel;
  const char *words;
  const char *step;
  const char *needs;
} tales[] = {
  { "begun", "cloud-office", NULL, "start", "name", "name" },
  { "the name is good", "cloud-office", NULL, "start name", "details", "subject" },
  { "details", "cloud-office", NULL, "start name subject", "review", "confirmation" },
  { "confirmed", "cloud-office", NULL, READY, "hand-over", "hand-over target" },
  { "all at once", "cloud-office", NULL, "start name+subject+confirm", "hand-over",
    "hand-over target" },
  { "by form with its target", "cloud-office", NULL, READY " handed+target=" TARGET,
    "instructions", "instructions" },
  { "told", "cloud-office", NULL, READY " handed+target=" TARGET " copied+gotit", "dns",
    "" },
  { "in one go", "cloud-office", NULL,
    "start name+subject+confirm+handed+gotit+target=" TARGET, "dns", "" },
  { "by request", "cloud-office", "rt", READY, "hand-over", "hand-over" },
  { "the request is with the provider", "cloud-office", "rt", READY " handed",
    "wait-provider", "target" },
  { "it tells the target", "cloud-office", "rt", READY " handed target=" TARGET,
    "instructions", "instructions" },
  { "one step back from DNS", "cloud-office", NULL,
    READY " handed+target=" TARGET " gotit back", "instructions", "instructions" },
  { "back to the form, the target is kept", "cloud-office", NULL,
    READY " handed+target=" TARGET " back", "hand-over", "hand-over" },
  { "back to waiting for the answer", "cloud-office", "rt",
    READY " handed target=" TARGET " back", "wait-provider", "answer" },
  { "and on with the answer that is known", "cloud-office", "rt",
    READY " handed target=" TARGET " back answered", "instructions", "instructions" },
  { "back to the first", "cloud-office", NULL, "start name back", "name", "name" },
  { "started over", "cloud-office", NULL, READY " handed+target=" TARGET " gotit over",
    "name", "name" },
  { "resumed", "cloud-office", NULL, "start name pause +3 resume subject", "review",
    "confirmation" },
};

static void
test_steps (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (tales); i++)
    {
      Tale tale;
      g_autofree char *needs = NULL;

      g_test_message ("%s", tales[i].about);
      tale_begin (&tale, KP_JOB_SECURE, tales[i].profile, tales[i].channel);
      tale_tell (&tale, tales[i].words);
      g_assert_no_error (tale.error);
      needs = tale_list_needs (&tale);
      g_assert_cmpstr (kp_job_step_to_string (tale.job->step), ==, tales[i].step);
      g_assert_cmpstr (needs, ==, tales[i].needs);
      tale_end (&tale);
    }
}

/* The last word does not go through, and the job stays as it was. */
static const struct
{
  const char *about;
  const char *profile;
  const char *before;
  const char *word;
  KpJobError code;
} refusals[] = {
  { "no name", "cloud-office", "start", "subject", KP_JOB_ERROR_MISSING },
  { "no details", "cloud-office", "start name", "confirm", KP_JOB_ERROR_MISSING },
  { "not looked at", "cloud-office", "start name subject", "handed+target=" TARGET,
    KP_JOB_ERROR_MISSING },
  { "no target", "cloud-office", READY, "handed", KP_JOB_ERROR_MISSING },
  { "not handed over", "cloud-office", READY, "target=" TARGET, KP_JOB_ERROR_MISSING },
  { "no name of a host", "cloud-office", READY, "handed+target=-a-", KP_JOB_ERROR_REFUSED },
  { "the site itself", "cloud-office", READY, "handed+target=cp.kite.example",
    KP_JOB_ERROR_REFUSED },
  { "not one of the provider's", "cloud-office", READY, "handed+target=evil.example.com",
    KP_JOB_ERROR_REFUSED },
  { "not told", "cloud-office", READY " handed+target=" TARGET, "copied",
    KP_JOB_ERROR_MISSING },
  { "paused", "cloud-office", "start name pause", "subject", KP_JOB_ERROR_NOT_NOW },
  { "paused twice", "cloud-office", "start pause", "pause", KP_JOB_ERROR_NOT_NOW },
  { "not paused", "cloud-office", "start", "resume", KP_JOB_ERROR_NOT_NOW },
  { "back from the first", "cloud-office", "start", "back", KP_JOB_ERROR_NOT_NOW },
  { "abandoned", "cloud-office", "start abandon", "name", KP_JOB_ERROR_NOT_NOW },
  { "abandoned twice", "cloud-office", "start abandon", "abandon", KP_JOB_ERROR_NOT_NOW },
};

static void
test_refusals (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      Tale tale;
      g_autoptr (KpJob) before = NULL;

      g_test_message ("%s", refusals[i].about);
      tale_begin (&tale, KP_JOB_SECURE, refusals[i].profile, NULL);
      tale_tell (&tale, refusals[i].before);
      g_assert_no_error (tale.error);
      before = kp_job_copy (tale.job);
      tale_tell (&tale, refusals[i].word);
      g_assert_error (tale.error, KP_JOB_ERROR, (int) refusals[i].code);
      g_assert_true (kp_job_equal (before, tale.job));
      tale_end (&tale);
    }
}

static void
test_start (void)
{
  static const char *const unoffered[] = { "pexip", "own-server", "nobody" };
  KpSummary summary;
  Tale tale;

  for (guint i = 0; i < G_N_ELEMENTS (unoffered); i++)
    {
      tale_begin (&tale, KP_JOB_SECURE, unoffered[i], NULL);
      tale_tell (&tale, "start");
      g_assert_error (tale.error, KP_JOB_ERROR, KP_JOB_ERROR_NOT_OFFERED);
      tale_end (&tale);
    }
  tale_begin (&tale, KP_JOB_SECURE, "cloud-office", NULL);
  kp_summary_init (&summary);
  summary.lock = KP_LOCK_LOCKED;
  kp_site_set_summary (tale.site, &summary);
  tale_tell (&tale, "start");
  g_assert_error (tale.error, KP_JOB_ERROR, KP_JOB_ERROR_NOT_NEEDED);
  tale_end (&tale);
}

/* When each step was done, and how long the present one has been waited for. */
static void
test_times (void)
{
  Tale tale;

  tale_begin (&tale, KP_JOB_SECURE, "cloud-office", NULL);
  tale_tell (&tale,
             "start +1 name +1 subject +1 confirm +1 handed+target=" TARGET " +1 gotit");
  g_assert_no_error (tale.error);
  g_assert_cmpint (tale.job->started_at, ==, NOW);
  g_assert_cmpint (tale.job->step_at[KP_JOB_STEP_NAME], ==, NOW + DAY);
  g_assert_cmpint (tale.job->step_at[KP_JOB_STEP_REVIEW], ==, NOW + 3 * DAY);
  g_assert_cmpint (tale.job->step_at[KP_JOB_STEP_HAND_OVER], ==, NOW + 4 * DAY);
  g_assert_cmpint (tale.job->since, ==, NOW + 5 * DAY);
  g_assert_cmpstr (tale.job->channel, ==, "form");

  /* Days of a pause count for nobody. */
  tale_tell (&tale, "+2 pause +10 resume");
  g_assert_no_error (tale.error);
  g_assert_cmpint (tale.job->since, ==, NOW + 15 * DAY);
  g_assert_cmpint (tale.job->paused_at, ==, 0);

  /* What is done again was not done; what was entered is there. */
  tale_tell (&tale, "back back");
  g_assert_no_error (tale.error);
  g_assert_cmpint (tale.job->step_at[KP_JOB_STEP_HAND_OVER], ==, 0);
  g_assert_cmpint (tale.job->step_at[KP_JOB_STEP_REVIEW], ==, NOW + 3 * DAY);
  g_assert_cmpuint (tale.job->told, ==, KP_TOLD_NOTHING);
  g_assert_cmpstr (tale.job->target, ==, TARGET);
  g_assert_nonnull (tale.job->subject);
  tale_end (&tale);
}

/* The clock is set back in between: the job goes on, and no day of it runs out for that. */
static void
test_clock_set_back (void)
{
  Tale tale;

  tale_begin (&tale, KP_JOB_SECURE, "cloud-office", NULL);
  tale_tell (&tale, "start +1 name subject confirm +-3 handed+target=" TARGET " gotit");
  g_assert_no_error (tale.error);
  g_assert_cmpint (tale.job->step, ==, KP_JOB_STEP_DNS);
  g_assert_cmpint (tale.job->since, ==, NOW - 2 * DAY);
  tale_tell (&tale, "pause +-5 resume");
  g_assert_no_error (tale.error);
  g_assert_cmpint (tale.job->since, ==, NOW - 2 * DAY);
  tale_tell (&tale, "+-1 changed");
  g_assert_no_error (tale.error);
  g_assert_cmpint (tale.job->changed_at, ==, NOW - 8 * DAY);
  tale_tell (&tale, "+20 back");
  g_assert_no_error (tale.error);
  g_assert_cmpint (tale.job->since, ==, NOW + 12 * DAY);
  tale_end (&tale);
}

/* A moment to come is not when something was changed. */
static void
test_changed_at (void)
{
  KpJobInput input = { .changed_at = NOW + 9 * DAY };
  Tale tale;

  tale_begin (&tale, KP_JOB_SECURE, "cloud-office", NULL);
  tale_tell (&tale, READY " handed+target=" TARGET " gotit");
  tale_take (&tale, kp_job_next (tale.job, &tale.facts, &input, NULL, &tale.error), NULL);
  g_assert_cmpint (tale.job->changed_at, ==, NOW);
  g_assert_cmpint (tale.job->step, ==, KP_JOB_STEP_DNS);
  tale_end (&tale);
}

/* What stays behind is said before it is done. */
static const struct
{
  const char *channel;
  const char *words;
  KpJobVerb verb;
  const char *says[3];
  gboolean held_up;
} left[] = {
  { NULL, READY, KP_JOB_VERB_ABANDON, { "Nothing outside" } },
  { NULL, READY, KP_JOB_VERB_BACK, { "Nothing outside", "is kept" } },
  { "rt", READY " handed+ticket=12", KP_JOB_VERB_ABANDON, { "Ticket 12", "Cloud Office" } },
  { NULL,
    READY " handed+target=" TARGET " gotit",
    KP_JOB_VERB_ABANDON,
    { "What was handed to Cloud Office", "customer was asked", TARGET } },
  { NULL,
    READY " handed+target=" TARGET " gotit",
    KP_JOB_VERB_BACK,
    { "customer was asked", "is kept" } },
  { "email", READY " handed", KP_JOB_VERB_BACK, { "What was handed to Cloud Office" } },
  { "email", READY " handed", KP_JOB_VERB_BACK, { "taken back if it has not left" }, TRUE },
  { "rt",
    READY " handed+ticket=12 answered+target=" TARGET,
    KP_JOB_VERB_ABANDON,
    { "Ticket 12", TARGET },
    TRUE },
  { NULL, READY, KP_JOB_VERB_PAUSE, { "no day runs out" } },
};

static void
test_left (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (left); i++)
    {
      Tale tale;
      g_autofree char *text = NULL;

      tale_begin (&tale, KP_JOB_SECURE, "cloud-office", left[i].channel);
      tale_tell (&tale, left[i].words);
      g_assert_no_error (tale.error);
      tale.job->held_up = left[i].held_up;
      text = kp_job_describe_left (tale.job, left[i].verb, &tale.facts);
      for (guint j = 0; j < G_N_ELEMENTS (left[i].says) && left[i].says[j] != NULL; j++)
        if (strstr (text, left[i].says[j]) == NULL)
          g_error ("“%s” does not say “%s”", text, left[i].says[j]);
      tale_end (&tale);
    }
}

/* The journal tells a step back to the name from a job that was started over. */
static void
test_back_or_over (void)
{
  static const struct
  {
    const char *words;
    const char *verb;
    const char *says;
  } rows[] = {
    { "start name", "back", "One step back in the job." },
    { READY, "back", "One step back in the job." },
    { READY, "over", "The job was started over." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (KpJob) before = NULL;
      g_autofree char *kept = NULL;
      g_autofree char *text = NULL;
      Tale tale;

      tale_begin (&tale, KP_JOB_SECURE, "cloud-office", NULL);
      tale_tell (&tale, rows[i].words);
      before = kp_job_copy (tale.job);
      tale_tell (&tale, rows[i].verb);
      g_assert_no_error (tale.error);
      kept = kp_job_describe_change (before, tale.job, &tale.facts, NULL);
      text = kp_sentence_tell (kept);
      g_assert_cmpstr (text, ==, rows[i].says);
      tale_end (&tale);
    }
}

static void
test_draft (void)
{
  g_autofree char *long_one = g_strnfill (KP_JOB_MAX_DRAFT + 1, 'x');
  Tale tale;

  tale_begin (&tale, KP_JOB_SECURE, "cloud-office", NULL);
  tale_tell (&tale, "start name draft=half");
  g_assert_no_error (tale.error);
  g_assert_cmpint (tale.job->step, ==, KP_JOB_STEP_DETAILS);
  g_assert_cmpstr (tale.job->draft, ==, "half");
  /* It is no answer to what the step waits for. */
  tale_tell (&tale, "confirm");
  g_assert_error (tale.error, KP_JOB_ERROR, KP_JOB_ERROR_MISSING);
  g_clear_error (&tale.error);
  g_assert_cmpstr (tale.job->draft, ==, "half");
  const KpJobInput input = { .draft = long_one };
  tale_take (&tale, kp_job_next (tale.job, &tale.facts, &input, NULL, &tale.error), NULL);
  g_assert_cmpstr (tale.job->draft, ==, "half");
  tale_tell (&tale, "subject");
  g_assert_null (tale.job->draft);
  tale_tell (&tale, "draft=more");
  tale_tell (&tale, "back");
  g_assert_null (tale.job->draft);
  tale_end (&tale);
}

/* The file of the profile is removed while the job is under way: it goes on as a form. */
static void
test_profile_gone (void)
{
  Tale tale;

  tale_begin (&tale, KP_JOB_SECURE, "cloud-office", NULL);
  tale_tell (&tale, READY);
  g_assert_no_error (tale.error);
  tale.facts.profile = NULL;
  tale_tell (&tale, "handed+target=" TARGET);
  g_assert_no_error (tale.error);
  g_assert_cmpint (tale.job->step, ==, KP_JOB_STEP_INSTRUCTIONS);
  g_assert_null (tale.job->channel);
  tale_tell (&tale, "back");
  g_assert_cmpint (tale.job->step, ==, KP_JOB_STEP_HAND_OVER);
  tale_end (&tale);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/secure-job/steps", test_steps);
  g_test_add_func ("/secure-job/refusals", test_refusals);
  g_test_add_func ("/secure-job/start", test_start);
  g_test_add_func ("/secure-job/times", test_times);
  g_test_add_func ("/secure-job/clock-set-back", test_clock_set_back);
  g_test_add_func ("/secure-job/changed-at", test_changed_at);
  g_test_add_func ("/secure-job/left", test_left);
  g_test_add_func ("/secure-job/back-or-over", test_back_or_over);
  g_test_add_func ("/secure-job/draft", test_draft);
  g_test_add_func ("/secure-job/profile-gone", test_profile_gone);

  return g_test_run ();
}
