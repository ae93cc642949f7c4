/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk.h"
#include "widget/banner.h"

G_BEGIN_DECLS

/** kp_read_only_tell: Has @banner say that nothing can be changed in the data of @desk:
 * @of_demo, a sentence, where they are the demo's. */
void kp_read_only_tell (KpBanner *banner, KpDesk *desk, const char *of_demo);

G_END_DECLS
