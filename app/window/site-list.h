/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/check/causes.h"
#include "core/desk.h"

G_BEGIN_DECLS

#define KP_TYPE_SITE_LIST (kp_site_list_get_type ())
G_DECLARE_FINAL_TYPE (KpSiteList, kp_site_list, KP, SITE_LIST, GtkWidget)

/**
 * KpSiteList:
 *
 * The sites of a desk as a table, or below 640 pixels as rows of two lines; over it the
 * search and the strip of filters, under it what can be done with the selection. It shows
 * nothing of its own for a desk without sites.
 *
 * Properties, all readable and writable with notify, made to be actions of the window
 * (g_property_action_new()): "lock-filter" (string: "all" or a lock), "your-turn",
 * "overdue", "search-mode" (boolean). Readable with notify: "n-selected" (uint).
 *
 * It activates `win.show-site` (x) for the row that Return or a double click opens, changes
 * the state of `win.lock-filter`, `win.your-turn` and `win.overdue` from its strip and
 * *Show All*, and carries the group "site" for the selection (see #KpSiteActions), so that
 * a key that activates `site.…` from within it acts on what is selected. Main thread.
 */

/** kp_site_list_new: @desk: need not be open yet; Returns: (transfer floating): its list */
GtkWidget *kp_site_list_new (KpDesk *desk);
/** kp_site_list_sort_by_attention: Takes back the order of a heading. */
void kp_site_list_sort_by_attention (KpSiteList *self);
/** kp_site_list_refresh_order: Puts changed sites in their places, which waits else until
 * pointer and focus are elsewhere. The row under the pointer stays under it. */
void kp_site_list_refresh_order (KpSiteList *self);
/** kp_site_list_show_cause: Lists the sites that have @cause, whatever was looked for. */
void kp_site_list_show_cause (KpSiteList *self, const KpCause *cause);
/** kp_site_list_get_selected: Returns: (transfer container) (element-type KpSite): what is
 * selected, in the order of the list */
GPtrArray *kp_site_list_get_selected (KpSiteList *self);
/** kp_site_list_get_shown: Returns: (transfer container) (element-type KpSite): what is
 * listed, in its order */
GPtrArray *kp_site_list_get_shown (KpSiteList *self);
/** kp_site_list_select_site: Selects @site alone, scrolls to it and gives it the focus
 * (when the list is shown). Returns: whether it is listed */
gboolean kp_site_list_select_site (KpSiteList *self, KpSite *site);
/** kp_site_list_get_neighbour: @step: 1 for the next, -1 for the previous; Returns:
 * (transfer none) (nullable): the site so far from @site in the list as filtered; %NULL at
 * the ends, or if @site is not listed */
KpSite *kp_site_list_get_neighbour (KpSiteList *self, KpSite *site, int step);

G_END_DECLS
