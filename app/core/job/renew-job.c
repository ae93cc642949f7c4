/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/job/renew-job.h"

#include <glib/gi18n.h>

#include "core/certificate/bundle.h"
#include "core/model/subject.h"

static gboolean
check_offered (const KpJobFacts *facts, GError **error)
{
  const char *provider = kp_job_facts_get_provider (facts);
  guint early = 0;

  if (kp_profile_get_renewed_by_provider (facts->profile, &early))
    {
      g_set_error (
          error, KP_JOB_ERROR, KP_JOB_ERROR_NOT_OFFERED,
          /* Translators: a provider, and a number of days */
          ngettext ("%s renews the certificate by itself, %u day before it ends. Ask it "
                    "where that is late.",
                    "%s renews the certificate by itself, %u days before it ends. Ask it "
                    "where that is late.",
                    early),
          provider, early);
      return FALSE;
    }
  if (kp_profile_offers_renew (facts->profile)
      && kp_profile_get_key_maker (facts->profile) != KP_KEY_PROVIDER)
    return TRUE;
  g_set_error (error, KP_JOB_ERROR, KP_JOB_ERROR_NOT_OFFERED,
               kp_profile_offers_secure (facts->profile)
                   /* Translators: a provider */
                   ? _ ("%s takes no certificate from outside. Secure the site instead: it "
                        "makes the certificate.")
                   /* Translators: a provider */
                   : _ ("%s takes no certificate from outside. Ask it how the site gets "
                        "one."),
               provider);
  return FALSE;
}

/* The provider has it already, if it ever was locked or serves its name now. */
static gboolean
check_existing (const KpJobFacts *facts, GError **error)
{
  const KpSummary *summary = kp_site_get_summary (facts->site);
  const char *provider = kp_job_facts_get_provider (facts);

  if (!kp_profile_get_requires_existing (facts->profile) || summary->last_locked_at > 0
      || summary->not_after > 0)
    return TRUE;
  if (summary->checked_at == 0)
    g_set_error (error, KP_JOB_ERROR, KP_JOB_ERROR_NOT_NOW,
                 /* Translators: a host name, and a provider */
                 _ ("%s was never checked. Check it first: %s takes a certificate only for "
                    "a site that it has already."),
                 kp_site_get_label (facts->site), provider);
  else
    g_set_error (error, KP_JOB_ERROR, KP_JOB_ERROR_NOT_OFFERED,
                 /* Translators: a provider, then a host name, then that provider again */
                 _ ("%s takes a certificate only for a site that it has already, and %s "
                    "never served one there. Ask %s to set the site up first."),
                 provider, kp_site_get_label (facts->site), provider);
  return FALSE;
}

KpJob *
kp_renew_job_start (const KpJobFacts *facts, GError **error)
{
  KpJob *job;

  if (!kp_job_facts_check_profile (facts, error) || !check_offered (facts, error)
      || !check_existing (facts, error))
    return NULL;
  job = kp_job_new (kp_site_get_id (facts->site), KP_JOB_RENEW, facts->now);
  job->changer = facts->customer_changes_dns ? KP_DNS_CHANGER_CUSTOMER : KP_DNS_CHANGER_YOU;
  return job;
}

gboolean
kp_renew_job_can_overrule (KpFindingId id)
{
  switch ((int) id)
    {
    case KP_FINDING_CSR_NOT_A_CSR:
    case KP_FINDING_CSR_PRIVATE_KEY:
    case KP_FINDING_CSR_SIGNATURE:
    case KP_FINDING_CSR_SEVERAL:
    case KP_FINDING_CSR_TOO_LARGE:
      return FALSE;
    default:
      return (id >= KP_FINDING_CSR_NOT_A_CSR && id <= KP_FINDING_CSR_TOO_LARGE)
             || kp_bundle_can_overrule (id);
    }
}

gboolean
kp_renew_job_wants_details (const KpJobFacts *facts)
{
  GPtrArray *fields;
  KpSubjectField detail;

  if (facts->profile == NULL)
    return TRUE;
  fields = kp_profile_get_fields (facts->profile);
  for (guint i = 0; i < fields->len; i++)
    if (kp_subject_field_from_string (
            ((const KpProfileField *) g_ptr_array_index (fields, i))->id, &detail))
      return TRUE;
  return FALSE;
}
