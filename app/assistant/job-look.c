/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/job-look.h"

#include <glib/gi18n.h>

#include "assistant/buy-page.h"
#include "assistant/certificate-page.h"
#include "assistant/details-page.h"
#include "assistant/hand-over-page.h"
#include "assistant/instructions-page.h"
#include "assistant/make-csr-page.h"
#include "assistant/name-page.h"
#include "assistant/proof-page.h"
#include "assistant/reply-page.h"
#include "assistant/request-page.h"
#include "assistant/review-page.h"
#include "assistant/signing-request-page.h"
#include "assistant/submit-page.h"

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

static const struct
{
  const char *name;
  GType (*get_type) (void);
} pages[] = {
  { "name", kp_name_page_get_type },
  { "details", kp_details_page_get_type },
  { "review", kp_review_page_get_type },
  { "hand-over", kp_hand_over_page_get_type },
  { "request", kp_request_page_get_type },
  { "reply", kp_reply_page_get_type },
  { "instructions", kp_instructions_page_get_type },
  { "signing-request", kp_signing_request_page_get_type },
  { "make-csr", kp_make_csr_page_get_type },
  { "buy", kp_buy_page_get_type },
  { "certificate", kp_certificate_page_get_type },
  { "submit", kp_submit_page_get_type },
  { "proof", kp_proof_page_get_type },
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

const KpJobLookStep *
kp_job_look_find_page (const KpJobLook *self, const char *name)
{
  for (guint i = 0; self != NULL && self->steps[i].page != NULL; i++)
    if (g_str_equal (self->steps[i].page, name))
      return &self->steps[i];
  return NULL;
}

KpJobPage *
kp_job_look_make_page (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    if (g_str_equal (pages[i].name, name))
      return g_object_new (pages[i].get_type (), NULL);
  g_assert_not_reached ();
}
