/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/watch/monitor.h"

G_BEGIN_DECLS

/** kp_monitor_follow_sleep: @system: the system bus, on which logind tells of it: what is
 * due when the machine wakes is checked at once. Without one it is noticed a little later,
 * by the clock. */
void kp_monitor_follow_sleep (KpMonitor *self, GDBusConnection *system);

G_END_DECLS
