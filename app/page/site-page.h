/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk.h"

G_BEGIN_DECLS

#define KP_TYPE_SITE_PAGE (kp_site_page_get_type ())
G_DECLARE_FINAL_TYPE (KpSitePage, kp_site_page, KP, SITE_PAGE, AdwBin)

/**
 * KpSitePage:
 *
 * Everything about one site, with a header bar of its own: its lock and why, whose turn it
 * is, DNS as it is and must be, what is served, findings, note and journal. It judges the
 * stored evidence when it is shown, when the site changes, whoever changed it, and when
 * time alone changes the verdict; what stays the same is not drawn anew. Back is the action
 * `win.back`, which it also takes when its site goes.
 */

/** kp_site_page_new: @site: one of the portfolio. Returns: (transfer floating): its page */
GtkWidget *kp_site_page_new (KpDesk *desk, KpSite *site);
/** kp_site_page_open_menu: Opens *Actions*, as the keys Menu and Shift+F10 do. */
void kp_site_page_open_menu (KpSitePage *self);
/** kp_site_page_get_site: Returns: (transfer none): the site it shows */
KpSite *kp_site_page_get_site (KpSitePage *self);
/** kp_site_page_flush: Saves now what is typed into the note and not saved yet; before the
 * desk is closed. */
void kp_site_page_flush (KpSitePage *self);

G_END_DECLS
