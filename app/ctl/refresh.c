/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/refresh.h"

#include "core/check/rejudge.h"

static void
finished_cb (KpRejudge *rejudge, gboolean *done)
{
  *done = TRUE;
}

void
kp_ctl_rejudge (KpCtl *ctl, GPtrArray *sites)
{
  g_autoptr (KpRejudge) rejudge = NULL;
  KpThresholds thresholds;
  gboolean done = FALSE;

  if (sites->len == 0)
    return;
  rejudge =
      kp_rejudge_new (kp_desk_get_store (ctl->desk), kp_desk_get_catalogue (ctl->desk),
                      kp_desk_get_clock (ctl->desk));
  kp_desk_get_thresholds (ctl->desk, &thresholds);
  g_signal_connect (rejudge, "finished", G_CALLBACK (finished_cb), &done);
  kp_rejudge_run (rejudge, sites, &thresholds, kp_desk_get_you_change (ctl->desk));
  while (!done)
    g_main_context_iteration (NULL, TRUE);
}

void
kp_ctl_refresh (KpCtl *ctl, GPtrArray *sites)
{
  g_autoptr (GPtrArray) outdated = g_ptr_array_new ();
  gint64 now = kp_clock_now (kp_desk_get_clock (ctl->desk));

  for (guint i = 0; i < sites->len; i++)
    {
      KpSite *site = g_ptr_array_index (sites, i);

      if (kp_rejudge_is_outdated (site, kp_desk_get_catalogue (ctl->desk), now))
        g_ptr_array_add (outdated, site);
    }
  kp_ctl_rejudge (ctl, outdated);
}

GPtrArray *
kp_ctl_all_sites (KpCtl *ctl)
{
  GListModel *portfolio = G_LIST_MODEL (kp_desk_get_portfolio (ctl->desk));
  guint n = g_list_model_get_n_items (portfolio);
  GPtrArray *sites = g_ptr_array_new_full (n, g_object_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (sites, g_list_model_get_item (portfolio, i));
  return sites;
}

KpCtlStatus
kp_ctl_rejudge_all (KpCtl *ctl)
{
  g_autoptr (GPtrArray) sites = NULL;
  KpCtlStatus status = kp_ctl_load_sites (ctl);

  if (status != KP_CTL_FINE)
    return status;
  sites = kp_ctl_all_sites (ctl);
  kp_ctl_rejudge (ctl, sites);
  return KP_CTL_FINE;
}

static int
compare_attention (gconstpointer a, gconstpointer b)
{
  KpSite *left = *(KpSite *const *) a, *right = *(KpSite *const *) b;
  guint64 first = kp_site_get_summary (left)->attention;
  guint64 second = kp_site_get_summary (right)->attention;
  int order;

  if (first != second)
    return first < second ? -1 : 1;
  order = g_strcmp0 (kp_site_get_host (left), kp_site_get_host (right));
  return order != 0 ? order : kp_site_get_port (left) - kp_site_get_port (right);
}

void
kp_ctl_sort_attention (GPtrArray *sites)
{
  guint i = 1;

  /* As they come from the store they mostly are in order. */
  while (i < sites->len && compare_attention (&sites->pdata[i - 1], &sites->pdata[i]) <= 0)
    i++;
  if (i < sites->len)
    g_ptr_array_sort (sites, compare_attention);
}
