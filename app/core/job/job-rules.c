/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/job/job-rules.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/job/job-rules-private.h"

const KpJobRules *
kp_job_get_rules (const KpJob *job)
{
  return job->kind == KP_JOB_RENEW ? &kp_renew_job_rules : &kp_secure_job_rules;
}

void
kp_job_set_text (char **place, const char *text)
{
  if (text == NULL || g_strcmp0 (*place, text) == 0)
    return;
  g_free (*place);
  *place = *text != '\0' ? g_strdup (text) : NULL;
}

static void
arrive (KpJob *job, KpJobStep step, gint64 now)
{
  g_clear_pointer (&job->draft, g_free);
  job->step = step;
  job->since = now;
  job->reminded_at = 0;
  job->n_reminded = 0;
}

void
kp_job_go_to (KpJob *job, KpJobStep done, KpJobStep step, gint64 at)
{
  job->step_at[done] = at;
  arrive (job, step, at);
}

/* What was done from @step on is not done any more; what was entered stays. */
static void
go_back_to (KpJob *job, KpJobStep step, gint64 now, gboolean over)
{
  for (int later = KP_JOB_STEP_NAME; later < KP_JOB_N_STEPS; later++)
    if (!kp_job_step_is_before (job->kind, later, step))
      job->step_at[later] = 0;
  arrive (job, step, now);
  kp_job_get_rules (job)->forget (job, step, over);
}

static gboolean
check_under_way (const KpJob *job, GError **error)
{
  if (job->paused_at == 0 && job->ended_at == 0)
    return TRUE;
  g_set_error_literal (error, KP_JOB_ERROR, KP_JOB_ERROR_NOT_NOW,
                       job->ended_at > 0 ? _ ("The job has ended.")
                                         : _ ("The job is paused. Resume it first."));
  return FALSE;
}

/* What is given is kept, whether or not the step takes it. */
static gboolean
take_input (KpJobMove *move, GError **error)
{
  const KpJobInput *input = move->input;
  KpJob *job = move->after;

  if (input->subject != NULL)
    {
      kp_job_set_text (&job->subject, input->subject);
      job->subject_id = input->subject_id;
    }
  if (input->has_changer)
    job->changer = input->changer;
  kp_job_set_text (&job->ticket, input->ticket);
  return kp_job_get_rules (job)->take (move, error);
}

/* Nothing goes on by it, but it is kept that it was done. */
static gboolean
remind (KpJob *job, gint64 now, GError **error)
{
  if (!kp_job_get_rules (job)->waits (job))
    {
      g_set_error_literal (error, KP_JOB_ERROR, KP_JOB_ERROR_NOT_NOW,
                           _ ("Nobody is waited for at this step."));
      return FALSE;
    }
  job->reminded_at = now;
  job->n_reminded++;
  return TRUE;
}

static gboolean
go_on (KpJobMove *move, GError **error)
{
  const KpJobRules *rules = kp_job_get_rules (move->before);
  KpJob *job = move->after;

  while (kp_job_step_is_before (job->kind, job->step, rules->last))
    {
      KpJobNeed missing = rules->get_needs (job, move->facts) & ~rules->get_given (move);

      if (missing == KP_JOB_NEED_NOTHING)
        {
          KpJobStep following = rules->get_following (job, move->facts);

          move->done_at = move->facts->now;
          rules->leave (move);
          kp_job_go_to (job, job->step, following, move->done_at);
          continue;
        }
      if (move->noted || job->step != move->before->step)
        break;
      g_set_error_literal (error, KP_JOB_ERROR, KP_JOB_ERROR_MISSING,
                           rules->describe_need (missing));
      return FALSE;
    }
  return TRUE;
}

static gboolean
move_on (KpJobMove *move, GError **error)
{
  const KpJobInput *input = move->input;
  gint64 now = move->facts->now;

  if (input->draft != NULL)
    {
      if (strlen (input->draft) <= KP_JOB_MAX_DRAFT)
        kp_job_set_text (&move->after->draft, input->draft);
      return TRUE;
    }
  if (!take_input (move, error))
    return FALSE;
  return input->reminded ? remind (move->after, now, error) : go_on (move, error);
}

/* What is empty changes nothing. */
static void
tell_changes (KpRenewal *gathered, KpRenewal **changes)
{
  if (changes == NULL || gathered == NULL)
    return;
  if (gathered->anew || !kp_renewal_is_empty (gathered))
    *changes = kp_renewal_copy (gathered);
}

static KpRenewal *
begin_changes (const KpJob *job, KpRenewal **changes)
{
  if (changes != NULL)
    *changes = NULL;
  return job->kind == KP_JOB_RENEW ? kp_renewal_new (job->id) : NULL;
}

KpJobNeed
kp_job_get_needs (const KpJob *job, const KpJobFacts *facts)
{
  return kp_job_get_rules (job)->get_needs (job, facts);
}

KpJob *
kp_job_next (const KpJob *job, const KpJobFacts *facts, const KpJobInput *input,
             KpRenewal **changes, GError **error)
{
  g_autoptr (KpRenewal) gathered = NULL;
  g_autoptr (KpJob) after = NULL;

  g_return_val_if_fail (job != NULL, NULL);

  gathered = begin_changes (job, changes);
  if (!check_under_way (job, error))
    return NULL;
  after = kp_job_copy (job);
  {
    KpJobMove move = { job, after, facts, input, gathered, FALSE, 0 };

    if (!move_on (&move, error))
      return NULL;
  }
  tell_changes (gathered, changes);
  return g_steal_pointer (&after);
}

gboolean
kp_job_can (const KpJob *job, KpJobVerb verb)
{
  gboolean begun = job->step != kp_job_kind_get_first_step (job->kind);

  if (job->ended_at > 0)
    return FALSE;
  switch (verb)
    {
    case KP_JOB_VERB_BACK:
      return job->paused_at == 0 && begun && job->step != KP_JOB_STEP_DONE;
    case KP_JOB_VERB_PAUSE:
      return job->paused_at == 0;
    case KP_JOB_VERB_RESUME:
      return job->paused_at > 0;
    case KP_JOB_VERB_START_OVER:
      return begun;
    case KP_JOB_VERB_ABANDON:
    default:
      return TRUE;
    }
}

/* The days of a pause are nobody's. */
static void
resume (KpJob *job, gint64 now)
{
  job->since += MAX (0, now - job->paused_at);
  job->paused_at = 0;
}

static void
start_over (KpJob *job, gint64 now, KpRenewal *changes)
{
  go_back_to (job, kp_job_kind_get_first_step (job->kind), now, TRUE);
  job->paused_at = 0;
  if (changes != NULL)
    changes->anew = TRUE;
}

static void
do_verb (KpJob *job, KpJobVerb verb, gint64 now, KpRenewal *changes)
{
  switch (verb)
    {
    case KP_JOB_VERB_BACK:
      go_back_to (job, kp_job_get_rules (job)->get_preceding (job), now, FALSE);
      break;
    case KP_JOB_VERB_PAUSE:
      job->paused_at = now;
      break;
    case KP_JOB_VERB_RESUME:
      resume (job, now);
      break;
    case KP_JOB_VERB_START_OVER:
      start_over (job, now, changes);
      break;
    case KP_JOB_VERB_ABANDON:
    default:
      job->ended_at = now;
      job->ending = KP_JOB_ABANDONED;
      break;
    }
}

KpJob *
kp_job_do (const KpJob *job, KpJobVerb verb, const KpJobFacts *facts, KpRenewal **changes,
           GError **error)
{
  g_autoptr (KpRenewal) gathered = NULL;
  KpJob *after;

  g_return_val_if_fail (job != NULL, NULL);

  gathered = begin_changes (job, changes);
  if (!kp_job_can (job, verb))
    {
      g_set_error_literal (error, KP_JOB_ERROR, KP_JOB_ERROR_NOT_NOW,
                           job->ended_at > 0 ? _ ("The job has ended.")
                           : job->paused_at > 0
                               ? _ ("The job is paused. Resume it first.")
                               : _ ("That can’t be done at this step of the job."));
      return NULL;
    }
  after = kp_job_copy (job);
  do_verb (after, verb, facts->now, gathered);
  tell_changes (gathered, changes);
  return after;
}
