/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/job/job-error.h"
#include "core/model/job.h"
#include "core/model/request.h"
#include "core/model/site.h"
#include "core/provider/profile.h"

G_BEGIN_DECLS

/**
 * KpJobFacts:
 * @site: the site, with its last summary
 * @profile: (nullable): its profile
 * @channel: (nullable): id of the channel by which requests reach the provider: "form",
 * "email", "rt"; %NULL for the profile's own
 * @customer_changes_dns: who is to be told unless it is said otherwise
 * @now: Unix seconds
 *
 * What the rules of a job must know beside the job. Nothing is owned.
 */
typedef struct
{
  KpSite *site;
  KpProfile *profile;
  const char *channel;
  gboolean customer_changes_dns;
  gint64 now;
} KpJobFacts;

/**
 * KpJobInput:
 * @name_allowed: the name was checked, and nothing refuses it
 * @subject: (nullable): JSON of the certificate details, complete by the profile's rules
 * @subject_id: row id of the saved details that is, 0 if they are not saved
 * @confirmed: everything was looked at once more
 * @handed_over: the provider's form was filled in
 * @reminded: somebody was reminded, with @request where that was the provider; the step
 * stays
 * @request: (nullable): the request that is to be sent, instead of @handed_over: it is
 * saved with the step
 * @ticket: (nullable): number of the ticket, where there is one
 * @target: (nullable): the host name that the provider gave, confirmed by a person; checked
 * here
 * @answered: the provider has answered that its part is done
 * @told: how the instructions were handed on, flags of #KpTold
 * @finished: "OK, Got It": whoever changes the record knows
 * @has_changer: @changer is given
 * @changer: who changes the record
 * @changed_at: when the record was changed, as a person says; 0 if nobody said
 *
 * @draft: (nullable): what is typed and not given yet: it is kept, and nothing else is
 * taken; "" for nothing any more
 *
 * What a step may be given. All zero is nothing. Nothing is owned.
 */
typedef struct
{
  gboolean name_allowed;
  const char *subject;
  gint64 subject_id;
  gboolean confirmed;
  gboolean handed_over;
  gboolean reminded;
  KpRequest *request;
  const char *ticket;
  const char *target;
  gboolean answered;
  guint told;
  gboolean finished;
  gboolean has_changer;
  KpDnsChanger changer;
  gint64 changed_at;
  const char *draft;
} KpJobInput;

/** KpJobNeed: what a step waits for; flags */
typedef enum
{
  KP_JOB_NEED_NOTHING = 0,
  KP_JOB_NEED_NAME = 1 << 0,      /* the name check */
  KP_JOB_NEED_SUBJECT = 1 << 1,   /* the certificate details */
  KP_JOB_NEED_CONFIRMED = 1 << 2, /* a last look */
  KP_JOB_NEED_HAND_OVER = 1 << 3, /* the form, or the request */
  KP_JOB_NEED_TARGET = 1 << 4,    /* the host name that the provider gives */
  KP_JOB_NEED_ANSWER = 1 << 5,    /* the provider's word that it has done its part */
  KP_JOB_NEED_TOLD = 1 << 6,      /* OK, Got It */
} KpJobNeed;

/** KP_JOB_NEEDS: how many of them there are */
#define KP_JOB_NEEDS 7

/** kp_job_need_to_string: @need: one flag. Returns: (transfer none): a stable word for
 * scripts: "name", "subject", "confirmation", "hand-over", "target", "answer",
 * "instructions" */
const char *kp_job_need_to_string (KpJobNeed need);

/** kp_job_facts_is_form: Returns: whether a person hands over what the provider needs (its
 * own form, files), not a request that Keyplate sends. Pure */
gboolean kp_job_facts_is_form (const KpJobFacts *facts);

/** kp_job_facts_check_profile: Returns: whether there is a profile of the provider;
 * %KP_JOB_ERROR_NOT_OFFERED says that its file is gone. Pure */
gboolean kp_job_facts_check_profile (const KpJobFacts *facts, GError **error);

/**
 * kp_secure_job_start:
 * @facts: the site and its profile
 * @error: %KP_JOB_ERROR_NOT_OFFERED, %KP_JOB_ERROR_NOT_NEEDED
 *
 * Pure.
 *
 * Returns: (transfer full) (nullable): a job at its first step
 */
KpJob *kp_secure_job_start (const KpJobFacts *facts, GError **error);

/**
 * kp_secure_job_get_needs:
 * @job: an open job
 * @facts: its site and profile
 *
 * Pure.
 *
 * Returns: what its present step waits for from a person, flags of #KpJobNeed
 */
KpJobNeed kp_secure_job_get_needs (const KpJob *job, const KpJobFacts *facts);

/**
 * kp_secure_job_next:
 * @job: an open job
 * @facts: its site and profile
 * @input: what is given
 * @error: %KP_JOB_ERROR_MISSING, %KP_JOB_ERROR_REFUSED, %KP_JOB_ERROR_NOT_NOW
 *
 * Takes what is given and goes as many steps as that allows, at least one; in the step that
 * waits for DNS it only keeps what is said of it. A draft is kept at any step, until it is
 * left. Pure: @job stays as it is.
 *
 * Returns: (transfer full) (nullable): the job as it becomes
 */
KpJob *kp_secure_job_next (const KpJob *job, const KpJobFacts *facts,
                           const KpJobInput *input, GError **error);

/** KpJobVerb: what a person can do to a job beside going on */
typedef enum
{
  KP_JOB_VERB_BACK,
  KP_JOB_VERB_PAUSE,
  KP_JOB_VERB_RESUME,
  KP_JOB_VERB_START_OVER,
  KP_JOB_VERB_ABANDON,
} KpJobVerb;

/** kp_secure_job_can: Returns: whether @verb can be done to @job as it stands. Pure */
gboolean kp_secure_job_can (const KpJob *job, KpJobVerb verb);

/**
 * kp_secure_job_do:
 * @job: an open job
 * @verb: what to do
 * @facts: its site and profile
 * @error: %KP_JOB_ERROR_NOT_NOW
 *
 * Takes one step back, pauses, goes on, starts over or abandons it. What was entered is
 * kept when going back. Pure: @job stays as it is.
 *
 * Returns: (transfer full) (nullable): the job as it becomes
 */
KpJob *kp_secure_job_do (const KpJob *job, KpJobVerb verb, const KpJobFacts *facts,
                         GError **error);

/**
 * kp_secure_job_describe_left:
 * @job: an open job
 * @verb: what would be done to it
 * @facts: its site and profile
 *
 * Pure.
 *
 * Returns: (transfer full): what that leaves behind outside, in a sentence or two in the
 *   user's language
 */
char *kp_secure_job_describe_left (const KpJob *job, KpJobVerb verb,
                                   const KpJobFacts *facts);

/**
 * kp_secure_job_describe_change:
 * @before: (nullable): the job before
 * @after: the job after
 * @facts: its site and profile
 *
 * Pure.
 *
 * Returns: (transfer full) (nullable): a sentence for the journal, %NULL where nothing
 *   happened that a person would want to read later
 */
char *kp_secure_job_describe_change (const KpJob *before, const KpJob *after,
                                     const KpJobFacts *facts);

G_END_DECLS
