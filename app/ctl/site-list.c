/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/command.h"
#include "ctl/refresh.h"
#include "ctl/report.h"

#include <glib/gi18n.h>

static char *option_turn;
static char *option_lock;
static gboolean option_overdue;

static const KpCtlOption options[] = {
  { "turn", KP_CTL_OPTION_CHOICE, &option_turn, N_ ("Only where it is this one’s turn"),
    "you|customer|provider|ca" },
  { "overdue", KP_CTL_OPTION_FLAG, &option_overdue, N_ ("Only what is overdue"), NULL },
  { "lock", KP_CTL_OPTION_CHOICE, &option_lock, N_ ("Only sites with this lock"),
    "locked|pending|unlocked|unknown" },
  { NULL },
};

static gboolean
is_wanted (KpSite *site, KpTurn turn, KpLock lock)
{
  const KpSummary *summary = kp_site_get_summary (site);

  return (option_turn == NULL || summary->next.who == turn)
         && (option_lock == NULL || summary->lock == lock)
         && (!option_overdue || summary->next.overdue);
}

static KpCtlStatus
run (KpCtl *ctl, char **operands)
{
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) sites = g_ptr_array_new ();
  KpTurn turn = KP_TURN_NOBODY;
  KpLock lock = KP_LOCK_UNKNOWN;
  KpCtlStatus status = kp_ctl_load_sites (ctl);

  if (status != KP_CTL_FINE)
    return status;
  kp_turn_from_string (option_turn, &turn);
  kp_lock_from_string (option_lock, &lock);
  all = kp_ctl_all_sites (ctl);
  kp_ctl_refresh (ctl, all);
  for (guint i = 0; i < all->len; i++)
    if (is_wanted (g_ptr_array_index (all, i), turn, lock))
      g_ptr_array_add (sites, g_ptr_array_index (all, i));
  kp_ctl_sort_attention (sites);
  if (ctl->json)
    return kp_report_document (ctl, sites);
  if (sites->len > 0)
    kp_report_sites (ctl, sites);
  else
    g_print ("%s\n", all->len > 0 ? _ ("No site is like that.")
                                  : _ ("No sites yet. “keyplatectl site add” adds one."));
  return KP_CTL_FINE;
}

const KpCtlCommand kp_ctl_site_list = {
  .name = "site list",
  .usage = "",
  .summary = N_ ("Lists sites with their locks and the age of the evidence"),
  .run = run,
  .options = options,
  .reads = TRUE,
};
