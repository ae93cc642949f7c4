/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/job.h"

KpJob *
kp_job_copy (const KpJob *self)
{
  KpJob *copy;

  if (self == NULL)
    return NULL;
  copy = g_new (KpJob, 1);
  *copy = *self;
  copy->submitted_sha256 = g_strdup (self->submitted_sha256);
  return copy;
}

void
kp_job_free (KpJob *self)
{
  if (self == NULL)
    return;
  g_free (self->submitted_sha256);
  g_free (self);
}

const char *
kp_job_kind_to_string (KpJobKind kind)
{
  return kind == KP_JOB_RENEW ? "renew" : "secure";
}

const char *
kp_job_step_to_string (KpJobStep step)
{
  switch (step)
    {
    case KP_JOB_STEP_HAND_OVER:
      return "hand-over";
    case KP_JOB_STEP_BUY:
      return "buy";
    case KP_JOB_STEP_DNS:
      return "dns";
    case KP_JOB_STEP_INSTALL:
      return "install";
    case KP_JOB_STEP_DONE:
      return "done";
    case KP_JOB_STEP_PREPARE:
    default:
      return "prepare";
    }
}
