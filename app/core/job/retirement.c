/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/job/retirement.h"

#include <glib/gi18n.h>

KpRequest *
kp_retirement_compose_request (const KpJobFacts *facts, const char *number,
                               const char *sender, GError **error)
{
  const KpLetterValue values[] = { { "number", number }, { NULL } };
  KpRequestPlan plan = { NULL };

  g_return_val_if_fail (KP_IS_PROFILE (facts->profile), NULL);

  plan.profile = facts->profile;
  plan.kind = KP_LETTER_RETIRE_PROVIDER;
  plan.site = kp_site_get_label (facts->site);
  plan.host = kp_site_get_host (facts->site);
  plan.site_id = kp_site_get_id (facts->site);
  plan.channel = facts->channel;
  plan.sender = sender;
  plan.values = values;
  return kp_request_compose (&plan, NULL, error);
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
      kp_site_get_label (site), target);
}
