/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KpJobError:
 * @KP_JOB_ERROR_MISSING: the step needs something that was not given; the message names it
 * @KP_JOB_ERROR_REFUSED: something that was given can't be taken: a refused name, a target
 * that does not fit
 * @KP_JOB_ERROR_NOT_OFFERED: the provider does not offer this job
 * @KP_JOB_ERROR_NOT_NEEDED: the site is locked already
 * @KP_JOB_ERROR_NOT_NOW: not at this step, or not while it is paused
 *
 * Why a job does not go on; the message says what to do.
 */
typedef enum
{
  KP_JOB_ERROR_MISSING,
  KP_JOB_ERROR_REFUSED,
  KP_JOB_ERROR_NOT_OFFERED,
  KP_JOB_ERROR_NOT_NEEDED,
  KP_JOB_ERROR_NOT_NOW,
} KpJobError;

#define KP_JOB_ERROR (kp_job_error_quark ())
GQuark kp_job_error_quark (void);

G_END_DECLS
