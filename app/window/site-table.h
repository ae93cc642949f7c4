/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "window/site-rows.h"
#include "window/site-view.h"

G_BEGIN_DECLS

#define KP_TYPE_SITE_TABLE (kp_site_table_get_type ())
G_DECLARE_FINAL_TYPE (KpSiteTable, kp_site_table, KP, SITE_TABLE, GtkWidget)

/**
 * KpSiteTable:
 *
 * The site list as a table: a #GtkColumnView whose headings sort a #KpSiteView. Order of
 * the columns, their widths, which of them show (the menu of a heading) and the order of
 * the sites are remembered, unless that is not wanted. Below 900 pixels Customer and
 * Provider give way. The signal "sorted" tells that another order was chosen, before the
 * view makes it.
 */

/** kp_site_table_new: @remember: FALSE leaves the settings alone; Returns: (transfer
 * floating): a table without a model */
GtkWidget *kp_site_table_new (KpSiteRows *rows, KpSiteView *view, gboolean remember);
/** kp_site_table_set_model: @model: (nullable): shows what it lists; %NULL shows nothing
 * and frees the rows */
void kp_site_table_set_model (KpSiteTable *self, GtkSelectionModel *model);
/** kp_site_table_get_list: Returns: (transfer none): the widget that holds the rows */
GtkWidget *kp_site_table_get_list (KpSiteTable *self);
/** kp_site_table_get_scroller: Returns: (transfer none): what scrolls the rows */
GtkScrolledWindow *kp_site_table_get_scroller (KpSiteTable *self);
/** kp_site_table_sort_by_attention: Takes the order of a heading back. */
void kp_site_table_sort_by_attention (KpSiteTable *self);

G_END_DECLS
