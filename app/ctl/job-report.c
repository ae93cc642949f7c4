/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/job-report.h"

#include "core/base/time-text.h"
#include "core/job/instructions.h"
#include "core/job/job-line.h"
#include "core/job/job-request.h"
#include "core/job/retirement.h"
#include "core/job/validation-letter.h"
#include "ctl/job-answer.h"
#include "ctl/message.h"
#include "ctl/renew-report.h"
#include "ctl/request.h"
#include "ctl/table.h"
#include "ctl/text.h"

#include <glib/gi18n.h>

KpVerdict *
kp_ctl_judge (KpCtl *ctl, KpSite *site, KpEvidence **evidence, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_desk_judge_async (ctl->desk, site, NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  return kp_desk_judge_finish (ctl->desk, result, evidence, error);
}

static void
add_time (JsonBuilder *builder, const char *name, gint64 time)
{
  g_autofree char *text = time != 0 ? kp_time_to_rfc3339 (time) : NULL;

  kp_ctl_add_string (builder, name, text);
}

static void
add_missing (JsonBuilder *builder, const KpJob *job, const KpJobFacts *facts)
{
  KpJobNeed needs =
      job->ended_at == 0 ? kp_job_get_needs (job, facts) : KP_JOB_NEED_NOTHING;

  json_builder_set_member_name (builder, "missing");
  json_builder_begin_array (builder);
  for (guint i = 0; i < KP_JOB_NEEDS; i++)
    if (needs & (1u << i))
      json_builder_add_string_value (builder, kp_job_need_to_string (1u << i));
  json_builder_end_array (builder);
}

static void
add_line (JsonBuilder *builder, const KpJobLine *line)
{
  json_builder_begin_object (builder);
  kp_ctl_add_string (builder, "step", line->id);
  kp_ctl_add_string (builder, "state", kp_job_line_state_to_string (line->state));
  kp_ctl_add_string (builder, "title", line->title);
  kp_ctl_add_string (builder, "who", kp_turn_to_string (line->who));
  add_time (builder, "at", line->at);
  add_time (builder, "due", line->due);
  json_builder_set_member_name (builder, "overdue");
  json_builder_add_boolean_value (builder, line->overdue);
  kp_ctl_add_string (builder, "result", line->result);
  json_builder_end_object (builder);
}

void
kp_ctl_add_letters (JsonBuilder *builder, const KpCtlLetters *reminder)
{
  json_builder_set_member_name (builder, "letter");
  if (reminder->letter != NULL)
    {
      json_builder_begin_object (builder);
      kp_ctl_add_string (builder, "language", reminder->letter->language);
      kp_ctl_add_string (builder, "subject", reminder->letter->subject);
      kp_ctl_add_string (builder, "body", reminder->letter->body);
      json_builder_end_object (builder);
    }
  else
    json_builder_add_null_value (builder);
  json_builder_set_member_name (builder, "request");
  if (reminder->request != NULL)
    kp_ctl_add_request (builder, reminder->request, NULL);
  else
    json_builder_add_null_value (builder);
}

/* Returns: till when it is pending at the latest, 0 if it is not or nobody knows */
static gint64
get_until (const KpJob *job, const KpVerdict *verdict)
{
  return job->ended_at == 0 && verdict->summary.lock == KP_LOCK_PENDING
             ? verdict->summary.until
             : 0;
}

/* All that is told of a job. */
typedef struct
{
  const KpJob *job;
  const KpJobFacts *facts;
  const KpVerdict *verdict;
  GPtrArray *lines;         /* (element-type KpJobLine) */
  const char *proposal;     /* (nullable): the target that a reply names */
  const KpRenewal *renewal; /* (nullable) */
} Report;

static void
add_job (JsonBuilder *builder, const Report *report, const KpCtlLetters *letters)
{
  const KpJob *job = report->job;
  const KpVerdict *verdict = report->verdict;

  json_builder_begin_object (builder);
  kp_ctl_add_string (builder, "site", kp_site_get_label (report->facts->site));
  kp_ctl_add_string (builder, "kind", kp_job_kind_to_string (job->kind));
  kp_ctl_add_string (builder, "step", kp_job_step_to_string (job->step));
  kp_ctl_add_string (
      builder, "who",
      kp_turn_to_string (job->ended_at == 0 ? verdict->summary.next.who : KP_TURN_NOBODY));
  add_time (builder, "since", job->since);
  add_time (builder, "until", get_until (job, verdict));
  add_time (builder, "started_at", job->started_at);
  add_time (builder, "ended_at", job->ended_at);
  add_time (builder, "paused_at", job->paused_at);
  add_time (builder, "changed_at", job->changed_at);
  kp_ctl_add_string (builder, "target", job->target);
  kp_ctl_add_string (builder, "proposed_target", report->proposal);
  kp_ctl_add_string (builder, "ticket", job->ticket);
  add_missing (builder, job, report->facts);
  json_builder_set_member_name (builder, "steps");
  json_builder_begin_array (builder);
  for (guint i = 0; i < report->lines->len; i++)
    add_line (builder, g_ptr_array_index (report->lines, i));
  json_builder_end_array (builder);
  kp_ctl_add_renewal (builder, job, report->renewal);
  if (letters != NULL)
    kp_ctl_add_letters (builder, letters);
  json_builder_end_object (builder);
}

static const char *
get_who (KpTurn who, const Report *report)
{
  const KpJobFacts *facts = report->facts;

  switch (who)
    {
    case KP_TURN_YOU:
      return _ ("You");
    case KP_TURN_CUSTOMER:
      return _ ("Customer");
    case KP_TURN_PROVIDER:
      return facts->profile != NULL ? kp_profile_get_name (facts->profile) : _ ("Provider");
    case KP_TURN_CA:
      return report->job->ca != NULL ? report->job->ca : _ ("CA");
    case KP_TURN_NOBODY:
    default:
      return _ ("Nobody");
    }
}

static void
print_lines (const Report *report)
{
  g_autoptr (KpTable) table = kp_table_new_plain (5);
  GPtrArray *lines = report->lines;

  kp_table_set_indent (table, 2);
  for (guint i = 0; i < lines->len; i++)
    {
      const KpJobLine *line = g_ptr_array_index (lines, i);
      const char *const marks[] = { "✓", "●", "○" };
      g_autofree char *when = line->at > 0
                                  ? kp_time_format_moment (line->at, report->facts->now)
                                  : g_strdup ("");

      kp_table_add (table, (const char *const[]){
                               marks[line->state], line->title, get_who (line->who, report),
                               when, line->result != NULL ? line->result : "", NULL });
    }
  kp_table_print (table);
}

static void
print_job (const Report *report)
{
  const KpJob *job = report->job;
  const KpJobFacts *facts = report->facts;
  g_autofree char *site = kp_text_clean (kp_site_get_label (facts->site));
  g_autofree char *next = kp_next_action_format (
      &report->verdict->summary.next,
      facts->profile != NULL ? kp_profile_get_name (facts->profile) : NULL, job->ca);

  if (job->ended_at > 0)
    g_print ("%s: %s\n", site,
             job->ending == KP_JOB_FINISHED ? _ ("the job is done.")
                                            : _ ("the job has ended."));
  else if (job->paused_at > 0)
    g_print ("%s: %s\n", site, _ ("the job is paused."));
  else
    g_print ("%s: %s\n", site, next);
  print_lines (report);
  if (report->proposal == NULL)
    return;
  g_print (
      /* Translators: a host name, then a site, then that host name again */
      _ ("The provider’s reply names %s. Confirm it with “keyplatectl job next %s --target "
         "%s”."),
      report->proposal, site, report->proposal);
  g_print ("\n");
}

KpCtlStatus
kp_ctl_report_job (KpCtl *ctl, KpSite *site, const KpJob *borrowed,
                   const KpCtlLetters *letters, JsonBuilder *builder)
{
  /* The site's own is replaced when the store is read again, which may be while this waits.
   */
  g_autoptr (KpJob) job = kp_job_copy (borrowed);
  g_autoptr (KpEvidence) evidence = NULL;
  g_autoptr (KpVerdict) verdict = NULL;
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (KpRenewal) renewal = NULL;
  g_autofree char *proposal = NULL;
  g_autoptr (GError) error = NULL;
  KpCtlStatus status;
  KpJobFacts facts;

  verdict = kp_ctl_judge (ctl, site, &evidence, &error);
  if (verdict == NULL)
    return kp_ctl_fail_error (ctl, kp_site_get_label (site), error);
  kp_job_keeper_fill_facts (kp_desk_get_job_keeper (ctl->desk), site, &facts);
  status = kp_ctl_find_answer (ctl, job, &facts, &proposal);
  if (status == KP_CTL_FINE && job->kind == KP_JOB_RENEW)
    status = kp_ctl_load_renewal (ctl, site, job->id, &renewal);
  if (status != KP_CTL_FINE)
    return status;
  lines = kp_job_get_lines (job, &facts, verdict, evidence->history);
  {
    const Report report = { job, &facts, verdict, lines, proposal, renewal };

    if (builder != NULL)
      add_job (builder, &report, letters);
    else
      print_job (&report);
  }
  return KP_CTL_FINE;
}

void
kp_ctl_report_jobs (KpCtl *ctl, GPtrArray *sites)
{
  const char *const headings[] = { _ ("SITE"),        _ ("JOB"),   _ ("STEP"),
                                   _ ("NEXT ACTION"), _ ("SINCE"), NULL };
  g_autoptr (KpTable) table = kp_table_new (headings);

  for (guint i = 0; i < sites->len; i++)
    {
      KpSite *site = g_ptr_array_index (sites, i);
      const KpJob *job = kp_site_get_job (site);
      g_autofree char *next = NULL;
      g_autofree char *since = NULL;
      KpJobFacts facts;

      if (job == NULL)
        continue;
      kp_job_keeper_fill_facts (kp_desk_get_job_keeper (ctl->desk), site, &facts);
      next = kp_next_action_format (
          &kp_site_get_summary (site)->next,
          facts.profile != NULL ? kp_profile_get_name (facts.profile) : NULL, job->ca);
      since = kp_time_format_near_day (job->since, facts.now);
      kp_table_add (table, (const char *const[]){
                               kp_site_get_label (site), kp_job_kind_to_string (job->kind),
                               kp_job_step_to_string (job->step),
                               job->paused_at > 0 ? _ ("paused") : next, since, NULL });
    }
  kp_table_print (table);
}

KpCtlStatus
kp_ctl_print_hand_over (KpCtl *ctl, KpSite *site)
{
  g_autoptr (KpRequest) draft = NULL;
  g_autoptr (KpTable) table = kp_table_new_plain (2);
  g_autoptr (GError) error = NULL;
  GPtrArray *fields;
  KpJobFacts facts;

  kp_job_keeper_fill_facts (kp_desk_get_job_keeper (ctl->desk), site, &facts);
  draft = kp_job_compose_request (kp_site_get_job (site), &facts, kp_letter_get_sender (),
                                  NULL, &error);
  if (draft == NULL)
    return kp_ctl_fail_error (ctl, kp_site_get_label (site), error);
  /* Translators: a provider */
  g_print (_ ("Fill in the form of %s:"), kp_profile_get_name (facts.profile));
  g_print (" %s\n", kp_profile_get_form_uri (facts.profile) != NULL
                        ? kp_profile_get_form_uri (facts.profile)
                        : "");
  kp_table_set_indent (table, 2);
  fields = kp_request_get_fields (draft);
  for (guint i = 0; i < fields->len; i++)
    {
      const KpRequestField *field = g_ptr_array_index (fields, i);

      kp_table_add (table, (const char *const[]){ field->label, field->value, NULL });
    }
  kp_table_print (table);
  return KP_CTL_FINE;
}

static void
fill_plan (KpCtl *ctl, KpSite *site, const KpEvidence *evidence, const KpVerdict *verdict,
           KpInstructionsPlan *plan)
{
  const KpJob *job = kp_site_get_job (site);

  plan->site = site;
  plan->customer = kp_customer_list_find (kp_desk_get_customers (ctl->desk),
                                          kp_site_get_customer_id (site));
  plan->observation = evidence->observation;
  plan->history = evidence->history;
  plan->target = verdict->target;
  plan->sender = kp_letter_get_sender ();
  plan->asked_at = job != NULL ? job->step_at[KP_JOB_STEP_INSTRUCTIONS] : 0;
  plan->needed_by = verdict->summary.next.due;
  plan->now = kp_clock_now (kp_desk_get_clock (ctl->desk));
}

/* While a CA waits for its record, that is the one to be asked for. */
static KpCtlStatus
write_validation (KpCtl *ctl, KpSite *site, KpLetterKind kind, KpInstructionsPlan *plan,
                  KpLetter **letter)
{
  /* The site's own may be replaced while this waits. */
  g_autoptr (KpJob) job = kp_job_copy (kp_site_get_job (site));
  g_autoptr (KpRenewal) renewal = NULL;
  g_autoptr (GError) error = NULL;
  KpCtlStatus status = kp_ctl_load_renewal (ctl, site, job->id, &renewal);
  KpValidationRecord record;

  if (status != KP_CTL_FINE)
    return status;
  record = (KpValidationRecord){ renewal->validation_name, renewal->validation_type,
                                 renewal->validation_value };
  plan->asked_at = kind == KP_LETTER_REMINDER_CUSTOMER ? job->validation_at : 0;
  *letter =
      kp_validation_letter_write (&record, plan, job->ca, job->validation_sights, &error);
  return *letter != NULL ? KP_CTL_FINE
                         : kp_ctl_fail_error (ctl, kp_site_get_label (site), error);
}

/* @letter: (out) (transfer full) (nullable): %NULL where the change can't be made;
 * @impossible: (out) (transfer full): then why */
static KpCtlStatus
write_letter (KpCtl *ctl, KpSite *site, KpLetterKind kind, KpLetter **letter,
              char **impossible)
{
  g_autoptr (KpEvidence) evidence = NULL;
  g_autoptr (KpVerdict) verdict = NULL;
  g_autoptr (KpInstructions) instructions = NULL;
  g_autoptr (GError) error = NULL;
  KpInstructionsPlan plan = { NULL };

  *letter = NULL;
  verdict = kp_ctl_judge (ctl, site, &evidence, &error);
  if (verdict == NULL)
    return kp_ctl_fail_error (ctl, kp_site_get_label (site), error);
  fill_plan (ctl, site, evidence, verdict, &plan);
  if (kp_site_get_job (site) != NULL && kp_job_waits_for_record (kp_site_get_job (site)))
    return write_validation (ctl, site, kind, &plan, letter);
  instructions = kp_instructions_new (&plan);
  /* What is there can be removed all the same. */
  if (instructions->impossible != NULL && kind != KP_LETTER_RETIRE_CUSTOMER)
    {
      *impossible = g_strdup (instructions->impossible);
      return KP_CTL_FINE;
    }
  *letter = kp_instructions_write (instructions, &plan, kind, &error);
  return *letter != NULL ? KP_CTL_FINE
                         : kp_ctl_fail_error (ctl, kp_site_get_label (site), error);
}

KpCtlStatus
kp_ctl_write_letter (KpCtl *ctl, KpSite *site, KpLetterKind kind, KpLetter **letter)
{
  g_autofree char *impossible = NULL;
  KpCtlStatus status = write_letter (ctl, site, kind, letter, &impossible);

  if (impossible != NULL)
    return kp_ctl_fail (ctl, KP_CTL_ATTENTION, "impossible", kp_site_get_label (site),
                        impossible);
  return status;
}

void
kp_ctl_print_letter (const KpLetter *letter)
{
  kp_ctl_print_text (letter->subject);
  g_print ("\n\n");
  kp_ctl_print_text (letter->body);
}

KpCtlStatus
kp_ctl_print_instructions (KpCtl *ctl, KpSite *site)
{
  g_autoptr (KpLetter) letter = NULL;
  g_autofree char *impossible = NULL;
  KpCtlStatus status =
      write_letter (ctl, site, KP_LETTER_INSTRUCTIONS, &letter, &impossible);

  if (impossible != NULL)
    g_print ("%s\n", impossible);
  else if (status == KP_CTL_FINE)
    kp_ctl_print_letter (letter);
  return status;
}

KpCtlStatus
kp_ctl_find_record (KpCtl *ctl, KpSite *site, char **record)
{
  g_autoptr (KpEvidence) evidence = NULL;
  g_autoptr (KpVerdict) verdict = NULL;
  g_autoptr (GError) error = NULL;

  verdict = kp_ctl_judge (ctl, site, &evidence, &error);
  if (verdict == NULL)
    return kp_ctl_fail_error (ctl, kp_site_get_label (site), error);
  *record = g_strdup (kp_retirement_find_record (verdict, evidence->observation));
  return KP_CTL_FINE;
}
