/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/window-private.h"

#include "page/customers-window.h"
#include "page/edit-site-window.h"

/* The window of that kind that is open over this one. */
static GtkWindow *
find_window (KpWindow *self, GType type)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (G_TYPE_CHECK_INSTANCE_TYPE (l->data, type)
        && gtk_window_get_transient_for (l->data) == GTK_WINDOW (self))
      return l->data;
  return NULL;
}

void
kp_window_edit_site (KpWindow *self, KpSite *site)
{
  gtk_window_present (
      GTK_WINDOW (kp_edit_site_window_new (self->desk, site, GTK_WINDOW (self))));
}

void
kp_window_show_customers (KpWindow *self)
{
  GtkWindow *window = find_window (self, KP_TYPE_CUSTOMERS_WINDOW);

  if (window == NULL)
    window = GTK_WINDOW (kp_customers_window_new (self->desk, GTK_WINDOW (self)));
  gtk_window_present (window);
}
