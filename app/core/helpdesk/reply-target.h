/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/provider/profile.h"

G_BEGIN_DECLS

/**
 * kp_reply_find_target:
 * @body: text of a reply, from outside: of any length and content
 * @profile: of the provider that wrote it
 *
 * Looks for the host name to which the site is to point: one that is the provider's fixed
 * target, its usual one, or fits its pattern. What is quoted from our letter and mail
 * addresses are passed over. It is a proposal for a person, who confirms it. Pure; any
 * thread.
 *
 * Returns: (transfer full) (nullable): the name in canonical form; %NULL if there is none,
 *   or more than one
 */
char *kp_reply_find_target (const char *body, KpProfile *profile);

G_END_DECLS
