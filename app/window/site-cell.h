/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/model/site.h"
#include "core/provider/catalogue.h"

G_BEGIN_DECLS

/** KpSiteCellKind: what a cell shows of a site */
typedef enum
{
  KP_SITE_CELL_SITE,
  KP_SITE_CELL_STATUS,
  KP_SITE_CELL_NEXT_ACTION,
  KP_SITE_CELL_CUSTOMER,
  KP_SITE_CELL_PROVIDER,
  KP_SITE_CELL_EXPIRES,
  KP_SITE_CELL_CHECKED,
  KP_SITE_CELL_ACTIONS,
  KP_SITE_CELL_BRIEF, /* all that a narrow list shows, in one */
  KP_SITE_CELL_N,
} KpSiteCellKind;

/* The cells of the site list. They are plain widgets of GTK that ask for the same size
 * whatever they show: the list is not measured again when a site changes. */

/** kp_site_cell_new: Returns: (transfer floating): a cell of @kind, empty */
GtkWidget *kp_site_cell_new (KpSiteCellKind kind);
/** kp_site_cell_is: Returns: whether @widget is a cell */
gboolean kp_site_cell_is (GtkWidget *widget);
/** kp_site_cell_update: Makes @cell show @site as it is at @now (Unix seconds). */
void kp_site_cell_update (GtkWidget *cell, KpSite *site, KpCatalogue *catalogue,
                          gint64 now);
/** kp_site_cell_get_button: Returns: (transfer none) (nullable): the menu button Actions of
 * @cell, if it has one */
GtkMenuButton *kp_site_cell_get_button (GtkWidget *cell);
/** kp_site_cell_get_tooltip: Returns: (transfer full) (nullable): what @cell, or a widget
 * in it, tells a pointer that rests on it */
char *kp_site_cell_get_tooltip (GtkWidget *cell, KpSite *site);

G_END_DECLS
