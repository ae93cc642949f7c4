/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/job/validation-letter.h"

#include "core/base/host-name.h"
#include "core/dns/zone.h"

static char *
find_zone (const KpInstructionsPlan *plan, const char *name)
{
  const char *seen = plan->observation != NULL ? plan->observation->zone : NULL;
  g_autoptr (KpZone) guess = NULL;

  if (seen != NULL && kp_host_name_is_below (name, seen))
    return g_strdup (seen);
  guess = kp_zone_new_guess (kp_site_get_host (plan->site));
  return g_strdup (guess->apex);
}

KpLetter *
kp_validation_letter_write (const KpValidationRecord *record,
                            const KpInstructionsPlan *plan, const char *ca, GError **error)
{
  g_autofree char *zone = NULL;
  g_autofree char *host = NULL;
  g_autofree char *line = NULL;
  g_autofree char *zone_line = NULL;
  g_autofree char *asked_on = NULL;
  g_autofree char *needed_by = NULL;

  g_return_val_if_fail (record != NULL && plan->site != NULL, NULL);

  zone = find_zone (plan, record->name);
  host = kp_dns_relative_host (record->name, zone);
  line = g_strdup_printf ("    %-5s  %s  %s", record->type, record->name, record->value);
  zone_line = kp_validation_record_format_zone_line (record);
  if (plan->asked_at > 0)
    asked_on = kp_letter_format_day (plan->asked_at);
  /* A day that is over can't be asked for. */
  if (plan->needed_by > plan->now)
    needed_by = kp_letter_format_day (plan->needed_by);

  const KpLetterValue values[] = {
    { "site", kp_site_get_unicode (plan->site) },
    { "name",
      plan->customer != NULL ? kp_customer_get_dns_administrator (plan->customer) : NULL },
    { "asked-on", asked_on },
    { "ca", ca },
    { "zone", zone },
    { "record", line },
    { "zone-line", zone_line },
    { "host", host },
    { "full-host", record->name },
    { "needed-by", needed_by },
    { "sender", plan->sender },
    { NULL },
  };
  const char *language = plan->language;

  if (language == NULL && plan->customer != NULL)
    language = kp_customer_get_language (plan->customer);
  return kp_letter_new (KP_LETTER_VALIDATION, language, values, error);
}
