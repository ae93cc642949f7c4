/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/check/causes.h"

G_BEGIN_DECLS

#define KP_TYPE_SITE_CAUSES (kp_site_causes_get_type ())
G_DECLARE_FINAL_TYPE (KpSiteCauses, kp_site_causes, KP, SITE_CAUSES, GObject)

/**
 * KpSiteCauses:
 *
 * What is wrong with the sites of a model, grouped by cause, and counted in slices of the
 * main loop when somebody asks for it. Signal "changed": it was counted again. Main thread.
 */

/** kp_site_causes_new: @sites: a list of #KpSite; Returns: (transfer full): nothing counted
 * yet */
KpSiteCauses *kp_site_causes_new (GListModel *sites);
/** kp_site_causes_count: Counts (again), soon. Calls while it counts are one. */
void kp_site_causes_count (KpSiteCauses *self);
/** kp_site_causes_list: Returns: (transfer none) (element-type KpCause): as last counted,
 * most sites first */
GPtrArray *kp_site_causes_list (KpSiteCauses *self);

G_END_DECLS
