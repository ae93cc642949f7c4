/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** kp_host_name_is_highly_restrictive: Returns: whether the scripts in @label, a part of a
 * name in Unicode, may stand together: beside Common and Inherited one alone, or Latin with
 * those of Japanese, Chinese or Korean (UTS 39 section 5.2, highly restrictive). Pure */
gboolean kp_host_name_is_highly_restrictive (const char *label);

G_END_DECLS
