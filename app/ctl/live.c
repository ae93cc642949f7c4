/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/live.h"

#include "core/base/host-name.h"
#include "core/check/sweep.h"
#include "ctl/message.h"
#include "ctl/progress.h"

#include <glib/gi18n.h>

static void
results_cb (KpSweep *sweep, GPtrArray *results, KpCheckResult **found)
{
  g_clear_pointer (found, kp_check_result_unref);
  *found = kp_check_result_ref (g_ptr_array_index (results, results->len - 1));
}

/* HOST alone is the stored site of that name, else its port 443. */
static KpCtlStatus
make_site (KpCtl *ctl, const char *text, KpSite **site)
{
  g_autoptr (GError) error = NULL;
  guint16 port = 0;
  gboolean several = FALSE;
  g_autofree char *host = kp_host_name_parse (text, &port, &error);
  KpCtlStatus status;
  KpSite *stored;

  if (host == NULL)
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "name.invalid", text, error->message);
  status = kp_ctl_load_sites (ctl);
  if (status != KP_CTL_FINE)
    return status;
  stored = kp_portfolio_find (kp_desk_get_portfolio (ctl->desk), host, port, &several);
  /* It says which, in the words of every command. */
  if (several)
    return kp_ctl_find_site (ctl, text, &stored);
  *site = stored != NULL ? kp_site_copy (stored)
                         : kp_site_new (host, port != 0 ? port : 443, KP_OWN_SERVER);
  return KP_CTL_FINE;
}

static KpCtlStatus
check (KpCtl *ctl, KpSite *site, KpCheckResult **found)
{
  g_autoptr (GPtrArray) sites = g_ptr_array_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpChecker) checker = kp_desk_make_checker (ctl->desk, &error);
  g_autoptr (KpSweep) sweep = NULL;
  KpThresholds thresholds;

  if (checker == NULL)
    return kp_ctl_fail_error (ctl, _ ("check"), error);
  kp_desk_get_thresholds (ctl->desk, &thresholds);
  sweep = kp_sweep_new (checker, kp_desk_get_catalogue (ctl->desk), NULL, &thresholds,
                        kp_desk_get_clock (ctl->desk), 1);
  g_signal_connect (sweep, "results", G_CALLBACK (results_cb), found);
  kp_progress_follow (sweep);
  g_ptr_array_add (sites, site);
  kp_sweep_run_async (sweep, sites, NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  kp_progress_clear ();
  if (!kp_sweep_run_finish (sweep, result, &error))
    return kp_ctl_fail_error (ctl, _ ("check"), error);
  return KP_CTL_FINE;
}

/* What stands for another name is another site's. */
static KpCertificateFacts *
choose (const KpCheckResult *found, const char *host)
{
  const KpProbe *shown = found->verdict->shown;

  if (shown != NULL && shown->certificate != NULL
      && kp_certificate_facts_cover (shown->certificate, host))
    return kp_certificate_facts_ref (shown->certificate);
  for (guint i = 0; i < found->observation->probes->len; i++)
    {
      const KpProbe *probe = g_ptr_array_index (found->observation->probes, i);

      if (probe->certificate != NULL
          && kp_certificate_facts_cover (probe->certificate, host))
        return kp_certificate_facts_ref (probe->certificate);
    }
  return NULL;
}

KpCtlStatus
kp_ctl_find_live (KpCtl *ctl, const char *text, KpCertificateFacts **live)
{
  g_autoptr (KpCheckResult) found = NULL;
  g_autoptr (KpSite) site = NULL;
  KpCtlStatus status = make_site (ctl, text, &site);

  *live = NULL;
  if (status == KP_CTL_FINE)
    status = check (ctl, site, &found);
  if (status != KP_CTL_FINE)
    return status;
  if (found != NULL)
    *live = choose (found, kp_site_get_host (site));
  if (*live == NULL)
    kp_ctl_warn (
        kp_site_get_label (site),
        _ ("no certificate for this name could be had from it, so there is none to "
           "compare with; “keyplatectl check” says why"));
  return KP_CTL_FINE;
}
