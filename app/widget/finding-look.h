/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/model/finding.h"

G_BEGIN_DECLS

/* How a finding looks wherever it is shown: by icon and word. */

/** kp_finding_look_set_image: Makes @image show @severity. */
void kp_finding_look_set_image (GtkImage *image, KpSeverity severity);
/** kp_finding_look_describe: Returns: (transfer full): "wrong", "waiting until 14:35": its
 * severity in words, in the user's language; @now: Unix seconds */
char *kp_finding_look_describe (const KpFinding *finding, gint64 now);

G_END_DECLS
