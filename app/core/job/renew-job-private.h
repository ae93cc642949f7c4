/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/job/job-rules-private.h"
#include "core/job/renew-job.h"

G_BEGIN_DECLS

/* What is said of a renewal: members of its #KpJobRules. */

/** kp_renew_job_describe_need: Returns: (transfer none): what is missing */
const char *kp_renew_job_describe_need (KpJobNeed need);
/** kp_renew_job_describe_left: Adds what stays behind outside. */
void kp_renew_job_describe_left (GString *text, const KpJob *job, KpJobVerb verb,
                                 const KpJobFacts *facts);
/** kp_renew_job_describe_step: Returns: (transfer full) (nullable): what was done */
char *kp_renew_job_describe_step (const KpJob *before, const KpJob *after,
                                  const KpJobFacts *facts, const KpRenewal *changes);
/** kp_renew_job_get_reminder: Returns: who was reminded */
KpSentence kp_renew_job_get_reminder (const KpJob *job);

G_END_DECLS
