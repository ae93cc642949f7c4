/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/job/job-facts.h"

G_BEGIN_DECLS

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

G_END_DECLS
