/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/site-list-private.h"

static gboolean
selection_cb (gpointer data)
{
  KpSiteList *self = data;
  g_autoptr (GPtrArray) sites = kp_site_list_get_selected (self);

  self->selection_id = 0;
  kp_site_actions_set_sites (self->actions, sites);
  kp_selection_bar_set_count (self->bar, sites->len);
  if (self->n_selected != sites->len)
    {
      self->n_selected = sites->len;
      g_object_notify (G_OBJECT (self), "n-selected");
    }
  return G_SOURCE_REMOVE;
}

static void
clear_selection_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KpSiteList *self = data;

  gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self->selection));
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
select_all_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KpSiteList *self = data;

  gtk_selection_model_select_all (GTK_SELECTION_MODEL (self->selection));
}

static const GActionEntry actions[] = {
  { .name = "select-all", .activate = select_all_activated },
  { .name = "clear-selection", .activate = clear_selection_activated },
};

void
kp_site_list_queue_selection (KpSiteList *self)
{
  if (self->selection_id == 0)
    self->selection_id =
        g_idle_add_full (GTK_PRIORITY_RESIZE - 1, selection_cb, self, NULL);
}

void
kp_site_list_add_selection_actions (KpSiteList *self, GActionMap *map)
{
  g_action_map_add_action_entries (map, actions, G_N_ELEMENTS (actions), self);
}

gboolean
kp_site_list_focus_first (KpSiteList *self)
{
  g_autoptr (KpSite) first = g_list_model_get_item (G_LIST_MODEL (self->view), 0);

  return first != NULL && kp_site_list_select_site (self, first);
}

GPtrArray *
kp_site_list_get_selected (KpSiteList *self)
{
  GPtrArray *sites = g_ptr_array_new_with_free_func (g_object_unref);
  GtkBitset *selected;
  GtkBitsetIter iter;
  guint position;

  g_return_val_if_fail (KP_IS_SITE_LIST (self), NULL);

  selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  if (gtk_bitset_iter_init_first (&iter, selected, &position))
    do
      {
        gpointer site = g_list_model_get_item (G_LIST_MODEL (self->view), position);

        if (site != NULL)
          g_ptr_array_add (sites, site);
      }
    while (gtk_bitset_iter_next (&iter, &position));
  gtk_bitset_unref (selected);
  return sites;
}

gboolean
kp_site_list_select_site (KpSiteList *self, KpSite *site)
{
  GtkWidget *row;
  guint position;

  g_return_val_if_fail (KP_IS_SITE_LIST (self), FALSE);

  if (!kp_site_view_find (self->view, site, &position))
    return FALSE;
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);
  kp_site_list_scroll_to (self, position);
  row = kp_site_list_find_row (self, site);
  if (row != NULL)
    gtk_widget_grab_focus (row);
  return TRUE;
}
