/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/dns/plan.h"

#include <glib/gi18n.h>

#include "core/base/host-name.h"
#include "core/base/plain-text.h"
#include "core/dns/answer-kind.h"

/* What of a TXT record stands in a letter: enough to tell which one it is. */
#define MAX_DATA 100
/* The records told as they are: what is over this is no host name's. */
#define MAX_PRESENT 16

static void
add_heading (GString *text, const char *heading)
{
  g_string_append_printf (text, "\n%s\n", heading);
}

static void
add_field (GString *text, const char *label, const char *value)
{
  g_string_append_printf (text, "   %s %s\n", label, value);
}

static void
add_record (GString *text, const KpDnsPlan *self, const KpRecord *record)
{
  g_autofree char *relative = kp_dns_relative_host (record->owner, self->zone);
  g_autofree char *data = kp_plain_text_shorten (record->data, MAX_DATA);

  g_string_append_printf (text, "   %-5s  %s  (%s)  %s\n",
                          kp_record_type_to_string (record->type), relative, record->owner,
                          data);
}

const KpResolverAnswer *
kp_dns_plan_find_present (const KpDnsPlan *self, const KpObservation *observation)
{
  const char *target = self->set != NULL ? self->set->data : NULL;
  const KpResolverAnswer *other = NULL;

  for (guint i = 0; i < observation->answers->len; i++)
    {
      const KpResolverAnswer *answer = g_ptr_array_index (observation->answers, i);

      if (!answer->answered || (answer->chain->len == 0 && answer->addresses->len == 0))
        continue;
      if (kp_answer_kind_leads (kp_answer_kind_in (answer, observation, target))
          != self->needed)
        return answer;
      if (other == NULL)
        other = answer;
    }
  return self->needed ? NULL : other;
}

static void
add_present (GString *text, const KpDnsPlan *self, const KpObservation *observation)
{
  const KpResolverAnswer *shown = kp_dns_plan_find_present (self, observation);

  add_heading (text, _ ("As it is:"));
  if (shown == NULL)
    g_string_append_printf (text, "   %s\n", _ ("no record"));
  else if (shown->chain->len > 0)
    add_record (text, self, g_ptr_array_index (shown->chain, 0));
  else
    for (guint i = 0; i < MIN (shown->addresses->len, MAX_PRESENT); i++)
      add_record (text, self, g_ptr_array_index (shown->addresses, i));
  for (guint i = 0; i < MIN (observation->other_records->len, MAX_PRESENT); i++)
    add_record (text, self, g_ptr_array_index (observation->other_records, i));
}

static void
add_removals (GString *text, const KpDnsPlan *self)
{
  if (self->remove->len == 0)
    return;
  add_heading (text,
               _ ("Remove these records first (no record can stand beside a CNAME):"));
  for (guint i = 0; i < self->remove->len; i++)
    add_record (text, self, g_ptr_array_index (self->remove, i));
}

static void
add_new_record (GString *text, const KpDnsPlan *self)
{
  g_autofree char *line = kp_dns_plan_format_zone_line (self);
  g_autofree char *ttl = NULL;

  if (self->set == NULL)
    return;

  add_heading (text, _ ("Then make this record:"));
  add_field (text, _ ("Type:"), "CNAME");
  add_field (text, _ ("Host:"), self->relative_host);
  add_field (text, _ ("Host in full:"), self->set->owner);
  add_field (text, _ ("Points to:"), self->set->data);
  /* Translators: a time to live of a DNS record */
  ttl = g_strdup_printf (ngettext ("%u second", "%u seconds", self->set->ttl),
                         self->set->ttl);
  /* Translators: time to live, a field in the form of a DNS host */
  add_field (text, _ ("TTL:"), ttl);
  add_heading (text, _ ("The same as a line of a zone file:"));
  g_string_append_printf (text, "   %s\n", line);
  if (self->zone != NULL)
    g_string_append_printf (
        text,
        /* Translators: the first %s is the short host ("cp"), the second the zone
         * ("example.com") */
        _ ("\nMost DNS hosts want only “%s” as the host and add “.%s” themselves.\n"),
        self->relative_host, self->zone);
}

static void
add_where (GString *text, const KpDnsPlan *self, const KpObservation *observation)
{
  if (self->zone == NULL)
    return;
  if (observation->dns_host != NULL)
    g_string_append_printf (text,
                            /* Translators: the first %s is a zone ("example.com"), the
                             * second who runs it ("cloudflare.com") */
                            _ ("The record is made in the zone %s, which is run by %s.\n"),
                            self->zone, observation->dns_host);
  else
    g_string_append_printf (text,
                            /* Translators: %s is a zone ("example.com") */
                            _ ("The record is made in the zone %s.\n"), self->zone);
}

char *
kp_dns_plan_format_instructions (const KpDnsPlan *self, const KpObservation *observation)
{
  g_autofree char *unicode = kp_host_name_to_unicode (observation->host);
  GString *text = g_string_new (NULL);

  /* Translators: heading of the instructions for a DNS administrator; %s is a host name */
  g_string_append_printf (text, _ ("DNS record of %s\n"), unicode);
  if (!g_str_equal (unicode, observation->host))
    g_string_append_printf (text,
                            /* Translators: %s is a host name in its ASCII form, "xn--…" */
                            _ ("In DNS this name is written %s.\n"), observation->host);
  add_where (text, self, observation);

  if (self->impossible)
    {
      g_string_append_printf (text, "\n%s\n", self->reason);
      return g_string_free (text, FALSE);
    }
  if (!self->needed)
    {
      g_string_append_printf (text, "\n%s\n", _ ("Nothing is to be changed."));
      return g_string_free (text, FALSE);
    }
  add_present (text, self, observation);
  if (self->reason != NULL)
    g_string_append_printf (text, "\n%s\n", self->reason);
  add_removals (text, self);
  add_new_record (text, self);
  g_string_append_printf (text, "\n%s\n",
                          _ ("Please leave all other records of the zone as they are."));
  return g_string_free (text, FALSE);
}
