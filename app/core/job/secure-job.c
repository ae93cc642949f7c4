/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/job/secure-job.h"

#include <glib/gi18n.h>

#include "core/base/host-name.h"
#include "core/job/job-rules-private.h"

/* The target that needs no more words: the provider's only one, or the one confirmed. */
static const char *
get_target (const KpJob *job, const KpJobFacts *facts)
{
  if (job->target != NULL)
    return job->target;
  if (facts->profile != NULL
      && kp_profile_get_target_kind (facts->profile) == KP_TARGET_FIXED)
    return kp_profile_get_target (facts->profile);
  return NULL;
}

static gboolean
wants_target (const KpJob *job, const KpJobFacts *facts)
{
  return facts->profile != NULL && kp_profile_wants_target (facts->profile)
         && get_target (job, facts) == NULL;
}

static KpJobNeed
get_needs (const KpJob *job, const KpJobFacts *facts)
{
  KpJobNeed target = wants_target (job, facts) ? KP_JOB_NEED_TARGET : KP_JOB_NEED_NOTHING;

  switch (job->step)
    {
    case KP_JOB_STEP_NAME:
      return KP_JOB_NEED_NAME;
    case KP_JOB_STEP_DETAILS:
      return KP_JOB_NEED_SUBJECT;
    case KP_JOB_STEP_REVIEW:
      return KP_JOB_NEED_CONFIRMED;
    case KP_JOB_STEP_HAND_OVER:
      /* Its form tells the target at once; a request is answered later. */
      return KP_JOB_NEED_HAND_OVER
             | (kp_job_facts_is_form (facts) ? target : KP_JOB_NEED_NOTHING);
    case KP_JOB_STEP_WAIT_PROVIDER:
      /* Where the target is known, its answer is still what the step waits for. */
      return target != KP_JOB_NEED_NOTHING ? target : KP_JOB_NEED_ANSWER;
    case KP_JOB_STEP_INSTRUCTIONS:
      return KP_JOB_NEED_TOLD;
    default:
      return KP_JOB_NEED_NOTHING;
    }
}

static gboolean
take_target (KpJob *job, const KpJobFacts *facts, const char *text, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autofree char *target = NULL;

  if (text == NULL)
    return TRUE;
  target = kp_host_name_parse_target (text, kp_site_get_host (facts->site), &reason);
  if (target == NULL)
    {
      g_set_error_literal (error, KP_JOB_ERROR, KP_JOB_ERROR_REFUSED, reason->message);
      return FALSE;
    }
  if (facts->profile != NULL && !kp_profile_target_matches (facts->profile, target))
    {
      g_set_error (error, KP_JOB_ERROR, KP_JOB_ERROR_REFUSED,
                   /* Translators: a host name, and a provider */
                   _ ("%s does not look like a target of %s. Look at what the provider "
                      "wrote once more."),
                   target, kp_job_facts_get_provider (facts));
      return FALSE;
    }
  kp_job_set_text (&job->target, target);
  return TRUE;
}

static gboolean
take (KpJobMove *move, GError **error)
{
  const KpJobInput *input = move->input;
  KpJob *job = move->after;

  if (input->changed_at > 0)
    job->changed_at = MIN (input->changed_at, move->facts->now);
  job->told |= input->told;
  return take_target (job, move->facts, input->target, error);
}

static KpJobNeed
get_given (const KpJobMove *move)
{
  const KpJobInput *input = move->input;
  const KpJob *job = move->after;
  KpJobNeed given = KP_JOB_NEED_NOTHING;

  if (input->name_allowed)
    given |= KP_JOB_NEED_NAME;
  if (job->subject != NULL)
    given |= KP_JOB_NEED_SUBJECT;
  if (input->confirmed)
    given |= KP_JOB_NEED_CONFIRMED;
  if (input->handed_over || input->request != NULL)
    given |= KP_JOB_NEED_HAND_OVER;
  if (job->target != NULL)
    given |= KP_JOB_NEED_TARGET;
  if (input->answered || input->target != NULL)
    given |= KP_JOB_NEED_ANSWER;
  if (input->finished)
    given |= KP_JOB_NEED_TOLD;
  return given;
}

static KpJobStep
get_following (const KpJob *job, const KpJobFacts *facts)
{
  switch (job->step)
    {
    case KP_JOB_STEP_NAME:
      return KP_JOB_STEP_DETAILS;
    case KP_JOB_STEP_DETAILS:
      return KP_JOB_STEP_REVIEW;
    case KP_JOB_STEP_REVIEW:
      return KP_JOB_STEP_HAND_OVER;
    case KP_JOB_STEP_HAND_OVER:
      return kp_job_facts_is_form (facts) ? KP_JOB_STEP_INSTRUCTIONS
                                          : KP_JOB_STEP_WAIT_PROVIDER;
    case KP_JOB_STEP_WAIT_PROVIDER:
      return KP_JOB_STEP_INSTRUCTIONS;
    default:
      return KP_JOB_STEP_DNS;
    }
}

static const char *
describe_need (KpJobNeed need)
{
  if (need & KP_JOB_NEED_NAME)
    return _ ("The name has to be checked first.");
  if (need & KP_JOB_NEED_SUBJECT)
    return _ ("The certificate details are missing.");
  if (need & KP_JOB_NEED_CONFIRMED)
    return _ ("Look at everything once more and confirm it.");
  if (need & KP_JOB_NEED_HAND_OVER)
    return _ ("It has to be handed to the provider first.");
  if (need & KP_JOB_NEED_TARGET)
    return _ (
        "The host name that the provider gave is missing: it is where DNS must lead.");
  if (need & KP_JOB_NEED_ANSWER)
    return _ ("The provider has not answered yet.");
  return _ ("Whoever changes the record has to be told first.");
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
      return kp_job_was_form (job) ? KP_JOB_STEP_HAND_OVER : KP_JOB_STEP_WAIT_PROVIDER;
    case KP_JOB_STEP_DNS:
      return KP_JOB_STEP_INSTRUCTIONS;
    case KP_JOB_STEP_INSTALL:
      return KP_JOB_STEP_DNS;
    default:
      return KP_JOB_STEP_NAME;
    }
}

static void
leave (KpJobMove *move)
{
  if (move->after->step == KP_JOB_STEP_HAND_OVER)
    kp_job_set_text (&move->after->channel, kp_job_facts_get_channel (move->facts));
}

static void
forget (KpJob *job, KpJobStep step, gboolean over)
{
  if (kp_job_step_is_before (KP_JOB_SECURE, KP_JOB_STEP_INSTRUCTIONS, step))
    return;
  job->told = KP_TOLD_NOTHING;
  job->changed_at = 0;
}

static gboolean
waits (const KpJob *job)
{
  return job->step == KP_JOB_STEP_WAIT_PROVIDER || job->step == KP_JOB_STEP_DNS
         || job->step == KP_JOB_STEP_INSTALL;
}

static void
add_told (GString *text, const KpJob *job)
{
  kp_job_add_sentence (
      text, g_strdup (job->changer == KP_DNS_CHANGER_CUSTOMER
                          ? _ ("The customer was asked to change the DNS record: say "
                               "so if that is not wanted any more.")
                          : _ ("If you have changed the DNS record, it stays as it is "
                               "now.")));
}

static void
describe_left (GString *text, const KpJob *job, KpJobVerb verb, const KpJobFacts *facts)
{
  gboolean ends = verb == KP_JOB_VERB_ABANDON || verb == KP_JOB_VERB_START_OVER;
  KpJobStep step = job->step;

  if ((ends && kp_job_is_past (job, KP_JOB_STEP_HAND_OVER))
      || (verb == KP_JOB_VERB_BACK
          && (step == KP_JOB_STEP_WAIT_PROVIDER
              || (step == KP_JOB_STEP_INSTRUCTIONS && kp_job_was_form (job)))))
    kp_job_add_at_provider (text, job, facts);
  if ((ends || verb == KP_JOB_VERB_BACK) && kp_job_has_reached (job, KP_JOB_STEP_DNS))
    add_told (text, job);
  if (ends && job->target != NULL)
    kp_job_add_sentence (
        text,
        g_strdup_printf (
            /* Translators: a host name */
            _ ("%s stays the target where the site is expected to lead."), job->target));
}

static char *
describe_step (const KpJob *before, const KpJob *after, const KpJobFacts *facts,
               const KpRenewal *changes)
{
  if (after->step == before->step)
    {
      if (after->changed_at == 0 || after->changed_at == before->changed_at)
        return NULL;
      return kp_sentence_keep_number (KP_SENTENCE_JOB_CHANGED, NULL, after->changed_at);
    }
  if (after->step == KP_JOB_STEP_DNS)
    return kp_sentence_keep (after->changer == KP_DNS_CHANGER_CUSTOMER
                                 ? KP_SENTENCE_JOB_TOLD_CUSTOMER
                                 : KP_SENTENCE_JOB_YOURS,
                             NULL);
  if (after->step == KP_JOB_STEP_INSTRUCTIONS && before->step == KP_JOB_STEP_WAIT_PROVIDER)
    return kp_sentence_keep (KP_SENTENCE_JOB_TARGET, kp_job_facts_get_provider (facts),
                             after->target, NULL);
  if (!kp_job_is_past (before, KP_JOB_STEP_HAND_OVER)
      && kp_job_is_past (after, KP_JOB_STEP_HAND_OVER))
    return kp_job_describe_hand_over (after, facts);
  if (before->step == KP_JOB_STEP_REVIEW)
    return kp_sentence_keep (KP_SENTENCE_JOB_CONFIRMED, NULL);
  return NULL;
}

static KpSentence
get_reminder (const KpJob *job)
{
  return job->step == KP_JOB_STEP_DNS && job->changer == KP_DNS_CHANGER_CUSTOMER
             ? KP_SENTENCE_JOB_REMINDED_CUSTOMER
             : KP_SENTENCE_JOB_REMINDED_PROVIDER;
}

const KpJobRules kp_secure_job_rules = {
  .last = KP_JOB_STEP_DNS,
  .begun = KP_SENTENCE_JOB_SECURE,
  .get_needs = get_needs,
  .take = take,
  .get_given = get_given,
  .get_following = get_following,
  .get_preceding = get_preceding,
  .leave = leave,
  .forget = forget,
  .waits = waits,
  .describe_need = describe_need,
  .describe_left = describe_left,
  .describe_step = describe_step,
  .get_reminder = get_reminder,
};

KpJob *
kp_secure_job_start (const KpJobFacts *facts, GError **error)
{
  KpJob *job;

  if (facts->profile == NULL || !kp_profile_offers_secure (facts->profile))
    {
      g_set_error (error, KP_JOB_ERROR, KP_JOB_ERROR_NOT_OFFERED,
                   /* Translators: a provider */
                   _ ("%s makes no certificate for a site by this way. Renew its "
                      "certificate instead."),
                   kp_job_facts_get_provider (facts));
      return NULL;
    }
  if (kp_site_get_summary (facts->site)->lock == KP_LOCK_LOCKED)
    {
      g_set_error (error, KP_JOB_ERROR, KP_JOB_ERROR_NOT_NEEDED,
                   /* Translators: a host name */
                   _ ("%s is locked: there is nothing to secure."),
                   kp_site_get_label (facts->site));
      return NULL;
    }
  job = kp_job_new (kp_site_get_id (facts->site), KP_JOB_SECURE, facts->now);
  job->changer = facts->customer_changes_dns ? KP_DNS_CHANGER_CUSTOMER : KP_DNS_CHANGER_YOU;
  return job;
}
