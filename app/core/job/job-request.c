/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/job/job-request.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/certificate/certificate.h"
#include "core/certificate/document.h"

static void
fill_plan (KpRequestPlan *plan, const KpJob *job, const KpJobFacts *facts,
           const char *sender)
{
  plan->profile = facts->profile;
  plan->site = facts->site;
  plan->job_id = job != NULL ? job->id : 0;
  plan->channel = facts->channel;
  plan->language = facts->language;
  plan->target = kp_site_get_target (facts->site);
  if (plan->target == NULL)
    plan->target = kp_profile_get_target (facts->profile);
  plan->sender = sender;
}

static KpRequest *
compose (const KpJob *job, const KpJobFacts *facts, KpSubject *subject, const char *sender,
         GPtrArray **problems, GError **error)
{
  const KpSummary *summary = kp_site_get_summary (facts->site);
  g_autofree char *ends_on =
      summary->not_after > 0 ? kp_letter_format_day (summary->not_after) : NULL;
  const KpLetterValue values[] = { { "ends-on", ends_on }, { NULL } };
  KpRequestPlan plan = { NULL };

  fill_plan (&plan, job, facts, sender);
  plan.kind = job != NULL && job->kind == KP_JOB_RENEW ? KP_LETTER_CSR : KP_LETTER_REQUEST;
  plan.subject = subject;
  plan.values = values;
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

/* The bundle is PEM that was made here: the site's certificate is the first in it. */
static KpCertificateFacts *
read_leaf (GBytes *pem, GError **error)
{
  g_autoptr (KpDocument) document = kp_document_new ();

  kp_document_read (document, pem, NULL);
  if (document->parts->len > 0)
    return kp_certificate_facts_from_der (
        ((KpDocumentPart *) g_ptr_array_index (document->parts, 0))->der, error);
  g_set_error_literal (error, KP_JOB_ERROR, KP_JOB_ERROR_MISSING,
                       _ ("The certificate is missing."));
  return NULL;
}

KpRequest *
kp_job_compose_submission (const KpJob *job, const KpJobFacts *facts,
                           const KpRenewal *renewal, KpRequest *first, const char *sender,
                           GPtrArray **problems, GError **error)
{
  const KpLetterValue values[] = {
    { "first-reference", first != NULL ? kp_request_get_reference (first) : NULL }, { NULL }
  };
  g_autofree char *name = g_strconcat (kp_site_get_host (facts->site), ".pem", NULL);
  const char *text = renewal->bundle != NULL ? renewal->bundle : "";
  g_autoptr (GBytes) pem = g_bytes_new (text, strlen (text));
  g_autoptr (KpAttachment) attachment = NULL;
  g_autoptr (KpCertificateFacts) leaf = NULL;
  KpRequestPlan plan = { NULL };

  g_return_val_if_fail (job != NULL, NULL);

  if (!kp_job_facts_check_profile (facts, error))
    return NULL;
  leaf = read_leaf (pem, error);
  if (leaf == NULL)
    return NULL;
  attachment = kp_attachment_new (name, "application/x-pem-file", pem);
  fill_plan (&plan, job, facts, sender);
  plan.kind = KP_LETTER_CERTIFICATE;
  plan.ticket = first != NULL && *kp_request_get_number (first) != '\0'
                    ? kp_request_get_number (first)
                    : job->ticket;
  plan.values = values;
  plan.attachment = attachment;
  plan.certificate = leaf;
  return kp_request_compose (&plan, problems, error);
}
