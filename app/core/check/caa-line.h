/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/check/verdict.h"

G_BEGIN_DECLS

/**
 * kp_caa_line_describe:
 * @verdict: of the site
 * @seen: what was seen of it
 * @profile: (nullable): its profile, which may say who issues
 * @ca: (nullable): the CA that is meant, as the user calls it
 * @blocks: (out): whether that CA may not issue
 *
 * Says whether the CA may issue a certificate (RFC 8659): the one that is meant, else the
 * provider's, else the one of the certificate that is served. Pure.
 *
 * Returns: (transfer full): a sentence in the user's language
 */
char *kp_caa_line_describe (const KpVerdict *verdict, const KpObservation *seen,
                            KpProfile *profile, const char *ca, gboolean *blocks);

G_END_DECLS
