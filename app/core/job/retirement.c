/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/job/retirement.h"

#include <glib/gi18n.h>

static gboolean
is_about (KpRequest *request, KpSite *site)
{
  return kp_request_get_state (request) == KP_REQUEST_SENT
         && kp_request_get_site_id (request) == kp_site_get_id (site)
         && g_str_equal (kp_request_get_provider (request), kp_site_get_provider (site))
         && *kp_request_get_number (request) != '\0';
}

char *
kp_retirement_find_number (GListModel *requests, KpSite *site)
{
  const KpJob *job = kp_site_get_job (site);

  for (guint i = 0; i < g_list_model_get_n_items (requests); i++)
    {
      g_autoptr (KpRequest) request = g_list_model_get_item (requests, i);

      if (is_about (request, site))
        return g_strdup (kp_request_get_number (request));
    }
  return job != NULL ? g_strdup (job->ticket) : NULL;
}

KpRequest *
kp_retirement_compose_request (const KpJobFacts *facts, const char *number,
                               const char *sender, GError **error)
{
  const KpLetterValue values[] = { { "number", number }, { NULL } };
  KpRequestPlan plan = { NULL };

  if (!kp_job_facts_check_profile (facts, error))
    return NULL;
  plan.profile = facts->profile;
  plan.kind = KP_LETTER_RETIRE_PROVIDER;
  plan.site = facts->site;
  plan.channel = facts->channel;
  plan.language = facts->language;
  plan.sender = sender;
  plan.values = values;
  return kp_request_compose (&plan, NULL, error);
}

gboolean
kp_retirement_is_last (GListModel *sites, KpSite *site)
{
  const char *host = kp_site_get_host (site);

  for (guint i = 0; i < g_list_model_get_n_items (sites); i++)
    {
      g_autoptr (KpSite) other = g_list_model_get_item (sites, i);

      if (kp_site_get_id (other) != kp_site_get_id (site)
          && g_str_equal (kp_site_get_host (other), host))
        return FALSE;
    }
  return TRUE;
}

const char *
kp_retirement_find_record (const KpVerdict *verdict, const KpObservation *observation)
{
  if (observation == NULL || verdict->target == NULL)
    return NULL;
  for (guint i = 0; i < observation->answers->len; i++)
    {
      const KpResolverAnswer *answer = g_ptr_array_index (observation->answers, i);

      if (answer->answered
          && kp_answer_leads (answer, verdict->target, observation->target_addresses))
        return verdict->target;
    }
  return NULL;
}

char *
kp_retirement_describe_record (KpSite *site, const char *target)
{
  return g_strdup_printf (
      /* Translators: two host names */
      _ ("The DNS record of %s still leads to %s. Have it removed: whoever gets hold of "
         "what it points to can show pages under that name."),
      kp_site_get_unicode (site), target);
}
