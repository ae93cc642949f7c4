/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/desk.h"

G_BEGIN_DECLS

#define KP_TYPE_SITE_ACTIONS (kp_site_actions_get_type ())
G_DECLARE_FINAL_TYPE (KpSiteActions, kp_site_actions, KP, SITE_ACTIONS, GObject)

/**
 * KpSiteActions:
 *
 * What can be done with a set of sites, as an action group named "site": `secure`, `renew`,
 * `continue-job`, `check`, `open`, `copy-address`, `copy-dns-record`, `copy-instructions`,
 * `edit`, `retire`, `remove`. An action that makes no sense for the present sites, or can't
 * be used now, is insensitive: the two that copy from the DNS plan once the stored evidence
 * of the one site was judged and something is to be changed, those that write or check
 * where the store is read-only. What concerns the whole window is handed to its actions
 * (`win.check-sites`, `win.continue-job`, `win.edit-site`, `win.remove-sites`,
 * `win.renew-site`, `win.renew-sites`, `win.secure-site`, `win.show-toast`).
 *
 * One object serves one place (a page, a list's selection, a menu): an inner widget with a
 * group of its own goes before an outer one. Main thread.
 */

/** kp_site_actions_new: Returns: (transfer full): actions for no site */
KpSiteActions *kp_site_actions_new (KpDesk *desk);
/** kp_site_actions_set_sites: @sites: (element-type KpSite) (nullable): what the actions
 * are for from now on; the array is copied. A single site is followed as it changes. */
void kp_site_actions_set_sites (KpSiteActions *self, GPtrArray *sites);
/** kp_site_actions_set_site: The same for one, or %NULL for none. */
void kp_site_actions_set_site (KpSiteActions *self, KpSite *site);
/** kp_site_actions_attach: Inserts the group "site" into @widget, and uses @widget for the
 * clipboard and to reach the actions of the window. Can be moved to another widget. */
void kp_site_actions_attach (KpSiteActions *self, GtkWidget *widget);
/** kp_site_actions_make_menu: Returns: (transfer full): the menu Actions for the present
 * sites, in sections: of *Secure Site…*, *Renew Certificate…* and *Continue Job…* only what
 * applies */
GMenuModel *kp_site_actions_make_menu (KpSiteActions *self);

G_END_DECLS
