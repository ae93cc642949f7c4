/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/context.h"
#include "ctl/progress.h"
#include "ctl/report.h"

#include "core/base/host-name.h"
#include "core/exchange/site-json.h"

#include <glib-unix.h>
#include <glib/gi18n.h>

static char *option_provider;
static char *option_target;

static const GOptionEntry entries[] = {
  { "provider", 0, 0, G_OPTION_ARG_STRING, &option_provider,
    N_ ("Also check hosts that are not in the store, as sites of this provider"),
    N_ ("ID") },
  { "target", 0, 0, G_OPTION_ARG_STRING, &option_target,
    N_ ("Also check hosts that are not in the store, as ones that must point there"),
    N_ ("HOST") },
  { NULL },
};

/* So many sites are shown with all their evidence; more as a table. */
#define MAX_DETAILED 3

typedef struct
{
  GPtrArray *sites;
  /* KpSite => KpCheckResult: the last one counts */
  GHashTable *results;
  gboolean keep;
  KpCtlStatus status;
} Run;

static void
judge_status (Run *run, const KpVerdict *verdict)
{
  if (verdict->summary.next.overdue)
    run->status = kp_ctl_worse (run->status, KP_CTL_ATTENTION);
  if (verdict->summary.lock == KP_LOCK_UNKNOWN)
    run->status = kp_ctl_worse (run->status, KP_CTL_COULD_NOT);
  for (guint i = 0; i < verdict->findings->len; i++)
    {
      const KpFinding *finding = g_ptr_array_index (verdict->findings, i);

      if (finding->severity == KP_SEVERITY_WRONG)
        run->status = kp_ctl_worse (run->status, KP_CTL_ATTENTION);
    }
}

static void
results_cb (KpSweep *sweep, GPtrArray *results, Run *run)
{
  for (guint i = 0; i < results->len; i++)
    {
      KpCheckResult *result = g_ptr_array_index (results, i);

      judge_status (run, result->verdict);
      if (run->keep)
        g_hash_table_insert (run->results, result->site, kp_check_result_ref (result));
    }
}

static gboolean
interrupt_cb (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return G_SOURCE_REMOVE;
}

/* A host that is not in the store. Returns: KP_CTL_FINE and the site, or why not */
static KpCtlStatus
make_foreign (KpCtl *ctl, const char *text, GPtrArray *foreign)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *host = NULL;
  g_autofree char *target = NULL;
  KpProfile *profile = NULL;
  KpCtlStatus status = KP_CTL_FINE;
  KpSite *site;
  guint16 port = 0;

  host = kp_host_name_parse (text, &port, &error);
  if (host == NULL)
    return kp_ctl_fail (ctl, KP_CTL_ATTENTION, "name.invalid", text, error->message);
  if (option_provider != NULL)
    status = kp_ctl_find_profile (ctl, option_provider, &profile);
  if (status == KP_CTL_FINE && option_target != NULL)
    status = kp_ctl_parse_target (ctl, profile, option_target, &target);
  if (status != KP_CTL_FINE)
    return status;
  site = kp_site_new (host, port != 0 ? port : 443,
                      profile != NULL ? kp_profile_get_id (profile) : KP_OWN_SERVER);
  kp_site_set_target (site, target);
  g_ptr_array_add (foreign, site);
  return KP_CTL_FINE;
}

static KpCtlStatus
collect (KpCtl *ctl, char **argv, GPtrArray *stored, GPtrArray *foreign)
{
  KpPortfolio *portfolio = kp_desk_get_portfolio (ctl->desk);
  KpCtlStatus status = KP_CTL_FINE;

  for (guint i = 0;
       argv[0] == NULL && i < g_list_model_get_n_items (G_LIST_MODEL (portfolio)); i++)
    g_ptr_array_add (stored, g_list_model_get_item (G_LIST_MODEL (portfolio), i));
  for (guint i = 0; argv[i] != NULL && status == KP_CTL_FINE; i++)
    {
      g_autofree char *host = NULL;
      guint16 port = 0;
      KpSite *site = NULL;

      host = kp_host_name_parse (argv[i], &port, NULL);
      if (host != NULL)
        site = kp_portfolio_find (portfolio, host, port, NULL);
      if (site != NULL)
        g_ptr_array_add (stored, g_object_ref (site));
      else if (option_provider != NULL || option_target != NULL)
        status = make_foreign (ctl, argv[i], foreign);
      else
        status = kp_ctl_find_site (ctl, argv[i], &site);
    }
  return status;
}

static KpCtlStatus
sweep (KpCtl *ctl, GPtrArray *sites, KpStore *store, Run *run)
{
  KpSettings *settings = kp_desk_get_settings (ctl->desk);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpChecker) checker = NULL;
  g_autoptr (KpSweep) one = NULL;
  KpThresholds thresholds;
  guint interrupt;

  if (sites->len == 0)
    return KP_CTL_FINE;
  checker = kp_desk_make_checker (ctl->desk, &error);
  if (checker == NULL)
    return kp_ctl_fail_error (ctl, "check", error);
  kp_desk_get_thresholds (ctl->desk, &thresholds);
  one =
      kp_sweep_new (checker, kp_desk_get_catalogue (ctl->desk), store, &thresholds,
                    kp_desk_get_clock (ctl->desk), kp_settings_get_int (settings, "jobs"));
  kp_sweep_set_customers (one, kp_desk_get_you_change (ctl->desk));
  g_signal_connect (one, "results", G_CALLBACK (results_cb), run);
  kp_progress_follow (one);
  interrupt = g_unix_signal_add (SIGINT, interrupt_cb, cancellable);
  kp_sweep_run_async (one, sites, cancellable, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  kp_progress_clear ();
  if (!g_cancellable_is_cancelled (cancellable))
    g_source_remove (interrupt);
  if (!kp_sweep_run_finish (one, result, &error))
    return kp_ctl_fail_error (ctl, "check", error);
  if (kp_sweep_get_intercepted (one) != NULL)
    /* Translators: the name of a root certificate */
    g_printerr (_ ("keyplatectl: This network intercepts TLS: most sites end in “%s”.\n"),
                kp_sweep_get_intercepted (one));
  return KP_CTL_FINE;
}

static void
fill (KpCtl *ctl, const KpCheckResult *result, KpJudgement *judgement)
{
  kp_desk_fill_judgement (ctl->desk, result->site, judgement);
  judgement->observation = result->observation;
  judgement->history = result->history;
}

static void
print (KpCtl *ctl, Run *run, gint64 checked_at)
{
  g_autoptr (JsonBuilder) builder = NULL;

  if (!ctl->json && run->sites->len > MAX_DETAILED)
    {
      kp_report_sites (ctl, run->sites);
      return;
    }
  if (ctl->json)
    {
      g_autofree char *time = kp_time_to_rfc3339 (checked_at);

      builder = json_builder_new ();
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "checked_at");
      json_builder_add_string_value (builder, time);
      json_builder_set_member_name (builder, "sites");
      json_builder_begin_array (builder);
    }
  for (guint i = 0; i < run->sites->len; i++)
    {
      KpCheckResult *result =
          g_hash_table_lookup (run->results, g_ptr_array_index (run->sites, i));
      KpJudgement judgement;

      if (result == NULL)
        continue;
      fill (ctl, result, &judgement);
      if (builder != NULL)
        kp_site_json_add (builder, &judgement, result->verdict);
      else
        kp_report_site (ctl, &judgement, result->verdict);
    }
  if (builder != NULL)
    {
      json_builder_end_array (builder);
      json_builder_end_object (builder);
      kp_ctl_print_json (builder);
    }
}

static KpCtlStatus
run_check (KpCtl *ctl, char **argv)
{
  g_autoptr (GPtrArray) stored = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) foreign = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  g_autoptr (GHashTable) results =
      g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) kp_check_result_unref);
  Run run = { all, results, FALSE, KP_CTL_FINE };
  KpCtlStatus status = kp_ctl_load_sites (ctl);
  gint64 checked_at;

  if (status == KP_CTL_FINE)
    status = collect (ctl, argv, stored, foreign);
  if (status != KP_CTL_FINE)
    return status;
  for (guint i = 0; i < stored->len; i++)
    g_ptr_array_add (all, g_ptr_array_index (stored, i));
  for (guint i = 0; i < foreign->len; i++)
    g_ptr_array_add (all, g_ptr_array_index (foreign, i));
  run.keep = ctl->json || all->len <= MAX_DETAILED;

  checked_at = kp_clock_now (kp_desk_get_clock (ctl->desk));
  status = sweep (ctl, stored, kp_desk_get_store (ctl->desk), &run);
  if (status == KP_CTL_FINE)
    status = sweep (ctl, foreign, NULL, &run);
  if (status != KP_CTL_FINE)
    return status;
  print (ctl, &run, checked_at);
  return run.status;
}

const KpCtlCommand kp_ctl_check = {
  "check", "[SITE…]", N_ ("Checks the named sites, or all"), run_check, entries,
};
