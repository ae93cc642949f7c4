/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/job-look.h"

#include <glib/gi18n.h>

static const KpSecureStep steps[] = {
  { KP_JOB_STEP_NAME, 1, "name", N_ ("Site Name") },
  { KP_JOB_STEP_DETAILS, 2, "details", N_ ("Secure Certificate Information") },
  { KP_JOB_STEP_REVIEW, 3, "review", N_ ("Review") },
  { KP_JOB_STEP_HAND_OVER, 4, "hand-over", N_ ("Hand Over"), "request" },
  { KP_JOB_STEP_WAIT_PROVIDER, 4, "hand-over", N_ ("Hand Over"), "reply" },
  { KP_JOB_STEP_INSTRUCTIONS, 5, "instructions", N_ ("DNS Instructions") },
  { KP_JOB_STEP_DNS, 5, "instructions", N_ ("DNS Instructions") },
  { KP_JOB_STEP_INSTALL, 5, "instructions", N_ ("DNS Instructions") },
};

const KpSecureStep *
kp_secure_step_find (KpJobStep step)
{
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (steps[i].step == step)
      return &steps[i];
  return NULL;
}
