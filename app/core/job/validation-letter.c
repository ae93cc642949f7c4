/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/job/validation-letter.h"

#include <glib/gi18n.h>

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

/* As the record that is to be made, one a line. Returns: (nullable) */
static char *
format_records (const KpValidationRecord *record, char **records)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; records[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (records[i], " ", 2);

      g_string_append_printf (text, "%s    %-5s  %s  %s", i > 0 ? "\n" : "", parts[0],
                              record->name, parts[1]);
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static char *
format_in_way (const KpValidationRecord *record, GPtrArray *sights)
{
  g_auto (GStrv) in_way =
      kp_record_sights_list_in_way (sights, record->type, record->value);

  return format_records (record, in_way);
}

static char *
format_aliases (const KpValidationRecord *record, GPtrArray *sights)
{
  g_auto (GStrv) aliases = kp_record_sights_list_aliases (sights, record->type);

  return format_records (record, aliases);
}

static gboolean
has_alias (char **records)
{
  for (; *records != NULL; records++)
    if (g_str_has_prefix (*records, "CNAME "))
      return TRUE;
  return FALSE;
}

gboolean
kp_validation_letter_has_room (const KpValidationRecord *record, KpSite *site,
                               GPtrArray *sights)
{
  g_auto (GStrv) aliases = kp_record_sights_list_aliases (sights, record->type);
  g_auto (GStrv) in_way =
      kp_record_sights_list_in_way (sights, record->type, record->value);

  return !g_str_equal (record->name, kp_site_get_host (site))
         || (!has_alias (aliases) && !has_alias (in_way));
}

static gboolean
check_room (const KpValidationRecord *record, KpSite *site, GPtrArray *sights,
            GError **error)
{
  if (kp_validation_letter_has_room (record, site, sights))
    return TRUE;
  g_set_error (
      error, KP_JOB_ERROR, KP_JOB_ERROR_REFUSED, "%s",
      _ ("No other record can stand beside the CNAME of the site. Ask the CA for a "
         "record whose name begins with an underscore."));
  return FALSE;
}

KpLetter *
kp_validation_letter_write (const KpValidationRecord *record,
                            const KpInstructionsPlan *plan, const char *ca,
                            GPtrArray *sights, GError **error)
{
  g_autofree char *zone = NULL;
  g_autofree char *host = NULL;
  g_autofree char *line = NULL;
  g_autofree char *zone_line = NULL;
  g_autofree char *asked_on = NULL;
  g_autofree char *needed_by = NULL;
  g_autofree char *remove = NULL;
  g_autofree char *alias = NULL;
  g_autofree char *ttl = NULL;

  g_return_val_if_fail (record != NULL && plan->site != NULL, NULL);

  if (!check_room (record, plan->site, sights, error))
    return NULL;
  zone = find_zone (plan, record->name);
  host = kp_dns_relative_host (record->name, zone);
  line = g_strdup_printf ("    %-5s  %s  %s", record->type, record->name, record->value);
  zone_line = kp_validation_record_format_zone_line (record);
  remove = format_in_way (record, sights);
  alias = format_aliases (record, sights);
  if (kp_record_sights_get_old_ttl (sights) > 0)
    ttl = g_strdup_printf ("%u", kp_record_sights_get_old_ttl (sights));
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
    { "remove", remove },
    { "alias", alias },
    { "record", line },
    { "zone-line", zone_line },
    { "host", host },
    { "full-host", record->name },
    { "ttl", ttl },
    { "needed-by", needed_by },
    { "sender", plan->sender },
    { NULL },
  };
  const char *language = plan->language;

  if (language == NULL && plan->customer != NULL)
    language = kp_customer_get_language (plan->customer);
  return kp_letter_new (KP_LETTER_VALIDATION, language, values, error);
}
