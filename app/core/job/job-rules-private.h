/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/job/job-rules.h"
#include "core/model/sentence.h"

G_BEGIN_DECLS

/**
 * KpJobMove:
 * @before: the job
 * @after: the job as it becomes
 * @facts: its site and profile
 * @input: what is given
 * @changes: (nullable): what a renewal gathers by it; %NULL for another kind
 * @noted: something was taken that needs no step
 * @done_at: when the step that is left was done
 *
 * A job that is given something.
 */
typedef struct
{
  const KpJob *before;
  KpJob *after;
  const KpJobFacts *facts;
  const KpJobInput *input;
  KpRenewal *changes;
  gboolean noted;
  gint64 done_at;
} KpJobMove;

/**
 * KpJobRules:
 * @last: the step that a check ends, not a person
 * @begun: for the journal: that such a job began
 * @get_needs: as kp_job_get_needs()
 * @take: keeps what is given, whether or not the step takes it; may skip steps
 * @get_given: what of the needs is there
 * @get_following: the step after the present one
 * @get_preceding: the step before it
 * @leave: keeps what is to be known of the present step once it is over, and may say when
 * that was
 * @forget: what goes with going back to @step, or with starting over (@over)
 * @waits: whether somebody else is waited for, who can be reminded
 * @describe_need: what is missing, a sentence
 * @describe_left: (nullable): adds what stays behind outside
 * @describe_step: for the journal, as kp_sentence_keep() gives it: a step forward, or what
 * was noted; %NULL for nothing
 * @get_reminder: for the journal: that somebody was reminded
 *
 * What one kind of job does otherwise than another. All of it is pure.
 */
typedef struct
{
  KpJobStep last;
  KpSentence begun;
  KpJobNeed (*get_needs) (const KpJob *job, const KpJobFacts *facts);
  gboolean (*take) (KpJobMove *move, GError **error);
  KpJobNeed (*get_given) (const KpJobMove *move);
  KpJobStep (*get_following) (const KpJob *job, const KpJobFacts *facts);
  KpJobStep (*get_preceding) (const KpJob *job);
  void (*leave) (KpJobMove *move);
  void (*forget) (KpJob *job, KpJobStep step, gboolean over);
  gboolean (*waits) (const KpJob *job);
  const char *(*describe_need) (KpJobNeed need);
  void (*describe_left) (GString *text, const KpJob *job, KpJobVerb verb,
                         const KpJobFacts *facts);
  char *(*describe_step) (const KpJob *before, const KpJob *after, const KpJobFacts *facts,
                          const KpRenewal *changes);
  KpSentence (*get_reminder) (const KpJob *job);
} KpJobRules;

extern const KpJobRules kp_secure_job_rules;
extern const KpJobRules kp_renew_job_rules;

/** kp_job_get_rules: Returns: (transfer none): the rules of its kind */
const KpJobRules *kp_job_get_rules (const KpJob *job);
/** kp_job_set_text: Makes @place a copy of @text; %NULL changes nothing, "" is none. */
void kp_job_set_text (char **place, const char *text);
/** kp_job_go_to: @job comes to @step, since @done was done at @at. */
void kp_job_go_to (KpJob *job, KpJobStep done, KpJobStep step, gint64 at);
/** kp_job_was_form: Returns: whether @job was handed over by a person, not by a request */
gboolean kp_job_was_form (const KpJob *job);
/** kp_job_add_sentence: Adds @sentence (transfer full) to @text. */
void kp_job_add_sentence (GString *text, char *sentence);
/** kp_job_add_at_provider: Adds what of @job stays with its provider. */
void kp_job_add_at_provider (GString *text, const KpJob *job, const KpJobFacts *facts);
/** kp_job_describe_hand_over: Returns: (transfer full): for the journal: how @job was
 * handed over, as kp_sentence_keep() gives it */
char *kp_job_describe_hand_over (const KpJob *job, const KpJobFacts *facts);

G_END_DECLS
