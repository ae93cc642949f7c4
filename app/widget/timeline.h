/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/job/job-line.h"

G_BEGIN_DECLS

#define KP_TYPE_TIMELINE (kp_timeline_get_type ())
G_DECLARE_FINAL_TYPE (KpTimeline, kp_timeline, KP, TIMELINE, AdwBin)

/**
 * KpTimeline:
 *
 * The lines of a job, from the first that was done to the last that is to come.
 */

/** kp_timeline_set_lines: @lines: (element-type KpJobLine): shown at @now, changing in
 * place what is another; @provider: what to call the provider */
void kp_timeline_set_lines (KpTimeline *self, GPtrArray *lines, const char *provider,
                            gint64 now);

G_END_DECLS
