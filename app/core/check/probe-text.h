/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/probe.h"

G_BEGIN_DECLS

/**
 * kp_probe_describe_reason:
 * @probe: a probe
 *
 * Why nothing was served, or only by an old protocol, in the language that is spoken now:
 * a store keeps the reason, not the words. One of an older version, which kept words, has
 * those.
 *
 * Returns: (transfer full) (nullable): a sentence; %NULL if all is well or nobody knows
 */
char *kp_probe_describe_reason (const KpProbe *probe);

G_END_DECLS
