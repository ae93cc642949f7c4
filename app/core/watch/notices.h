/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/helpdesk/outbox.h"
#include "core/store/portfolio.h"
#include "core/store/settings.h"
#include "core/watch/monitor.h"
#include "core/watch/notifier.h"

G_BEGIN_DECLS

#define KP_TYPE_NOTICES (kp_notices_get_type ())
G_DECLARE_FINAL_TYPE (KpNotices, kp_notices, KP, NOTICES, GObject)

/**
 * KpNotices:
 *
 * Tells the desktop what notice-policy.h decides of sites, requests and jobs as they are.
 * What was told is kept in the store beside the settings, so that nothing is told twice, or
 * lost in quiet hours, by closing the program. Main thread.
 */

/** kp_notices_new: All arguments are what it works with. Returns: (transfer full): notices,
 * not started */
KpNotices *kp_notices_new (KpPortfolio *portfolio, KpStore *store, KpSettings *settings,
                           KpOutbox *outbox, KpMonitor *monitor, KpClock *clock,
                           KpNotifier *notifier);
/** kp_notices_start: Reads what was told, and from then on tells by itself. The portfolio
 * must be loaded. */
void kp_notices_start (KpNotices *self);
/** kp_notices_stop: Tells nothing more. */
void kp_notices_stop (KpNotices *self);

G_END_DECLS
