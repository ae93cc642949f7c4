/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/certificate-facts.h"
#include "ctl/context.h"

G_BEGIN_DECLS

/**
 * kp_ctl_find_live:
 * @text: HOST[:PORT] of a site, in the store or not
 * @live: (out) (transfer full) (nullable): what it serves now for its own name
 *
 * Checks the site as “check” does, and saves nothing. Where it serves no certificate for
 * its name, or could not be asked, that is said on stderr and @live is %NULL: what else was
 * asked for is no less true.
 *
 * Returns: KP_CTL_FINE, or another status after having failed
 */
KpCtlStatus kp_ctl_find_live (KpCtl *ctl, const char *text, KpCertificateFacts **live);

G_END_DECLS
