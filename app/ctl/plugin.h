/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ctl/context.h"

G_BEGIN_DECLS

/*
 * What a monitoring system such as Nagios or Icinga expects of a check: a line that begins
 * with the state, "|" and numbers after it, and 0, 1, 2 or 3 as the exit status.
 */

/**
 * kp_plugin_finish:
 * @sites: (element-type KpSite): what was checked
 * @statuses: (element-type KpSite KpCtlStatus): what the check gives for each
 * @status: what else went wrong
 *
 * Prints it. An unlocked site is critical; one that is overdue, expires or has a finding
 * that is wrong is a warning; what could not be asked is unknown. The worst of them counts,
 * in this order.
 *
 * Returns: the exit status
 */
KpCtlStatus kp_plugin_finish (GPtrArray *sites, GHashTable *statuses, KpCtlStatus status);
/** kp_plugin_fail: Prints that the check could not run; why stands on stderr already.
 * Returns: the exit status */
KpCtlStatus kp_plugin_fail (void);

G_END_DECLS
