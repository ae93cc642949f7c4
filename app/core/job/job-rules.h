/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/job/job-facts.h"

G_BEGIN_DECLS

/* What window and command line drive a job by, whichever kind it is. */

/**
 * kp_job_get_needs:
 * @job: an open job
 * @facts: its site and profile
 *
 * Pure.
 *
 * Returns: what its present step waits for from a person, flags of #KpJobNeed
 */
KpJobNeed kp_job_get_needs (const KpJob *job, const KpJobFacts *facts);

/**
 * kp_job_next:
 * @job: an open job
 * @facts: its site and profile
 * @input: what is given
 * @changes: (out) (transfer full) (nullable): what a renewal has gathered by it, to be kept
 *   with the job; %NULL for nothing
 * @error: %KP_JOB_ERROR_MISSING, %KP_JOB_ERROR_REFUSED, %KP_JOB_ERROR_NOT_NOW
 *
 * Takes what is given and goes as many steps as that allows, at least one; where a step
 * only waits, or takes notes, it keeps what is said of it. A CSR or a certificate that is
 * there skips the steps that were to bring it. A draft is kept at any step, until it is
 * left. Pure: @job stays as it is.
 *
 * Returns: (transfer full) (nullable): the job as it becomes
 */
KpJob *kp_job_next (const KpJob *job, const KpJobFacts *facts, const KpJobInput *input,
                    KpRenewal **changes, GError **error);

/** kp_job_can: Returns: whether @verb can be done to @job as it stands. Pure */
gboolean kp_job_can (const KpJob *job, KpJobVerb verb);

/**
 * kp_job_do:
 * @job: an open job
 * @verb: what to do
 * @facts: its site and profile
 * @changes: (out) (transfer full) (nullable): as in kp_job_next()
 * @error: %KP_JOB_ERROR_NOT_NOW
 *
 * Takes one step back, pauses, goes on, starts over or abandons it. What was entered is
 * kept when going back; a renewal that starts over forgets its CSR, order and certificate,
 * which the journal still tells. Pure: @job stays as it is.
 *
 * Returns: (transfer full) (nullable): the job as it becomes
 */
KpJob *kp_job_do (const KpJob *job, KpJobVerb verb, const KpJobFacts *facts,
                  KpRenewal **changes, GError **error);

/**
 * kp_job_describe_left:
 * @job: an open job
 * @verb: what would be done to it
 * @facts: its site and profile
 *
 * Pure.
 *
 * Returns: (transfer full): what that leaves behind outside, in a sentence or two in the
 *   user's language
 */
char *kp_job_describe_left (const KpJob *job, KpJobVerb verb, const KpJobFacts *facts);

/**
 * kp_job_describe_change:
 * @before: (nullable): the job before
 * @after: the job after
 * @facts: its site and profile
 * @changes: (nullable): what a renewal has gathered by it
 *
 * Pure.
 *
 * Returns: (transfer full) (nullable): a sentence or more for the journal, as
 *   kp_sentence_keep() gives them; %NULL where nothing happened that a person would want to
 *   read later
 */
char *kp_job_describe_change (const KpJob *before, const KpJob *after,
                              const KpJobFacts *facts, const KpRenewal *changes);

G_END_DECLS
