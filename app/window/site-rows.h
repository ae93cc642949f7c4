/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/desk.h"
#include "window/site-cell.h"

G_BEGIN_DECLS

#define KP_TYPE_SITE_ROWS (kp_site_rows_get_type ())
G_DECLARE_FINAL_TYPE (KpSiteRows, kp_site_rows, KP, SITE_ROWS, GObject)

/**
 * KpSiteRows:
 *
 * What GTK's lists do not do for their rows: each row that is bound follows its site by one
 * handler and shows its changes without being bound again, has an accessible name of its
 * own (contract: Names in the window), and a menu *Actions* that is made when it opens.
 * Main thread.
 */

/** kp_site_rows_new: Returns: (transfer full): no rows yet */
KpSiteRows *kp_site_rows_new (KpDesk *desk);
/** kp_site_rows_make_factory: Returns: (transfer full): makes cells of @kind; a list needs
 * one of KP_SITE_CELL_SITE or KP_SITE_CELL_BRIEF, which stands for the row */
GtkListItemFactory *kp_site_rows_make_factory (KpSiteRows *self, KpSiteCellKind kind);
/** kp_site_rows_tell_time: Shows again what depends on the time. */
void kp_site_rows_tell_time (KpSiteRows *self);
/** kp_site_rows_find: @widget: anything in a list; @row: (out) (optional): its row;
 * @position: (out) (optional): of the row. Returns: (transfer none) (nullable): the site of
 * the row that @widget is or lies in */
KpSite *kp_site_rows_find (KpSiteRows *self, GtkWidget *widget, GtkWidget **row,
                           guint *position);

G_END_DECLS
