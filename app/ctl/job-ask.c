/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/job-ask.h"

#include "core/model/subject-rules.h"
#include "ctl/ask.h"
#include "ctl/job-answer.h"
#include "ctl/job-report.h"
#include "ctl/renew-report.h"

#include <glib/gi18n.h>

gboolean
kp_ctl_ask_to_secure (KpCtl *ctl, KpSite *site, KpSubject *subject)
{
  g_autofree char *question = NULL;
  const char *label;
  KpJobFacts facts;

  kp_job_keeper_fill_facts (kp_desk_get_job_keeper (ctl->desk), site, &facts);
  for (guint i = 0; i < KP_SUBJECT_N_FIELDS; i++)
    if (*kp_subject_get_field (subject, i) != '\0')
      g_printerr ("  %s: %s\n", kp_subject_field_get_label (i),
                  kp_subject_get_field (subject, i));
  label = facts.profile != NULL ? kp_profile_get_secure_label (facts.profile)
                                : _ ("Secure Site");
  /* Translators: the label of a button ("Secure Control Panel Site"), and a host name */
  question = g_strdup_printf (_ ("%s %s? [y/N]"), label, kp_site_get_label (site));
  return kp_ctl_ask_yes (question);
}

static gboolean
ask_to_confirm (KpCtl *ctl, KpSite *site)
{
  const char *json = kp_site_get_job (site)->subject;
  g_autoptr (KpSubject) subject = json != NULL ? kp_subject_from_json (json, NULL) : NULL;

  return subject != NULL && kp_ctl_ask_to_secure (ctl, site, subject);
}

static const char *
get_provider (const KpJobFacts *facts)
{
  return facts->profile != NULL ? kp_profile_get_name (facts->profile)
                                : kp_site_get_provider (facts->site);
}

static KpCtlStatus
ask_to_hand_over (KpCtl *ctl, KpSite *site, const KpJobFacts *facts, gboolean *done)
{
  g_autofree char *question = NULL;
  KpCtlStatus status = KP_CTL_FINE;

  if (kp_job_facts_is_form (facts))
    {
      status = kp_ctl_print_hand_over (ctl, site);
      /* Translators: a provider */
      question = g_strdup_printf (_ ("Was it handed to %s? [y/N]"), get_provider (facts));
    }
  else
    question = g_strdup_printf (
        /* Translators: a provider */
        _ ("Send the request to %s now? [y/N]"), get_provider (facts));
  *done = status == KP_CTL_FINE && kp_ctl_ask_yes (question);
  return status;
}

static gboolean
ask_installed (const KpJobFacts *facts)
{
  g_autofree char *question = g_strdup_printf (
      /* Translators: a provider */
      _ ("Has %s said that it is installed? [y/N]"), get_provider (facts));

  return kp_ctl_ask_yes (question);
}

/* Whether the step of a renewal is done. Files are given by options. */
static KpCtlStatus
ask_renew_done (KpCtl *ctl, KpSite *site, const KpJobFacts *facts, gboolean *done)
{
  KpCtlStatus status = KP_CTL_FINE;

  switch (kp_site_get_job (site)->step)
    {
    case KP_JOB_STEP_HAND_OVER:
      if (kp_job_facts_makes_key_here (facts))
        *done = kp_ctl_ask_yes (_ ("Make the key and its signing request now? [y/N]"));
      else
        status = ask_to_hand_over (ctl, site, facts, done);
      break;
    case KP_JOB_STEP_BUY:
      *done = kp_ctl_ask_yes (_ ("Was the certificate ordered? [y/N]"));
      break;
    case KP_JOB_STEP_SUBMIT:
      status = kp_ctl_print_renew_step (ctl, site);
      *done = status == KP_CTL_FINE
              && kp_ctl_ask_yes (kp_job_facts_is_form (facts)
                                     ? _ ("Was it handed over? [y/N]")
                                     : _ ("Send the certificate now? [y/N]"));
      break;
    case KP_JOB_STEP_INSTALL:
      *done = ask_installed (facts);
      break;
    default:
      break;
    }
  return status;
}

static gboolean
ask_for_answer (const KpJobFacts *facts)
{
  g_autofree char *question = g_strdup_printf (
      /* Translators: a provider */
      _ ("Has %s answered that its part is done? [y/N]"), get_provider (facts));

  return kp_ctl_ask_yes (question);
}

/* Whether the step is done, where that alone is what it waits for. */
static KpCtlStatus
ask_done (KpCtl *ctl, KpSite *site, const KpJobFacts *facts, KpJobNeed needs,
          gboolean *done)
{
  KpCtlStatus status = KP_CTL_FINE;

  switch (kp_site_get_job (site)->step)
    {
    case KP_JOB_STEP_REVIEW:
      *done = ask_to_confirm (ctl, site);
      break;
    case KP_JOB_STEP_HAND_OVER:
      status = ask_to_hand_over (ctl, site, facts, done);
      break;
    case KP_JOB_STEP_WAIT_PROVIDER:
      *done = (needs & KP_JOB_NEED_ANSWER) != 0 && ask_for_answer (facts);
      break;
    case KP_JOB_STEP_INSTRUCTIONS:
      status = kp_ctl_print_instructions (ctl, site);
      if (status == KP_CTL_FINE)
        *done =
            kp_ctl_ask_yes (_ ("Does whoever changes the record know what to do? [y/N]"));
      break;
    case KP_JOB_STEP_DNS:
      *done = kp_ctl_ask_yes (_ ("Was the DNS record changed? [y/N]"));
      break;
    default:
      break;
    }
  return status;
}

/* What a reply names is shown, and typed by a person all the same. */
static KpCtlStatus
ask_target (KpCtl *ctl, KpSite *site, const KpJobFacts *facts, char **target)
{
  g_autofree char *proposal = NULL;
  KpCtlStatus status = kp_ctl_find_answer (ctl, kp_site_get_job (site), facts, &proposal);

  if (status != KP_CTL_FINE)
    return status;
  if (proposal != NULL)
    {
      /* Translators: a host name */
      g_printerr (_ ("The provider’s reply names %s."), proposal);
      g_printerr ("\n");
    }
  *target = kp_ctl_ask (_ ("Host name that the provider gave"));
  if (*target != NULL && **target == '\0')
    g_clear_pointer (target, g_free);
  return KP_CTL_FINE;
}

KpCtlStatus
kp_ctl_ask_step (KpCtl *ctl, KpSite *site, gboolean *done, char **target)
{
  /* The site's own may be replaced while this waits. */
  g_autoptr (KpJob) job = kp_job_copy (kp_site_get_job (site));
  KpCtlStatus status = KP_CTL_FINE;
  KpJobFacts facts;
  KpJobNeed needs;

  if (ctl->json || !kp_ctl_can_ask () || job->paused_at > 0)
    return KP_CTL_FINE;
  kp_job_keeper_fill_facts (kp_desk_get_job_keeper (ctl->desk), site, &facts);
  needs = kp_job_get_needs (job, &facts);
  if (!*done && *target == NULL)
    status = job->kind == KP_JOB_RENEW ? ask_renew_done (ctl, site, &facts, done)
                                       : ask_done (ctl, site, &facts, needs, done);
  /* A form tells it at once; a request is answered later. */
  if (status == KP_CTL_FINE && *target == NULL && (needs & KP_JOB_NEED_TARGET) != 0
      && (*done || job->step == KP_JOB_STEP_WAIT_PROVIDER))
    status = ask_target (ctl, site, &facts, target);
  return status;
}
