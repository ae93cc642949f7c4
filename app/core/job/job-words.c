/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/job/job-rules-private.h"

#include <glib/gi18n.h>

/* What is said of a job: for the journal, and before a verb is done to it. */

gboolean
kp_job_was_form (const KpJob *job)
{
  return job->channel == NULL || g_str_equal (job->channel, "form")
         || g_str_equal (job->channel, "files");
}

void
kp_job_add_sentence (GString *text, char *sentence)
{
  if (text->len > 0)
    g_string_append_c (text, ' ');
  g_string_append (text, sentence);
  g_free (sentence);
}

void
kp_job_add_at_provider (GString *text, const KpJob *job, const KpJobFacts *facts)
{
  const char *provider = kp_job_facts_get_provider (facts);

  if (job->ticket != NULL)
    kp_job_add_sentence (
        text, g_strdup_printf (
                  /* Translators: the number of a ticket, and a provider */
                  _ ("Ticket %s stays with %s: withdraw it there if it is not wanted any "
                     "more."),
                  job->ticket, provider));
  /* One that may have arrived is held up, too. */
  else if (job->held_up
           && (job->step == KP_JOB_STEP_WAIT_PROVIDER || job->kind == KP_JOB_RENEW))
    kp_job_add_sentence (
        text, g_strdup_printf (
                  /* Translators: a provider */
                  _ ("The request is taken back if it has not left. If %s has it all the "
                     "same, say there that it is not wanted any more."),
                  provider));
  else
    kp_job_add_sentence (text,
                         g_strdup_printf (
                             /* Translators: a provider */
                             _ ("What was handed to %s stays there: tell it if that is not "
                                "wanted any more."),
                             provider));
}

/* What no verb can take back: the step it goes to, and what was done after that. */
char *
kp_job_describe_left (const KpJob *job, KpJobVerb verb, const KpJobFacts *facts)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (verb == KP_JOB_VERB_PAUSE)
    return g_strdup (_ ("Nobody is reminded, and no day runs out, until you resume it. The "
                        "site is checked as before."));
  if (verb == KP_JOB_VERB_RESUME)
    return g_strdup (_ ("It goes on where it was."));
  kp_job_get_rules (job)->describe_left (text, job, verb, facts);
  if (text->len == 0)
    kp_job_add_sentence (text, g_strdup (_ ("Nothing outside Keyplate has changed yet.")));
  if (verb == KP_JOB_VERB_BACK
      || (verb == KP_JOB_VERB_START_OVER && job->kind == KP_JOB_SECURE))
    kp_job_add_sentence (text, g_strdup (_ ("What was entered is kept.")));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
kp_job_describe_hand_over (const KpJob *job, const KpJobFacts *facts)
{
  const char *provider = kp_job_facts_get_provider (facts);

  if (job->ticket != NULL)
    return kp_sentence_keep (KP_SENTENCE_JOB_HANDED_TICKET, provider, job->ticket, NULL);
  return kp_sentence_keep (kp_job_was_form (job) ? KP_SENTENCE_JOB_HANDED
                                                 : KP_SENTENCE_JOB_WRITTEN,
                           provider, NULL);
}

static KpSentence
get_back (const KpJob *before, const KpJob *after)
{
  return kp_job_get_rules (before)->get_preceding (before) == after->step
             ? KP_SENTENCE_JOB_BACK
             : KP_SENTENCE_JOB_OVER;
}

char *
kp_job_describe_change (const KpJob *before, const KpJob *after, const KpJobFacts *facts,
                        const KpRenewal *changes)
{
  const KpJobRules *rules = kp_job_get_rules (after);

  if (before == NULL)
    return kp_sentence_keep (rules->begun, NULL);
  if (after->ending == KP_JOB_ABANDONED)
    return kp_sentence_keep (KP_SENTENCE_JOB_ABANDONED, NULL);
  if (after->paused_at > 0 && before->paused_at == 0)
    return kp_sentence_keep (KP_SENTENCE_JOB_PAUSED, NULL);
  if (after->paused_at == 0 && before->paused_at > 0 && after->step == before->step)
    return kp_sentence_keep (KP_SENTENCE_JOB_RESUMED, NULL);
  if (kp_job_step_is_before (after->kind, after->step, before->step))
    return kp_sentence_keep (get_back (before, after), NULL);
  if (after->n_reminded > before->n_reminded)
    return kp_sentence_keep (rules->get_reminder (after), NULL);
  return rules->describe_step (before, after, facts, changes);
}
