/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/subject.h"
#include "ctl/context.h"

G_BEGIN_DECLS

/** kp_ctl_ask_to_secure: Shows the details on the terminal and asks for a yes. Returns:
 * whether the job of @site is to get under way with them */
gboolean kp_ctl_ask_to_secure (KpCtl *ctl, KpSite *site, KpSubject *subject);

/**
 * kp_ctl_ask_step:
 * @site: a site with an open job
 * @done: (inout): whether the step was said to be done
 * @target: (inout) (nullable): the host name that the provider gave
 *
 * Where somebody sits there: shows what the step needs to be done by hand, and asks for
 * what was not given.
 *
 * Returns: KP_CTL_FINE, or another status after having said why
 */
KpCtlStatus kp_ctl_ask_step (KpCtl *ctl, KpSite *site, gboolean *done, char **target);

G_END_DECLS
