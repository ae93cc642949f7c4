/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/dns/plan.h"

#include <glib/gi18n.h>

#include "core/base/host-name.h"
#include "core/dns/answer-kind.h"

/* What a new record is given: an hour is short enough for the next change and long enough
 * for any cache. */
#define NEW_TTL 3600
/* The records named to remove: what is over this is no host name's. */
#define MAX_REMOVE 64

static gboolean
is_same (const KpRecord *a, const KpRecord *b)
{
  return a->type == b->type && g_strcmp0 (a->owner, b->owner) == 0
         && g_strcmp0 (a->data, b->data) == 0;
}

static void
add_removal (KpDnsPlan *self, KpRecord *record)
{
  for (guint i = 0; i < self->remove->len; i++)
    if (is_same (g_ptr_array_index (self->remove, i), record))
      return;
  if (self->remove->len < MAX_REMOVE)
    g_ptr_array_add (self->remove, kp_record_ref (record));
}

/* Addresses of @answer that stand at the very name; only IPv6 ones that are not the
 * target's if @leftover. */
static void
remove_addresses (KpDnsPlan *self, const KpObservation *observation,
                  const KpResolverAnswer *answer, gboolean leftover)
{
  for (guint i = 0; i < answer->addresses->len; i++)
    {
      KpRecord *record = g_ptr_array_index (answer->addresses, i);

      if (leftover
          && (record->type != KP_RECORD_AAAA
              || kp_records_have_address (observation->target_addresses, record->data)))
        continue;
      if (g_strcmp0 (record->owner, observation->host) == 0)
        add_removal (self, record);
    }
}

static void
remove_of_answer (KpDnsPlan *self, const KpObservation *observation,
                  const KpResolverAnswer *answer, KpAnswerKind kind)
{
  /* A wildcard stays: a record of the name's own goes before it. */
  if (kp_answer_is_of_wildcard (answer, observation->wildcard))
    return;

  switch (kind)
    {
    case KP_ANSWER_ELSEWHERE:
      add_removal (self, g_ptr_array_index (answer->chain, 0));
      remove_addresses (self, observation, answer, FALSE);
      break;
    case KP_ANSWER_LOOP:
      if (answer->chain->len > 0)
        add_removal (self, g_ptr_array_index (answer->chain, 0));
      break;
    case KP_ANSWER_LEFTOVER:
      /* Beside a CNAME, or at an apex where the DNS host copies the target's addresses, it
       * is only they that are in the way; else all addresses give place to a CNAME. */
      remove_addresses (self, observation, answer,
                        answer->chain->len > 0 || observation->is_apex);
      break;
    case KP_ANSWER_ADDRESS:
    case KP_ANSWER_BESIDE:
      remove_addresses (self, observation, answer, FALSE);
      break;
    default:
      break;
    }
}

char *
kp_dns_relative_host (const char *host, const char *zone)
{
  if (zone == NULL || !kp_host_name_is_below (host, zone))
    return g_strdup (host);
  if (g_str_equal (host, zone))
    return g_strdup ("@");
  return g_strndup (host, strlen (host) - strlen (zone) - 1);
}

static gboolean
has_other (const KpObservation *observation, KpRecordType type)
{
  for (guint i = 0; i < observation->other_records->len; i++)
    if (((const KpRecord *) g_ptr_array_index (observation->other_records, i))->type
        == type)
      return TRUE;
  return FALSE;
}

static char *
explain (const KpDnsPlan *self, const KpObservation *observation)
{
  if (self->impossible)
    return g_strdup_printf (
        /* Translators: %s is a domain name, all three times */
        _ ("%s is the top of its zone, where DNS allows no CNAME. Use a name under it, "
           "such "
           "as cp.%s or my.%s, and let the web server at the top send visitors there."),
        observation->host, observation->host, observation->host);
  if (kp_observation_is_of_wildcard (observation))
    return g_strdup_printf (
        /* Translators: the first %s is a wildcard such as "*.example.com", the second a
         * host name */
        _ ("The wildcard %s answers for this name. It can stay: nothing is to be removed, "
           "only a record of its own added for %s."),
        observation->wildcard->owner, observation->host);
  if (has_other (observation, KP_RECORD_MX))
    return g_strdup_printf (
        /* Translators: %s is a host name, both times */
        _ ("%s has MX records, so it may receive mail, and no record can stand beside a "
           "CNAME. Make sure that nobody uses mail addresses at %s before they are "
           "removed, "
           "or choose another host name for the site."),
        observation->host, observation->host);
  if (observation->doubled != NULL)
    return g_strdup_printf (
        /* Translators: the first %s is a name such as "cp.example.com.example.com", the
         * second the host to type, "cp" */
        _ ("The record was made as %s: the DNS host adds the domain by itself. Remove it, "
           "and give only “%s” as the host."),
        observation->doubled->owner, self->relative_host);
  return NULL;
}

/* What the answers ask for; TRUE if the name does not lead as a whole. One resolver alone
 * that differs from two others is a matter of its cache, not of the zone. */
static gboolean
look_at_answers (KpDnsPlan *self, const KpObservation *observation, const char *target)
{
  guint n_lead = 0, n_astray = 0, n_left_over = 0;

  for (guint i = 0; i < observation->answers->len; i++)
    {
      const KpResolverAnswer *answer = g_ptr_array_index (observation->answers, i);
      KpAnswerKind kind = kp_answer_kind_in (answer, observation, target);

      if (kind == KP_ANSWER_SILENT)
        continue;
      if (kp_answer_kind_leads (kind))
        n_lead++;
      else
        n_astray++;
      n_left_over += kind == KP_ANSWER_LEFTOVER;
    }
  if (n_astray == 0 || (n_astray == 1 && n_lead >= 2))
    return FALSE;

  for (guint i = 0; i < observation->answers->len; i++)
    {
      const KpResolverAnswer *answer = g_ptr_array_index (observation->answers, i);

      remove_of_answer (self, observation, answer,
                        kp_answer_kind_in (answer, observation, target));
    }
  self->impossible = observation->is_apex && n_left_over == 0;
  return TRUE;
}

KpDnsPlan *
kp_dns_plan_new (const KpObservation *observation, const char *target)
{
  KpDnsPlan *self = g_new0 (KpDnsPlan, 1);

  self->remove = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_record_unref);
  self->zone = g_strdup (observation->zone);
  self->relative_host = kp_dns_relative_host (observation->host, observation->zone);
  if (target == NULL)
    return self;

  self->needed = look_at_answers (self, observation, target);
  if (self->needed && !self->impossible)
    {
      gboolean own = !kp_observation_is_of_wildcard (observation);

      for (guint i = 0; own && i < observation->other_records->len; i++)
        add_removal (self, g_ptr_array_index (observation->other_records, i));
      if (observation->doubled != NULL)
        add_removal (self, observation->doubled);
    }
  if (self->impossible)
    g_ptr_array_set_size (self->remove, 0);
  if (!observation->is_apex)
    self->set = kp_record_new (KP_RECORD_CNAME, observation->host, NEW_TTL, target);
  if (self->needed)
    self->reason = explain (self, observation);
  return self;
}

void
kp_dns_plan_free (KpDnsPlan *self)
{
  if (self == NULL)
    return;
  g_free (self->reason);
  g_ptr_array_unref (self->remove);
  g_clear_pointer (&self->set, kp_record_unref);
  g_free (self->zone);
  g_free (self->relative_host);
  g_free (self);
}

char *
kp_dns_plan_format_zone_line (const KpDnsPlan *self)
{
  if (self->set == NULL)
    return NULL;
  return g_strdup_printf ("%s. %u IN CNAME %s.", self->set->owner, self->set->ttl,
                          self->set->data);
}
