/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/check/sweep.h"

G_BEGIN_DECLS

/** kp_progress_follow: Draws one line on stderr as @sweep goes on, if that is a terminal.
 */
void kp_progress_follow (KpSweep *sweep);
/** kp_progress_clear: Takes the line away. */
void kp_progress_clear (void);

G_END_DECLS
