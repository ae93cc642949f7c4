/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/job/secure-job.h"

#include <glib/gi18n.h>

#include "core/base/time-text.h"

gboolean
kp_secure_job_can (const KpJob *job, KpJobVerb verb)
{
  if (job->ended_at > 0)
    return FALSE;
  switch (verb)
    {
    case KP_JOB_VERB_BACK:
      return job->paused_at == 0 && job->step > KP_JOB_STEP_NAME
             && job->step < KP_JOB_STEP_DONE;
    case KP_JOB_VERB_PAUSE:
      return job->paused_at == 0;
    case KP_JOB_VERB_RESUME:
      return job->paused_at > 0;
    case KP_JOB_VERB_START_OVER:
      return job->step > KP_JOB_STEP_NAME;
    case KP_JOB_VERB_ABANDON:
    default:
      return TRUE;
    }
}

static gboolean
was_form (const KpJob *job)
{
  return job->channel == NULL || g_str_equal (job->channel, "form")
         || g_str_equal (job->channel, "files");
}

static KpJobStep
get_preceding (const KpJob *job)
{
  switch (job->step)
    {
    case KP_JOB_STEP_DETAILS:
      return KP_JOB_STEP_NAME;
    case KP_JOB_STEP_REVIEW:
      return KP_JOB_STEP_DETAILS;
    case KP_JOB_STEP_HAND_OVER:
      return KP_JOB_STEP_REVIEW;
    case KP_JOB_STEP_WAIT_PROVIDER:
      return KP_JOB_STEP_HAND_OVER;
    case KP_JOB_STEP_INSTRUCTIONS:
      return was_form (job) ? KP_JOB_STEP_HAND_OVER : KP_JOB_STEP_WAIT_PROVIDER;
    case KP_JOB_STEP_DNS:
      return KP_JOB_STEP_INSTRUCTIONS;
    case KP_JOB_STEP_INSTALL:
      return KP_JOB_STEP_DNS;
    default:
      return KP_JOB_STEP_NAME;
    }
}

/* What was done from @step on is not done any more; what was entered stays. */
static void
go_back_to (KpJob *job, KpJobStep step, gint64 now)
{
  for (int later = step; later < KP_JOB_N_STEPS; later++)
    job->step_at[later] = 0;
  g_clear_pointer (&job->draft, g_free);
  job->step = step;
  job->since = now;
  job->reminded_at = 0;
  job->n_reminded = 0;
  if (step <= KP_JOB_STEP_INSTRUCTIONS)
    {
      job->told = KP_TOLD_NOTHING;
      job->changed_at = 0;
    }
}

/* The days of a pause are nobody's. */
static void
resume (KpJob *job, gint64 now)
{
  job->since += MAX (0, now - job->paused_at);
  job->paused_at = 0;
}

KpJob *
kp_secure_job_do (const KpJob *job, KpJobVerb verb, const KpJobFacts *facts, GError **error)
{
  KpJob *after;

  g_return_val_if_fail (job != NULL, NULL);

  if (!kp_secure_job_can (job, verb))
    {
      g_set_error_literal (error, KP_JOB_ERROR, KP_JOB_ERROR_NOT_NOW,
                           job->ended_at > 0 ? _ ("The job has ended.")
                           : job->paused_at > 0
                               ? _ ("The job is paused. Resume it first.")
                               : _ ("That can’t be done at this step of the job."));
      return NULL;
    }
  after = kp_job_copy (job);
  switch (verb)
    {
    case KP_JOB_VERB_BACK:
      go_back_to (after, get_preceding (job), facts->now);
      break;
    case KP_JOB_VERB_PAUSE:
      after->paused_at = facts->now;
      break;
    case KP_JOB_VERB_RESUME:
      resume (after, facts->now);
      break;
    case KP_JOB_VERB_START_OVER:
      go_back_to (after, KP_JOB_STEP_NAME, facts->now);
      after->paused_at = 0;
      break;
    case KP_JOB_VERB_ABANDON:
    default:
      after->ended_at = facts->now;
      after->ending = KP_JOB_ABANDONED;
      break;
    }
  return after;
}

static const char *
get_provider (const KpJobFacts *facts)
{
  return facts->profile != NULL ? kp_profile_get_name (facts->profile)
                                : kp_site_get_provider (facts->site);
}

static void
add_sentence (GString *text, char *sentence)
{
  if (text->len > 0)
    g_string_append_c (text, ' ');
  g_string_append (text, sentence);
  g_free (sentence);
}

static void
add_at_provider (GString *text, const KpJob *job, const KpJobFacts *facts)
{
  if (job->ticket != NULL)
    add_sentence (text, g_strdup_printf (
                            /* Translators: the number of a ticket, and a provider */
                            _ ("Ticket %s stays with %s: withdraw it there if it is not "
                               "wanted any more."),
                            job->ticket, get_provider (facts)));
  /* One that may have arrived is held up, too. */
  else if (job->step == KP_JOB_STEP_WAIT_PROVIDER && job->held_up)
    add_sentence (text, g_strdup_printf (
                            /* Translators: a provider */
                            _ ("The request is taken back if it has not left. If %s has it "
                               "all the same, say there that it is not wanted any more."),
                            get_provider (facts)));
  else
    add_sentence (text,
                  g_strdup_printf (
                      /* Translators: a provider */
                      _ ("What was handed to %s stays there: tell it if that is not wanted "
                         "any more."),
                      get_provider (facts)));
}

static void
add_told (GString *text, const KpJob *job)
{
  add_sentence (text,
                g_strdup (job->changer == KP_DNS_CHANGER_CUSTOMER
                              ? _ ("The customer was asked to change the DNS record: say "
                                   "so if that is not wanted any more.")
                              : _ ("If you have changed the DNS record, it stays as it is "
                                   "now.")));
}

/* What no verb can take back: the step it goes to, and what was done after that. */
char *
kp_secure_job_describe_left (const KpJob *job, KpJobVerb verb, const KpJobFacts *facts)
{
  g_autoptr (GString) text = g_string_new (NULL);
  KpJobStep step = job->step;
  gboolean ends = verb == KP_JOB_VERB_ABANDON || verb == KP_JOB_VERB_START_OVER;

  if (verb == KP_JOB_VERB_PAUSE)
    return g_strdup (_ ("Nobody is reminded, and no day runs out, until you resume it. The "
                        "site is checked as before."));
  if (verb == KP_JOB_VERB_RESUME)
    return g_strdup (_ ("It goes on where it was."));
  if ((ends && step > KP_JOB_STEP_HAND_OVER)
      || (verb == KP_JOB_VERB_BACK
          && (step == KP_JOB_STEP_WAIT_PROVIDER
              || (step == KP_JOB_STEP_INSTRUCTIONS && was_form (job)))))
    add_at_provider (text, job, facts);
  if ((ends || verb == KP_JOB_VERB_BACK) && step >= KP_JOB_STEP_DNS)
    add_told (text, job);
  if (ends && job->target != NULL)
    add_sentence (text, g_strdup_printf (
                            /* Translators: a host name */
                            _ ("%s stays the target where the site is expected to lead."),
                            job->target));
  if (text->len == 0)
    add_sentence (text, g_strdup (_ ("Nothing outside Keyplate has changed yet.")));
  if (verb == KP_JOB_VERB_START_OVER || verb == KP_JOB_VERB_BACK)
    add_sentence (text, g_strdup (_ ("What was entered is kept.")));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
describe_hand_over (const KpJob *after, const KpJobFacts *facts)
{
  if (after->ticket != NULL)
    /* Translators: a provider, and the number of a ticket */
    return g_strdup_printf (_ ("Handed to %s, ticket %s."), get_provider (facts),
                            after->ticket);
  if (was_form (after))
    /* Translators: a provider */
    return g_strdup_printf (_ ("Handed to %s."), get_provider (facts));
  /* Translators: a provider */
  return g_strdup_printf (_ ("Request to %s written."), get_provider (facts));
}

static char *
describe_step (const KpJob *before, const KpJob *after, const KpJobFacts *facts)
{
  if (after->step < before->step)
    return after->step == KP_JOB_STEP_NAME && before->step > KP_JOB_STEP_DETAILS
               ? g_strdup (_ ("The job was started over."))
               : g_strdup (_ ("One step back in the job."));
  if (after->step == KP_JOB_STEP_DNS)
    return g_strdup (after->changer == KP_DNS_CHANGER_CUSTOMER
                         ? _ ("The customer was told how to change DNS.")
                         : _ ("DNS is yours to change."));
  if (after->step == KP_JOB_STEP_INSTRUCTIONS && before->step == KP_JOB_STEP_WAIT_PROVIDER)
    /* Translators: a provider, and a host name */
    return g_strdup_printf (_ ("%s gave the target %s."), get_provider (facts),
                            after->target != NULL ? after->target : "–");
  if (before->step <= KP_JOB_STEP_HAND_OVER && after->step > KP_JOB_STEP_HAND_OVER)
    return describe_hand_over (after, facts);
  if (before->step == KP_JOB_STEP_REVIEW)
    return g_strdup (_ ("Certificate details confirmed."));
  return NULL;
}

char *
kp_secure_job_describe_change (const KpJob *before, const KpJob *after,
                               const KpJobFacts *facts)
{
  if (before == NULL)
    return g_strdup (_ ("Began to secure the site."));
  if (after->ending == KP_JOB_ABANDONED)
    return g_strdup (_ ("The job was abandoned."));
  if (after->paused_at > 0 && before->paused_at == 0)
    return g_strdup (_ ("The job was paused."));
  if (after->paused_at == 0 && before->paused_at > 0 && after->step == before->step)
    return g_strdup (_ ("The job was resumed."));
  if (after->step != before->step)
    return describe_step (before, after, facts);
  if (after->n_reminded > before->n_reminded)
    return g_strdup (after->step == KP_JOB_STEP_DNS
                             && after->changer == KP_DNS_CHANGER_CUSTOMER
                         ? _ ("The customer was reminded.")
                         : _ ("The provider was reminded."));
  if (after->changed_at > 0 && after->changed_at != before->changed_at)
    {
      g_autofree char *when = kp_time_format_date (after->changed_at);

      /* Translators: a date */
      return g_strdup_printf (_ ("The DNS record was changed on %s, as you say."), when);
    }
  return NULL;
}
