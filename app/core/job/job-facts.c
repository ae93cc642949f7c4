/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/job/job-facts.h"

#include <glib/gi18n.h>

const char *
kp_job_need_to_string (KpJobNeed need)
{
  switch (need)
    {
    case KP_JOB_NEED_NAME:
      return "name";
    case KP_JOB_NEED_SUBJECT:
      return "subject";
    case KP_JOB_NEED_CONFIRMED:
      return "confirmation";
    case KP_JOB_NEED_HAND_OVER:
      return "hand-over";
    case KP_JOB_NEED_TARGET:
      return "target";
    case KP_JOB_NEED_ANSWER:
      return "answer";
    case KP_JOB_NEED_TOLD:
      return "instructions";
    case KP_JOB_NEED_CSR:
      return "csr";
    case KP_JOB_NEED_ORDER:
      return "order";
    case KP_JOB_NEED_BUNDLE:
      return "bundle";
    case KP_JOB_NEED_NOTHING:
    default:
      return "nothing";
    }
}

gboolean
kp_job_facts_is_form (const KpJobFacts *facts)
{
  const char *channel = kp_job_facts_get_channel (facts);

  return channel == NULL || g_str_equal (channel, "form") || g_str_equal (channel, "files");
}

const char *
kp_job_facts_get_channel (const KpJobFacts *facts)
{
  if (facts->channel != NULL || facts->profile == NULL)
    return facts->channel;
  return kp_profile_get_channel (facts->profile);
}

const char *
kp_job_facts_get_provider (const KpJobFacts *facts)
{
  return facts->profile != NULL ? kp_profile_get_name (facts->profile)
                                : kp_site_get_provider (facts->site);
}

gboolean
kp_job_facts_makes_key_here (const KpJobFacts *facts)
{
  return facts->profile != NULL && kp_profile_get_key_maker (facts->profile) == KP_KEY_HERE;
}

gboolean
kp_job_facts_check_profile (const KpJobFacts *facts, GError **error)
{
  if (facts->profile != NULL)
    return TRUE;
  g_set_error (
      error, KP_JOB_ERROR, KP_JOB_ERROR_NOT_OFFERED,
      /* Translators: the id of a provider */
      _ ("There is no profile of the provider “%s” any more. Put its file back, or "
         "choose another provider for the site."),
      kp_site_get_provider (facts->site));
  return FALSE;
}
