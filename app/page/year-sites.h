/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/base/clock.h"
#include "core/model/site.h"
#include "core/model/year.h"

G_BEGIN_DECLS

#define KP_TYPE_YEAR_SITES (kp_year_sites_get_type ())
G_DECLARE_FINAL_TYPE (KpYearSites, kp_year_sites, KP, YEAR_SITES, GObject)

/**
 * KpYearSites:
 *
 * The year ahead of the sites of a model, and which sites are in which of its spans:
 * counted and put in order in slices of the main loop when somebody asks for it. Signal
 * "changed": it was counted again. Main thread.
 */

/** kp_year_sites_new: @sites: a list of #KpSite. Returns: (transfer full): nothing counted
 * yet */
KpYearSites *kp_year_sites_new (GListModel *sites, KpClock *clock);
/** kp_year_sites_count: Counts (again), soon. Calls while it counts are one more count
 * after it: it comes to an end however often something changes. */
void kp_year_sites_count (KpYearSites *self);
/** kp_year_sites_get_year: Returns: (transfer none): as last counted */
const KpYear *kp_year_sites_get_year (KpYearSites *self);
/** kp_year_sites_list: Returns: (transfer none) (element-type KpSite): those of @span, the
 * earliest first; not changed any more, another one after "changed" */
GPtrArray *kp_year_sites_list (KpYearSites *self, guint span);

G_END_DECLS
