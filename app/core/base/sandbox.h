/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** kp_sandbox_is_here: Returns: whether this process runs in the sandbox of Flatpak: what
 * lies outside is reached by portals. Any thread. */
gboolean kp_sandbox_is_here (void);

G_END_DECLS
