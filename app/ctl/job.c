/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/job-ask.h"
#include "ctl/job-report.h"
#include "ctl/job-run.h"
#include "ctl/input.h"
#include "ctl/message.h"
#include "ctl/refresh.h"
#include "ctl/renew-input.h"

#include <glib/gi18n.h>

static KpCtlDetails details;
static char *option_target;
static char *option_ticket;
static KpCtlRenewOptions renew_options;
static gboolean option_done;

static const KpCtlOption next_options[] = {
  { "subject", KP_CTL_OPTION_TEXT, &details.name,
    N_ ("Saved certificate details; single ones can be given beside it"), N_ ("NAME") },
  KP_CTL_SUBJECT_OPTIONS (details.given),
  { "target", KP_CTL_OPTION_TEXT, &option_target,
    N_ ("The host name that the provider gave"), N_ ("HOST") },
  { "ticket", KP_CTL_OPTION_TEXT, &option_ticket, N_ ("The number of its ticket"),
    N_ ("NUMBER") },
  KP_CTL_RENEW_OPTIONS (renew_options),
  { "done", KP_CTL_OPTION_FLAG, &option_done,
    N_ ("Confirm what only a person can know: that the step is done"), NULL },
  { NULL },
};

/* What a word is for, of a step that another job has not, or has otherwise. */
static void
confirm_renew (KpJobInput *input, const KpJob *job)
{
  switch (job->step)
    {
    case KP_JOB_STEP_DETAILS:
      input->confirmed = TRUE;
      break;
    case KP_JOB_STEP_BUY:
      input->ordered = TRUE;
      break;
    case KP_JOB_STEP_WAIT_CA:
      input->validation_seen = kp_job_waits_for_record (job);
      input->answered = !input->validation_seen;
      break;
    case KP_JOB_STEP_HAND_OVER:
    case KP_JOB_STEP_SUBMIT:
      input->handed_over = input->answered = TRUE;
      break;
    default:
      input->answered = TRUE;
      break;
    }
}

/* --done is for the step that the job is at, and for no other. */
static void
confirm (KpJobInput *input, const KpJob *job, gint64 now)
{
  if (job->kind == KP_JOB_RENEW)
    {
      confirm_renew (input, job);
      return;
    }
  switch (job->step)
    {
    case KP_JOB_STEP_REVIEW:
      input->confirmed = TRUE;
      break;
    case KP_JOB_STEP_HAND_OVER:
      input->handed_over = TRUE;
      break;
    case KP_JOB_STEP_WAIT_PROVIDER:
      input->answered = TRUE;
      break;
    case KP_JOB_STEP_INSTRUCTIONS:
      input->finished = TRUE;
      break;
    case KP_JOB_STEP_DNS:
      input->changed_at = now;
      break;
    default:
      break;
    }
}

/* Where the provider is reached by a request, handing over is sending it. */
static gboolean
is_to_send (KpCtl *ctl, KpSite *site, gboolean done)
{
  KpJobStep step = kp_site_get_job (site)->step;
  KpJobFacts facts;

  kp_job_keeper_fill_facts (kp_desk_get_job_keeper (ctl->desk), site, &facts);
  return done && (step == KP_JOB_STEP_HAND_OVER || step == KP_JOB_STEP_SUBMIT)
         && renew_options.csr == NULL && renew_options.bundle == NULL
         && !kp_job_facts_is_form (&facts);
}

/* Where the key is made here, making it is what that step is for. */
static gboolean
is_to_make_key (KpCtl *ctl, KpSite *site, gboolean done)
{
  const KpJob *job = kp_site_get_job (site);
  KpJobFacts facts;

  kp_job_keeper_fill_facts (kp_desk_get_job_keeper (ctl->desk), site, &facts);
  return done && job->kind == KP_JOB_RENEW && job->step == KP_JOB_STEP_HAND_OVER
         && (kp_job_get_needs (job, &facts) & KP_JOB_NEED_CSR) != 0
         && kp_job_facts_makes_key_here (&facts) && renew_options.csr == NULL
         && renew_options.bundle == NULL;
}

static KpCtlStatus
send_request (KpCtl *ctl, KpSite *site, const char *ticket, const char *target)
{
  KpJobStep before = kp_site_get_job (site)->step;
  KpCtlStatus status = kp_ctl_drive_send (ctl, site, ticket, target);
  KpCtlStatus shown;

  if (status == KP_CTL_USAGE || kp_site_get_job (site)->step == before)
    return status;
  shown = kp_ctl_drive_show (ctl, site, kp_site_get_job (site));
  return kp_ctl_worse (status, shown);
}

/* What the step takes beside a word: details, the files and notes of a renewal. */
typedef struct
{
  KpSubject *subject;
  char *json;
  KpCtlRenewInput renew;
} Given;

static void
given_clear (Given *self)
{
  g_clear_object (&self->subject);
  g_clear_pointer (&self->json, g_free);
  kp_ctl_renew_input_clear (&self->renew);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Given, given_clear)

static KpCtlStatus
read_given (KpCtl *ctl, KpSite *site, const KpJob *job, gboolean done, Given *given)
{
  gboolean asks = job->step == KP_JOB_STEP_DETAILS && renew_options.csr == NULL
                  && renew_options.bundle == NULL && !(done && job->kind == KP_JOB_RENEW);
  KpCtlStatus status =
      kp_ctl_drive_read_details (ctl, site, &details, asks, &given->subject);

  if (status == KP_CTL_FINE)
    status =
        kp_ctl_renew_input_read (ctl, site, &renew_options, given->subject, &given->renew);
  if (status == KP_CTL_FINE && is_to_make_key (ctl, site, done))
    status = kp_ctl_renew_input_make_csr (ctl, site, &given->renew);
  return status;
}

static void
fill_input (Given *given, const KpJob *job, KpJobInput *input)
{
  kp_ctl_renew_input_fill (&given->renew, input);
  if (given->subject != NULL)
    given->json = kp_subject_to_json (given->subject);
  input->subject = given->json;
  input->subject_id = given->subject != NULL ? kp_subject_get_id (given->subject) : 0;
  /* What has a number is ordered. */
  input->ordered = job->step == KP_JOB_STEP_BUY && input->order_number != NULL;
}

/* Whether it was asked without a word: then what the job waits for is looked for. */
static gboolean
is_to_look (KpSite *site, gboolean done)
{
  const KpJob *job = kp_site_get_job (site);

  return kp_job_waits_for_record (job) && kp_job_watches_record (job) && !done
         && !kp_ctl_renew_options_given (&renew_options) && option_ticket == NULL
         && option_target == NULL;
}

/* What was seen of it is shown, be it there or not. */
static KpCtlStatus
look (KpCtl *ctl, KpSite *site)
{
  g_autoptr (GPtrArray) sites = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  KpCtlStatus status;

  g_ptr_array_add (sites, site);
  if (!kp_ctl_drive_look (ctl, sites, KP_RECORD_LOOK_NOW, NULL, &error))
    return kp_ctl_fail_error (ctl, kp_site_get_label (site), error);
  status = kp_ctl_drive_show (ctl, site, kp_site_get_job (site));
  if (status != KP_CTL_FINE || !kp_job_waits_for_record (kp_site_get_job (site)))
    return status;
  if (kp_record_sights_any_answered (kp_site_get_job (site)->validation_sights))
    return KP_CTL_ATTENTION;
  kp_ctl_drive_warn_silence (ctl);
  return KP_CTL_COULD_NOT;
}

static KpCtlStatus
go_on (KpCtl *ctl, KpSite *site)
{
  /* The site's own may be replaced while this waits. */
  g_autoptr (KpJob) job = kp_job_copy (kp_site_get_job (site));
  g_auto (Given) given = { NULL };
  g_autofree char *ticket = NULL;
  g_autofree char *target = g_strdup (option_target);
  gboolean done = option_done;
  KpJobInput input = { FALSE };
  KpCtlStatus status =
      kp_ctl_read_text (ctl, "--ticket", option_ticket, KP_JOB_MAX_TEXT, FALSE, &ticket);

  if (status == KP_CTL_FINE && renew_options.csr == NULL && renew_options.bundle == NULL)
    status = kp_ctl_ask_step (ctl, site, &done, &target);
  if (status == KP_CTL_FINE && is_to_look (site, done))
    return look (ctl, site);
  if (status == KP_CTL_FINE && is_to_send (ctl, site, done))
    return send_request (ctl, site, ticket, target);
  if (status == KP_CTL_FINE && job->step == KP_JOB_STEP_NAME)
    {
      status = kp_ctl_drive_check_name (ctl, site);
      input.name_allowed = status == KP_CTL_FINE;
    }
  if (status == KP_CTL_FINE)
    status = read_given (ctl, site, job, done, &given);
  if (status != KP_CTL_FINE)
    return status;
  fill_input (&given, job, &input);
  input.target = target;
  input.ticket = ticket;
  if (done)
    confirm (&input, job, kp_clock_now (kp_desk_get_clock (ctl->desk)));
  status = kp_ctl_drive_next (ctl, site, &input);
  return status == KP_CTL_FINE ? kp_ctl_drive_show (ctl, site, kp_site_get_job (site))
                               : status;
}

static KpCtlStatus
run_next (KpCtl *ctl, char **operands)
{
  KpSite *site = NULL;
  KpCtlStatus status = kp_ctl_drive_find (ctl, operands[0], &site);

  return status == KP_CTL_FINE ? go_on (ctl, site) : status;
}

/* The newest job, open or ended. */
static KpCtlStatus
load_newest (KpCtl *ctl, KpSite *site, KpJob **job)
{
  KpStore *store = kp_desk_get_store (ctl->desk);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) jobs = NULL;
  g_autoptr (GError) error = NULL;

  kp_store_load_jobs_async (store, kp_site_get_id (site), NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  jobs = kp_store_load_jobs_finish (store, result, &error);
  if (jobs == NULL)
    return kp_ctl_fail_error (ctl, kp_site_get_label (site), error);
  if (jobs->len == 0)
    return kp_ctl_fail (
        ctl, KP_CTL_USAGE, "no-job", kp_site_get_label (site),
        _ ("it never had a job; “keyplatectl secure” or “keyplatectl renew” begins "
           "one"));
  *job = kp_job_copy (g_ptr_array_index (jobs, 0));
  return KP_CTL_FINE;
}

static KpCtlStatus
run_show (KpCtl *ctl, char **operands)
{
  g_autoptr (KpJob) job = NULL;
  KpSite *site = NULL;
  KpCtlStatus status = kp_ctl_load_sites (ctl);

  if (status == KP_CTL_FINE)
    status = kp_ctl_find_site (ctl, operands[0], &site);
  if (status == KP_CTL_FINE)
    status = load_newest (ctl, site, &job);
  return status == KP_CTL_FINE ? kp_ctl_drive_show (ctl, site, job) : status;
}

static KpCtlStatus
list_json (KpCtl *ctl, GPtrArray *sites)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  KpCtlStatus status = KP_CTL_FINE;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "jobs");
  json_builder_begin_array (builder);
  for (guint i = 0; i < sites->len && status == KP_CTL_FINE; i++)
    {
      KpSite *site = g_ptr_array_index (sites, i);

      if (kp_site_get_job (site) != NULL)
        status = kp_ctl_report_job (ctl, site, kp_site_get_job (site), NULL, builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  if (status == KP_CTL_FINE)
    kp_ctl_print_json (builder);
  return status;
}

static KpCtlStatus
run_list (KpCtl *ctl, char **operands)
{
  g_autoptr (GPtrArray) sites = NULL;
  gboolean any = FALSE;
  KpCtlStatus status = kp_ctl_load_sites (ctl);

  if (status != KP_CTL_FINE)
    return status;
  sites = kp_ctl_all_sites (ctl);
  kp_ctl_refresh (ctl, sites);
  kp_ctl_sort_attention (sites);
  if (ctl->json)
    return list_json (ctl, sites);
  for (guint i = 0; i < sites->len; i++)
    any = any || kp_site_get_job (g_ptr_array_index (sites, i)) != NULL;
  if (any)
    kp_ctl_report_jobs (ctl, sites);
  else
    g_print ("%s\n", _ ("No job is under way. “keyplatectl secure” or “keyplatectl renew” "
                        "begins one."));
  return KP_CTL_FINE;
}

static KpCtlStatus
run_verb (KpCtl *ctl, const char *text, KpJobVerb verb)
{
  g_autoptr (KpJob) after = NULL;
  g_autofree char *left = NULL;
  KpSite *site = NULL;
  KpJobFacts facts;
  KpCtlStatus status = kp_ctl_drive_find (ctl, text, &site);

  if (status != KP_CTL_FINE)
    return status;
  kp_job_keeper_fill_facts (kp_desk_get_job_keeper (ctl->desk), site, &facts);
  left = kp_job_describe_left (kp_site_get_job (site), verb, &facts);
  status = kp_ctl_drive_do (ctl, site, verb, &after);
  if (status != KP_CTL_FINE)
    return status;
  status = kp_ctl_drive_show (ctl, site, after);
  if (!ctl->json)
    g_print ("%s\n", left);
  return status;
}

static KpCtlStatus
run_back (KpCtl *ctl, char **operands)
{
  return run_verb (ctl, operands[0], KP_JOB_VERB_BACK);
}

static KpCtlStatus
run_pause (KpCtl *ctl, char **operands)
{
  return run_verb (ctl, operands[0], KP_JOB_VERB_PAUSE);
}

static KpCtlStatus
run_resume (KpCtl *ctl, char **operands)
{
  return run_verb (ctl, operands[0], KP_JOB_VERB_RESUME);
}

static KpCtlStatus
run_abandon (KpCtl *ctl, char **operands)
{
  return run_verb (ctl, operands[0], KP_JOB_VERB_ABANDON);
}

#define SITE_COMMAND(words, what, function)                                                \
  .name = words, .usage = N_ ("SITE"), .summary = what, .run = function,                   \
  .operand = KP_CTL_OPERAND_SITE, .least = 1, .most = 1

const KpCtlCommand kp_ctl_job_list = {
  .name = "job list",
  .usage = "",
  .summary = N_ ("Lists the jobs under way"),
  .run = run_list,
  .reads = TRUE,
};

const KpCtlCommand kp_ctl_job_show = {
  SITE_COMMAND ("job show", N_ ("Shows where the job of a site stands"), run_show),
  .reads = TRUE,
};

const KpCtlCommand kp_ctl_job_next = {
  SITE_COMMAND ("job next", N_ ("Goes on with the job of a site"), run_next),
  .options = next_options,
};

const KpCtlCommand kp_ctl_job_back = {
  SITE_COMMAND ("job back", N_ ("Takes the job of a site one step back"), run_back),
};

const KpCtlCommand kp_ctl_job_pause = {
  SITE_COMMAND ("job pause", N_ ("Pauses the job of a site"), run_pause),
};

const KpCtlCommand kp_ctl_job_resume = {
  SITE_COMMAND ("job resume", N_ ("Goes on with a paused job"), run_resume),
};

const KpCtlCommand kp_ctl_job_abandon = {
  SITE_COMMAND ("job abandon", N_ ("Gives the job of a site up"), run_abandon),
};
