/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/job/job-facts.h"

G_BEGIN_DECLS

/**
 * kp_renew_job_start:
 * @facts: the site and its profile
 * @error: %KP_JOB_ERROR_NOT_OFFERED: the message says what to do instead,
 *   %KP_JOB_ERROR_NOT_NOW where it is to be checked first
 *
 * Pure.
 *
 * Returns: (transfer full) (nullable): a job at its first step
 */
KpJob *kp_renew_job_start (const KpJobFacts *facts, GError **error);

/** kp_renew_job_can_overrule: Returns: whether a wrong finding of that id can be set aside
 * with a reason: never one without which there is nothing to go on with, or a private key.
 * Pure */
gboolean kp_renew_job_can_overrule (KpFindingId id);

/** kp_renew_job_wants_details: Returns: whether the provider asks for certificate details.
 * Pure */
gboolean kp_renew_job_wants_details (const KpJobFacts *facts);

G_END_DECLS
