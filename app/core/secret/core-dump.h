/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** kp_core_dump_forbid: From now on this process, and what it starts, leaves no picture of
 * its memory behind when it crashes: libraries copy keys and tokens to where no #KpSecret
 * guards them. First thing in main (). */
void kp_core_dump_forbid (void);

G_END_DECLS
