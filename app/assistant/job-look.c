/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/job-look.h"

#include <glib/gi18n.h>

static const KpJobLookStep secure_steps[] = {
  { KP_JOB_STEP_NAME, 1, "name", N_ ("Site Name") },
  { KP_JOB_STEP_DETAILS, 2, "details", N_ ("Secure Certificate Information") },
  { KP_JOB_STEP_REVIEW, 3, "review", N_ ("Review") },
  { KP_JOB_STEP_HAND_OVER, 4, "hand-over", N_ ("Hand Over"), "request" },
  { KP_JOB_STEP_WAIT_PROVIDER, 4, "hand-over", N_ ("Hand Over"), "reply" },
  { KP_JOB_STEP_INSTRUCTIONS, 5, "instructions", N_ ("DNS Instructions") },
  { KP_JOB_STEP_DNS, 5, "instructions", N_ ("DNS Instructions"), .waits = TRUE },
  { KP_JOB_STEP_INSTALL, 5, "instructions", N_ ("DNS Instructions"), .waits = TRUE },
  { 0 },
};

static const KpJobLookStep renew_steps[] = {
  { KP_JOB_STEP_DETAILS, 1, "details", N_ ("Request") },
  { KP_JOB_STEP_HAND_OVER, 2, "make-csr", N_ ("Signing Request"), .here = TRUE },
  { KP_JOB_STEP_HAND_OVER, 1, "hand-over", N_ ("Request"), "request" },
  { KP_JOB_STEP_WAIT_PROVIDER, 2, "signing-request", N_ ("Signing Request") },
  { KP_JOB_STEP_BUY, 3, "buy", N_ ("Buy") },
  { KP_JOB_STEP_WAIT_CA, 4, "certificate", N_ ("Certificate") },
  { KP_JOB_STEP_SUBMIT, 5, "submit", N_ ("Hand Over"), "request" },
  { KP_JOB_STEP_INSTALL, 6, "proof", N_ ("Proof") },
  { 0 },
};

static char *
name_secure_window (const char *host)
{
  /* Translators: title of a window; %s is a host name. */
  return g_strdup_printf (_ ("Secure %s"), host);
}

static char *
describe_pending (const char *host)
{
  /* Translators: %s is a host name. */
  return g_strdup_printf (_ ("%s is pending"), host);
}

static char *
name_renew_window (const char *host)
{
  /* Translators: title of a window; %s is a host name. */
  return g_strdup_printf (_ ("Renew Certificate of %s"), host);
}

static const KpJobLook looks[] = {
  {
      .kind = KP_JOB_SECURE,
      .steps = secure_steps,
      .n_steps = 5,
      .name_window = name_secure_window,
      .last = KP_JOB_STEP_INSTRUCTIONS,
      .then = KP_JOB_STEP_DNS,
      .describe_left = describe_pending,
  },
  {
      .kind = KP_JOB_RENEW,
      .steps = renew_steps,
      .n_steps = 6,
      .name_window = name_renew_window,
  },
};

const KpJobLook *
kp_job_look_find (KpJobKind kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    if (looks[i].kind == kind)
      return &looks[i];
  return NULL;
}

const KpJobLookStep *
kp_job_look_find_step (const KpJobLook *self, KpJobStep step, gboolean here)
{
  for (guint i = 0; self != NULL && self->steps[i].page != NULL; i++)
    if (self->steps[i].step == step && (here || !self->steps[i].here))
      return &self->steps[i];
  return NULL;
}
