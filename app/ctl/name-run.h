/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/check/name-check.h"
#include "ctl/context.h"

G_BEGIN_DECLS

/**
 * kp_ctl_check_name:
 * @text: a host name as it was typed
 * @profile: (nullable): whose rules count
 * @check: (out) (transfer full): what came of it
 *
 * Checks a name with its zone looked up, and asks the list of suspected unsafe sites that
 * the user has chosen. Where the key of the list is locked away and nobody said how to
 * unlock it, the name is told as not looked up.
 *
 * Returns: KP_CTL_FINE, whatever came of it; another status after having said why it can't
 *   be checked
 */
KpCtlStatus kp_ctl_check_name (KpCtl *ctl, const char *text, KpProfile *profile,
                               KpNameCheck **check);
/** kp_ctl_chose_unsafe_list: Returns: whether names are to be looked up in such a list */
gboolean kp_ctl_chose_unsafe_list (KpCtl *ctl);

G_END_DECLS
