/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/job/job-rules.h"
#include "ctl/context.h"

G_BEGIN_DECLS

/**
 * kp_ctl_find_answer:
 * @job: a job
 * @facts: its site and profile
 * @target: (out) (transfer full) (nullable): the host name that the newest reply proposes;
 *   %NULL where the job does not wait for one, or none names it
 *
 * Looks through the replies that are here. A person confirms what it finds.
 *
 * Returns: KP_CTL_FINE, or COULD_NOT after having said why
 */
KpCtlStatus kp_ctl_find_answer (KpCtl *ctl, const KpJob *job, const KpJobFacts *facts,
                                char **target);

G_END_DECLS
