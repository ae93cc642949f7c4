/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/context.h"
#include "ctl/report.h"

#include "core/check/rejudge.h"

#include <glib/gi18n.h>

static char *option_turn;
static char *option_lock;
static gboolean option_overdue;

static const GOptionEntry entries[] = {
  { "turn", 0, 0, G_OPTION_ARG_STRING, &option_turn,
    N_ ("Only where it is this one's turn"), "you|customer|provider|ca" },
  { "overdue", 0, 0, G_OPTION_ARG_NONE, &option_overdue, N_ ("Only what is overdue"),
    NULL },
  { "lock", 0, 0, G_OPTION_ARG_STRING, &option_lock, N_ ("Only sites with this lock"),
    "locked|pending|unlocked|unknown" },
  { NULL },
};

static void
finished_cb (KpRejudge *rejudge, gboolean *done)
{
  *done = TRUE;
}

void
kp_ctl_refresh (KpCtl *ctl, GPtrArray *sites)
{
  g_autoptr (GPtrArray) outdated = g_ptr_array_new ();
  g_autoptr (KpRejudge) rejudge = NULL;
  gint64 now = kp_clock_now (kp_desk_get_clock (ctl->desk));
  KpThresholds thresholds;
  gboolean done = FALSE;

  for (guint i = 0; i < sites->len; i++)
    {
      KpSite *site = g_ptr_array_index (sites, i);
      const KpSummary *summary = kp_site_get_summary (site);

      if (summary->holds_until != 0 && summary->holds_until <= now)
        g_ptr_array_add (outdated, site);
    }
  if (outdated->len == 0)
    return;
  rejudge =
      kp_rejudge_new (kp_desk_get_store (ctl->desk), kp_desk_get_catalogue (ctl->desk),
                      kp_desk_get_clock (ctl->desk));
  kp_desk_get_thresholds (ctl->desk, &thresholds);
  g_signal_connect (rejudge, "finished", G_CALLBACK (finished_cb), &done);
  kp_rejudge_run (rejudge, outdated, &thresholds, kp_desk_get_you_change (ctl->desk));
  while (!done)
    g_main_context_iteration (NULL, TRUE);
}

static int
compare_attention (gconstpointer a, gconstpointer b)
{
  KpSite *left = *(KpSite *const *) a, *right = *(KpSite *const *) b;
  guint64 first = kp_site_get_summary (left)->attention;
  guint64 second = kp_site_get_summary (right)->attention;

  if (first != second)
    return first < second ? -1 : 1;
  return g_strcmp0 (kp_site_get_host (left), kp_site_get_host (right));
}

static KpCtlStatus
run (KpCtl *ctl, char **argv)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) sites = g_ptr_array_new ();
  KpTurn turn = KP_TURN_NOBODY;
  KpLock lock = KP_LOCK_UNKNOWN;
  KpCtlStatus status = kp_ctl_expect (ctl, argv, 0, 0, "");
  GListModel *portfolio;

  if (status == KP_CTL_FINE && option_turn != NULL
      && !kp_turn_from_string (option_turn, &turn))
    status =
        kp_ctl_fail (ctl, KP_CTL_USAGE, "option", option_turn,
                     _ ("expected you, customer, provider, ca or nobody after --turn"));
  if (status == KP_CTL_FINE && option_lock != NULL
      && !kp_lock_from_string (option_lock, &lock))
    status = kp_ctl_fail (ctl, KP_CTL_USAGE, "option", option_lock,
                          _ ("expected locked, pending, unlocked or unknown after --lock"));
  if (status == KP_CTL_FINE)
    status = kp_ctl_load_sites (ctl);
  if (status != KP_CTL_FINE)
    return status;

  portfolio = G_LIST_MODEL (kp_desk_get_portfolio (ctl->desk));
  for (guint i = 0; i < g_list_model_get_n_items (portfolio); i++)
    g_ptr_array_add (all, g_list_model_get_item (portfolio, i));
  kp_ctl_refresh (ctl, all);
  g_ptr_array_sort (all, compare_attention);
  for (guint i = 0; i < all->len; i++)
    {
      KpSite *site = g_ptr_array_index (all, i);
      const KpSummary *summary = kp_site_get_summary (site);

      if ((option_turn == NULL || summary->next.who == turn)
          && (option_lock == NULL || summary->lock == lock)
          && (!option_overdue || summary->next.overdue))
        g_ptr_array_add (sites, site);
    }
  if (ctl->json)
    return kp_report_document (ctl, sites);
  kp_report_sites (ctl, sites);
  return KP_CTL_FINE;
}

const KpCtlCommand kp_ctl_site_list = {
  "site list", "",      N_ ("Lists sites with their locks and the age of the evidence"),
  run,         entries,
};
