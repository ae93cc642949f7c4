/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** kp_mime_init: Makes GMime ready, once; its own function is for one thread alone. Any
 * thread. */
void kp_mime_init (void);

G_END_DECLS
