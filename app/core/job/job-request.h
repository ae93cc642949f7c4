/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/helpdesk/request-composer.h"
#include "core/job/job-facts.h"

G_BEGIN_DECLS

/**
 * kp_job_check_subject:
 * @facts: the site and its profile
 * @subject: certificate details
 * @error: %KP_JOB_ERROR_REFUSED: the message names each detail that is missing or wrong;
 *   %KP_JOB_ERROR_NOT_OFFERED without a profile, #KpLetterError
 *
 * Pure.
 *
 * Returns: whether @subject has all that the provider asks for
 */
gboolean kp_job_check_subject (const KpJobFacts *facts, KpSubject *subject, GError **error);

/**
 * kp_job_compose_request:
 * @job: a job whose details are there
 * @facts: its site and profile
 * @sender: (nullable): who signs
 * @problems: (out) (transfer full) (element-type KpFieldProblem) (optional): what is to be
 *   mended before it can be sent
 * @error: %KP_JOB_ERROR_MISSING without details, %KP_JOB_ERROR_NOT_OFFERED without a
 *   profile, #KpLetterError
 *
 * Writes the request by which the job is handed over: a draft to be looked at, changed and
 * given to the job as its hand-over.
 *
 * Returns: (transfer full) (nullable): the draft
 */
KpRequest *kp_job_compose_request (const KpJob *job, const KpJobFacts *facts,
                                   const char *sender, GPtrArray **problems,
                                   GError **error);

/**
 * kp_job_compose_submission:
 * @job: a renewal whose certificate is there
 * @facts: its site and profile
 * @renewal: what it has gathered
 * @first: (nullable): the request that asked for the signing request, if that was sent
 * @sender: (nullable): who signs
 * @problems: (out) (transfer full) (element-type KpFieldProblem) (optional): what is to be
 *   mended before it can be sent
 * @error: %KP_JOB_ERROR_MISSING without a certificate, %KP_JOB_ERROR_NOT_OFFERED without a
 *   profile, #KpLetterError
 *
 * Writes the second request of a renewal: the certificate with its intermediates attached,
 * in the ticket of the first or in one of its own, as the profile says.
 *
 * Returns: (transfer full) (nullable): the draft
 */
KpRequest *kp_job_compose_submission (const KpJob *job, const KpJobFacts *facts,
                                      const KpRenewal *renewal, KpRequest *first,
                                      const char *sender, GPtrArray **problems,
                                      GError **error);

G_END_DECLS
