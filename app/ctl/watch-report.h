/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ctl/context.h"

G_BEGIN_DECLS

/**
 * KpWatchReport:
 *
 * Prints a line for each change of sites, jobs and requests of a desk, by whoever it was
 * made, as soon as it happens; with --json an object. Main thread.
 */
typedef struct _KpWatchReport KpWatchReport;

/** kp_watch_report_new: Begins to follow the desk of @ctl, whose sites are loaded: what is
 * there is known, what comes is told. */
KpWatchReport *kp_watch_report_new (KpCtl *ctl);
/** kp_watch_report_update: Tells what has changed and was not told yet. */
void kp_watch_report_update (KpWatchReport *self);
/** kp_watch_report_is_broken: Returns: whether nobody reads it any more */
gboolean kp_watch_report_is_broken (const KpWatchReport *self);
/** kp_watch_report_free: Frees @self; %NULL is fine. */
void kp_watch_report_free (KpWatchReport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpWatchReport, kp_watch_report_free)

G_END_DECLS
