/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/renewal.h"
#include "ctl/context.h"

G_BEGIN_DECLS

/** kp_ctl_read_overrules: @texts: (element-type utf8) (nullable): "ID=REASON" each; @list:
 * (out) (transfer full) (element-type KpOverrule) (nullable): what is set aside. Returns:
 * KP_CTL_FINE, or KP_CTL_USAGE after having said why */
KpCtlStatus kp_ctl_read_overrules (KpCtl *ctl, GPtrArray *texts, GPtrArray **list);
/** kp_ctl_check_overruled: @text: the id of a finding. Returns: KP_CTL_FINE where it can be
 * set aside, or KP_CTL_USAGE after having said why not */
KpCtlStatus kp_ctl_check_overruled (KpCtl *ctl, const char *text);
/**
 * kp_ctl_refuse_wrong:
 * @findings: (element-type KpFinding): of a signing request or a bundle
 * @overruled: (element-type KpOverrule) (nullable): what is set aside
 * @command: the command that tells all of them: "bundle check"
 *
 * Tells the first thing that stands in the way, and that there is more.
 *
 * Returns: KP_CTL_FINE where nothing does, else KP_CTL_ATTENTION
 */
KpCtlStatus kp_ctl_refuse_wrong (KpCtl *ctl, GPtrArray *findings, GPtrArray *overruled,
                                 const char *command);

G_END_DECLS
