/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/job/job-request.h"

#include <glib/gi18n.h>

static KpRequest *
compose (const KpJob *job, const KpJobFacts *facts, KpSubject *subject, const char *sender,
         GPtrArray **problems, GError **error)
{
  KpRequestPlan plan = { NULL };

  plan.profile = facts->profile;
  plan.kind = KP_LETTER_REQUEST;
  plan.site = facts->site;
  plan.job_id = job != NULL ? job->id : 0;
  plan.subject = subject;
  plan.channel = facts->channel;
  plan.target = kp_site_get_target (facts->site);
  if (plan.target == NULL)
    plan.target = kp_profile_get_target (facts->profile);
  plan.sender = sender;
  return kp_request_compose (&plan, problems, error);
}

/* The texts of details only: what else a request needs is nobody's fault here. */
static void
set_problems (GPtrArray *problems, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < problems->len; i++)
    {
      const KpFieldProblem *problem = g_ptr_array_index (problems, i);

      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", problem->text);
    }
  g_set_error_literal (error, KP_JOB_ERROR, KP_JOB_ERROR_REFUSED, text->str);
}

gboolean
kp_job_check_subject (const KpJobFacts *facts, KpSubject *subject, GError **error)
{
  g_autoptr (KpRequest) draft = NULL;
  g_autoptr (GPtrArray) problems = NULL;

  g_return_val_if_fail (KP_IS_SUBJECT (subject), FALSE);

  if (!kp_job_facts_check_profile (facts, error))
    return FALSE;
  draft = compose (NULL, facts, subject, NULL, &problems, error);
  if (draft == NULL)
    return FALSE;
  if (problems->len > 0)
    set_problems (problems, error);
  return problems->len == 0;
}

KpRequest *
kp_job_compose_request (const KpJob *job, const KpJobFacts *facts, const char *sender,
                        GPtrArray **problems, GError **error)
{
  g_autoptr (KpSubject) subject = NULL;

  g_return_val_if_fail (job != NULL, NULL);

  if (!kp_job_facts_check_profile (facts, error))
    return NULL;
  if (job->subject == NULL)
    {
      g_set_error_literal (error, KP_JOB_ERROR, KP_JOB_ERROR_MISSING,
                           _ ("The certificate details are missing."));
      return NULL;
    }
  subject = kp_subject_from_json (job->subject, error);
  if (subject == NULL)
    return NULL;
  return compose (job, facts, subject, sender, problems, error);
}
