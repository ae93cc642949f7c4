/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/job.h"

G_BEGIN_DECLS

/** KP_SECURE_N_STEPS: as people count them, of the help page of the provider */
#define KP_SECURE_N_STEPS 5

/**
 * KpSecureStep:
 * @step: of the job
 * @number: what people count, 1 to %KP_SECURE_N_STEPS
 * @page: name of its page in the assistant
 * @title: not translated yet
 * @by_request: (nullable): the page where the provider is reached by a request, if another
 *
 * One step as the assistant shows it.
 */
typedef struct
{
  KpJobStep step;
  guint number;
  const char *page;
  const char *title;
  const char *by_request;
} KpSecureStep;

/** kp_secure_step_find: Pure. Returns: (transfer none) (nullable): how @step is shown;
 * %NULL for one that has no page */
const KpSecureStep *kp_secure_step_find (KpJobStep step);

G_END_DECLS
