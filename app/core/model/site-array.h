/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KP_TYPE_SITE_ARRAY (kp_site_array_get_type ())
G_DECLARE_FINAL_TYPE (KpSiteArray, kp_site_array, KP, SITE_ARRAY, GObject)

/** KP_SITE_ARRAY_STEP: sites that come to the front at a time */
#define KP_SITE_ARRAY_STEP 25
/** KP_SITE_ARRAY_ROWS: after so many all the others come at once: a list view makes no more
 * rows than that in advance (GTK_LIST_VIEW_MAX_LIST_ITEMS) */
#define KP_SITE_ARRAY_ROWS 225

/**
 * KpSiteArray:
 *
 * An array of #KpSite as a list model for a list view that is given quite another list now
 * and then, which may be long. A #GListStore would put each site into a tree, and the view
 * would make some 200 rows in one go: either takes longer than a few frames. Here nothing
 * is copied, and where most is new the first ones are shown at once, and the others follow
 * while the main loop is idle. Where little is new only that is told, so that the view
 * stays where it is. Main thread.
 */

/** kp_site_array_new: Returns: (transfer full): an empty list */
KpSiteArray *kp_site_array_new (void);
/** kp_site_array_set: Shows @sites (element-type KpSite), which stay as they are from now
 * on. */
void kp_site_array_set (KpSiteArray *self, GPtrArray *sites);

G_END_DECLS
