/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/job-sheet.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/base/host-name.h"
#include "core/base/time-text.h"
#include "core/dns/zone.h"
#include "core/helpdesk/channel.h"
#include "core/job/instructions.h"

static void
fill_facts (const KpJobSheet *self, KpJobFacts *facts)
{
  kp_job_keeper_fill_facts (kp_desk_get_job_keeper (self->desk), self->site, facts);
}

static gboolean
any_answered (const KpObservation *seen)
{
  for (guint i = 0; i < seen->answers->len; i++)
    if (((const KpResolverAnswer *) g_ptr_array_index (seen->answers, i))->answered)
      return TRUE;
  return FALSE;
}

/* Nobody has to have been asked to know which record must be made. */
static void
make_plan (KpJobSheet *self)
{
  const char *target = self->job->target;
  g_autoptr (KpObservation) nothing = NULL;

  if (target == NULL && self->profile != NULL)
    target = kp_profile_effective_target (self->profile, kp_site_get_target (self->site));
  if (target == NULL)
    return;
  if (self->seen == NULL)
    {
      g_autoptr (KpZone) zone = kp_zone_new_guess (kp_site_get_host (self->site));

      nothing = kp_observation_new (kp_site_get_host (self->site),
                                    kp_site_get_port (self->site), self->now);
      nothing->zone = g_strdup (zone->apex);
      nothing->is_apex = zone->is_apex;
      self->seen = g_steal_pointer (&nothing);
    }
  self->plan = kp_dns_plan_new (self->seen, target);
  if (!any_answered (self->seen) && self->plan->set != NULL)
    self->plan->needed = TRUE;
}

static KpJobSheet *
make_sheet (KpDesk *desk, KpSite *site, const KpJob *job, KpVerdict *verdict,
            const KpEvidence *evidence)
{
  KpJobSheet *self = g_rc_box_new0 (KpJobSheet);

  self->desk = g_object_ref (desk);
  self->site = g_object_ref (site);
  g_set_object (&self->profile, kp_catalogue_find (kp_desk_get_catalogue (desk),
                                                   kp_site_get_provider (site)));
  self->job = kp_job_copy (job);
  if (self->job->subject != NULL)
    self->subject = kp_subject_from_json (self->job->subject, NULL);
  if (verdict != NULL)
    self->verdict = kp_verdict_ref (verdict);
  if (evidence != NULL && evidence->observation != NULL)
    self->seen = kp_observation_ref (evidence->observation);
  if (evidence != NULL)
    self->history = kp_history_copy (evidence->history);
  self->now = kp_clock_now (kp_desk_get_clock (desk));
  make_plan (self);
  return self;
}

KpJobSheet *
kp_job_sheet_new (KpDesk *desk, KpSite *site, KpVerdict *verdict,
                  const KpEvidence *evidence)
{
  g_return_val_if_fail (kp_site_get_job (site) != NULL, NULL);

  return make_sheet (desk, site, kp_site_get_job (site), verdict, evidence);
}

KpJobSheet *
kp_job_sheet_new_ended (const KpJobSheet *last, KpVerdict *verdict,
                        const KpEvidence *evidence)
{
  KpJobSheet *self;

  g_return_val_if_fail (last != NULL && verdict != NULL && evidence != NULL, NULL);

  self = make_sheet (last->desk, last->site, last->job, verdict, evidence);
  self->ended = TRUE;
  return self;
}

void
kp_job_sheet_set_batch (KpJobSheet *self, KpBatch *batch)
{
  g_return_if_fail (self != NULL);

  g_set_object (&self->batch, batch);
}

KpJobSheet *
kp_job_sheet_ref (KpJobSheet *self)
{
  return g_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  KpJobSheet *self = data;

  kp_dns_plan_free (self->plan);
  g_clear_pointer (&self->history, kp_history_free);
  /* The verdict points into what was seen. */
  g_clear_pointer (&self->verdict, kp_verdict_unref);
  g_clear_pointer (&self->seen, kp_observation_unref);
  g_clear_object (&self->subject);
  kp_job_free (self->job);
  g_clear_object (&self->profile);
  g_clear_object (&self->batch);
  g_object_unref (self->site);
  g_object_unref (self->desk);
}

void
kp_job_sheet_unref (KpJobSheet *self)
{
  g_rc_box_release_full (self, clear);
}

const char *
kp_job_sheet_get_provider (const KpJobSheet *self)
{
  return self->profile != NULL ? kp_profile_get_name (self->profile)
                               : kp_site_get_provider (self->site);
}

KpJobNeed
kp_job_sheet_get_needs (const KpJobSheet *self)
{
  KpJobFacts facts;

  fill_facts (self, &facts);
  return kp_job_get_needs (self->job, &facts);
}

gboolean
kp_job_sheet_is_form (const KpJobSheet *self)
{
  KpJobFacts facts;

  fill_facts (self, &facts);
  return kp_job_facts_is_form (&facts);
}

gboolean
kp_job_sheet_makes_key_here (const KpJobSheet *self)
{
  KpJobFacts facts;

  fill_facts (self, &facts);
  return kp_job_facts_makes_key_here (&facts);
}

/* A day that has passed says only that it is late. */
static void
add_days (GString *text, const KpSummary *summary, gint64 now)
{
  g_autofree char *end = kp_time_format_day (summary->not_after, now);
  g_autofree char *begin = kp_time_format_day (summary->renew_by, now);

  if (summary->not_after <= now)
    /* Translators: %s is a day: "10 December". */
    g_string_append_printf (text, _ ("The certificate that is served has expired on %s."),
                            end);
  else if (summary->renew_by > now)
    g_string_append_printf (
        text,
        /* Translators: two days: "10 December", "18 November". */
        _ ("The certificate that is served expires on %s: begin by %s."), end, begin);
  else
    /* Translators: %s is a day: "10 December". */
    g_string_append_printf (text, _ ("The certificate that is served expires on %s."), end);
  g_string_append_c (text, ' ');
}

char *
kp_job_sheet_describe_renewal (const KpJobSheet *self)
{
  const KpSummary *summary = kp_site_get_summary (self->site);
  g_autoptr (GString) text = g_string_new (NULL);

  if (summary->not_after > 0)
    add_days (text, summary, self->now);
  if (self->verdict != NULL && self->verdict->judges_dns
      && self->verdict->dns == KP_OUTCOME_OK)
    g_string_append (text, _ ("DNS leads where it must, and stays as it is."));
  else
    g_string_append (text, _ ("DNS stays as it is."));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
kp_job_sheet_describe_end (const KpJobSheet *self)
{
  const KpSummary *summary = kp_site_get_summary (self->site);
  const char *host = kp_site_get_label (self->site);

  if (summary->lock == KP_LOCK_LOCKED && self->job->kind == KP_JOB_SECURE)
    /* Translators: %s is a host name. */
    return g_strdup_printf (_ ("%s is locked. Nothing is left to be done."), host);
  if (summary->lock == KP_LOCK_LOCKED && self->job->submitted_not_after > 0
      && self->job->submitted_not_after == summary->not_after)
    return g_strdup_printf (
        /* Translators: %s is a host name. */
        _ ("%s serves the new certificate. Nothing is left to be done."), host);
  return g_strdup (_ ("The job has ended."));
}

const char *
kp_job_sheet_get_channel (const KpJobSheet *self)
{
  KpJobFacts facts;
  const char *id;
  const KpChannel *channel;

  fill_facts (self, &facts);
  id = facts.channel;
  if (id == NULL)
    id = self->profile != NULL ? kp_profile_get_channel (self->profile) : "form";
  channel = kp_channel_get (id);
  return channel != NULL ? kp_channel_get_label (channel) : id;
}

char *
kp_job_sheet_dup_field (const KpJobSheet *self, const char *id)
{
  KpSubjectField field;

  if (g_str_equal (id, "site"))
    return g_strdup (kp_site_get_host (self->site));
  if (self->subject != NULL && kp_subject_field_from_string (id, &field))
    return g_strdup (kp_subject_get_field (self->subject, field));
  return g_strdup ("");
}

char *
kp_job_sheet_find_target_problem (const KpJobSheet *self, const char *text)
{
  g_autofree char *target = NULL;
  g_autoptr (GError) error = NULL;

  if (*text == '\0')
    return NULL;
  target = kp_host_name_parse_target (text, kp_site_get_host (self->site), &error);
  if (target == NULL)
    return g_strconcat (error->message, ".", NULL);
  if (self->profile != NULL && !kp_profile_target_matches (self->profile, target))
    /* Translators: a host name and the name of a provider */
    return g_strdup_printf (_ ("“%s” is no target of %s."), target,
                            kp_job_sheet_get_provider (self));
  return NULL;
}

KpLetter *
kp_job_sheet_write_letter (const KpJobSheet *self, KpDnsChanger changer,
                           const char *language)
{
  g_autoptr (KpInstructions) instructions = NULL;
  g_autoptr (GError) error = NULL;
  KpInstructionsPlan plan = { NULL };
  KpLetter *letter;

  if (self->plan == NULL || !self->plan->needed || self->plan->set == NULL)
    return NULL;
  plan.site = self->site;
  if (changer == KP_DNS_CHANGER_CUSTOMER)
    plan.customer = kp_customer_list_find (kp_desk_get_customers (self->desk),
                                           kp_site_get_customer_id (self->site));
  plan.observation = self->seen;
  plan.history = self->history;
  plan.target = self->plan->set->data;
  plan.sender = kp_letter_get_sender ();
  plan.language = language;
  plan.now = self->now;
  instructions = kp_instructions_new (&plan);
  letter = kp_instructions_write (instructions, &plan, KP_LETTER_INSTRUCTIONS, &error);
  if (letter == NULL)
    g_warning ("The letter could not be written: %s", error->message);
  return letter;
}

char *
kp_job_sheet_describe_bundle (const KpJobSheet *self, const char *pem)
{
  guint n = 0;

  for (; (pem = strstr (pem, "-----BEGIN CERTIFICATE-----")) != NULL; pem++)
    n++;
  return g_strdup_printf (
      /* Translators: the name of a site (its file ends in .pem), and how many certificates
       * are in it */
      ngettext ("%s.pem (%u certificate, no key)", "%s.pem (%u certificates, no key)", n),
      kp_site_get_host (self->site), n);
}
