/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/window-private.h"

/* The list of sites, and the actions of the window that are its state. */

/* Action => property of the list. */
static const char *const filters[] = { "lock-filter", "your-turn", "overdue" };

static void
search_mode_cb (KpWindow *self)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "search");
  gboolean on;

  g_object_get (self->list, "search-mode", &on, NULL);
  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (on));
}

void
kp_window_init_list (KpWindow *self)
{
  self->list = KP_SITE_LIST (kp_site_list_new (self->desk));
  gtk_stack_add_named (self->contents, GTK_WIDGET (self->list), "list");
  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      g_autoptr (GPropertyAction) action =
          g_property_action_new (filters[i], self->list, filters[i]);

      g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
    }
  g_signal_connect_object (self->list, "notify::search-mode", G_CALLBACK (search_mode_cb),
                           self, G_CONNECT_SWAPPED);
}

gboolean
kp_window_is_list_shown (KpWindow *self)
{
  return self->list != NULL && kp_window_get_shown (self) == GTK_WIDGET (self->list);
}

void
kp_window_select_site (KpWindow *self, KpSite *site)
{
  if (kp_window_is_list_shown (self))
    kp_site_list_select_site (self->list, site);
}

void
kp_window_show_in_list (KpWindow *self, KpSite *site)
{
  kp_window_close_page (self);
  g_action_group_change_action_state (G_ACTION_GROUP (self), "view",
                                      g_variant_new_string ("sites"));
  kp_window_select_site (self, site);
}

void
kp_window_show_neighbour (KpWindow *self, int step)
{
  KpSite *site = kp_window_get_open_site (self);
  KpSite *neighbour =
      site != NULL ? kp_site_list_get_neighbour (self->list, site, step) : NULL;

  if (neighbour != NULL)
    kp_window_show_site (self, neighbour);
}
