/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/newcomers.h"

/* Sites that are in the store, and soon in the portfolio. */
typedef struct
{
  KpMonitor *monitor;
  GArray *ids; /* gint64 */
  GWeakRef window;
} Newcomers;

static void
newcomers_free (gpointer data, GClosure *closure)
{
  Newcomers *self = data;

  g_object_unref (self->monitor);
  g_array_unref (self->ids);
  g_weak_ref_clear (&self->window);
  g_free (self);
}

static void
select_site (Newcomers *self, gint64 id)
{
  g_autoptr (GtkWidget) window = g_weak_ref_get (&self->window);

  if (window != NULL)
    gtk_widget_activate_action (window, "win.select-site", "x", id);
}

/* They come in one change, so that the last one is there says that all are; what was
 * removed again meanwhile is not waited for. */
static gboolean
look (KpPortfolio *portfolio, Newcomers *self)
{
  g_autoptr (GPtrArray) sites = NULL;
  gint64 last = g_array_index (self->ids, gint64, self->ids->len - 1);

  if (kp_portfolio_find_by_id (portfolio, last) == NULL)
    return FALSE;
  sites = g_ptr_array_new_full (self->ids->len, NULL);
  for (guint i = 0; i < self->ids->len; i++)
    {
      KpSite *site =
          kp_portfolio_find_by_id (portfolio, g_array_index (self->ids, gint64, i));

      if (site != NULL)
        g_ptr_array_add (sites, site);
    }
  kp_monitor_check (self->monitor, sites);
  if (self->ids->len == 1)
    select_site (self, last);
  return TRUE;
}

static void
items_changed_cb (KpPortfolio *portfolio, guint position, guint removed, guint added,
                  gpointer data)
{
  /* Disconnecting frees @data. */
  if (added > 0 && look (portfolio, data))
    g_signal_handlers_disconnect_by_func (portfolio, items_changed_cb, data);
}

void
kp_newcomers_follow (KpDesk *desk, GPtrArray *sites, GtkWindow *window)
{
  KpPortfolio *portfolio;
  Newcomers *self;

  g_return_if_fail (KP_IS_DESK (desk));
  g_return_if_fail (sites != NULL);

  if (sites->len == 0)
    return;
  portfolio = kp_desk_get_portfolio (desk);
  self = g_new0 (Newcomers, 1);
  self->monitor = g_object_ref (kp_desk_get_monitor (desk));
  self->ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), sites->len);
  g_weak_ref_init (&self->window, window);
  for (guint i = 0; i < sites->len; i++)
    {
      gint64 id = kp_site_get_id (g_ptr_array_index (sites, i));

      g_array_append_val (self->ids, id);
    }
  if (look (portfolio, self))
    newcomers_free (self, NULL);
  else
    g_signal_connect_data (portfolio, "items-changed", G_CALLBACK (items_changed_cb), self,
                           newcomers_free, 0);
}
