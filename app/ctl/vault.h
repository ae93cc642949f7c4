/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ctl/context.h"

G_BEGIN_DECLS

/**
 * kp_ctl_open_vault:
 * @vault: (out) (transfer none): the vault of the open desk, unlocked
 *
 * With a passphrase that was given that is its file; without one its user is asked, if
 * there is a terminal.
 *
 * Returns: KP_CTL_FINE, or KP_CTL_COULD_NOT after having said why
 */
KpCtlStatus kp_ctl_open_vault (KpCtl *ctl, KpVault **vault);
/** kp_ctl_reach_secret: Opens what is still locked of @vault where the secret @name may be,
 * so that it can be removed from there. Returns: KP_CTL_FINE, or KP_CTL_COULD_NOT after
 * having said why */
KpCtlStatus kp_ctl_reach_secret (KpCtl *ctl, KpVault *vault, const char *name);
/** kp_ctl_fail_vault: Says why the vault failed, and what unlocks it. Returns: the status
 */
KpCtlStatus kp_ctl_fail_vault (KpCtl *ctl, KpVault *vault, const GError *error);

G_END_DECLS
