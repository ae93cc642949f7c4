/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/job/instructions.h"

#include "core/base/plain-text.h"
#include "core/dns/zone.h"

/* What of a TXT record stands in a letter: enough to tell which one it is. */
#define MAX_DATA 100
/* The records told as they are: what is over this is no host name's. */
#define MAX_ROWS 16

static void
row_free (gpointer data)
{
  KpDnsRow *row = data;

  if (row == NULL)
    return;
  g_free (row->type);
  g_free (row->host);
  g_free (row->full_host);
  g_free (row->value);
  g_free (row);
}

static KpDnsRow *
row_new (const KpRecord *record, const char *zone)
{
  KpDnsRow *row = g_new0 (KpDnsRow, 1);

  row->type = g_strdup (kp_record_type_to_string (record->type));
  row->host = kp_dns_relative_host (record->owner, zone);
  row->full_host = g_strdup (record->owner);
  row->value = kp_plain_text_shorten (record->data, MAX_DATA);
  return row;
}

static void
add_rows (GPtrArray *rows, GPtrArray *records, const char *zone)
{
  for (guint i = 0; i < records->len && rows->len < MAX_ROWS; i++)
    g_ptr_array_add (rows, row_new (g_ptr_array_index (records, i), zone));
}

static void
add_before (KpInstructions *self, const KpDnsPlan *plan, const KpObservation *seen)
{
  const KpResolverAnswer *shown = kp_dns_plan_find_present (plan, seen);

  if (shown != NULL && shown->chain->len > 0)
    g_ptr_array_add (self->before,
                     row_new (g_ptr_array_index (shown->chain, 0), plan->zone));
  else if (shown != NULL)
    add_rows (self->before, shown->addresses, plan->zone);
  add_rows (self->before, seen->other_records, plan->zone);
}

guint32
kp_instructions_find_old_ttl (const KpHistory *history)
{
  guint32 greatest = 0;

  for (guint i = 0; history != NULL && i < history->sightings->len; i++)
    {
      const KpRecordSighting *sighting = g_ptr_array_index (history->sightings, i);

      if (!sighting->leads)
        greatest = MAX (greatest, sighting->greatest_ttl);
    }
  return MIN (greatest, KP_GREATEST_TTL);
}

/* A site that was never looked at: what is to be made there is known all the same. */
static KpObservation *
observe_nothing (const KpInstructionsPlan *plan)
{
  KpObservation *nothing = kp_observation_new (kp_site_get_host (plan->site),
                                               kp_site_get_port (plan->site), plan->now);
  g_autoptr (KpZone) zone = kp_zone_new_guess (nothing->host);

  nothing->zone = g_strdup (zone->apex);
  nothing->is_apex = zone->is_apex;
  return nothing;
}

KpInstructions *
kp_instructions_new (const KpInstructionsPlan *plan)
{
  KpInstructions *self = g_new0 (KpInstructions, 1);
  g_autoptr (KpObservation) nothing = NULL;
  g_autoptr (KpDnsPlan) dns = NULL;
  const KpObservation *seen = plan->observation;

  self->before = g_ptr_array_new_with_free_func (row_free);
  self->remove = g_ptr_array_new_with_free_func (row_free);
  if (seen == NULL)
    seen = nothing = observe_nothing (plan);
  dns = kp_dns_plan_new (seen, plan->target);
  self->zone = g_strdup (dns->zone);
  if (dns->impossible)
    self->impossible = g_strdup (dns->reason);
  add_before (self, dns, seen);
  add_rows (self->remove, dns->remove, dns->zone);
  if (dns->set != NULL)
    self->after = row_new (dns->set, dns->zone);
  self->zone_line = kp_dns_plan_format_zone_line (dns);
  self->old_ttl = kp_instructions_find_old_ttl (plan->history);
  if (self->old_ttl > 0)
    self->latest = plan->now + self->old_ttl;
  return self;
}

void
kp_instructions_free (KpInstructions *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->before);
  g_ptr_array_unref (self->remove);
  row_free (self->after);
  g_free (self->zone_line);
  g_free (self->zone);
  g_free (self->impossible);
  g_free (self);
}

static void
add_line (GString *text, const KpDnsRow *row)
{
  g_string_append_printf (text, "%s    %-5s  %s  %s", text->len > 0 ? "\n" : "", row->type,
                          row->full_host, row->value);
}

static char *
format_rows (GPtrArray *rows)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    add_line (text, g_ptr_array_index (rows, i));
  return g_string_free (text, FALSE);
}

/* What is there and leads somewhere, without what stands beside it. */
static char *
format_leading (const KpInstructions *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->before->len; i++)
    {
      const KpDnsRow *row = g_ptr_array_index (self->before, i);

      if (g_strv_contains ((const char *const[]){ "CNAME", "A", "AAAA", NULL }, row->type))
        add_line (text, row);
    }
  return g_string_free (text, FALSE);
}

static char *
format_after (const KpInstructions *self)
{
  GString *text = g_string_new (NULL);

  if (self->after != NULL)
    add_line (text, self->after);
  return g_string_free (text, FALSE);
}

static const char *
find_language (const KpInstructionsPlan *plan)
{
  if (plan->language != NULL)
    return plan->language;
  return plan->customer != NULL ? kp_customer_get_language (plan->customer) : NULL;
}

KpLetter *
kp_instructions_write (const KpInstructions *self, const KpInstructionsPlan *plan,
                       KpLetterKind kind, GError **error)
{
  g_autofree char *before = format_rows (self->before);
  g_autofree char *removals = format_rows (self->remove);
  g_autofree char *leading = format_leading (self);
  g_autofree char *after = format_after (self);
  g_autofree char *ttl = NULL;
  g_autofree char *latest = NULL;
  g_autofree char *asked_on = NULL;
  g_autofree char *needed_by = NULL;

  if (self->old_ttl > KP_INSTRUCTIONS_LONG_TTL)
    ttl = g_strdup_printf ("%u", self->old_ttl);
  if (self->latest > 0)
    latest = kp_letter_format_moment (self->latest);
  if (plan->asked_at > 0)
    asked_on = kp_letter_format_day (plan->asked_at);
  /* A day that is over can't be asked for. */
  if (plan->needed_by > plan->now)
    needed_by = kp_letter_format_day (plan->needed_by);

  const KpLetterValue values[] = {
    { "site", kp_site_get_unicode (plan->site) },
    { "name",
      plan->customer != NULL ? kp_customer_get_dns_administrator (plan->customer) : NULL },
    { "zone", self->zone },
    { "now", before },
    { "remove", removals },
    { "after", after },
    { "record", *leading != '\0' ? leading : after },
    { "zone-line", self->zone_line },
    { "host", self->after != NULL ? self->after->host : kp_site_get_host (plan->site) },
    { "full-host", kp_site_get_host (plan->site) },
    { "ttl", ttl },
    { "latest", latest },
    { "asked-on", asked_on },
    { "needed-by", needed_by },
    { "target", plan->target },
    { "sender", plan->sender },
    { NULL },
  };

  return kp_letter_new (kind, find_language (plan), values, error);
}
