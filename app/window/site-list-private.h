/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "page/site-actions.h"
#include "widget/narrow-bin.h"
#include "window/selection-bar.h"
#include "window/site-list.h"
#include "window/site-rows.h"
#include "window/site-strip.h"
#include "window/site-table.h"
#include "window/site-view.h"

G_BEGIN_DECLS

/* What site-list.c, site-list-input.c (keys, pointer, focus), site-list-selection.c and
 * site-list-empty.c (what stands in the place of no rows) share. */

struct _KpSiteList
{
  GtkWidget parent_instance;

  KpDesk *desk;
  KpSiteView *view;
  GtkMultiSelection *selection;
  KpSiteRows *rows;
  KpSiteCauses *causes;
  KpSiteActions *actions; /* of the selection */

  char *lock_filter;
  gboolean your_turn;
  gboolean overdue;
  guint n_selected;
  guint selection_id;
  guint minute_id;
  gboolean to_top; /* with the next order */

  /* site-list-input.c */
  GtkEventController *motion;
  GtkEventController *focus;
  GtkWidget *menu; /* (nullable): of a row, while it is open */
  guint held_id;

  GtkSearchBar *search_bar;
  GtkEditable *search_entry;
  KpSiteStrip *strip;
  GtkStack *stack;
  KpNarrowBin *bin;
  KpSiteTable *table;
  GtkScrolledWindow *narrow_scroller;
  GtkListView *narrow;
  KpSelectionBar *bar;
  GtkWidget *no_results;
  GtkWidget *nothing;
};

/** kp_site_list_get_rows: Returns: (transfer none): the widget that holds the rows now */
GtkWidget *kp_site_list_get_rows (KpSiteList *self);
/** kp_site_list_get_scroller: Returns: (transfer none): what scrolls them */
GtkScrolledWindow *kp_site_list_get_scroller (KpSiteList *self);
/** kp_site_list_scroll_to: Makes the row at @position visible. */
void kp_site_list_scroll_to (KpSiteList *self, guint position);
/** kp_site_list_find_row: Returns: (transfer none) (nullable): the row that shows @site */
GtkWidget *kp_site_list_find_row (KpSiteList *self, KpSite *site);

/** kp_site_list_queue_selection: Tells actions and bar of what is selected, once all of it
 * is: selecting a range tells of each step. */
void kp_site_list_queue_selection (KpSiteList *self);
/** kp_site_list_add_selection_actions: Adds those that select all rows, and none. */
void kp_site_list_add_selection_actions (KpSiteList *self, GActionMap *map);
/** kp_site_list_focus_first: Takes the focus to the first row and selects it. Returns:
 * whether there is one */
gboolean kp_site_list_focus_first (KpSiteList *self);

/** kp_site_list_update_page: Shows the rows or, where there are none, why. */
void kp_site_list_update_page (KpSiteList *self);

/** kp_site_list_init_input: Adds what listens to keys, pointer and focus. */
void kp_site_list_init_input (KpSiteList *self);
/** kp_site_list_end_input: Ends what is open; may be called twice. */
void kp_site_list_end_input (KpSiteList *self);
/** kp_site_list_get_anchor: @y: (out): where its row begins in what is seen. Returns:
 * (transfer none) (nullable): the site whose row should stay where it is: the one under the
 * pointer, else the one with the focus */
KpSite *kp_site_list_get_anchor (KpSiteList *self, double *y);

G_END_DECLS
