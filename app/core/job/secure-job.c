/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/job/secure-job.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/base/host-name.h"

const char *
kp_job_need_to_string (KpJobNeed need)
{
  switch (need)
    {
    case KP_JOB_NEED_NAME:
      return "name";
    case KP_JOB_NEED_SUBJECT:
      return "subject";
    case KP_JOB_NEED_CONFIRMED:
      return "confirmation";
    case KP_JOB_NEED_HAND_OVER:
      return "hand-over";
    case KP_JOB_NEED_TARGET:
      return "target";
    case KP_JOB_NEED_ANSWER:
      return "answer";
    case KP_JOB_NEED_TOLD:
      return "instructions";
    case KP_JOB_NEED_NOTHING:
    default:
      return "nothing";
    }
}

/* Returns: (nullable): %NULL where the profile that would tell is gone */
static const char *
get_channel (const KpJobFacts *facts)
{
  if (facts->channel != NULL || facts->profile == NULL)
    return facts->channel;
  return kp_profile_get_channel (facts->profile);
}

gboolean
kp_job_facts_is_form (const KpJobFacts *facts)
{
  const char *channel = get_channel (facts);

  return channel == NULL || g_str_equal (channel, "form") || g_str_equal (channel, "files");
}

gboolean
kp_job_facts_check_profile (const KpJobFacts *facts, GError **error)
{
  if (facts->profile != NULL)
    return TRUE;
  g_set_error (
      error, KP_JOB_ERROR, KP_JOB_ERROR_NOT_OFFERED,
      /* Translators: the id of a provider */
      _ ("There is no profile of the provider “%s” any more. Put its file back, or "
         "choose another provider for the site."),
      kp_site_get_provider (facts->site));
  return FALSE;
}

static const char *
get_provider (const KpJobFacts *facts)
{
  return facts->profile != NULL ? kp_profile_get_name (facts->profile)
                                : kp_site_get_provider (facts->site);
}

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
                   get_provider (facts));
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

KpJobNeed
kp_secure_job_get_needs (const KpJob *job, const KpJobFacts *facts)
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
    case KP_JOB_STEP_BUY:
    case KP_JOB_STEP_DNS:
    case KP_JOB_STEP_INSTALL:
    case KP_JOB_STEP_DONE:
    default:
      return KP_JOB_NEED_NOTHING;
    }
}

static void
set_text (char **place, const char *text)
{
  if (text == NULL || g_strcmp0 (*place, text) == 0)
    return;
  g_free (*place);
  *place = *text != '\0' ? g_strdup (text) : NULL;
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
                   target, get_provider (facts));
      return FALSE;
    }
  set_text (&job->target, target);
  return TRUE;
}

/* What is given is kept, whether or not the step takes it. */
static gboolean
take_input (KpJob *job, const KpJobFacts *facts, const KpJobInput *input, GError **error)
{
  if (input->draft != NULL)
    {
      if (strlen (input->draft) <= KP_JOB_MAX_DRAFT)
        set_text (&job->draft, input->draft);
      return TRUE;
    }
  if (input->subject != NULL)
    {
      set_text (&job->subject, input->subject);
      job->subject_id = input->subject_id;
    }
  if (input->has_changer)
    job->changer = input->changer;
  if (input->changed_at > 0)
    job->changed_at = MIN (input->changed_at, facts->now);
  job->told |= input->told;
  set_text (&job->ticket, input->ticket);
  return take_target (job, facts, input->target, error);
}

static KpJobNeed
get_given (const KpJob *job, const KpJobInput *input)
{
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

static void
go_to (KpJob *job, KpJobStep step, gint64 now)
{
  g_clear_pointer (&job->draft, g_free);
  job->step_at[job->step] = now;
  job->step = step;
  job->since = now;
  job->reminded_at = 0;
  job->n_reminded = 0;
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

/* Nothing goes on by it, but it is kept that it was done. */
static KpJob *
remind (KpJob *after, gint64 now, GError **error)
{
  if (after->step != KP_JOB_STEP_WAIT_PROVIDER && after->step != KP_JOB_STEP_DNS
      && after->step != KP_JOB_STEP_INSTALL)
    {
      g_set_error_literal (error, KP_JOB_ERROR, KP_JOB_ERROR_NOT_NOW,
                           _ ("Nobody is waited for at this step."));
      return NULL;
    }
  after->reminded_at = now;
  after->n_reminded++;
  return kp_job_copy (after);
}

static void
go_on (KpJob *job, const KpJobFacts *facts)
{
  if (job->step == KP_JOB_STEP_HAND_OVER)
    set_text (&job->channel, get_channel (facts));
  go_to (job, get_following (job, facts), facts->now);
}

KpJob *
kp_secure_job_next (const KpJob *job, const KpJobFacts *facts, const KpJobInput *input,
                    GError **error)
{
  g_autoptr (KpJob) after = NULL;

  g_return_val_if_fail (job != NULL, NULL);

  after = kp_job_copy (job);
  if (!check_under_way (job, error) || !take_input (after, facts, input, error))
    return NULL;
  if (input->draft != NULL)
    return g_steal_pointer (&after);
  if (input->reminded)
    return remind (after, facts->now, error);
  while (after->step < KP_JOB_STEP_DNS)
    {
      KpJobNeed missing =
          kp_secure_job_get_needs (after, facts) & ~get_given (after, input);

      if (missing == KP_JOB_NEED_NOTHING)
        {
          go_on (after, facts);
          continue;
        }
      if (after->step != job->step)
        break;
      g_set_error_literal (error, KP_JOB_ERROR, KP_JOB_ERROR_MISSING,
                           describe_need (missing));
      return NULL;
    }
  return g_steal_pointer (&after);
}
