/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/command.h"
#include "ctl/input.h"
#include "ctl/job-run.h"
#include "ctl/message.h"
#include "ctl/plugin.h"
#include "ctl/progress.h"
#include "ctl/refresh.h"
#include "ctl/report.h"

#include "core/exchange/site-json.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>

static char *option_provider;
static char *option_target;
static gboolean option_nagios;

static const KpCtlOption options[] = {
  { "provider", KP_CTL_OPTION_PROVIDER, &option_provider,
    N_ ("Check the hosts as sites of this provider, in the store or not"), N_ ("ID") },
  { "target", KP_CTL_OPTION_TEXT, &option_target,
    N_ ("Check whether the hosts point there, in the store or not"), N_ ("HOST") },
  { "nagios", KP_CTL_OPTION_FLAG, &option_nagios,
    N_ ("One line and the exit status that Nagios and Icinga expect"), NULL },
  { NULL },
};

/* So many sites are shown with all their evidence; more as a table. */
#define MAX_DETAILED 3

typedef struct
{
  GPtrArray *stored;    /* KpSite */
  GPtrArray *foreign;   /* KpSite */
  GHashTable *results;  /* KpSite → KpCheckResult, where they are shown */
  GHashTable *statuses; /* KpSite → KpCtlStatus; what comes later counts */
  gboolean keep;
  gboolean answered;
  GError *unseen; /* why the records of CAs could not be looked for */
  GCancellable *cancellable;
} Run;

static void
run_init (Run *self)
{
  self->stored = g_ptr_array_new_with_free_func (g_object_unref);
  self->foreign = g_ptr_array_new_with_free_func (g_object_unref);
  self->results =
      g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) kp_check_result_unref);
  self->statuses = g_hash_table_new (NULL, NULL);
  self->cancellable = g_cancellable_new ();
}

static void
run_clear (Run *self)
{
  g_clear_pointer (&self->results, g_hash_table_unref);
  g_clear_pointer (&self->statuses, g_hash_table_unref);
  g_clear_pointer (&self->stored, g_ptr_array_unref);
  g_clear_pointer (&self->foreign, g_ptr_array_unref);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->unseen);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

static KpCtlStatus
status_of (const KpVerdict *verdict)
{
  KpCtlStatus status = KP_CTL_FINE;

  if (verdict->summary.lock == KP_LOCK_UNKNOWN)
    status = KP_CTL_COULD_NOT;
  if (verdict->summary.next.overdue)
    status = kp_ctl_worse (status, KP_CTL_ATTENTION);
  for (guint i = 0; i < verdict->findings->len; i++)
    {
      const KpFinding *finding = g_ptr_array_index (verdict->findings, i);

      if (finding->severity == KP_SEVERITY_WRONG)
        status = kp_ctl_worse (status, KP_CTL_ATTENTION);
    }
  return status;
}

static gboolean
was_answered (const KpObservation *observation)
{
  for (guint i = 0; i < observation->answers->len; i++)
    if (((KpResolverAnswer *) g_ptr_array_index (observation->answers, i))->answered)
      return TRUE;
  return FALSE;
}

static void
results_cb (KpSweep *sweep, GPtrArray *results, Run *run)
{
  for (guint i = 0; i < results->len; i++)
    {
      KpCheckResult *result = g_ptr_array_index (results, i);

      g_hash_table_insert (run->statuses, result->site,
                           GINT_TO_POINTER (status_of (result->verdict)));
      if (run->keep)
        g_hash_table_insert (run->results, result->site, kp_check_result_ref (result));
      run->answered = run->answered || was_answered (result->observation);
    }
}

static gboolean
signal_cb (gpointer cancellable)
{
  /* The next one ends the program at once. */
  g_cancellable_cancel (cancellable);
  return G_SOURCE_REMOVE;
}

static gboolean
is_same (gconstpointer a, gconstpointer b)
{
  KpSite *one = (KpSite *) a, *other = (KpSite *) b;

  return kp_site_get_port (one) == kp_site_get_port (other)
         && g_str_equal (kp_site_get_host (one), kp_site_get_host (other));
}

static void
add_once (GPtrArray *sites, KpSite *site)
{
  if (!g_ptr_array_find_with_equal_func (sites, site, is_same, NULL))
    g_ptr_array_add (sites, g_object_ref (site));
}

/* The options win for this run: @stored (nullable) is judged as they say, in a copy that is
 * not kept. Where it is what they say already it is taken as it is. */
static KpCtlStatus
make_given (KpCtl *ctl, KpProfile *profile, const KpNameCheck *check, KpSite *stored,
            KpSite **given)
{
  g_autoptr (KpSite) site = NULL;
  g_autofree char *target = NULL;
  KpCtlStatus status = KP_CTL_FINE;

  if (stored != NULL)
    site = kp_site_copy (stored);
  else
    site = kp_site_new (check->host, check->port != 0 ? check->port : 443, KP_OWN_SERVER);
  if (option_provider != NULL)
    kp_site_set_provider (site, kp_profile_get_id (profile));
  if (option_target != NULL)
    {
      status = kp_ctl_read_target (ctl, profile, check->host, option_target, &target);
      kp_site_set_target (site, target);
    }
  else if (kp_site_get_target (site) != NULL && profile != NULL
           && !kp_profile_target_matches (profile, kp_site_get_target (site)))
    /* It is a target of the other provider. */
    kp_site_set_target (site, NULL);
  *given = g_steal_pointer (&site);
  return status;
}

static gboolean
is_as_stored (KpSite *site, KpSite *stored)
{
  return stored != NULL
         && g_strcmp0 (kp_site_get_provider (site), kp_site_get_provider (stored)) == 0
         && g_strcmp0 (kp_site_get_target (site), kp_site_get_target (stored)) == 0;
}

/* With options HOST alone is its port 443, as it is where nothing is stored. */
static KpCtlStatus
add_given (KpCtl *ctl, const char *text, KpProfile *profile, Run *run)
{
  g_autoptr (KpNameCheck) check = NULL;
  g_autoptr (KpSite) site = NULL;
  KpSite *stored;
  KpCtlStatus status = kp_ctl_read_name (ctl, profile, text, TRUE, &check);

  if (status != KP_CTL_FINE)
    return status;
  stored = kp_portfolio_find (kp_desk_get_portfolio (ctl->desk), check->host,
                              check->port != 0 ? check->port : 443, NULL);
  if (stored != NULL && profile == NULL)
    profile = kp_catalogue_find (kp_desk_get_catalogue (ctl->desk),
                                 kp_site_get_provider (stored));
  status = make_given (ctl, profile, check, stored, &site);
  if (status != KP_CTL_FINE)
    return status;
  if (!is_as_stored (site, stored))
    add_once (run->foreign, site);
  else
    add_once (run->stored, stored);
  return KP_CTL_FINE;
}

static KpCtlStatus
collect_named (KpCtl *ctl, char **operands, Run *run)
{
  gboolean given = option_provider != NULL || option_target != NULL;
  KpProfile *profile = NULL;
  KpCtlStatus status = KP_CTL_FINE;

  if (option_provider != NULL)
    status = kp_ctl_find_profile (ctl, option_provider, &profile);
  for (guint i = 0; operands[i] != NULL && status == KP_CTL_FINE; i++)
    {
      KpSite *site = NULL;

      if (given)
        status = add_given (ctl, operands[i], profile, run);
      else
        status = kp_ctl_find_site (ctl, operands[i], &site);
      if (site != NULL)
        add_once (run->stored, site);
    }
  return status;
}

static KpCtlStatus
collect (KpCtl *ctl, char **operands, Run *run)
{
  KpCtlStatus status = kp_ctl_load_sites (ctl);

  if (status != KP_CTL_FINE)
    return status;
  if (operands[0] != NULL)
    return collect_named (ctl, operands, run);
  g_ptr_array_unref (run->stored);
  run->stored = kp_ctl_all_sites (ctl);
  kp_ctl_sort_attention (run->stored);
  return KP_CTL_FINE;
}

static KpCtlStatus
sweep (KpCtl *ctl, GPtrArray *sites, KpStore *store, Run *run)
{
  KpSettings *settings = kp_desk_get_settings (ctl->desk);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpChecker) checker = NULL;
  g_autoptr (KpSweep) one = NULL;
  KpThresholds thresholds;

  if (sites->len == 0)
    return KP_CTL_FINE;
  checker = kp_desk_make_checker (ctl->desk, &error);
  if (checker == NULL)
    /* Translators: stands before a colon and what is wrong with it. */
    return kp_ctl_fail_error (ctl, _ ("check"), error);
  kp_desk_get_thresholds (ctl->desk, &thresholds);
  one =
      kp_sweep_new (checker, kp_desk_get_catalogue (ctl->desk), store, &thresholds,
                    kp_desk_get_clock (ctl->desk), kp_settings_get_int (settings, "jobs"));
  kp_sweep_set_customers (one, kp_desk_get_you_change (ctl->desk));
  g_signal_connect (one, "results", G_CALLBACK (results_cb), run);
  kp_progress_follow (one);
  kp_sweep_run_async (one, sites, run->cancellable, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  kp_progress_clear ();
  if (!kp_sweep_run_finish (one, result, &error)
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return kp_ctl_fail_error (ctl, _ ("check"), error);
  if (kp_sweep_get_intercepted (one) != NULL)
    {
      g_autofree char *why = g_strdup_printf (
          /* Translators: the name of a root certificate */
          _ ("it intercepts TLS: most sites end in the root “%s”, which is not trusted"),
          kp_sweep_get_intercepted (one));

      /* Translators: stands before a colon and what is wrong with it. */
      kp_ctl_warn (_ ("this network"), why);
    }
  return KP_CTL_FINE;
}

static KpCtlStatus
sweep_all (KpCtl *ctl, Run *run)
{
  KpCtlStatus status;
  guint interrupt = g_unix_signal_add (SIGINT, signal_cb, run->cancellable);
  guint end = g_unix_signal_add (SIGTERM, signal_cb, run->cancellable);
  guint hang_up = g_unix_signal_add (SIGHUP, signal_cb, run->cancellable);

  /* First: whose turn it is follows from it. That it fails keeps no site from its check. */
  kp_ctl_drive_look (ctl, run->stored, KP_RECORD_LOOK_EXPIRED, run->cancellable,
                     &run->unseen);
  status = sweep (ctl, run->stored, kp_desk_get_store (ctl->desk), run);
  if (status == KP_CTL_FINE && !g_cancellable_is_cancelled (run->cancellable))
    status = sweep (ctl, run->foreign, NULL, run);
  for (guint i = 0; i < 3; i++)
    {
      guint id = ((const guint[]){ interrupt, end, hang_up })[i];

      if (g_main_context_find_source_by_id (NULL, id) != NULL)
        g_source_remove (id);
    }
  return status;
}

static void
add_results (KpCtl *ctl, Run *run, GPtrArray *sites, JsonBuilder *builder)
{
  for (guint i = 0; i < sites->len; i++)
    {
      KpCheckResult *result =
          g_hash_table_lookup (run->results, g_ptr_array_index (sites, i));
      KpJudgement judgement;

      if (result == NULL)
        continue;
      kp_desk_fill_judgement (ctl->desk, result->site, &judgement);
      judgement.observation = result->observation;
      judgement.history = result->history;
      if (builder != NULL)
        kp_site_json_add (builder, &judgement, result->verdict);
      else
        kp_report_site (ctl, &judgement, result->verdict);
    }
}

static void
print_json (KpCtl *ctl, Run *run, gint64 checked_at)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *time = kp_time_to_rfc3339 (checked_at);

  json_builder_begin_object (builder);
  kp_ctl_add_string (builder, "checked_at", time);
  json_builder_set_member_name (builder, "sites");
  json_builder_begin_array (builder);
  add_results (ctl, run, run->stored, builder);
  add_results (ctl, run, run->foreign, builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  kp_ctl_print_json (builder);
}

/* Those that were checked, the most urgent first. */
static GPtrArray *
list_checked (Run *run)
{
  GPtrArray *sites = g_ptr_array_new ();
  GPtrArray *const parts[] = { run->stored, run->foreign };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    for (guint j = 0; j < parts[i]->len; j++)
      if (g_hash_table_contains (run->statuses, g_ptr_array_index (parts[i], j)))
        g_ptr_array_add (sites, g_ptr_array_index (parts[i], j));
  kp_ctl_sort_attention (sites);
  return sites;
}

static void
print_table (KpCtl *ctl, Run *run)
{
  g_autoptr (GPtrArray) sites = list_checked (run);

  kp_report_sites (ctl, sites);
  kp_report_sum (sites);
}

/* What stands in no finding: nobody to ask, or somebody who would not wait. */
static KpCtlStatus
explain (KpCtl *ctl, Run *run, guint wanted)
{
  guint checked = g_hash_table_size (run->statuses);
  g_autofree char *why = NULL;

  if (checked > 0 && !run->answered)
    kp_ctl_drive_warn_silence (ctl);
  if (!g_cancellable_is_cancelled (run->cancellable))
    return KP_CTL_FINE;
  why = g_strdup_printf (
      /* Translators: the number of sites checked so far, and of all: the plural is that of
       * the second. */
      ngettext ("interrupted after %u of %u site; what was checked is saved",
                "interrupted after %u of %u sites; what was checked is saved", wanted),
      checked, wanted);
  kp_ctl_warn (_ ("check"), why);
  return KP_CTL_COULD_NOT;
}

static void
print (KpCtl *ctl, Run *run, guint wanted, gint64 checked_at)
{
  if (option_nagios)
    return;
  if (ctl->json)
    print_json (ctl, run, checked_at);
  else if (wanted == 0)
    g_print ("%s\n", _ ("No sites yet. “keyplatectl site add” adds one."));
  else if (run->keep)
    {
      add_results (ctl, run, run->stored, NULL);
      add_results (ctl, run, run->foreign, NULL);
    }
  else
    print_table (ctl, run);
}

static KpCtlStatus
end (KpCtl *ctl, Run *run, guint wanted)
{
  KpCtlStatus status = explain (ctl, run, wanted);
  GHashTableIter iter;
  gpointer one;

  if (run->unseen != NULL)
    {
      /* Translators: the DNS records that certificate authorities ask for */
      kp_ctl_warn (_ ("records"), run->unseen->message);
      status = kp_ctl_worse (status, KP_CTL_COULD_NOT);
    }
  if (option_nagios)
    {
      g_autoptr (GPtrArray) sites = list_checked (run);

      return kp_plugin_finish (sites, run->statuses, status);
    }
  g_hash_table_iter_init (&iter, run->statuses);
  while (g_hash_table_iter_next (&iter, NULL, &one))
    status = kp_ctl_worse (status, GPOINTER_TO_INT (one));
  return status;
}

static KpCtlStatus
run_check (KpCtl *ctl, char **operands)
{
  g_auto (Run) run = { 0 };
  KpCtlStatus status;
  gint64 checked_at;
  guint wanted;

  if (option_nagios && ctl->json)
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "option", "--nagios",
                        _ ("with --json it can’t be printed too"));
  run_init (&run);
  status = collect (ctl, operands, &run);
  if (status != KP_CTL_FINE)
    return option_nagios ? kp_plugin_fail () : status;
  wanted = run.stored->len + run.foreign->len;
  run.keep = ctl->json || wanted <= MAX_DETAILED;
  checked_at = kp_clock_now (kp_desk_get_clock (ctl->desk));
  status = sweep_all (ctl, &run);
  if (status != KP_CTL_FINE)
    return option_nagios ? kp_plugin_fail () : status;
  print (ctl, &run, wanted, checked_at);
  return end (ctl, &run, wanted);
}

const KpCtlCommand kp_ctl_check = {
  .name = "check",
  .usage = N_ ("[SITE…]"),
  .summary = N_ ("Checks the named sites, or all"),
  .run = run_check,
  .options = options,
  .operand = KP_CTL_OPERAND_SITE,
  .most = G_MAXUINT,
};
