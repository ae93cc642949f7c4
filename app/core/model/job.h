/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/** KpJobKind: the two jobs the product exists for */
typedef enum
{
  KP_JOB_SECURE = 1,
  KP_JOB_RENEW = 2,
} KpJobKind;

/**
 * KpJobStep:
 *
 * Where a job stands, as far as a verdict must know. Numbers are stored: never renumber.
 */
typedef enum
{
  KP_JOB_STEP_PREPARE = 1,   /* secure: name, details, review; renew: request for a CSR.
                                Nothing outside has changed yet */
  KP_JOB_STEP_HAND_OVER = 2, /* with the provider: the target is not confirmed yet; renew:
                                waiting for the CSR */
  KP_JOB_STEP_BUY = 3,       /* renew: CSR checked, waiting for the CA */
  KP_JOB_STEP_DNS =
      4, /* secure: instructions given (OK, Got It), waiting for the record to be changed */
  KP_JOB_STEP_INSTALL = 5, /* waiting for the provider to make or install the certificate */
  KP_JOB_STEP_DONE = 6,
} KpJobStep;

/**
 * KpJob:
 * @kind: secure or renew
 * @step: where it stands
 * @since: Unix seconds; when it came to @step
 * @started_at: Unix seconds
 * @submitted_sha256: (nullable): renew: fingerprint of the certificate handed over,
 * lower-case hex
 * @said_installed_at: when the provider said that it is installed; 0 if it has not
 *
 * An open job as a verdict sees it. A plain owned value.
 */
typedef struct
{
  KpJobKind kind;
  KpJobStep step;
  gint64 since;
  gint64 started_at;
  char *submitted_sha256;
  gint64 said_installed_at;
} KpJob;

/** kp_job_copy: Returns: (transfer full) (nullable): a deep copy; %NULL gives %NULL */
KpJob *kp_job_copy (const KpJob *self);
/** kp_job_free: Frees @self; %NULL is fine. */
void kp_job_free (KpJob *self);
/** kp_job_kind_to_string: Returns: (transfer none): "secure" or "renew" */
const char *kp_job_kind_to_string (KpJobKind kind);
/** kp_job_step_to_string: Returns: (transfer none): "prepare", "hand-over", "buy", "dns",
 * "install" or "done" */
const char *kp_job_step_to_string (KpJobStep step);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpJob, kp_job_free)

G_END_DECLS
