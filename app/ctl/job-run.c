/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/job-run.h"

#include "core/job/job-request.h"
#include "core/job/renew-job.h"
#include "core/job/secure-job.h"
#include "core/model/subject-rules.h"
#include "ctl/ask.h"
#include "ctl/job-report.h"
#include "ctl/message.h"
#include "ctl/name-run.h"
#include "ctl/refresh.h"
#include "ctl/renew-report.h"
#include "ctl/request.h"
#include "ctl/text.h"
#include "ctl/vault.h"

#include <glib/gi18n.h>

static KpJobKeeper *
get_keeper (KpCtl *ctl)
{
  return kp_desk_get_job_keeper (ctl->desk);
}

/* The site shows it at once: the portfolio would tell only later. */
static void
show_on_site (KpCtl *ctl, KpSite *site, const KpJob *job)
{
  g_autoptr (GPtrArray) sites = g_ptr_array_new ();

  kp_site_set_job (site, job->ended_at == 0 ? job : NULL);
  if (job->target != NULL && kp_job_has_reached (job, KP_JOB_STEP_INSTRUCTIONS))
    kp_site_set_target (site, job->target);
  g_ptr_array_add (sites, site);
  kp_ctl_rejudge (ctl, sites);
}

static KpCtlStatus
finish (KpCtl *ctl, KpSite *site, GAsyncResult **slot, KpJob **job)
{
  g_autoptr (GAsyncResult) result = kp_ctl_wait (slot);
  g_autoptr (GError) error = NULL;
  g_autoptr (KpJob) after = kp_job_keeper_finish (get_keeper (ctl), result, &error);

  if (after == NULL)
    return kp_ctl_fail_error (ctl, kp_site_get_label (site), error);
  show_on_site (ctl, site, after);
  if (job != NULL)
    *job = g_steal_pointer (&after);
  return KP_CTL_FINE;
}

static KpCtlStatus
say_no_job (KpCtl *ctl, const char *text)
{
  return kp_ctl_fail (ctl, KP_CTL_USAGE, "no-job", text,
                      _ ("no job is under way; “keyplatectl secure” or “keyplatectl renew” "
                         "begins one"));
}

KpCtlStatus
kp_ctl_drive_find (KpCtl *ctl, const char *text, KpSite **site)
{
  KpCtlStatus status = kp_ctl_load_sites (ctl);

  if (status == KP_CTL_FINE)
    status = kp_ctl_find_site (ctl, text, site);
  if (status == KP_CTL_FINE && kp_site_get_job (*site) == NULL)
    status = say_no_job (ctl, text);
  return status;
}

KpCtlStatus
kp_ctl_drive_check_start (KpCtl *ctl, KpSite *site, KpJobKind kind)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpJob) job = NULL;
  KpJobFacts facts;

  if (kp_site_get_job (site) != NULL)
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "exists", kp_site_get_label (site),
                        _ ("a job is under way for it already; “keyplatectl job next” goes "
                           "on with it"));
  kp_job_keeper_fill_facts (get_keeper (ctl), site, &facts);
  job = kind == KP_JOB_RENEW ? kp_renew_job_start (&facts, &error)
                             : kp_secure_job_start (&facts, &error);
  return job != NULL ? KP_CTL_FINE
                     : kp_ctl_fail_error (ctl, kp_site_get_label (site), error);
}

KpCtlStatus
kp_ctl_drive_begin (KpCtl *ctl, KpSite *site, KpJobKind kind)
{
  GAsyncResult *result = NULL;

  if (kind == KP_JOB_RENEW)
    kp_job_keeper_renew_async (get_keeper (ctl), site, NULL, kp_ctl_wait_cb, &result);
  else
    kp_job_keeper_secure_async (get_keeper (ctl), site, NULL, kp_ctl_wait_cb, &result);
  return finish (ctl, site, &result, NULL);
}

KpCtlStatus
kp_ctl_drive_next (KpCtl *ctl, KpSite *site, const KpJobInput *input)
{
  GAsyncResult *result = NULL;

  kp_job_keeper_next_async (get_keeper (ctl), site, input, NULL, kp_ctl_wait_cb, &result);
  return finish (ctl, site, &result, NULL);
}

static void
show_on_sites (KpCtl *ctl, GPtrArray *sites, GPtrArray *jobs)
{
  for (guint i = 0; i < jobs->len; i++)
    for (guint j = 0; j < sites->len; j++)
      {
        const KpJob *job = g_ptr_array_index (jobs, i);
        KpSite *site = g_ptr_array_index (sites, j);

        if (kp_site_get_id (site) == job->site_id)
          show_on_site (ctl, site, job);
      }
}

gboolean
kp_ctl_drive_look (KpCtl *ctl, GPtrArray *sites, KpRecordLook how,
                   GCancellable *cancellable, GError **error)
{
  KpRecordWatch *watch = kp_desk_get_record_watch (ctl->desk);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) jobs = NULL;
  GError *failed = NULL;

  kp_record_watch_look_async (watch, sites, how, cancellable, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  jobs = kp_record_watch_look_finish (watch, result, &failed);
  if (jobs != NULL)
    show_on_sites (ctl, sites, jobs);
  else if (g_error_matches (failed, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_clear_error (&failed);
  if (failed == NULL)
    return TRUE;
  g_propagate_error (error, failed);
  return FALSE;
}

void
kp_ctl_drive_warn_silence (KpCtl *ctl)
{
  const char *why =
      _ ("none answered. Where DNS over HTTPS is blocked, “keyplatectl settings set "
         "system-resolver yes” asks this computer’s own resolver");

  if (kp_settings_get_int (kp_desk_get_settings (ctl->desk), "system-resolver"))
    why = _ ("this computer’s own did not answer, and is the only one that is asked. Look "
             "at the network, or “keyplatectl settings set system-resolver no” asks others "
             "over HTTPS");
  /* Translators: stands before a colon and what is wrong with it. */
  kp_ctl_warn (_ ("resolvers"), why);
}

KpCtlStatus
kp_ctl_drive_open_outbox (KpCtl *ctl, KpSite *site)
{
  const KpChannel *channel;
  KpVault *vault;
  KpOutbox *outbox;
  KpCtlStatus status = kp_ctl_open_outbox (ctl, &outbox);
  KpJobFacts facts;

  if (status != KP_CTL_FINE)
    return status;
  kp_job_keeper_fill_facts (get_keeper (ctl), site, &facts);
  channel = facts.channel != NULL ? kp_channel_get (facts.channel) : NULL;
  return channel != NULL && channel->needs_token ? kp_ctl_open_vault (ctl, &vault)
                                                 : KP_CTL_FINE;
}

KpCtlStatus
kp_ctl_drive_deliver (KpCtl *ctl, KpRequest *written, KpRequest **told)
{
  KpOutbox *outbox = kp_desk_get_outbox (ctl->desk);
  KpRequestList *list = kp_outbox_get_requests (outbox);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;
  g_autofree char *clean = NULL;
  KpRequest *request;

  /* The list follows the store a little later: until then the outbox knows of none. */
  kp_store_list_load_async (KP_STORE_LIST (list), NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  if (!kp_store_list_load_finish (KP_STORE_LIST (list), result, &error))
    return kp_ctl_fail_error (ctl, _ ("store"), error);
  kp_ctl_run_outbox (outbox);
  request = kp_request_list_find_by_reference (list, kp_request_get_reference (written));
  /* Whoever else runs may have taken it back meanwhile. */
  if (request == NULL)
    return KP_CTL_FINE;
  line = kp_ctl_request_line (request);
  clean = kp_text_clean (line);
  if (!ctl->json)
    g_print ("%s\n", clean);
  if (told != NULL)
    *told = g_object_ref (request);
  return kp_ctl_request_status (request);
}

static KpCtlStatus
compose_first (KpCtl *ctl, KpSite *site, KpRequest **request)
{
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GError) error = NULL;
  KpJobFacts facts;

  kp_job_keeper_fill_facts (get_keeper (ctl), site, &facts);
  *request = kp_job_compose_request (kp_site_get_job (site), &facts,
                                     kp_letter_get_sender (), &problems, &error);
  if (*request == NULL)
    return kp_ctl_fail_error (ctl, kp_site_get_label (site), error);
  if (problems->len > 0)
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "subject", kp_site_get_label (site),
                        ((KpFieldProblem *) g_ptr_array_index (problems, 0))->text);
  return KP_CTL_FINE;
}

KpCtlStatus
kp_ctl_drive_send (KpCtl *ctl, KpSite *site, const char *ticket, const char *target)
{
  g_autoptr (KpRequest) request = NULL;
  KpJobInput input = { FALSE };
  KpCtlStatus status = kp_site_get_job (site)->step == KP_JOB_STEP_SUBMIT
                           ? kp_ctl_compose_submission (ctl, site, &request)
                           : compose_first (ctl, site, &request);

  if (status != KP_CTL_FINE)
    return status;
  input.request = request;
  input.ticket = ticket;
  input.target = target;
  status = kp_ctl_drive_open_outbox (ctl, site);
  if (status == KP_CTL_FINE)
    status = kp_ctl_drive_next (ctl, site, &input);
  return status == KP_CTL_FINE ? kp_ctl_drive_deliver (ctl, request, NULL) : status;
}

KpCtlStatus
kp_ctl_drive_do (KpCtl *ctl, KpSite *site, KpJobVerb verb, KpJob **job)
{
  GAsyncResult *result = NULL;

  kp_job_keeper_do_async (get_keeper (ctl), site, verb, NULL, kp_ctl_wait_cb, &result);
  return finish (ctl, site, &result, job);
}

static KpCtlStatus
tell_refusal (KpCtl *ctl, KpSite *site, const KpNameCheck *check)
{
  for (guint i = 0; i < check->findings->len; i++)
    {
      const KpFinding *finding = g_ptr_array_index (check->findings, i);
      g_autofree char *why = NULL;

      if (finding->severity != KP_SEVERITY_WRONG)
        continue;
      why = g_strjoin (" ", finding->text, finding->fix, NULL);
      return kp_ctl_fail (ctl, KP_CTL_ATTENTION, kp_finding_id_to_string (finding->id),
                          kp_site_get_label (site), why);
    }
  return KP_CTL_FINE;
}

/* That nobody could be asked whether it is suspected refuses nothing, and is said to
 * whoever wants it looked up. */
static void
tell_not_asked (KpCtl *ctl, const KpNameCheck *check)
{
  for (guint i = 0; i < check->findings->len; i++)
    {
      const KpFinding *finding = g_ptr_array_index (check->findings, i);

      if (finding->id == KP_FINDING_NAME_UNSAFE_NOT_CHECKED && !ctl->json
          && kp_ctl_chose_unsafe_list (ctl))
        g_print ("%s\n", finding->text);
    }
}

KpCtlStatus
kp_ctl_drive_check_name (KpCtl *ctl, KpSite *site)
{
  g_autoptr (KpNameCheck) check = NULL;
  KpCtlStatus status;
  KpJobFacts facts;

  kp_job_keeper_fill_facts (get_keeper (ctl), site, &facts);
  status = kp_ctl_check_name (ctl, kp_site_get_host (site), facts.profile, &check);
  if (status != KP_CTL_FINE)
    return status;
  tell_not_asked (ctl, check);
  return check->allowed ? KP_CTL_FINE : tell_refusal (ctl, site, check);
}

/* Asks for each detail that the provider wants and that is not there. */
static KpCtlStatus
ask_details (KpCtl *ctl, const KpJobFacts *facts, KpSubject *subject)
{
  char *given[KP_SUBJECT_N_FIELDS] = { NULL };
  GPtrArray *fields = kp_profile_get_fields (facts->profile);
  KpCtlStatus status;

  for (guint i = 0; i < fields->len; i++)
    {
      const KpProfileField *field = g_ptr_array_index (fields, i);
      KpSubjectField detail;

      if (!kp_subject_field_from_string (field->id, &detail)
          || *kp_subject_get_field (subject, detail) != '\0' || given[detail] != NULL)
        continue;
      given[detail] = kp_ctl_ask (kp_subject_field_get_label (detail));
      if (given[detail] == NULL)
        break;
    }
  status = kp_ctl_apply_subject_options (ctl, given, subject);
  for (guint i = 0; i < KP_SUBJECT_N_FIELDS; i++)
    g_free (given[i]);
  return status;
}

static gboolean
is_given (const KpCtlDetails *details)
{
  for (guint i = 0; i < KP_SUBJECT_N_FIELDS; i++)
    if (details->given[i] != NULL)
      return TRUE;
  return details->name != NULL;
}

KpCtlStatus
kp_ctl_drive_read_details (KpCtl *ctl, KpSite *site, const KpCtlDetails *details,
                           gboolean asks, KpSubject **subject)
{
  g_autoptr (KpSubject) found = NULL;
  g_autoptr (GError) error = NULL;
  KpCtlStatus status = KP_CTL_FINE;
  KpJobFacts facts;

  *subject = NULL;
  asks = asks && kp_ctl_can_ask () && !ctl->json;
  if (!is_given (details) && !asks)
    return KP_CTL_FINE;
  kp_job_keeper_fill_facts (get_keeper (ctl), site, &facts);
  if (!kp_job_facts_check_profile (&facts, &error))
    return kp_ctl_fail_error (ctl, kp_site_get_label (site), error);
  if (details->name != NULL)
    status = kp_ctl_find_subject (ctl, details->name, &found);
  else
    found = kp_subject_new (NULL);
  if (status == KP_CTL_FINE)
    status = kp_ctl_apply_subject_options (ctl, details->given, found);
  if (status == KP_CTL_FINE && asks)
    status = ask_details (ctl, &facts, found);
  if (status != KP_CTL_FINE)
    return status;
  if (!kp_job_check_subject (&facts, found, &error))
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "subject", kp_site_get_label (site),
                        error->message);
  *subject = g_steal_pointer (&found);
  return KP_CTL_FINE;
}

static KpCtlStatus
print_json (KpCtl *ctl, KpSite *site, const KpJob *job)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  KpCtlStatus status = kp_ctl_report_job (ctl, site, job, NULL, builder);

  if (status == KP_CTL_FINE)
    kp_ctl_print_json (builder);
  return status;
}

KpCtlStatus
kp_ctl_drive_show (KpCtl *ctl, KpSite *site, const KpJob *borrowed)
{
  /* As in kp_ctl_report_job(). */
  g_autoptr (KpJob) job = kp_job_copy (borrowed);
  KpCtlStatus status;
  KpJobFacts facts;

  /* Another program may have ended it meanwhile. */
  if (job == NULL)
    return say_no_job (ctl, kp_site_get_label (site));
  if (ctl->json)
    return print_json (ctl, site, job);
  status = kp_ctl_report_job (ctl, site, job, NULL, NULL);
  if (status != KP_CTL_FINE || job->ended_at > 0 || job->paused_at > 0)
    return status;
  kp_job_keeper_fill_facts (get_keeper (ctl), site, &facts);
  if (job->kind == KP_JOB_RENEW)
    return kp_ctl_print_renew_step (ctl, site);
  if (job->step == KP_JOB_STEP_HAND_OVER && kp_job_facts_is_form (&facts))
    {
      g_print ("\n");
      status = kp_ctl_print_hand_over (ctl, site);
    }
  else if (job->step == KP_JOB_STEP_INSTRUCTIONS)
    {
      g_print ("\n");
      status = kp_ctl_print_instructions (ctl, site);
    }
  return status;
}
